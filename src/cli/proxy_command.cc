#include "cli/proxy_command.h"

#include <fmt/format.h>

#include <chrono>

#include "cli/cli.h"

namespace holotype::cli {
namespace {

proxy::Upstream::Options upstream_options(const ProxyArguments& arguments) {
  return {.timeout = std::chrono::duration_cast<std::chrono::milliseconds>(
              std::chrono::duration<double>(arguments.upstream_timeout_seconds)),
          .ca_file = arguments.ca_file,
          .verifies_certificate = !arguments.is_insecure};
}

// What recording has to do with a server: files each second, and a word at the end.
Serving serving_of(const ProxyArguments& arguments, const proxy::Options& options) {
  Serving serving;
  serving.streams_bodies = true;
  serving.note = fmt::format(", in front of {}", options.upstream->url());
  if (options.recorder == nullptr) return serving;
  serving.each_second = [recorder = options.recorder] {
    if (const auto written = recorder->write(); !written) print_error(written.error().to_string());
  };
  if (!arguments.serving.is_quiet)
    serving.at_end = [recorder = options.recorder] { print_out(recorder->summary() + "."); };
  return serving;
}

}  // namespace

int proxy(ProxyArguments arguments) {
  arguments.serving.descriptions = {arguments.description};
  arguments.serving.descriptions.insert(arguments.serving.descriptions.end(),
                                        arguments.more_descriptions.begin(),
                                        arguments.more_descriptions.end());
  auto settings = settings_of(arguments.serving);
  if (!settings) {
    print_error(settings.error().to_string());
    return kUsage;
  }
  auto upstream = proxy::Upstream::at(arguments.upstream, upstream_options(arguments));
  if (!upstream) {
    print_error(upstream.error().to_string());
    return kUsage;
  }
  proxy::Options options{.upstream = *std::move(upstream),
                         .recorder = nullptr,
                         .falls_back = arguments.falls_back,
                         .max_answer_bytes = arguments.max_answer_bytes};
  if (!arguments.record_folder.empty()) {
    auto recorder = proxy::Recorder::in(arguments.record_folder);
    if (!recorder) {
      print_error(recorder.error().to_string());
      return kUsage;
    }
    options.recorder = *std::move(recorder);
  }
  const Serving serving = serving_of(arguments, options);
  settings->proxy = std::move(options);
  return serve(*std::move(settings), arguments.serving, serving);
}

}  // namespace holotype::cli
