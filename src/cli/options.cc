#include "cli/options.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "cli/usage.h"

namespace holotype::cli {
namespace {

// Flags that say no when they are set to false, as in --cors=false.
void add_switch(CLI::App& app, const std::string& name, bool& target, const std::string& help) {
  app.add_option(name, target, help)
      ->expected(0, 1)
      ->default_str("true")
      ->check(true_or_false())
      ->type_name("[true|false]");
}

// An option whose value is one of a few words. CLI11's own check would show the words with what
// stands for them in memory.
template <typename T>
void add_choice(CLI::App& app, const std::string& name, T& target,
                std::vector<std::pair<std::string, T>> choices, const std::string& help) {
  std::string words;
  for (const auto& choice : choices) words += (words.empty() ? "" : "|") + choice.first;
  app.add_option_function<std::string>(
         name,
         [name, words, choices = std::move(choices), &target](const std::string& word) {
           const auto chosen = std::ranges::find(choices, word, &std::pair<std::string, T>::first);
           if (chosen == choices.end())
             throw CLI::ValidationError(name, "there is no " + word + "; it is one of " + words);
           target = chosen->second;
         },
         help)
      ->type_name(words);
}

// What references may lead to.
template <typename Arguments>
void add_reading(CLI::App* command, Arguments& arguments, const std::string& help) {
  command->add_option("--allow-path", arguments.allowed_paths, help)->allow_extra_args(false);
  command->add_flag("--allow-remote-refs", arguments.allows_remote_refs,
                    "Let $ref lead to http: and https: URIs, which are then fetched");
}

// Where what follows the description is something else.
void add_also(CLI::App& command, std::vector<std::string>& more_descriptions) {
  command
      .add_option("--also", more_descriptions,
                  "Another description on the same port; may be given several times")
      ->allow_extra_args(false);
}

void add_reports(CLI::App* command, ReportArguments& reports) {
  command
      ->add_option(
          "--report", reports.reports,
          "Write a report: text, json, junit, sarif or html, to stdout, or to a file as in\n"
          "sarif=out.sarif; may be given several times. The run ends with 1 where an error is\n"
          "in it, a request that was refused included")
      ->allow_extra_args(false)
      ->type_name("FORMAT[=FILE]");
}

void add_gates(CLI::App* command, ReportArguments& reports) {
  command
      ->add_option(
          "--fail-under", reports.fail_under,
          "End with 1 where less of the description was met: 80 is of everything together,\n"
          "statuses=50 of operations, statuses, mediaTypes, parameters, keywords or\n"
          "examples; may be given several times")
      ->allow_extra_args(false)
      ->type_name("[ASPECT=]PERCENT");
}

// What every command that serves takes.
void add_serving(CLI::App* command, MockArguments& mock) {
  command->set_help_flag("--help", "Print this help and exit");
  command->add_option("-p,--port", mock.port, "Port to listen on; 0 takes any free one")
      ->check(whole_number(0, 65535))
      ->capture_default_str();
  command->add_option("-h,--host", mock.host, "Address to listen on")->capture_default_str();
  command
      ->add_option("--fixtures", mock.fixtures,
                   "File or folder of fixtures; may be given several times")
      ->allow_extra_args(false);
  command->add_flag("-d,--dynamic", mock.is_dynamic,
                    "Generate answers, whatever examples there are");
  command->add_flag("--strict", mock.is_strict,
                    "Make faults of the description fatal, and warnings errors");
  add_switch(*command, "--cors", mock.allows_origins,
             "Let pages of other origins call the stand-in");
  add_switch(*command, "--watch", mock.watches,
             "Load the description and the fixtures again when one of their files changes; what\n"
             "cannot be loaded is reported, and what was there before keeps serving");
  command->add_option("--delay", mock.delay,
                      "Wait before each answer: 50ms, 50ms..200ms (anything between), or\n"
                      "lognormal:80ms:0.5 (median and deviation, with a tail as services have it)");
  command->add_option("--slow-body", mock.slow_body,
                      "Let each body take that long from its first byte to its last; as --delay");
  command
      ->add_option(
          "--fault", mock.faults,
          "What goes wrong, and how often: 503@10% answers every tenth valid request with\n"
          "the 503 that its operation declares; truncate@5% and reset@1% break\n"
          "connections; without a rate, always. May be given several times")
      ->allow_extra_args(false);
  command->add_flag("--allow-remote-callbacks", mock.allows_remote_callbacks,
                    "Let callbacks and webhooks go to other machines, too");
  command->add_option("--seed", mock.seed, "Seed of generated values")
      ->check(whole_number())
      ->capture_default_str();
  command->add_option("--now", mock.now,
                      "What time it is in answers (default: 2024-01-15T10:30:00Z)");
  add_choice<LogFormat>(*command, "--log-format", mock.log_format,
                        {{"text", LogFormat::Text}, {"json", LogFormat::Json}},
                        "How each request is logged, on one line");
  command->add_flag("-q,--quiet", mock.is_quiet, "Print the address and nothing else");
  command->add_option("--threads", mock.threads, "Requests handled at once")
      ->check(whole_number(1, 1024))
      ->capture_default_str();
  command->add_option("--max-body-bytes", mock.max_body_bytes, "Larger bodies are refused with 413")
      ->check(whole_number())
      ->capture_default_str();
  command
      ->add_option("--max-target-bytes", mock.max_target_bytes,
                   "Longer targets are refused with 414")
      ->check(whole_number())
      ->capture_default_str();
  command
      ->add_option("--max-header-bytes", mock.max_header_bytes,
                   "Larger header sections are refused with 431")
      ->check(whole_number())
      ->capture_default_str();
  command
      ->add_option("--max-connections", mock.max_connections,
                   "More connections are refused with 503")
      ->check(whole_number())
      ->capture_default_str();
  add_reading(command, mock, "Folder that $ref may read from, besides the description's own");
  command
      ->add_option("--max-sessions", mock.max_sessions,
                   "How many sessions (Holotype-Session: NAME) are kept, besides the default one;\n"
                   "a new one takes the place of the least recently used")
      ->check(whole_number())
      ->capture_default_str();
  command
      ->add_option("--session-ttl", mock.session_ttl_seconds,
                   "Seconds without a request after which a session ends")
      ->check(whole_number())
      ->capture_default_str();
  command
      ->add_option("--admin-token", mock.admin_token,
                   "What the pages below /__holotype/ ask for (Authorization: Bearer TOKEN).\n"
                   "Needed on an address that is not loopback, unless --admin=false")
      ->envname("HOLOTYPE_ADMIN_TOKEN");
  add_switch(*command, "--admin", mock.has_admin,
             "Serve the pages below /__holotype/ that show and change what the server holds");
  command
      ->add_option("--journal-requests", mock.journal_requests,
                   "How many exchanges the journal keeps")
      ->check(whole_number())
      ->capture_default_str();
  command->add_option("--journal-bytes", mock.journal_bytes, "How much memory the journal takes")
      ->check(whole_number())
      ->capture_default_str();
  add_reports(command, mock.report);
  add_gates(command, mock.report);
  command->add_flag("-m,--multiprocess", mock.is_multiprocess,
                    "Accepted for Prism's sake, and not needed: one process is enough");
}

}  // namespace

void add_mock(CLI::App& app, MockArguments& mock) {
  CLI::App* command =
      app.add_subcommand("mock", "Serve a description: a stand-in for the API that it describes");
  command
      ->add_option("DESCRIPTION", mock.descriptions,
                   "The OpenAPI document: YAML or JSON, 2.0 to 3.2; several share the port")
      ->required()
      ->check(path());
  add_serving(command, mock);
  command->add_flag("--errors", mock.answers_problems,
                    "Answer invalid requests with a problem document (RFC 9457), and an invalid\n"
                    "answer of the stand-in's own with a 500");
  command->add_flag("--stateful", mock.is_stateful,
                    "Remember: what POST creates is read, listed, changed and removed afterwards;\n"
                    "examples and fixtures are what there is at first");
  command
      ->add_option("--max-resources", mock.max_resources,
                   "With --stateful: how many resources a session holds; more are refused with 507")
      ->check(whole_number())
      ->capture_default_str();
}

void add_proxy(CLI::App& app, ProxyArguments& proxy) {
  CLI::App* command = app.add_subcommand(
      "proxy", "Stand in front of a real service and check both directions of its traffic");
  // One: the word behind it is the service.
  command
      ->add_option("DESCRIPTION", proxy.description,
                   "The OpenAPI document: YAML or JSON, 2.0 to 3.2")
      ->required()
      ->check(path());
  add_also(*command, proxy.more_descriptions);
  add_serving(command, proxy.serving);
  command
      ->add_option("UPSTREAM", proxy.upstream,
                   "The service: http://host[:port][/path] or https://...; the path goes before\n"
                   "every target")
      ->required();
  command->add_flag("--errors", proxy.serving.answers_problems,
                    "Refuse invalid requests before they are forwarded, and answer 502 where the\n"
                    "service's answer breaks the description; both with a problem document");
  add_choice<bool>(*command, "--fallback", proxy.falls_back, {{"mock", true}, {"none", false}},
                   "What answers where the service gives no answer. (It is the mock in any case\n"
                   "where the service answers 501 Not Implemented.)");
  command->add_option("--record", proxy.record_folder,
                      "Folder to write the answers to, as fixtures for `holotype mock --fixtures`");
  command
      ->add_option("--upstream-timeout", proxy.upstream_timeout_seconds,
                   "Seconds without a byte of the answer after which there is none: 504")
      ->check(seconds_from(0.001, 86400))
      ->capture_default_str();
  command
      ->add_option("--max-answer-bytes", proxy.max_answer_bytes,
                   "Larger answers of the service are passed on without being checked, and so are\n"
                   "requests larger than --max-body-bytes")
      ->check(whole_number())
      ->capture_default_str();
  command
      ->add_option("--upstream-ca", proxy.ca_file,
                   "Certificates to trust in place of the system's, in PEM")
      ->check(CLI::ExistingFile);
  command->add_flag("--upstream-insecure", proxy.is_insecure,
                    "Accept any certificate of the service; for tests");
}

void add_check(CLI::App& app, CheckArguments& check) {
  CLI::App* command = app.add_subcommand(
      "check",
      "Report every fault of a description, its examples and its fixtures, and what\n"
      "of recorded traffic, or of an older version's clients, breaks");
  command->set_help_flag("--help", "Print this help and exit");
  command
      ->add_option("DESCRIPTION", check.descriptions,
                   "The OpenAPI document: YAML or JSON, 2.0 to 3.2; several as if on one port")
      ->required()
      ->check(path());
  command
      ->add_option("--fixtures", check.fixtures,
                   "File or folder of fixtures; may be given several times")
      ->allow_extra_args(false);
  command
      ->add_option("--traffic", check.traffic,
                   "Check recorded traffic, a HAR file, in place of the description itself;\n"
                   "may be given several times")
      ->allow_extra_args(false);
  command->add_option("--base", check.base,
                      "Where the API was in the recording, where that is none of the\n"
                      "description's servers: http://host[:port][/path]");
  command->add_option("--against", check.older,
                      "An older version of the description: report which of its clients the new\n"
                      "one breaks, in place of the description itself");
  command->add_flag("--verbose", check.is_verbose,
                    "With --against: report the changes that break nobody as well");
  command->add_flag("--strict", check.is_strict, "Let warnings fail the check as errors do");
  add_reports(command, check.report);
  add_reading(command, check, "Folder that $ref may read from, besides the description's own");
}

void add_explain(CLI::App& app, ExplainArguments& explain) {
  CLI::App* command =
      app.add_subcommand("explain", "Say what a request would get, and why, without serving");
  command->set_help_flag("--help", "Print this help and exit");
  // One list, of which the last two are no descriptions: CLI11 would leave a list nothing to end
  // at.
  command
      ->add_option_function<std::vector<std::string>>(
          "DESCRIPTION",
          [&explain](std::vector<std::string> words) {
            if (words.size() < 3) {
              throw CLI::ValidationError(words.size() == 1
                                             ? "METHOD and TARGET are required: GET /v1/tasks"
                                             : "TARGET is required: /v1/tasks?limit=2");
            }
            explain.target = std::move(words.back());
            words.pop_back();
            explain.method = std::move(words.back());
            words.pop_back();
            explain.descriptions = std::move(words);
          },
          "The OpenAPI documents (YAML or JSON, 2.0 to 3.2); GET, POST, ...; and "
          "/v1/tasks?limit=2, or a whole URL")
      ->required()
      ->type_name("... METHOD TARGET");
  const auto add_list = [command](const char* name, std::vector<std::string>& list,
                                  const char* help) {
    command->add_option(name, list, help)->allow_extra_args(false);
  };
  add_list("-H,--header", explain.headers, "'Name: value', as with curl; several times");
  add_list("-d,--data,--data-raw", explain.data,
           "The body, or @FILE; sent as a form unless -H names a Content-Type, as with curl");
  add_list("--data-binary", explain.binary_data, "The same, with the line ends of the file");
  add_list("--json", explain.json, "The body, or @FILE, as application/json");
  add_list("--fixtures", explain.fixtures,
           "File or folder of fixtures; may be given several times");
  add_choice<ExplainFormat>(*command, "--format", explain.format,
                            {{"text", ExplainFormat::Text}, {"json", ExplainFormat::Json}},
                            "text, for a terminal; json, for a program");
  command->add_flag("--dynamic", explain.is_dynamic,
                    "As mock -d: generate answers, whatever examples there are");
  command->add_flag("--errors", explain.answers_problems,
                    "As mock --errors: refuse with problem documents");
  command->add_flag("--strict", explain.is_strict, "As mock --strict: warnings are errors");
  command->add_option("--seed", explain.seed, "Seed of generated values")
      ->check(whole_number())
      ->capture_default_str();
  add_reading(command, explain, "Folder that $ref may read from, besides the description's own");
}

void add_test(CLI::App& app, TestArguments& test) {
  CLI::App* command = app.add_subcommand(
      "test",
      "Test a service against its description: valid and invalid requests, every answer\n"
      "checked, and what is created read, changed and removed again");
  command->set_help_flag("--help", "Print this help and exit");
  command
      ->add_option("DESCRIPTION", test.description,
                   "The OpenAPI document: YAML or JSON, 2.0 to 3.2")
      ->required()
      ->check(path());
  command
      ->add_option("URL", test.url,
                   "Where the service is: http://host:port, whose paths begin as `servers` of the\n"
                   "description says; or with the path that they begin with. Nothing is sent\n"
                   "anywhere else")
      ->required();
  command
      ->add_option("--operations", test.operations,
                   "Only these: operation ids or \"METHOD /path\", * for any text; repeatable")
      ->allow_extra_args(false);
  command
      ->add_option("-H,--header", test.headers,
                   "'Name: value' for every request; env:NAME in the value is that environment\n"
                   "variable. Never printed; repeatable")
      ->allow_extra_args(false);
  command
      ->add_option("--credential", test.credentials,
                   "'SCHEME=value' for a security scheme of the description: the key, the token,\n"
                   "user:password; env:NAME as above. Never printed; repeatable")
      ->allow_extra_args(false);
  command->add_option("--max-cases", test.max_cases, "Cases of one operation, half of them valid")
      ->check(whole_number(1, 1'000'000))
      ->capture_default_str();
  add_choice<tester::Only>(
      *command, "--only", test.only,
      {{"positive", tester::Only::Positive}, {"negative", tester::Only::Negative}},
      "Only cases whose request is valid, or only those whose request is not");
  command->add_option("--stop-after", test.stop_after, "Stop after so many failures")
      ->check(whole_number(1, 1'000'000));
  command->add_option("--seed", test.seed, "Seed of generated requests")
      ->check(whole_number())
      ->capture_default_str();
  command
      ->add_option("--max-wait", test.max_wait_seconds,
                   "Seconds to wait, in all, where the service answers 429 or 503 with Retry-After")
      ->check(whole_number(0, 86400))
      ->capture_default_str();
  command
      ->add_option("--timeout", test.timeout_seconds,
                   "Seconds without a byte of an answer after which there is none")
      ->check(seconds_from(0.001, 86400))
      ->capture_default_str();
  command
      ->add_option("--ca", test.ca_file, "Certificates to trust in place of the system's, in PEM")
      ->check(CLI::ExistingFile);
  command->add_flag("--insecure", test.is_insecure,
                    "Accept any certificate of the service; for tests");
  add_choice<TestFormat>(
      *command, "--format", test.format,
      {{"text", TestFormat::Text}, {"json", TestFormat::Json}, {"junit", TestFormat::Junit}},
      "How the report is printed");
  command->add_flag("-q,--quiet", test.is_quiet, "No progress line");
  add_reports(command, test.report);
  add_gates(command, test.report);
  add_reading(command, test, "Folder that $ref may read from, besides the description's own");
}

void add_validate(CLI::App& app, ValidateArguments& validate) {
  CLI::App* command = app.add_subcommand("validate", "Validate instances against a JSON Schema");
  command->set_help_flag("--help", "Print this help and exit");
  command
      ->add_option("SCHEMA", validate.schema, "The JSON Schema: JSON or YAML, draft 4 to 2020-12")
      ->required();
  command->add_option("INSTANCE", validate.instances, "JSON, YAML, or JSON Lines (.jsonl, .ndjson)")
      ->required();
  add_choice<schema::Format>(
      *command, "--format", validate.format,
      {{"assert", schema::Format::Assert}, {"annotate", schema::Format::Annotate}},
      "assert: `format` refuses values; annotate: it only describes them");
  add_choice<ValidateOutput>(
      *command, "--output", validate.output,
      {{"text", ValidateOutput::Text},
       {"flag", ValidateOutput::Flag},
       {"basic", ValidateOutput::Basic},
       {"detailed", ValidateOutput::Detailed}},
      "How findings are printed; all but text are JSON Schema's own formats");
  command->add_flag("--benchmark", validate.is_benchmark,
                    "Time the validation instead of printing findings");
  command->add_option("--loop", validate.loops, "How many passes to time")
      ->check(whole_number(1, 1'000'000))
      ->capture_default_str();
  add_reading(command, validate, "Folder that $ref may read from, besides the schema's own");
}

void add_bowtie(CLI::App& app, BowtieArguments& bowtie) {
  CLI::App* command = app.add_subcommand(
      "bowtie", "Speak the harness protocol of the Bowtie report on stdin and stdout");
  command->set_help_flag("--help", "Print this help and exit");
  command->add_flag("--assert-format", bowtie.asserts_format, "Let `format` refuse values");
}

}  // namespace holotype::cli
