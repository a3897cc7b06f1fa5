#include "bot/console/console.hpp"

#include "base/ids.hpp"
#include "base/json.hpp"
#include "bot/access/authorize.hpp"
#include "bot/access/password.hpp"
#include "bot/access/totp.hpp"
#include "bot/console/pages.hpp"
#include "bot/console/words.hpp"

namespace bot {
namespace {

constexpr std::int64_t kTicksOfExpiry = 60;

// Another site can make a browser send a form with the cookie, but not this header; and the cookie
// is SameSite=Strict besides.
bool is_from_console(const HttpRequest& request) {
  return request.method == "GET" || request.header("X-Boomerang-Console").has_value();
}

base::Error not_from_console() {
  return {base::Code::forbidden, "forbidden", "send the header X-Boomerang-Console", ""};
}

HttpResponse who_response(const SignedIn& who) {
  std::string body;
  base::JsonWriter json(body);
  json.open_object().key("staff").open_object();
  write_staff(json, who.staff);
  json.close_object().key("expires").text(base::to_iso(who.expires)).close_object();
  return json_response(200, std::move(body));
}

}  // namespace

Console::Console(ApiParts parts)
    : parts_(std::move(parts)),
      staff_(parts_),
      handover_(parts_.world, parts_.conversations, parts_.processor),
      live_(parts_, staff_, handover_),
      conversations_(parts_, handover_, live_),
      cases_(parts_),
      figures_(parts_),
      keys_(parts_) {
  staff_.on_ended(
      [this](std::string_view staff, std::string_view session) { live_.end(staff, session); });
  parts_.processor.on_owner_changed([this](Conversation&) { live_.hint("queue"); });
}

void Console::tick() {
  handover_.tick([this](std::string_view staff, base::Instant since) {
    return live_.is_present(staff, since);
  });
  if (++ticks_ % kTicksOfExpiry == 0) live_.check_expiry();
  const std::int64_t events = parts_.world.metrics.case_events;
  if (events != case_events_told_) live_.hint("cases");
  case_events_told_ = events;
}

void Console::serve(const HttpRequest& request, std::string_view rest, const HttpReply& reply) {
  std::string_view path = rest;
  if (take_segment(path) == "api") return serve_api(request, path, reply);
  if (request.method != "GET" && request.method != "HEAD") return reply(method_not_allowed("GET"));
  reply(console_page(request, rest));
}

void Console::serve_api(const HttpRequest& request, std::string_view rest, const HttpReply& reply) {
  if (!is_from_console(request)) return reply(error_response(not_from_console()));
  const auto what = take_segment(rest);
  if (what == "session" && rest.empty()) return serve_session(request, reply);
  const auto who = staff_.authenticate(request);
  if (!who) return reply(error_response(who.error()));
  if (const auto allowed = authorize(who->staff, Operation::use_console, kNoObject); !allowed) {
    return reply(error_response(allowed.error()));
  }
  live_.saw(who->staff.id);
  if (what == "sessions" && rest.empty() && request.method == "DELETE") {
    return staff_.sign_out(*who, true, [reply](const base::Result<void>& stored) {
      reply(stored ? json_response(200, "{}") : error_response(stored.error()));
    });
  }
  if (what == "queue") return reply(conversations_.queue(*who));
  if (what == "search") return conversations_.search(*who, request, reply);
  if (what == "replies") return reply(conversations_.replies(request));
  if (what == "conversations") return conversations_.serve(*who, request, rest, reply);
  if (what == "cases") return cases_.serve(*who, request, rest, reply);
  if (what == "files") return cases_.file(*who, rest, reply);
  if (what == "overview") return figures_.overview(*who, request, reply);
  if (what == "gaps") return reply(figures_.gaps(*who, request));
  if (what == "keys" && rest.empty()) return keys_.serve(*who, request, reply);
  if (what == "staff" && rest.empty()) return serve_staff(*who, request, reply);
  reply(error_response(not_found()));
}

void Console::serve_session(const HttpRequest& request, const HttpReply& reply) {
  if (request.method == "POST") return sign_in(request, reply);
  const auto who = staff_.authenticate(request);
  // Asking who is signed in is no mistake.
  if (!who && request.method == "GET") return reply(json_response(200, R"({"staff":null})"));
  if (!who) return reply(error_response(who.error()));
  if (request.method == "GET") return reply(who_response(*who));
  if (request.method != "DELETE") return reply(method_not_allowed("GET, POST, DELETE"));
  const std::string gone = session_cookie("", {}, request);
  staff_.sign_out(*who, false, [reply, gone](const base::Result<void>& stored) {
    if (!stored) return reply(error_response(stored.error()));
    auto response = json_response(200, "{}");
    response.headers.push_back({"Set-Cookie", gone});
    reply(std::move(response));
  });
}

void Console::sign_in(const HttpRequest& request, const HttpReply& reply) {
  const auto body = json_body(request);
  if (!body) return reply(error_response(body.error()));
  base::FieldReader fields(*body);
  Credentials credentials;
  credentials.name = fields.text("name", 64);
  credentials.password = fields.text("password", kMaxPasswordBytes);
  credentials.code = fields.optional_text("code", 16).value_or("");
  credentials.peer = request.peer;
  if (auto error = fields.finish()) return reply(error_response(*error));
  const auto lifetime = parts_.world.profile.settings.staff_session;
  // Without the secret: whether the cookie is for TLS only depends on the request, which is gone by
  // then.
  HttpRequest head;
  head.headers = request.headers;
  staff_.sign_in(credentials, [reply, head, lifetime](const auto& signed_in) {
    if (!signed_in) return reply(error_response(signed_in.error()));
    auto response = who_response(signed_in->first);
    response.headers.push_back({"Set-Cookie", session_cookie(signed_in->second, lifetime, head)});
    reply(std::move(response));
  });
}

void Console::serve_staff(const SignedIn& who, const HttpRequest& request, const HttpReply& reply) {
  const auto allowed = authorize(who.staff, Operation::manage_staff, kNoObject);
  if (request.method == "POST") {
    if (!allowed) return reply(error_response(allowed.error()));
    const auto body = json_body(request);
    if (!body) return reply(error_response(body.error()));
    const base::Value whole(*body);
    if (whole.text_at("do") == "disable" && whole.text_at("name") == who.staff.name) {
      return reply(error_response(
          {base::Code::forbidden, "forbidden", "you cannot disable yourself", "name"}));
    }
    return administer(*body, reply);
  }
  if (request.method != "GET") return reply(method_not_allowed("GET, POST"));
  // Colleagues' names are everybody's business; the rest is the admins'.
  std::string out;
  base::JsonWriter json(out);
  json.open_object().key("staff").open_list();
  for (const auto& row : parts_.world.store.console().staff()) {
    json.open_object();
    write_staff(json, staff_of(row));
    json.key("online").boolean(live_.is_online(row.id)).key("disabled").boolean(row.is_disabled);
    if (allowed) json.key("totp").boolean(!row.totp_secret.empty());
    json.close_object();
  }
  json.close_list().close_object();
  reply(json_response(200, std::move(out)));
}

void Console::administer(const HttpRequest& request, const HttpReply& reply) {
  const auto body = json_body(request);
  if (!body) return reply(error_response(body.error()));
  administer(*body, reply);
}

void Console::administer(const base::Record& body, const HttpReply& reply) {
  base::FieldReader fields(body);
  const auto what = fields.text("do", 16);
  NewStaff member;
  if (what != "list") member.name = fields.text("name", 64);
  member.display = fields.optional_text("display", 60).value_or("");
  const auto role = parse_staff_role(fields.optional_text("role", 16).value_or("agent"));
  member.password = fields.optional_text("password", kMaxPasswordBytes).value_or("");
  member.has_totp = fields.optional_boolean("totp").value_or(true);
  if (auto error = fields.finish()) return reply(error_response(*error));
  const auto bad = [&](std::string detail, std::string field) {
    reply(error_response(
        {base::Code::invalid_argument, "bad_field", std::move(detail), std::move(field)}));
  };
  if (!role) return bad("the role is agent, lead or admin", "role");
  member.role = *role;
  if (what == "add") {
    return staff_.add(member, [reply](const base::Result<AddedStaff>& added) {
      if (!added) return reply(error_response(added.error()));
      std::string out;
      base::JsonWriter json(out);
      json.open_object();
      write_staff(json, added->staff);
      if (!added->totp_secret.empty()) {
        json.key("totp_secret").text(added->totp_secret);
        json.key("totp_uri").text(totp_uri(added->totp_secret, added->staff.name));
      }
      json.close_object();
      reply(json_response(200, std::move(out)));
    });
  }
  if (what == "disable" || what == "enable") {
    return staff_.set_disabled(
        member.name, what == "disable", [reply](const base::Result<void>& stored) {
          reply(stored ? json_response(200, "{}") : error_response(stored.error()));
        });
  }
  if (what != "list") return bad("do is add, disable, enable or list", "do");
  std::string out;
  base::JsonWriter json(out);
  json.open_object().key("staff").open_list();
  for (const auto& row : parts_.world.store.console().staff()) {
    json.open_object();
    write_staff(json, staff_of(row));
    json.key("disabled").boolean(row.is_disabled).key("totp").boolean(!row.totp_secret.empty());
    json.close_object();
  }
  json.close_list().close_object();
  reply(json_response(200, std::move(out)));
}

}  // namespace bot
