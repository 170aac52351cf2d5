#include "cli/proxy_command.h"

#include <fmt/format.h>

#include <chrono>

#include "cli/cli.h"

namespace holotype::cli {
namespace {

transport::Client::Options client_options(const ProxyArguments& arguments) {
  const auto timeout = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::duration<double>(arguments.upstream_timeout_seconds));
  transport::Client::Options options;
  options.connect_timeout = timeout;
  options.read_timeout = timeout;
  options.write_timeout = timeout;
  options.max_body_bytes = arguments.max_answer_bytes;
  options.ca_file = arguments.ca_file;
  options.verifies_certificate = !arguments.is_insecure;
  return options;
}

// What recording has to do with a server: files each second, and a word at the end.
Serving serving_of(const ProxyArguments& arguments, const proxy::Options& options) {
  Serving serving;
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

int proxy(const ProxyArguments& arguments) {
  auto settings = settings_of(arguments.serving);
  if (!settings) {
    print_error(settings.error().to_string());
    return kUsage;
  }
  auto upstream = proxy::Upstream::at(arguments.upstream, client_options(arguments));
  if (!upstream) {
    print_error(upstream.error().to_string());
    return kUsage;
  }
  proxy::Options options{
      .upstream = *std::move(upstream), .recorder = nullptr, .falls_back = arguments.falls_back};
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
