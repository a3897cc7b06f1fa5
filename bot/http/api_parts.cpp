#include "bot/http/api_parts.hpp"

#include "base/json.hpp"
#include "bot/protocol/error_table.hpp"

namespace bot {

base::Result<Principal> chat_principal(const ApiParts& parts, const HttpRequest& request) {
  const base::Error refused{base::Code::unauthenticated, "auth_failed",
                            "send the chat's token as `Authorization: Bearer ...`", ""};
  const auto header = request.header("Authorization");
  const auto token = header ? bearer_token(*header) : std::nullopt;
  if (!token) return refused;
  if (looks_like_guest_secret(*token)) {
    const auto row = parts.world.store.open_conversation_of_guest(guest_secret_hash(*token));
    if (!row) return refused;
    return Principal(Guest{row->uuid});
  }
  const auto claims = parts.verifier.verify(*token, parts.wall_clock.now());
  if (!claims) return refused;
  return Principal(Customer{claims->subject()});
}

HttpResponse json_response(int status, std::string body) {
  auto response = text_response(status, "application/json", std::move(body));
  response.headers.push_back({"Cache-Control", "no-store"});
  return response;
}

HttpResponse error_response(const base::Error& error) {
  auto response = text_response(http_status(error), kProblemType, problem_body(error));
  response.headers.push_back({"Cache-Control", "no-store"});
  if (error.code == base::Code::unauthenticated) {
    response.headers.push_back({"WWW-Authenticate", "Bearer"});
  }
  return response;
}

HttpResponse method_not_allowed(std::string_view allowed) {
  auto response = error_response({base::Code::invalid_argument, "method_not_allowed",
                                  "this address takes " + std::string(allowed), ""});
  response.headers.push_back({"Allow", std::string(allowed)});
  return response;
}

base::Result<base::Record> json_body(const HttpRequest& request) {
  auto parsed = base::parse_json(request.body);
  if (!parsed) return parsed.error();
  if (!parsed->is_record()) {
    return base::Error{base::Code::invalid_argument, "bad_json", "the body must be a JSON object",
                       ""};
  }
  return std::move(parsed->record());
}

std::string_view take_segment(std::string_view& path) {
  if (!path.empty() && path.front() == '/') path.remove_prefix(1);
  const auto slash = path.find('/');
  const auto segment = path.substr(0, slash);
  path.remove_prefix(slash == std::string_view::npos ? path.size() : slash);
  return segment;
}

}  // namespace bot
