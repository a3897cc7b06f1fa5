#include "bot/console/conversation_pages.hpp"

#include <charconv>

#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "bot/access/authorize.hpp"
#include "bot/console/packet.hpp"
#include "bot/console/words.hpp"
#include "bot/http/case_api.hpp"
#include "bot/http/read_trail.hpp"
#include "bot/replay/why.hpp"
#include "bot/turns/notice_scope.hpp"
#include "bot/turns/ownership.hpp"

namespace bot {
namespace {

constexpr std::size_t kMaxQueue = 500;
constexpr std::size_t kMaxFound = 30;
constexpr std::size_t kMaxCases = 50;
constexpr std::int64_t kMessagesShown = 100;
constexpr std::size_t kMaxTurns = 400;
constexpr base::JsonLimits kFrame{1U << 20U, 32, 10'000};
constexpr std::string_view kReply = "reply.";

// The messages behind `after` and before `until`, as they were sent.
std::vector<std::string> lines_between(storage::Store& store, storage::ConversationId id,
                                       std::int64_t after, std::int64_t until) {
  std::vector<std::string> lines;
  for (const auto& turn : store.messages_after(id, after, kMaxTurns)) {
    std::string_view output = turn.output;
    for (std::int64_t seq = turn.first_seq; !output.empty(); ++seq) {
      const auto end = output.find('\n');
      if (seq > after && seq < until) lines.emplace_back(output.substr(0, end));
      output.remove_prefix(end == std::string_view::npos ? output.size() : end + 1);
    }
  }
  return lines;
}

void write_lines(base::JsonWriter& json, const std::vector<std::string>& lines) {
  json.open_list();
  for (const auto& line : lines) json.raw(line);
  json.close_list();
}

// Cases of the customer, or those that a guest's conversation opened.
void write_cases(base::JsonWriter& json, const ApiParts& parts, const Conversation& conversation) {
  storage::CaseFilter filter;
  filter.customer = conversation.customer;
  if (filter.customer.empty()) filter.conversation = conversation.id;
  write_case_list(json, parts.desk, parts.world.store.list_cases(filter, "", kMaxCases));
}

}  // namespace

void ConversationPages::write_owner(base::JsonWriter& json, const storage::OwnerRow& owner) const {
  json.open_object().key("owner").text(owner.owner).key("epoch").integer(owner.epoch);
  if (owner.owner != "bot") {
    json.key("queue").text(owner.queue).key("reason").text(owner.reason);
    json.key("since").text(base::to_iso(owner.since));
  }
  if (owner.unanswered != base::Instant{}) {
    json.key("unanswered").text(base::to_iso(owner.unanswered));
  }
  if (owner.owner == "agent") {
    const auto agent = parts_.world.store.console().staff_by_id(owner.agent);
    json.key("agent").text(owner.agent);
    json.key("name").text(agent ? agent->display : std::string());
    json.key("online").boolean(live_.is_online(owner.agent));
  }
  json.close_object();
}

void ConversationPages::write_waiting(base::JsonWriter& json,
                                      const storage::WaitingRow& row) const {
  json.open_object().key("conversation").text(row.uuid).key("customer").text(row.customer);
  if (const auto known = parts_.world.profile.shop->find_customer(row.customer)) {
    json.key("name").text(known->name);
  }
  json.key("channel").text(row.channel).key("locale").text(row.locale).key("owner");
  write_owner(json, row.owner);
  json.close_object();
}

HttpResponse ConversationPages::queue(const SignedIn& who) const {
  std::string body;
  base::JsonWriter json(body);
  json.open_object().key("now").text(base::to_iso(parts_.world.clock.now()));
  json.key("me").text(who.staff.id).key("conversations").open_list();
  for (const auto& row : parts_.world.store.console().not_with_bot("", kMaxQueue)) {
    write_waiting(json, row);
  }
  json.close_list().close_object();
  return json_response(200, std::move(body));
}

void ConversationPages::search(const SignedIn& who, const HttpRequest& request,
                               const HttpReply& reply) const {
  const std::string words = request.query_parameter("q").value_or("");
  if (base::count_characters(words) < 2 || words.size() > 128) {
    return reply(error_response(
        {base::Code::invalid_argument, "bad_query", "write 2 to 128 characters", "q"}));
  }
  auto& console = parts_.world.store.console();
  std::string body;
  base::JsonWriter json(body);
  json.open_object().key("conversations").open_list();
  for (const auto& row : console.find_conversations(words, kMaxFound)) write_waiting(json, row);
  json.close_list().key("cases");
  storage::CaseFilter filter;
  filter.text = words;
  write_case_list(json, parts_.desk, parts_.world.store.list_cases(filter, "", kMaxFound));
  json.close_object();
  // What was typed may be a name.
  const Reading reading{reader_name(who), "read.search", "", "{}"};
  reply_once_traced(parts_, reading, json_response(200, std::move(body)), reply);
}

HttpResponse ConversationPages::replies(const HttpRequest& request) const {
  const auto& profile = parts_.world.profile;
  const auto& texts = profile.program->texts;
  const std::string locale = texts.known_locale(request.query_parameter("locale").value_or("en"));
  const auto& formatter =
      parts_.processor.formatters().get(locale, profile.policy->calendar().zone);
  const base::Instant now = parts_.world.clock.now();
  const base::Record values{{"policy", profile.policy->figures()}};
  const NoticeScope scope(values, now, formatter.local_date(now));
  std::string body;
  base::JsonWriter json(body);
  json.open_object().key("replies").open_list();
  for (const auto& key : texts.keys()) {
    if (!key.starts_with(kReply)) continue;
    json.open_object().key("name").text(std::string_view(key).substr(kReply.size()));
    json.key("text").text(texts.render(key, locale, scope, formatter)).close_object();
  }
  json.close_list().close_object();
  return json_response(200, std::move(body));
}

void ConversationPages::serve(const SignedIn& who, const HttpRequest& request,
                              std::string_view rest, const HttpReply& reply) {
  const auto uuid = take_segment(rest);
  const auto what = take_segment(rest);
  const auto allowed = authorize(who.staff, Operation::read_conversation, kNoObject);
  if (!allowed) return reply(error_response(allowed.error()));
  if (request.method == "POST") return act(who, request, uuid, what, reply);
  if (request.method != "GET") return reply(method_not_allowed("GET, POST"));
  const Reading reading{reader_name(who), "read.conversation", std::string(uuid), "{}"};
  const auto traced = [&](HttpResponse response) {
    if (response.status != 200) return reply(std::move(response));
    reply_once_traced(parts_, reading, std::move(response), reply);
  };
  if (what.empty()) return traced(show(uuid));
  if (what == "messages") return traced(older(request, uuid));
  if (what == "why") return traced(reason(uuid, take_segment(rest)));
  reply(error_response(not_found()));
}

HttpResponse ConversationPages::show(std::string_view uuid) const {
  const auto found = parts_.conversations.find(uuid);
  if (!found) return error_response(found.error());
  const Conversation& conversation = **found;
  const std::int64_t newest = conversation.committed_seq;
  const std::int64_t after = std::max<std::int64_t>(0, newest - kMessagesShown);
  const auto lines = lines_between(parts_.world.store, conversation.id, after, newest + 1);
  std::vector<base::Value> frames;
  for (const auto& line : lines) {
    if (auto frame = base::parse_json(line, kFrame)) frames.push_back(std::move(*frame));
  }
  std::string body;
  base::JsonWriter json(body);
  json.open_object().key("conversation").text(conversation.uuid);
  json.key("customer").text(conversation.customer);
  if (const auto known = parts_.world.profile.shop->find_customer(conversation.customer)) {
    json.key("name").text(known->name);
  }
  json.key("seq").integer(newest).key("has_older").boolean(after > 0).key("owner");
  write_owner(json, conversation.owner);
  json.key("messages");
  write_lines(json, lines);
  json.key("cases");
  write_cases(json, parts_, conversation);
  json.key("packet");
  write_packet(json, parts_, conversation, frames);
  json.key("notes");
  write_notes(json, parts_.world.store, conversation.uuid);
  json.close_object();
  return json_response(200, std::move(body));
}

HttpResponse ConversationPages::older(const HttpRequest& request, std::string_view uuid) const {
  const auto row = parts_.world.store.find_conversation(uuid);
  if (!row) return error_response(not_found());
  const std::string text = request.query_parameter("before").value_or("");
  std::int64_t before = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), before);
  if (error != std::errc() || end != text.data() + text.size() || before < 1) {
    return error_response(
        {base::Code::invalid_argument, "bad_query", "before is a message's number", "before"});
  }
  const std::int64_t after = std::max<std::int64_t>(0, before - 1 - kMessagesShown);
  std::string body;
  base::JsonWriter json(body);
  json.open_object().key("messages");
  write_lines(json, lines_between(parts_.world.store, row->id, after, before));
  json.key("has_older").boolean(after > 0).close_object();
  return json_response(200, std::move(body));
}

