#include "bot/http/case_api.hpp"

#include "base/json.hpp"
#include "bot/access/authorize.hpp"
#include "bot/http/case_csv.hpp"
#include "bot/http/case_query.hpp"
#include "bot/http/read_trail.hpp"

namespace bot {
namespace {

constexpr PageBounds kListPage{50, 200};
constexpr PageBounds kExportPage{1'000, 10'000};
constexpr std::size_t kMaxTasks = 50;
constexpr std::string_view kTaskAction = "task.";

void write_files(base::JsonWriter& json, const ApiParts& parts, const Principal& who,
                 const base::Value& files) {
  json.open_list();
  const auto write = [&](const base::Value& file) {
    const auto id = file.text_at("upload");
    if (id.empty()) return;
    json.open_object().key("upload").text(id).key("name").text(file.text_at("name"));
    json.key("type").text(file.text_at("type"));
    json.key("url").text(parts.links.link(id, who, parts.wall_clock.now())).close_object();
  };
  if (files.is_list()) {
    for (const auto& file : files.list()) write(file);
  } else if (files.is_record()) {
    write(files);
  }
  json.close_list();
}

void write_events(base::JsonWriter& json, const std::vector<storage::CaseEventRow>& events) {
  json.open_list();
  for (const auto& event : events) {
    json.open_object().key("version").integer(event.version).key("event").text(event.event);
    json.key("from").text(event.from).key("to").text(event.to);
    json.key("actor").text(event.actor).key("actor_id").text(event.actor_id);
    json.key("channel").text(event.channel).key("policy_version").text(event.policy_version);
    json.key("at").text(base::to_iso(event.at)).key("data").raw(event.data).close_object();
  }
  json.close_list();
}

// What the clock is going to do with the case.
void write_deadlines(base::JsonWriter& json, const std::vector<storage::DueRow>& rows) {
  json.open_list();
  for (const auto& row : rows) {
    const auto name = workflow::parse_due_id(row.id);
    const auto payload = base::parse_json(row.payload);
    if (!name || !payload) continue;
    json.open_object().key("timer").text(name->timer);
    json.key("event").text(payload->text_at("event")).key("at").text(base::to_iso(row.due));
    json.close_object();
  }
  json.close_list();
}

}  // namespace

void write_case_summary(base::JsonWriter& json, const CaseDesk& desk,
                        const workflow::Case& subject) {
  const auto* machine = desk.machine(subject.type);
  const auto* state = machine == nullptr ? nullptr : machine->find_state(subject.state);
  json.key("number").text(subject.number).key("type").text(subject.type);
  json.key("state").text(subject.state);
  json.key("open").boolean(state == nullptr || !state->is_terminal);
  json.key("customer").text(subject.customer);
  json.key("order").text(base::Value(subject.fields).text_at("order"));
  json.key("version").integer(subject.version).key("opened").text(base::to_iso(subject.opened));
  json.key("changed").text(base::to_iso(subject.changed));
  if (const auto due = desk.deadline_of(subject)) json.key("due").text(base::to_iso(*due));
}

void write_case_list(base::JsonWriter& json, const CaseDesk& desk,
                     const std::vector<storage::CaseRow>& rows) {
  json.open_list();
  for (const auto& row : rows) {
    json.open_object();
    write_case_summary(json, desk, from_row(row, ""));
    json.close_object();
  }
  json.close_list();
}

void write_case_page(base::JsonWriter& json, const CaseDesk& desk, const CaseQuery& query,
                     const std::vector<storage::CaseRow>& rows) {
  json.key("cases");
  write_case_list(json, desk, rows);
  if (rows.size() == query.limit) {
    json.key("next").text(storage::page_after(query.filter, rows.back()));
  }
}

base::Result<CasePost> read_case_post(std::string_view number, const HttpRequest& request) {
  const auto body = json_body(request);
  if (!body) return body.error();
  base::FieldReader fields(*body);
  CasePost post;
  post.number = number;
  post.event = fields.text("event", 64);
  post.key = fields.optional_text("key", 128).value_or("");
  if (const auto* data = fields.optional_record("data")) post.fields = *data;
  if (auto error = fields.finish()) return *error;
  post.request = request.body;
  return post;
}

void CaseApi::serve(const HttpRequest& request, std::string_view rest, const HttpReply& reply) {
  const auto header = request.header("Authorization");
  const auto who = parts_.keys.authenticate(header.value_or(""));
  if (!who) return reply(error_response(who.error()));
  const auto number = take_segment(rest);
  const auto what = take_segment(rest);
  if (!rest.empty()) return reply(error_response(not_found()));
  if (what == "events" && !number.empty()) {
    if (request.method != "POST") return reply(method_not_allowed("POST"));
    return post(*who, number, request, reply);
  }
  if (!what.empty()) return reply(error_response(not_found()));
  if (request.method != "GET") return reply(method_not_allowed("GET"));
  if (number.empty()) return list(*who, request, reply);
  show(*who, number, reply);
}

void CaseApi::list(const BackOffice& who, const HttpRequest& request,
                   const HttpReply& reply) const {
  const auto allowed = authorize(who, Operation::list_cases, kNoObject);
  if (!allowed) return reply(error_response(allowed.error()));
  const auto query = read_case_query(request, parts_.world.profile, kListPage);
  if (!query) return reply(error_response(query.error()));
  const auto rows = parts_.world.store.list_cases(query->filter, query->after, query->limit);
  std::string body;
  base::JsonWriter json(body);
  json.open_object();
  write_case_page(json, parts_.desk, *query, rows);
  json.close_object();
  const Reading reading{owner_key(who), "read.cases", "", describe(*query, rows.size())};
  reply_once_traced(parts_, reading, json_response(200, std::move(body)), reply);
}

void CaseApi::serve_export(const HttpRequest& request, const HttpReply& reply) {
  const auto who = parts_.keys.authenticate(request.header("Authorization").value_or(""));
  if (!who) return reply(error_response(who.error()));
  if (request.method != "GET") return reply(method_not_allowed("GET"));
  const auto allowed = authorize(*who, Operation::list_cases, kNoObject);
  if (!allowed) return reply(error_response(allowed.error()));
  const auto query = read_case_query(request, parts_.world.profile, kExportPage);
  if (!query) return reply(error_response(query.error()));
  const auto rows = parts_.world.store.list_cases(query->filter, query->after, query->limit);
  auto response = text_response(200, "text/csv; charset=utf-8", case_csv(rows));
  response.headers.push_back({"Cache-Control", "no-store"});
  response.headers.push_back({"Content-Disposition", "attachment; filename=\"cases.csv\""});
  if (rows.size() == query->limit) {
    response.headers.push_back({"Boomerang-Next", storage::page_after(query->filter, rows.back())});
  }
  const Reading reading{owner_key(*who), "read.cases_csv", "", describe(*query, rows.size())};
  reply_once_traced(parts_, reading, std::move(response), reply);
}

void CaseApi::show(const BackOffice& who, std::string_view number, const HttpReply& reply) const {
  const auto subject = parts_.desk.find_by_number(number);
  if (!subject) return reply(error_response(subject.error()));
  const auto allowed = authorize(who, Operation::read_case, {subject->customer, ""});
  if (!allowed) return reply(error_response(allowed.error()));
  storage::Store& store = parts_.world.store;
  std::string body;
  base::JsonWriter json(body);
  json.open_object();
  write_case_summary(json, parts_.desk, *subject);
  json.key("policy_version").text(subject->policy_version);
  json.key("fields").value(subject->fields);
  json.key("files").open_object();
  for (const char* name : {"photos", "answer_photos", "receipt", "late_receipt"}) {
    if (const auto* files = subject->fields.find(name)) {
      json.key(name);
      write_files(json, parts_, who, *files);
    }
  }
  json.close_object().key("events");
  write_events(json, store.case_events(subject->id));
  json.key("deadlines");
  write_deadlines(json, store.due_of_case(subject->id));
  json.key("tasks").open_list();
  for (const auto& row : store.audit(subject->id, kTaskAction, kMaxTasks)) {
    json.open_object().key("queue").text(row.action.substr(kTaskAction.size()));
    json.key("at").text(base::to_iso(row.at)).key("task").raw(row.detail).close_object();
  }
  json.close_list().close_object();
  const Reading reading{owner_key(who), "read.case", subject->id,
                        base::to_json(base::Record{{"number", subject->number}})};
  reply_once_traced(parts_, reading, json_response(200, std::move(body)), reply);
}

void CaseApi::post(const BackOffice& who, std::string_view number, const HttpRequest& request,
                   const HttpReply& reply) {
  const auto allowed = authorize(who, Operation::apply_case_event, kNoObject);
  if (!allowed) return reply(error_response(allowed.error()));
  auto read = read_case_post(number, request);
  if (!read) return reply(error_response(read.error()));
  CasePost post = std::move(*read);
  // Either name of the key makes a repeat harmless; two that differ are a mistake.
  if (const auto header = request.header("Idempotency-Key")) {
    const bool differs = !post.key.empty() && post.key != *header;
    if (header->empty() || header->size() > 128 || differs) {
      return reply(error_response({base::Code::invalid_argument, "bad_field",
                                   "Idempotency-Key has 1 to 128 characters, and is the `key` of "
                                   "the body when both are there",
                                   "Idempotency-Key"}));
    }
    post.key = *header;
  }
  parts_.events.post(who, post, [reply](const base::Result<CaseAnswer>& answer) {
    reply(answer ? json_response(200, answer->body) : error_response(answer.error()));
  });
}

}  // namespace bot
