#include "bot/turns/case_desk.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/ids.hpp"
#include "base/json.hpp"
#include "bot/access/authorize.hpp"
#include "bot/sheet/return_sheet.hpp"
#include "bot/turns/case_announcements.hpp"
#include "bot/turns/case_signals.hpp"
#include "bot/turns/notice_scope.hpp"
#include "bot/turns/rating.hpp"
#include "workflow/return_number.hpp"

namespace bot {
namespace {

constexpr std::size_t kCasesPerPage = 200;
constexpr int kNumberTries = 20;

base::Record fields_of(const std::string& json) {
  auto parsed = base::parse_json(json, {1U << 20U, 32, 10'000});
  ENSURE(parsed.has_value() && parsed->is_record(), "the fields of a case cannot be read");
  return std::move(parsed->record());
}

}  // namespace

storage::CaseRow to_row(const workflow::Case& subject, storage::ConversationId conversation) {
  storage::CaseRow row;
  row.id = subject.id;
  row.number = subject.number;
  row.type = subject.type;
  row.state = subject.state;
  row.customer = subject.customer;
  row.conversation = conversation;
  row.track = base::Value(subject.fields).text_at("track");
  row.fields = base::to_json(subject.fields);
  row.policy_version = subject.policy_version;
  row.version = subject.version;
  row.opened = subject.opened;
  row.changed = subject.changed;
  return row;
}

workflow::Case from_row(const storage::CaseRow& row, std::string conversation_uuid) {
  workflow::Case subject;
  subject.id = row.id;
  subject.number = row.number;
  subject.type = row.type;
  subject.state = row.state;
  subject.customer = row.customer;
  subject.conversation = std::move(conversation_uuid);
  subject.fields = fields_of(row.fields);
  subject.policy_version = row.policy_version;
  subject.version = row.version;
  subject.opened = row.opened;
  subject.changed = row.changed;
  return subject;
}

CaseDesk::CaseDesk(World& world) : world_(world) {
  adopt_profile();
}

void CaseDesk::adopt_profile() {
  formatters_ = std::make_unique<dialogs::Formatters>(world_.profile.program->texts);
}

base::Result<workflow::Case> CaseDesk::find(std::string_view id) {
  if (const auto known = staged_.find(id); known != staged_.end()) return known->second.newest;
  const auto row = world_.store.find_case(id);
  if (!row) return not_found();
  const auto home = world_.store.conversation(row->conversation);
  return from_row(*row, home ? home->uuid : "");
}

base::Result<workflow::Case> CaseDesk::find_by_number(std::string_view number) {
  for (const auto& [id, staged] : staged_) {
    if (staged.newest.number == number) return staged.newest;
  }
  const auto row = world_.store.find_case_by_number(number);
  if (!row) return not_found();
  return find(row->id);
}

std::vector<workflow::Case> CaseDesk::of_customer(std::string_view customer) {
  std::vector<workflow::Case> cases;
  if (customer.empty()) return cases;
  for (const auto& [id, staged] : staged_) {
    if (staged.newest.customer == customer) cases.push_back(staged.newest);
  }
  storage::CaseFilter filter;
  filter.customer = customer;
  std::string after;
  while (true) {
    const auto page = world_.store.list_cases(filter, after, kCasesPerPage);
    for (const auto& row : page) {
      if (!staged_.contains(row.id)) cases.push_back(from_row(row, ""));
    }
    if (page.size() < kCasesPerPage) break;
    after = page.back().id;
  }
  return cases;
}

bool CaseDesk::is_track_in_use(std::string_view track, std::string_view except) {
  const auto is_other_user = [&](const workflow::Case& subject) {
    const auto* type = machine(subject.type);
    const auto* state = type == nullptr ? nullptr : type->find_state(subject.state);
    const base::Value* used = subject.fields.find("track");
    return subject.id != except && used != nullptr && used->is_text() && used->text() == track &&
           (state == nullptr || !state->is_terminal);
  };
  for (const auto& [id, staged] : staged_) {
    if (is_other_user(staged.newest)) return true;
  }
  storage::CaseFilter filter;
  filter.track = track;
  for (const auto& row : world_.store.list_cases(filter, "", kCasesPerPage)) {
    if (!staged_.contains(row.id) && is_other_user(from_row(row, ""))) return true;
  }
  return false;
}

const workflow::Machine* CaseDesk::machine(std::string_view type) const {
  const auto found = world_.profile.machines.find(type);
  return found == world_.profile.machines.end() ? nullptr : found->second.get();
}

base::Result<std::shared_ptr<const workflow::Policy>> CaseDesk::policy(const std::string& version) {
  if (version == world_.profile.policy->version()) return world_.profile.policy;
  if (const auto known = policies_.find(version); known != policies_.end()) return known->second;
  const auto row = world_.store.policy(version);
  ENSURE(row.has_value(), "the policy a case was opened under is gone: " + version);
  auto loaded = workflow::Policy::load({"policy " + version, row->body});
  ENSURE(loaded.policy != nullptr, "an old policy cannot be read any more: " + version);
  return policies_[version] = loaded.policy;
}

std::string CaseDesk::free_number() {
  for (int i = 0; i < kNumberTries; ++i) {
    std::string number = workflow::make_return_number(world_.random.below(std::uint64_t{1} << 35U));
    if (!find_by_number(number)) return number;
  }
  ENSURE(false, "no free return number in " + std::to_string(kNumberTries) + " tries");
  return {};
}

base::Result<workflow::Case> CaseDesk::open(Turn& turn, const CaseOpening& opening) {
  const auto* type = machine(opening.type);
  ENSURE(type != nullptr, "no case machine of type " + opening.type);
  workflow::NewCase fresh;
  fresh.id = base::make_uuid7(turn.now, world_.random);
  fresh.number = free_number();
  fresh.customer = opening.customer;
  fresh.conversation = turn.conversation == nullptr ? "" : turn.conversation->uuid;
  fresh.fields = opening.fields;
  fresh.fields["zone"] = opening.time_zone;
  auto opened = workflow::open_case(*type, *world_.profile.policy, fresh, opening.first, turn.now);
  if (!opened) {
    ++world_.metrics.case_refusals;
    return opened.error();
  }
  add(turn, *opened, opening.first, 0);
  return opened->after;
}

base::Result<workflow::Transition> CaseDesk::apply(Turn& turn, const workflow::Case& before,
                                                   const workflow::CaseEvent& event) {
  const auto* type = machine(before.type);
  ENSURE(type != nullptr, "no case machine of type " + before.type);
  const auto rules = policy(before.policy_version);
  auto decided = workflow::decide(*type, **rules, before, event, turn.now);
  if (!decided) {
    ++world_.metrics.case_refusals;
    return decided.error();
  }
  add(turn, *decided, event, before.version);
  if (decided->follow_up) open_follow_up(turn, *decided, event);
  return decided;
}

void CaseDesk::open_follow_up(Turn& turn, const workflow::Transition& transition,
                              const workflow::CaseEvent& event) {
  CaseOpening opening;
  opening.type = transition.follow_up->type;
  opening.customer = transition.after.customer;
  opening.fields = transition.follow_up->fields;
  if (const base::Value* zone = transition.after.fields.find("zone"); zone && zone->is_text()) {
    opening.time_zone = zone->text();
  }
  opening.first = event;
  opening.first.name = "start";  // a linked draft, which the customer completes
  opening.first.data = {};
  const auto opened = open(turn, opening);
  ENSURE(opened.has_value(), "a linked case cannot be opened: " + opened.error().detail);
}

void CaseDesk::add(Turn& turn, const workflow::Transition& transition,
                   const workflow::CaseEvent& event, std::int64_t version_before) {
  ++world_.metrics.case_events;
  add_rows(turn, transition, event, version_before);
  add_tasks(turn, transition);
  tell(turn, transition);
  if (auto signal = signal_of(transition)) turn.signals.push_back(std::move(*signal));
  const std::string& id = transition.after.id;
  Staged& staged = staged_[id];
  staged.newest = transition.after;
  if (std::find(turn.staged_cases.begin(), turn.staged_cases.end(), id) ==
      turn.staged_cases.end()) {
    ++staged.in_flight;
    turn.staged_cases.push_back(id);
  }
}

void CaseDesk::add_rows(Turn& turn, const workflow::Transition& transition,
                        const workflow::CaseEvent& event, std::int64_t version_before) {
  const workflow::Case& after = transition.after;
  storage::Commit& commit = *turn.commit;
  auto write = std::find_if(commit.cases.begin(), commit.cases.end(),
                            [&](const auto& known) { return known.row.id == after.id; });
  if (write == commit.cases.end()) {
    storage::ConversationId home = 0;
    if (turn.conversation != nullptr && turn.conversation->uuid == after.conversation) {
      home = turn.conversation->id;
    } else if (const auto row = world_.store.find_conversation(after.conversation)) {
      home = row->id;
    }
    commit.cases.push_back({to_row(after, home), version_before, {}});
    write = commit.cases.end() - 1;
  } else {
    write->row = to_row(after, write->row.conversation);
  }
  const auto* state = machine(after.type)->find_state(after.state);
  write->row.order = base::Value(after.fields).text_at("order");
  write->row.is_open = state == nullptr || !state->is_terminal;
  write->row.due = deadline_of(after);
  storage::CaseEventRow row;
  row.case_id = after.id;
  row.version = after.version;
  row.event = event.name;
  row.from = version_before == 0 ? "" : transition.from;
  row.to = transition.to;
  row.actor = workflow::to_string(event.actor);
  row.actor_id = event.actor_id;
  row.channel = event.channel;
  row.key = event.key;
  row.policy_version = after.policy_version;
  row.data = base::to_json(event.data);
  row.at = turn.now;
  add_audit(turn, transition, event);
  announce(turn, world_.profile.settings, {transition, event.actor, write->row.due});
  write->events.push_back(std::move(row));
  for (const auto& change : transition.due) {
    if (change.start) {
      commit.due.push_back({change.id, "case", after.id, *change.start,
                            base::to_json(base::Record{{"event", change.event}})});
    } else {
      commit.cancelled_due.push_back(change.id);
    }
  }
  if (version_before == 0) {
    commit.policies.push_back({after.policy_version, (*policy(after.policy_version))->text()});
  }
}

// One row a change of state, whoever brought it about; what came with the event is in the event's
// own row.
void CaseDesk::add_audit(Turn& turn, const workflow::Transition& transition,
                         const workflow::CaseEvent& event) {
  const workflow::Case& after = transition.after;
  const std::string actor = std::string(
      event.channel == "back_office" ? "back_office" : workflow::to_string(event.actor));
  turn.commit->audit.push_back(
      {turn.now, event.actor_id.empty() ? actor : actor + ":" + event.actor_id,
       "case." + event.name, after.id,
       base::to_json(base::Record{{"number", after.number},
                                  {"from", after.version == 1 ? "" : transition.from},
                                  {"to", transition.to},
                                  {"version", after.version}})});
}

void CaseDesk::add_tasks(Turn& turn, const workflow::Transition& transition) {
  for (const auto& task : transition.tasks) {
    turn.commit->audit.push_back(
        {turn.now, "workflow", "task." + task.queue, transition.after.id,
         base::to_json(base::Record{{"reason", task.reason}, {"priority", task.priority}})});
  }
}

void CaseDesk::tell(Turn& turn, const workflow::Transition& transition) {
  mail_notices(turn, world_, *formatters_, transition);
  if (turn.conversation == nullptr) return;
  const workflow::Case& after = transition.after;
  const Conversation& conversation = *turn.conversation;
  const auto& texts = world_.profile.program->texts;
  for (const auto& notice : transition.notices) {
    // A deadline is told in the zone in which it is the end of a day (D7).
    const std::string& zone = notice.zone.empty() ? conversation.time_zone : notice.zone;
    const auto& formatter = formatters_->get(conversation.locale, zone);
    const NoticeScope scope(notice.values, turn.now, formatter.local_date(turn.now));
    Turn::Told told{notice.text, texts.render(notice.text, conversation.locale, scope, formatter)};
    if (notice.has_sheet && has_sheet(after)) {
      told.attachments.push_back(
          sheet_attachment({after.number, texts.known_locale(conversation.locale)}));
    }
    turn.told.push_back(std::move(told));
  }
  if (transition.from != transition.to) ask_rating(turn, after);
  std::string frame;
  write_case(frame, {after.number, after.type, after.state, due_of(after)});
  turn.frames_for_all.push_back(std::move(frame));
}

void CaseDesk::ask_rating(Turn& turn, const workflow::Case& ended) {
  const Conversation& conversation = *turn.conversation;
  auto asked = rate_case(rating_words(world_, *formatters_, conversation), ended.state, ended.id);
  // With the notice, so that nobody gets a message that only asks for something.
  if (asked.text.empty() || turn.told.empty()) return;
  turn.told.back().text.append("\n\n").append(asked.text);
  turn.told.back().buttons = std::move(asked.buttons);
}

void CaseDesk::settle(const Turn& turn) {
  for (const auto& id : turn.staged_cases) {
    const auto staged = staged_.find(id);
    if (staged != staged_.end() && --staged->second.in_flight == 0) staged_.erase(staged);
  }
}

std::optional<base::Instant> CaseDesk::deadline_of(const workflow::Case& subject) const {
  const auto* type = machine(subject.type);
  return type == nullptr ? std::nullopt : workflow::deadline_of(*type, subject);
}

std::optional<base::Instant> CaseDesk::due_of(const workflow::Case& subject) {
  const base::Value* due = subject.fields.find("ship_by");
  if (due == nullptr || !due->is_text() || subject.state != "approved") return std::nullopt;
  return base::from_iso(due->text());
}

}  // namespace bot
