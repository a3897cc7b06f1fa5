#include "bot/console/case_pages.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "base/json.hpp"
#include "bot/access/authorize.hpp"
#include "bot/console/words.hpp"
#include "bot/http/case_api.hpp"
#include "bot/http/case_query.hpp"
#include "bot/http/file_response.hpp"
#include "bot/http/read_trail.hpp"

namespace bot {
namespace {

constexpr PageBounds kPage{100, 500};

struct Acting {
  Role role;
  workflow::Actor actor;
};
constexpr std::array kActing = {Acting{Role::support, workflow::Actor::support},
                                Acting{Role::warehouse, workflow::Actor::warehouse},
                                Acting{Role::finance, workflow::Actor::finance}};

// As whom a member of the staff may decide: everybody for support and the warehouse; money is the
// leads' and admins'.
bool may_act(const Staff& staff, const Acting& acting) {
  return acting.role != Role::finance || staff.role != StaffRole::agent;
}

void write_fields(base::JsonWriter& json, const workflow::EventKind& event) {
  json.open_list();
  for (const auto& field : event.data) {
    json.open_object().key("name").text(field.name).key("kind").text(base::to_string(field.type));
    json.key("choices").open_list();
    for (const auto& choice : field.type.choices) json.text(choice);
    json.close_list().close_object();
  }
  json.close_list();
}

// Each event once, by the first role that may send it.
void write_actions(base::JsonWriter& json, const workflow::Machine& machine, const Staff& staff,
                   std::string_view state) {
  std::set<std::string> written;
  json.open_list();
  for (const auto& acting : kActing) {
    if (!may_act(staff, acting)) continue;
    for (const auto& name : machine.events_in(state, acting.actor)) {
      const auto* event = machine.find_event(name);
      if (event == nullptr || !written.insert(name).second) continue;
      json.open_object().key("event").text(name).key("by").text(to_string(acting.role));
      json.key("meaning").text(event->meaning).key("data");
      write_fields(json, *event);
      json.close_object();
    }
  }
  json.close_list();
}

std::optional<Role> role_for(const workflow::Machine& machine, const Staff& staff,
                             std::string_view state, std::string_view event) {
  for (const auto& acting : kActing) {
    if (!may_act(staff, acting)) continue;
    const auto names = machine.events_in(state, acting.actor);
    if (std::find(names.begin(), names.end(), event) != names.end()) return acting.role;
  }
  return std::nullopt;
}

void write_file(base::JsonWriter& json, std::string_view field, const base::Value& file) {
  const auto id = file.text_at("upload");
  if (id.empty()) return;
  json.open_object().key("field").text(field).key("upload").text(id);
  json.key("name").text(file.text_at("name")).key("type").text(file.text_at("type"));
  json.close_object();
}

// Every file among the fields, whatever the machine calls them.
void write_files(base::JsonWriter& json, const base::Record& fields) {
  json.open_list();
  for (const auto& field : fields) {
    if (field.value.is_record()) write_file(json, field.name, field.value);
    if (!field.value.is_list()) continue;
    for (const auto& item : field.value.list()) write_file(json, field.name, item);
  }
  json.close_list();
}

void write_timeline(base::JsonWriter& json, const workflow::Machine* machine,
                    const std::vector<storage::CaseEventRow>& events) {
  json.open_list();
  for (const auto& event : events) {
    const auto* kind = machine != nullptr ? machine->find_event(event.event) : nullptr;
    json.open_object().key("version").integer(event.version).key("event").text(event.event);
    json.key("meaning").text(kind != nullptr ? kind->meaning : std::string());
    json.key("from").text(event.from).key("to").text(event.to).key("actor").text(event.actor);
    json.key("actor_id").text(event.actor_id).key("channel").text(event.channel);
    json.key("policy_version").text(event.policy_version).key("at").text(base::to_iso(event.at));
    json.key("data").raw(event.data).close_object();
  }
  json.close_list();
}

}  // namespace

void CasePages::serve(const SignedIn& who, const HttpRequest& request, std::string_view rest,
                      const HttpReply& reply) {
  const auto number = take_segment(rest);
  const auto what = take_segment(rest);
  const auto operation = number.empty() ? Operation::list_cases : Operation::read_case;
  const auto allowed = authorize(who.staff, operation, kNoObject);
  if (!allowed) return reply(error_response(allowed.error()));
  if (request.method == "POST" && what == "events") return decide(who, request, number, reply);
  if (request.method == "POST" && what == "notes") {
    const auto body = json_body(request);
    if (!body) return reply(error_response(body.error()));
    const auto subject = parts_.desk.find_by_number(number);
    if (!subject) return reply(error_response(subject.error()));
    return store_note(parts_, who.staff, subject->id, *body, reply);
  }
  if (request.method != "GET") return reply(method_not_allowed("GET, POST"));
  if (!what.empty()) return reply(error_response(not_found()));
  if (number.empty()) return list(who, request, reply);
  show(who, number, reply);
}

void CasePages::list(const SignedIn& who, const HttpRequest& request,
                     const HttpReply& reply) const {
  const auto query = read_case_query(request, parts_.world.profile, kPage);
  if (!query) return reply(error_response(query.error()));
  const auto rows = parts_.world.store.list_cases(query->filter, query->after, query->limit);
  std::string body;
  base::JsonWriter json(body);
  json.open_object().key("now").text(base::to_iso(parts_.world.clock.now()));
  write_case_page(json, parts_.desk, *query, rows);
  json.close_object();
  const Reading reading{reader_name(who), "read.cases", "", describe(*query, rows.size())};
  reply_once_traced(parts_, reading, json_response(200, std::move(body)), reply);
}

void CasePages::show(const SignedIn& who, std::string_view number, const HttpReply& reply) const {
  const auto subject = parts_.desk.find_by_number(number);
  if (!subject) return reply(error_response(subject.error()));
  auto& store = parts_.world.store;
  const auto* machine = parts_.desk.machine(subject->type);
  std::string body;
  base::JsonWriter json(body);
  json.open_object();
  write_case_summary(json, parts_.desk, *subject);
  if (const auto known = parts_.world.profile.shop->find_customer(subject->customer)) {
    json.key("name").text(known->name);
  }
  const auto* state = machine != nullptr ? machine->find_state(subject->state) : nullptr;
  json.key("meaning").text(state != nullptr ? state->meaning : std::string());
  json.key("policy_version").text(subject->policy_version);
  json.key("conversation").text(subject->conversation);
  json.key("fields").value(subject->fields).key("files");
  write_files(json, subject->fields);
  json.key("timeline");
  write_timeline(json, machine, store.case_events(subject->id));
  json.key("notes");
  write_notes(json, store, subject->id);
  json.key("actions");
  if (machine != nullptr) {
    write_actions(json, *machine, who.staff, subject->state);
  } else {
    json.open_list().close_list();
  }
  json.close_object();
  const Reading reading{reader_name(who), "read.case", subject->id, "{}"};
  reply_once_traced(parts_, reading, json_response(200, std::move(body)), reply);
}

void CasePages::decide(const SignedIn& who, const HttpRequest& request, std::string_view number,
                       const HttpReply& reply) {
  const auto allowed = authorize(who.staff, Operation::apply_case_event, kNoObject);
  if (!allowed) return reply(error_response(allowed.error()));
  const auto post = read_case_post(number, request);
  if (!post) return reply(error_response(post.error()));
  const auto subject = parts_.desk.find_by_number(number);
  if (!subject) return reply(error_response(subject.error()));
  const auto* machine = parts_.desk.machine(subject->type);
  const auto role = machine != nullptr ? role_for(*machine, who.staff, subject->state, post->event)
                                       : std::nullopt;
  // Where nobody may send it now the machine says why.
  const BackOffice as{"staff:" + who.staff.name, role.value_or(Role::support)};
  parts_.events.post(as, *post, [reply](const base::Result<CaseAnswer>& answer) {
    reply(answer ? json_response(200, answer->body) : error_response(answer.error()));
  });
}

void CasePages::file(const SignedIn& who, std::string_view rest, const HttpReply& reply) const {
  const auto id = take_segment(rest);
  const auto allowed = authorize(who.staff, Operation::read_file, kNoObject);
  if (!allowed) return reply(error_response(allowed.error()));
  const auto upload = parts_.world.store.find_upload(id);
  if (!upload || !rest.empty()) return reply(error_response(not_found()));
  auto response = upload_response(parts_.world.blobs, upload->row, "private, max-age=300");
  if (!response) return reply(error_response(not_found()));
  const Reading reading{reader_name(who), "read.file", std::string(id), "{}"};
  reply_once_traced(parts_, reading, std::move(*response), reply);
}

}  // namespace bot