HttpResponse ConversationPages::reason(std::string_view uuid, std::string_view message) const {
  auto& store = parts_.world.store;
  const auto row = store.find_conversation(uuid);
  if (!row || message.empty()) return error_response(not_found());
  const auto find =
      profiles_from([&store](const std::string& version) { return store.profile_files(version); });
  const auto chain = why({*row, store.journal(row->id)}, find, message);
  if (!chain) return error_response(chain.error());
  return json_response(200, base::to_json(base::Record{{"chain", *chain}}));
}

void ConversationPages::act(const SignedIn& who, const HttpRequest& request, std::string_view uuid,
                            std::string_view what, const HttpReply& reply) {
  const auto body = json_body(request);
  if (!body) return reply(error_response(body.error()));
  if (what == "notes") return note(who, *body, uuid, reply);
  const auto allowed = authorize(who.staff, Operation::take_conversation, kNoObject);
  if (!allowed) return reply(error_response(allowed.error()));
  base::FieldReader fields(*body);
  HandoverDesk::Request wanted;
  wanted.conversation = uuid;
  wanted.who = {who.staff.id, who.staff.display};
  wanted.may_overrule = authorize(who.staff, Operation::take_from_other, kNoObject).has_value();
  wanted.epoch = fields.optional_integer("epoch", 0, INT64_MAX).value_or(0);
  const std::string outcome = fields.optional_text("outcome", 16).value_or("continue");
  if (auto error = fields.finish()) return reply(error_response(*error));
  const auto answer = [this, reply](const base::Result<storage::OwnerRow>& owner) {
    if (!owner) return reply(error_response(owner.error()));
    std::string out;
    base::JsonWriter json(out);
    write_owner(json, *owner);
    reply(json_response(200, std::move(out)));
  };
  if (what == "take") return handover_.take(wanted, answer);
  if (what == "put_back") return handover_.put_back(wanted, answer);
  if (what != "give_back") return reply(error_response(not_found()));
  if (outcome != "continue" && outcome != "resolved") {
    return reply(error_response({base::Code::invalid_argument, "bad_field",
                                 "the outcome is resolved or continue", "outcome"}));
  }
  handover_.give_back(
      wanted,
      outcome == "resolved" ? HandoverDesk::Outcome::resolved : HandoverDesk::Outcome::proceed,
      answer);
}

void ConversationPages::note(const SignedIn& who, const base::Record& body, std::string_view uuid,
                             const HttpReply& reply) {
  const auto allowed = authorize(who.staff, Operation::write_note, kNoObject);
  if (!allowed) return reply(error_response(allowed.error()));
  if (!parts_.world.store.find_conversation(uuid)) return reply(error_response(not_found()));
  store_note(parts_, who.staff, uuid, body, reply);
}

}  // namespace bot
