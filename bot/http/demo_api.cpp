#include "bot/http/demo_api.hpp"

#include <algorithm>
#include <array>

#include "base/json.hpp"
#include "base/text.hpp"
#include "bot/access/authorize.hpp"
#include "bot/http/case_api.hpp"

namespace bot {
namespace {

constexpr std::size_t kCasesShown = 100;
constexpr base::Duration kTokenLifetime = std::chrono::hours(12);
constexpr base::Duration kMaxAdvance = std::chrono::hours(24 * 366);

struct FileKind {
  std::string_view extension;
  std::string_view type;
};
constexpr std::array kFileKinds = {
    FileKind{".html", "text/html; charset=utf-8"},
    FileKind{".css", "text/css; charset=utf-8"},
    FileKind{".js", "text/javascript; charset=utf-8"},
    FileKind{".svg", "image/svg+xml"},
    FileKind{".png", "image/png"},
};

// A plain name of one file of the site: no folders, no dots at the front.
bool is_plain_name(std::string_view name) {
  return !name.empty() && name.front() != '.' && name.size() <= 64 &&
         std::all_of(name.begin(), name.end(), [](char letter) {
           return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
                  letter == '.' || letter == '-' || letter == '_';
         });
}

// What the back office may do to a case now, and what each event needs to know.
void write_possible_events(base::JsonWriter& json, const workflow::Machine& machine,
                           std::string_view state) {
  json.open_list();
  for (const auto actor :
       {workflow::Actor::support, workflow::Actor::warehouse, workflow::Actor::finance}) {
    for (const auto& name : machine.events_in(state, actor)) {
      const auto* event = machine.find_event(name);
      if (event == nullptr) continue;
      json.open_object().key("event").text(name).key("by").text(workflow::to_string(actor));
      json.key("meaning").text(event->meaning).key("data").open_list();
      for (const auto& field : event->data) {
        json.open_object()
            .key("name")
            .text(field.name)
            .key("kind")
            .text(base::to_string(field.type));
        json.key("choices").open_list();
        for (const auto& choice : field.type.choices) json.text(choice);
        json.close_list().close_object();
      }
      json.close_list().close_object();
    }
  }
  json.close_list();
}

// The first role that may send this event, so that a visitor need not know who does what.
BackOffice role_for(const workflow::Machine* machine, std::string_view state,
                    std::string_view event) {
  constexpr std::array kRoles = {std::pair{Role::support, workflow::Actor::support},
                                 std::pair{Role::warehouse, workflow::Actor::warehouse},
                                 std::pair{Role::finance, workflow::Actor::finance}};
  for (const auto& [role, actor] : kRoles) {
    if (machine == nullptr) break;
    const auto names = machine->events_in(state, actor);
    if (std::find(names.begin(), names.end(), event) != names.end()) return {"demo", role};
  }
  return {"demo", Role::support};
}

}  // namespace

void DemoApi::serve(const HttpRequest& request, std::string_view rest, const HttpReply& reply) {
  if (rest.empty()) {
    HttpResponse moved;
    moved.status = 308;
    moved.headers = {{"Location", "/demo/"}};
    return reply(std::move(moved));
  }
  const auto what = take_segment(rest);
  const bool is_get = request.method == "GET" || request.method == "HEAD";
  if (what == "case") {
    const auto number = take_segment(rest);
    if (rest != "/events") return reply(error_response(not_found()));
    if (request.method != "POST") return reply(method_not_allowed("POST"));
    return case_event(number, request, reply);
  }
  if (!rest.empty()) return reply(error_response(not_found()));
  if (what == "token" || what == "clock") {
    if (request.method != "POST") return reply(method_not_allowed("POST"));
    return reply(what == "token" ? token(request) : clock(request));
  }
  if (!is_get) return reply(method_not_allowed("GET"));
  if (what == "shop") return reply(shop());
  if (what == "cases") return reply(cases());
  reply(page(what.empty() ? "index.html" : what));
}

HttpResponse DemoApi::page(std::string_view name) const {
  const auto dot = name.rfind('.');
  const auto kind = std::find_if(kFileKinds.begin(), kFileKinds.end(), [&](const FileKind& one) {
    return dot != std::string_view::npos && name.substr(dot) == one.extension;
  });
  if (!is_plain_name(name) || kind == kFileKinds.end()) return error_response(not_found());
  auto text = read_file(parts_.world.profile.folder / "demo/site" / std::string(name));
  if (!text) return error_response(not_found());
  auto response = text_response(200, kind->type, std::move(*text));
  response.headers.push_back({"Cache-Control", "no-cache"});
  response.headers.push_back(
      {"Content-Security-Policy",
       "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
       "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"});
  return response;
}

HttpResponse DemoApi::shop() const {
  base::Value page = parts_.world.profile.shop->storefront();
  page.record()["now"] = base::to_iso(parts_.world.clock.now());
  return json_response(200, base::to_json(page));
}

HttpResponse DemoApi::cases() const {
  std::string body;
  base::JsonWriter json(body);
  json.open_object().key("now").text(base::to_iso(parts_.world.clock.now()));
  json.key("cases").open_list();
  for (const auto& row : parts_.world.store.list_cases({}, "", kCasesShown)) {
    const auto subject = from_row(row, "");
    std::string summary;
    const base::Value fields(subject.fields);
    if (fields.at("lines").is_list()) {
      for (const auto& line : fields.at("lines").list()) {
        if (!summary.empty()) summary += ", ";
        summary += line.text_at("title", line.text_at("item"));
      }
    }
    json.open_object();
    write_case_summary(json, parts_.desk, subject);
    json.key("summary").text(summary).key("events");
    const auto* machine = parts_.desk.machine(subject.type);
    if (machine != nullptr) {
      write_possible_events(json, *machine, subject.state);
    } else {
      json.open_list().close_list();
    }
    json.close_object();
  }
  json.close_list().close_object();
  return json_response(200, std::move(body));
}

HttpResponse DemoApi::token(const HttpRequest& request) const {
  const auto body = json_body(request);
  if (!body) return error_response(body.error());
  base::FieldReader fields(*body);
  const std::string customer = fields.text("customer", 128);
  if (auto error = fields.finish()) return error_response(*error);
  if (!parts_.world.profile.shop->find_customer(customer)) return error_response(not_found());
  const auto minted = mint_jwt(parts_.world.profile.settings.identity, customer,
                               parts_.wall_clock.now(), kTokenLifetime);
  if (!minted) return error_response(minted.error());
  return json_response(200, base::to_json(base::Record{{"token", *minted}}));
}

HttpResponse DemoApi::clock(const HttpRequest& request) const {
  const auto body = json_body(request);
  if (!body) return error_response(body.error());
  base::FieldReader fields(*body);
  const std::string advance = fields.text("advance", 64);
  if (auto error = fields.finish()) return error_response(*error);
  const auto by = base::parse_duration_ms(advance);
  if (!by || *by < 0 || base::Duration(*by) > kMaxAdvance || !parts_.advance_clock) {
    return error_response({base::Code::invalid_argument, "bad_field",
                           "write a time such as '1 day' or '3 hours', at most a year", "advance"});
  }
  parts_.advance_clock(base::Duration(*by));
  return json_response(
      200, base::to_json(base::Record{{"now", base::to_iso(parts_.world.clock.now())}}));
}

void DemoApi::case_event(std::string_view number, const HttpRequest& request,
                         const HttpReply& reply) {
  const auto post = read_case_post(number, request);
  if (!post) return reply(error_response(post.error()));
  const auto subject = parts_.desk.find_by_number(number);
  if (!subject) return reply(error_response(subject.error()));
  const BackOffice who = role_for(parts_.desk.machine(subject->type), subject->state, post->event);
  parts_.events.post(who, *post, [reply](const base::Result<CaseAnswer>& answer) {
    reply(answer ? json_response(200, answer->body) : error_response(answer.error()));
  });
}

}  // namespace bot
