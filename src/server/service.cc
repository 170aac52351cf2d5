#include "server/service.h"

#include <fmt/format.h>

#include <algorithm>

#include "admin/admin.h"
#include "base/check.h"
#include "diagnostic/rules_request.h"
#include "http/kept_stream.h"
#include "report/from_exchanges.h"
#include "session/address.h"

namespace holotype::server {
namespace {

using diagnostic::Diagnostics;

const diagnostic::Rule& rule_of(transport::FaultKind kind) {
  using transport::FaultKind;
  namespace rules = diagnostic::rules;
  switch (kind) {
    case FaultKind::RequestTimeout:
      return rules::kRequestTimeout;
    case FaultKind::PayloadTooLarge:
      return rules::kBodyTooLarge;
    case FaultKind::UriTooLong:
      return rules::kTargetTooLong;
    case FaultKind::HeaderFieldsTooLarge:
      return rules::kHeadersTooLarge;
    case FaultKind::UnsupportedMethod:
      return rules::kTunnelUnsupported;
    case FaultKind::UnsupportedTransferCoding:
      return rules::kFeatureUnsupported;
    case FaultKind::VersionNotSupported:
      return rules::kVersionUnsupported;
    case FaultKind::ExpectationFailed:
      return rules::kExpectationUnsupported;
    case FaultKind::TooManyConnections:
      return rules::kTooManyConnections;
    case FaultKind::HandlerFailed:
      return rules::kBug;
    case FaultKind::BadRequest:
      break;
  }
  return rules::kMessageMalformed;
}

}  // namespace

Service::Service(Settings settings, LoadAttempt first)
    : settings_(std::move(settings)),
      totals_(settings_.keeps_totals ? std::make_shared<journal::Totals>() : nullptr),
      sessions_({.seed = settings_.seed,
                 .now = settings_.now,
                 .faults = settings_.faults,
                 .journal = settings_.journal,
                 .metrics = std::make_shared<journal::Metrics>(),
                 .totals = totals_},
                settings_.sessions),
      dispatcher_({.allows_remote = settings_.allows_remote_callbacks},
                  [this](const std::string& session, journal::Attempt attempt) {
                    // One that has ended meanwhile has nobody to tell.
                    if (const auto found = sessions_.find(session))
                      found->attempts().add(std::move(attempt));
                  }),
      loaded_(std::move(*first.loaded)),
      paths_(std::move(first.paths)),
      began_(first.began) {}

Result<std::unique_ptr<Service>, Diagnostics> Service::open(Settings settings) {
  LoadAttempt first = load(settings);
  if (!first.loaded) return tl::unexpected(std::move(first.loaded.error()));
  Diagnostics undeclared = (*first.loaded)->mock->check_faults(settings.faults);
  if (!undeclared.empty()) return tl::unexpected(std::move(undeclared));
  return std::unique_ptr<Service>(new Service(std::move(settings), std::move(first)));
}

Service::~Service() {
  watcher_.reset();  // after it nobody reloads
  loaded_.get()->inspection->stop();
}

Reload Service::reload() { return reload({}); }

Reload Service::reload(std::vector<std::string> changed) {
  MutexLock one_at_a_time(reloading_);
  const auto begin = std::chrono::steady_clock::now();
  LoadAttempt attempt = load(settings_, loaded_.get()->description.get());  // which stays till set
  Diagnostics left_out;
  if (attempt.loaded) {
    loaded_.get()->inspection->stop();  // what is found in it is of no use any more
    loaded_.set(*attempt.loaded);
    left_out = sessions_.description_changed((*attempt.loaded)->description);
    paths_ = std::move(attempt.paths);
  } else {
    // What used to take part may be what mends it.
    const auto append = [](std::vector<std::string>& to, const std::vector<std::string>& more) {
      for (const std::string& path : more) {
        if (std::ranges::find(to, path) == to.end()) to.push_back(path);
      }
    };
    append(paths_.files, attempt.paths.files);
    append(paths_.folders, attempt.paths.folders);
  }
  began_ = attempt.began;
  return {std::move(changed), std::move(attempt.loaded), std::chrono::steady_clock::now() - begin,
          std::move(left_out)};
}

report::Report Service::run_report() const {
  HOLOTYPE_CHECK(totals_ != nullptr);
  const auto in_use = description();
  report::Report report =
      report::from_exchanges(*in_use, totals_->ledger()->page(), totals_->coverage(in_use));
  report.command = settings_.proxy ? "proxy" : "mock";
  if (settings_.proxy) report.target = settings_.proxy->upstream->url();
  if (!settings_.description_path.empty()) {
    report.descriptions = {settings_.description_path};
    report.descriptions.insert(report.descriptions.end(), settings_.more_descriptions.begin(),
                               settings_.more_descriptions.end());
  }
  report.is_strict = settings_.is_strict;
  if (totals_->restarts() > 0) {
    report.remarks.push_back(
        "The description was loaded again during the run; coverage counts from then on.");
  }
  return report;
}

void Service::watch(std::function<void(const Reload&)> report) {
  MutexLock lock(reloading_);
  watcher_ = watch::Watcher::start(
      paths_, began_, [this, report = std::move(report)](const std::vector<std::string>& changed) {
        report(reload(changed));
        MutexLock after(reloading_);
        return paths_;
      });
}

engine::Handled Service::handle(const http::Request& request) const {
  const std::shared_ptr<const Loaded> loaded = loaded_.get();
  if (const auto address = session::address_of(request))
    return handle_in_session(*loaded, request, *address);
  return handle_in(*loaded, request, sessions_.default_session());
}

engine::Handled Service::handle(http::Conversation& conversation) const {
  std::shared_ptr<const Loaded> loaded = loaded_.get();
  http::Request& request = conversation.request();
  const auto address = session::address_of(request);
  std::shared_ptr<session::Session> session(std::shared_ptr<void>(), &sessions_.default_session());
  if (address) {
    auto named = sessions_.get(address->name);
    if (!named) return handle_in_session(*loaded, request, *address);  // says why
    session = *std::move(named);
    session::enter(request, *address);
  }
  if (admin::Admin::is_for(request)) {
    if (auto refused = complete(*loaded, conversation, *session)) return *std::move(refused);
    return handle_in(*loaded, request, *session);
  }
  engine::Handled handled = loaded->pipeline->handle(conversation, *session);
  if (!handled.outgoing.empty()) send_callbacks(*session, handled);
  if (handled.rest == nullptr) return handled;
  // Both are used until the end of what is passed on, which goes before them.
  struct Anchor {
    std::shared_ptr<const Loaded> loaded;
    std::shared_ptr<session::Session> session;
    std::shared_ptr<http::BodyStream> rest;
  };
  auto anchor = std::make_shared<Anchor>(
      Anchor{std::move(loaded), std::move(session), std::move(handled.rest)});
  http::BodyStream* rest = anchor->rest.get();
  handled.rest = std::shared_ptr<http::BodyStream>(std::move(anchor), rest);
  return handled;
}

std::optional<engine::Handled> Service::complete(const Loaded& loaded,
                                                 http::Conversation& conversation,
                                                 session::Session& session) const {
  if (conversation.rest() == nullptr) return std::nullopt;
  http::KeptStream body(*conversation.rest(), settings_.max_body_bytes);
  switch (body.hold(http::kPatientForever)) {
    case http::KeptStream::Held::Whole:
      conversation.request().body = body.take();
      return std::nullopt;
    case http::KeptStream::Held::TooLarge:
      return engine::Handled{loaded.pipeline->refuse(
          diagnostic::rules::kBodyTooLarge,
          fmt::format("The content is longer than {} bytes.", settings_.max_body_bytes),
          diagnostic::rules::kBodyTooLarge.status, conversation.request(), session)};
    case http::KeptStream::Held::Unfinished:
    case http::KeptStream::Held::Broken:
      break;
  }
  return engine::Handled{};  // for nobody
}

engine::Handled Service::handle_in_session(const Loaded& loaded, const http::Request& request,
                                           const session::Address& address) const {
  const auto session = sessions_.get(address.name);
  if (!session) {
    const session::Refusal& refusal = session.error();
    return {loaded.pipeline->refuse(*refusal.rule, refusal.message, refusal.rule->status, request,
                                    sessions_.default_session())};
  }
  if (address.inner_target.empty()) return handle_in(loaded, request, **session);
  http::Request inner = request;
  session::enter(inner, address);
  return handle_in(loaded, inner, **session);
}

engine::Handled Service::handle_in(const Loaded& loaded, const http::Request& request,
                                   session::Session& session) const {
  if (admin::Admin::is_for(request)) {
    const admin::Parts parts{*loaded.description,
                             *loaded.contract,
                             *loaded.mock,
                             session,
                             sessions_,
                             settings_.access,
                             [&](std::string_view name, const std::string& url) {
                               return send_webhook(session, name, url);
                             }};
    return {admin::Admin(parts).handle(request)};
  }
  engine::Handled handled = loaded.pipeline->handle(request, session);
  if (!handled.outgoing.empty()) send_callbacks(session, handled);
  return handled;
}

void Service::send_callbacks(const session::Session& session, engine::Handled& handled) const {
  // The client is to have the answer first. When it has it nobody knows; this is when it is sent.
  // Where the connection breaks on purpose the answer is lost, not what the request did: what it
  // made is in the state, and a service that has done its work tells of it.
  constexpr std::chrono::milliseconds kAfter{20};
  dispatcher_.send(session.name(), std::move(handled.outgoing),
                   handled.delivery.delay + handled.delivery.body_time + kAfter);
  handled.outgoing.clear();
}

Result<void> Service::send_webhook(session::Session& session, std::string_view name,
                                   const std::string& url) const {
  const auto loaded = loaded_.get();
  auto requests = loaded->mock->webhook(name, url);
  if (requests.empty()) {
    const auto names = loaded->mock->webhook_names();
    return fail(fmt::format(
        "The description has no webhook {}; {}.", name,
        names.empty() ? "it has none" : fmt::format("it has {}", fmt::join(names, ", "))));
  }
  const auto destination = callbacks::destination_of(url, settings_.allows_remote_callbacks);
  if (!destination) return fail(destination.error().message + ".");
  dispatcher_.send(session.name(), std::move(requests), std::chrono::milliseconds(0));
  return {};
}

http::Response Service::refuse(const transport::Fault& fault) const {
  // What broke off is blamed on a session only where that session is there already.
  const auto address = session::address_of(fault.received);
  const auto named = address ? sessions_.find(address->name) : nullptr;
  session::Session& session = named == nullptr ? sessions_.default_session() : *named;
  return loaded_.get()->pipeline->refuse(rule_of(fault.kind), fault.message, fault.status(),
                                         fault.received, session);
}

}  // namespace holotype::server
