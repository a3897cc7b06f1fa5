#include "bot/turns/case_events.hpp"

#include "base/crash_point.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "bot/access/secret.hpp"

namespace bot {
namespace {

constexpr std::size_t kDueRowsPerCall = 100;

workflow::Actor actor_of(Role role) {
  switch (role) {
    case Role::support:
      return workflow::Actor::support;
    case Role::warehouse:
      return workflow::Actor::warehouse;
    case Role::finance:
      return workflow::Actor::finance;
  }
  return workflow::Actor::support;
}

std::string journal_input(const workflow::Case& subject, const workflow::CaseEvent& event) {
  return base::to_json(
      base::Record{{"case", base::Record{{"number", subject.number},
                                         {"event", event.name},
                                         {"actor", workflow::to_string(event.actor)}}}});
}

}  // namespace

std::string case_answer(const workflow::Case& subject, std::optional<base::Instant> due) {
  std::string body;
  base::JsonWriter json(body);
  json.open_object().key("number").text(subject.number).key("type").text(subject.type);
  json.key("state").text(subject.state).key("version").integer(subject.version);
  if (due) json.key("due").text(base::to_iso(*due));
  json.close_object();
  return body;
}

CaseEvents::CaseEvents(World& world, Conversations& conversations, CaseDesk& desk,
                       TurnProcessor& processor)
    : world_(world), conversations_(conversations), desk_(desk), processor_(processor) {}

// The customer's newest conversation, where they will look; or the one that opened the case. Null
// when there is none.
base::Result<Conversation*> CaseEvents::home_of(const workflow::Case& subject) {
  if (!subject.customer.empty()) {
    auto newest = conversations_.newest_of(subject.customer);
    if (newest && *newest != nullptr) return newest;
  }
  if (subject.conversation.empty()) return static_cast<Conversation*>(nullptr);
  return conversations_.find(subject.conversation);
}

void CaseEvents::post(const BackOffice& who, const CasePost& post, const CaseReply& reply) {
  const std::string scope = "case:" + who.key + ":" + post.number;
  if (!post.key.empty() && answer_repeat(scope, post, reply)) return;
  const auto subject = desk_.find_by_number(post.number);
  if (!subject) return reply(subject.error());
  run_post(who, scope, post, *subject, reply);
}

bool CaseEvents::answer_repeat(const std::string& scope, const CasePost& post,
                               const CaseReply& reply) {
  const base::Error conflict{base::Code::conflict, "conflict",
                             "this Idempotency-Key was used with another request", ""};
  if (const auto known = in_flight_.find({scope, post.key}); known != in_flight_.end()) {
    if (known->second.request == post.request) {
      known->second.replies.push_back(reply);
    } else {
      reply(conflict);
    }
    return true;
  }
  const auto row = world_.store.idempotent(scope, post.key);
  if (!row) return false;
  if (row->request_hash == to_hex(sha256(post.request))) {
    reply(CaseAnswer{row->response});
  } else {
    reply(conflict);
  }
  return true;
}

void CaseEvents::run_post(const BackOffice& who, const std::string& scope, const CasePost& post,
                          const workflow::Case& subject, const CaseReply& reply) {
  const auto home = home_of(subject);
  if (!home) return reply(home.error());
  if (auto admitted = processor_.admit(*home); !admitted) return reply(admitted.error());
  workflow::CaseEvent event;
  event.name = post.event;
  event.actor = actor_of(who.role);
  event.actor_id = who.key;
  event.channel = "back_office";
  event.key = post.key;
  event.data = post.fields;
  Turn turn = processor_.begin(*home);
  turn.input = journal_input(subject, event);
  auto decided = desk_.apply(turn, subject, event);
  if (!decided) {
    desk_.settle(turn);
    return reply(decided.error());
  }
  const std::string body = case_answer(decided->after, desk_.deadline_of(decided->after));
  if (post.key.empty()) {
    turn.after = [reply, body](const base::Result<void>& stored) {
      base::crash_point("case.after_commit");
      if (!stored) return reply(stored.error());
      reply(CaseAnswer{body});
    };
  } else {
    turn.commit->idempotency.push_back(
        {scope, post.key, to_hex(sha256(post.request)), 200, body, turn.now});
    in_flight_[{scope, post.key}] = {post.request, {reply}};
    turn.after = [this, slot = std::pair(scope, post.key), body](const base::Result<void>& stored) {
      base::crash_point("case.after_commit");
      const auto waiting = in_flight_.extract(slot);
      for (const auto& one : waiting.mapped().replies) {
        if (stored) {
          one(CaseAnswer{body});
        } else {
          one(stored.error());
        }
      }
    };
  }
  base::crash_point("case.before_commit");
  processor_.submit_case_turn(std::move(turn));
}

bool CaseEvents::fire_due() {
  const auto rows = world_.store.due_before(world_.clock.now(), kDueRowsPerCall);
  std::size_t fired = 0;
  for (const auto& row : rows) {
    if (firing_.contains(row.id)) continue;
    if (!processor_.admit(nullptr)) return false;
    fire(row);
    ++fired;
  }
  return fired > 0 && rows.size() == kDueRowsPerCall;
}

void CaseEvents::fire(const storage::DueRow& row) {
  base::crash_point("timer.before_fire");
  ++world_.metrics.timers_fired;
  if (row.kind == "case") {
    fire_case(row);
  } else if (row.kind == "dialog") {
    fire_dialog(row);
  } else {
    drop(row, "unknown kind");
  }
}

void CaseEvents::fire_case(const storage::DueRow& row) {
  const auto subject = desk_.find(row.subject);
  const auto payload = base::parse_json(row.payload);
  if (!subject || !payload) return drop(row, "no case");
  const auto home = home_of(*subject);
  if (!home) return drop(row, "no conversation");
  if (!processor_.admit(*home)) return;  // the next round tries again
  workflow::CaseEvent event;
  event.name = payload->text_at("event");
  event.actor = workflow::Actor::clock;
  event.actor_id = "clock";
  event.channel = "timer";
  Turn turn = processor_.begin(*home);
  turn.input = journal_input(*subject, event);
  turn.commit->fired_due.push_back({row.id, row.due});
  const auto decided = desk_.apply(turn, *subject, event);
  if (!decided) {
    desk_.settle(turn);
    // The clock went back since the row was read: it will come again at its time.
    if (decided.error().name == "timer_early") return;
    return drop(row, decided.error().name);
  }
  firing_.insert(row.id);
  turn.after = [this, id = row.id](const base::Result<void>&) {
    base::crash_point("timer.after_fire");
    firing_.erase(id);
  };
  processor_.submit_case_turn(std::move(turn));
}

void CaseEvents::fire_dialog(const storage::DueRow& row) {
  const auto conversation = conversations_.find(row.subject);
  const auto payload = base::parse_json(row.payload);
  if (!conversation || !payload) return drop(row, "no conversation");
  const std::string key(payload->text_at("key"));
  firing_.insert(row.id);
  const auto run =
      processor_.run_event(**conversation, base::to_json(base::Record{{"timer", key}}),
                           dialogs::TimerEvent{key}, [&](Turn& turn) {
                             turn.commit->fired_due.push_back({row.id, row.due});
                             turn.after = [this, id = row.id](const base::Result<void>&) {
                               base::crash_point("timer.after_fire");
                               firing_.erase(id);
                             };
                           });
  if (!run) firing_.erase(row.id);
}

void CaseEvents::drop(const storage::DueRow& row, std::string_view why) {
  base::log::info("timer.dropped", {{"id", row.id}, {"why", why}});
  Turn turn = processor_.begin(nullptr);
  turn.commit->fired_due.push_back({row.id, row.due});
  firing_.insert(row.id);
  turn.after = [this, id = row.id](const base::Result<void>&) { firing_.erase(id); };
  processor_.submit(std::move(turn));
}

}  // namespace bot
