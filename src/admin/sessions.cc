// The worlds of parallel tests.
#include "session/sessions.h"

#include <fmt/format.h>

#include "admin/answers.h"
#include "admin/pages.h"
#include "session/address.h"

namespace holotype::admin {
namespace {

json::Value session_json(const session::Session& session, json::Arena& arena) {
  return Object(arena)
      .add("name", std::string_view(session.name()))
      .add("url", std::string_view(session.path_prefix()))
      .add("recorded", session.journal().recorded())
      .finish();
}

http::Response no_session(const Call& call, const std::string& name) {
  std::string names;
  for (const auto& session : call.parts.sessions.all())
    names += (names.empty() ? "" : ", ") + session->name();
  return not_found(
      fmt::format("There is no session {}; {}.", name,
                  names.empty() ? "there is none but the default one" : "there are: " + names));
}

}  // namespace

http::Response list_sessions(const Call& call) {
  std::vector<json::Value> sessions;
  for (const auto& session : call.parts.sessions.all())
    sessions.push_back(session_json(*session, call.arena));
  return json_response(
      Object(call.arena).add("sessions", json::Value::array(call.arena, sessions)).finish());
}

http::Response get_session(const Call& call) {
  const std::string name = call.text("name");
  const auto session = call.parts.sessions.find(name);
  return session == nullptr ? no_session(call, name)
                            : json_response(session_json(*session, call.arena));
}

http::Response remove_session(const Call& call) {
  const std::string name = call.text("name");
  return call.parts.sessions.remove(name) ? no_content() : no_session(call, name);
}

}  // namespace holotype::admin
