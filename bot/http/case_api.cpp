#include "bot/http/case_api.hpp"

#include <charconv>

#include "base/json.hpp"
#include "bot/access/authorize.hpp"

namespace bot {
namespace {

constexpr std::size_t kDefaultPage = 50;
constexpr std::size_t kMaxPage = 200;
constexpr std::size_t kMaxTasks = 50;

base::Error bad_query(std::string detail, std::string field) {
  return {base::Code::invalid_argument, "bad_query", std::move(detail), std::move(field)};
}

base::Result<std::size_t> page_size(const HttpRequest& request) {
  const auto text = request.query_parameter("limit");
  if (!text) return kDefaultPage;
  std::size_t size = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), size);
  if (error != std::errc() || end != text->data() + text->size() || size < 1 || size > kMaxPage) {
    return bad_query("limit is a number from 1 to 200", "limit");
  }
  return size;
}

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

}  // namespace

void write_case_summary(base::JsonWriter& json, const workflow::Case& subject) {
  json.key("number").text(subject.number).key("type").text(subject.type);
  json.key("state").text(subject.state).key("customer").text(subject.customer);
  json.key("order").text(base::Value(subject.fields).text_at("order"));
  json.key("version").integer(subject.version).key("opened").text(base::to_iso(subject.opened));
  json.key("changed").text(base::to_iso(subject.changed));
  if (const auto due = CaseDesk::due_of(subject)) json.key("due").text(base::to_iso(*due));
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
  if (number.empty()) {
    if (request.method != "GET") return reply(method_not_allowed("GET"));
    const auto allowed = authorize(*who, Operation::list_cases, kNoObject);
    return reply(allowed ? list(request) : error_response(allowed.error()));
  }
  if (what.empty()) {
    if (request.method != "GET") return reply(method_not_allowed("GET"));
    return reply(show(*who, number));
  }
  if (what != "events") return reply(error_response(not_found()));
  if (request.method != "POST") return reply(method_not_allowed("POST"));
  post(*who, number, request, reply);
}

HttpResponse CaseApi::list(const HttpRequest& request) const {
  const auto size = page_size(request);
  if (!size) return error_response(size.error());
  storage::CaseFilter filter;
  filter.customer = request.query_parameter("customer").value_or("");
  filter.type = request.query_parameter("type").value_or("");
  filter.state = request.query_parameter("state").value_or("");
  const std::string after = request.query_parameter("after").value_or("");
  const auto rows = parts_.world.store.list_cases(filter, after, *size);
  std::string body;
  base::JsonWriter json(body);
  json.open_object().key("cases").open_list();
  for (const auto& row : rows) {
    json.open_object();
    write_case_summary(json, from_row(row, ""));
    json.close_object();
  }
  json.close_list();
  if (rows.size() == *size) json.key("next").text(rows.back().id);
  json.close_object();
  return json_response(200, std::move(body));
}

HttpResponse CaseApi::show(const Principal& who, std::string_view number) const {
  const auto subject = parts_.desk.find_by_number(number);
  if (!subject) return error_response(subject.error());
  const auto allowed = authorize(who, Operation::read_case, {subject->customer, ""});
  if (!allowed) return error_response(allowed.error());
  std::string body;
  base::JsonWriter json(body);
  json.open_object();
  write_case_summary(json, *subject);
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
  write_events(json, parts_.world.store.case_events(subject->id));
  json.key("tasks").open_list();
  for (const auto& row : parts_.world.store.audit(subject->id, kMaxTasks)) {
    if (!row.action.starts_with("task.")) continue;
    json.open_object().key("queue").text(row.action.substr(5)).key("at").text(base::to_iso(row.at));
    json.key("task").raw(row.detail).close_object();
  }
  json.close_list().close_object();
  return json_response(200, std::move(body));
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
