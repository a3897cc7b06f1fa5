#include "bot/store_rules.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "bot/turns/conversations.hpp"
#include "dialogs/change.hpp"
#include "workflow/return_number.hpp"

namespace bot {
namespace {

std::string subject_of(const storage::JournalRow& row) {
  return "conversation " + std::to_string(row.conversation) + " turn " + std::to_string(row.turn);
}

std::size_t count_lines(std::string_view output) {
  return output.empty()
             ? 0
             : static_cast<std::size_t>(std::count(output.begin(), output.end(), '\n')) + 1;
}

}  // namespace

void StoreRules::add_to(storage::VerifyOptions& options) {
  options.on_case = [this](const auto& row, const auto& events, auto& report) {
    check_case(row, events, report);
  };
  options.is_live = [this](const storage::CaseRow& row) {
    const auto machine = profile_.machines.find(row.type);
    if (machine == profile_.machines.end()) return true;
    const auto* state = machine->second->find_state(row.state);
    return state == nullptr || !state->is_terminal;
  };
  options.on_journal_row = [this](const auto& row, auto& report) { check_turn(row, report); };
  options.on_snapshot = [this](const auto& snapshot, auto& report) {
    check_snapshot(snapshot, report);
  };
}

void StoreRules::check_case(const storage::CaseRow& row,
                            const std::vector<storage::CaseEventRow>& events,
                            storage::VerifyReport& report) const {
  const std::string subject = "case " + row.id;
  if (!workflow::is_return_number(row.number)) {
    report.add("case.number", subject, "'" + row.number + "' is no return number");
  }
  const auto found = profile_.machines.find(row.type);
  if (found == profile_.machines.end()) {
    report.add("case.type", subject, "no machine of type '" + row.type + "'");
    return;
  }
  const auto& machine = *found->second;
  bool is_approved = false;
  for (const auto& event : events) {
    const std::string_view from = event.from.empty() ? workflow::kNewState : event.from;
    const auto rules = machine.rules(from, event.event);
    const bool is_legal = std::any_of(rules.begin(), rules.end(), [&](const auto* rule) {
      const bool only_refuses =
          std::any_of(rule->guards.begin(), rule->guards.end(),
                      [](const auto& guard) { return !guard.must.has_value(); });
      return !only_refuses && (rule->to.empty() ? event.to == from : event.to == rule->to);
    });
    if (!is_legal) {
      report.add("case.transition", subject,
                 std::string(from) + " --" + event.event + "-> " + event.to);
    }
    const bool is_by_person =
        event.actor == "support" || event.actor == "warehouse" || event.actor == "finance";
    if (event.to == "approved" && event.from != "approved") {
      is_approved = is_by_person;
      if (!is_by_person) report.add("case.D1", subject, "approved by " + event.actor);
    }
    const bool needs_approval =
        event.to == "in_transit" || event.to == "refund_pending" || event.to == "refunded";
    if (needs_approval && !is_approved) {
      report.add("case.D1", subject, event.to + " without an approval");
    }
  }
}

void StoreRules::check_turn(const storage::JournalRow& row, storage::VerifyReport& report) {
  Folded& folded = conversations_[row.conversation];
  const auto messages = static_cast<std::int64_t>(count_lines(row.output));
  if (messages != row.last_seq - row.first_seq + 1) {
    report.add("journal.messages", subject_of(row),
               std::to_string(messages) + " messages for the numbers " +
                   std::to_string(row.first_seq) + " to " + std::to_string(row.last_seq));
  }
  std::string_view rest = row.output;
  for (std::int64_t seq = row.first_seq; !rest.empty(); ++seq) {
    const auto end = rest.find('\n');
    const auto message = base::parse_json(rest.substr(0, end), {1U << 20U, 32, 10'000});
    if (!message || message->at("seq") != base::Value(seq)) {
      report.add("journal.sequence", subject_of(row), "message " + std::to_string(seq));
    }
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  if (!row.client_id.empty() && !folded.client_ids.emplace(row.client_id, row.turn).second) {
    report.add("journal.client_id", subject_of(row), "a client id was applied twice");
  }
  if (!dialogs::fold(folded.state, row.change)) {
    report.add("journal.fold", subject_of(row), "the change cannot be folded");
  }
  // The conversation knows its locale from its row, not from the journal.
  folded.state.locale.clear();
  folded.hash_after[row.turn] = fingerprint(dialogs::to_json(folded.state));
}

void StoreRules::check_snapshot(const storage::Snapshot& snapshot,
                                storage::VerifyReport& report) const {
  const std::string subject = "conversation " + std::to_string(snapshot.conversation) +
                              " snapshot at turn " + std::to_string(snapshot.turn);
  Conversation read;
  if (!read_snapshot(snapshot.state, read)) {
    report.add("snapshot.text", subject, "cannot be read");
    return;
  }
  const auto folded = conversations_.find(snapshot.conversation);
  if (folded == conversations_.end()) return;
  const auto hash = folded->second.hash_after.find(snapshot.turn);
  read.state.locale.clear();
  if (hash == folded->second.hash_after.end() ||
      hash->second != fingerprint(dialogs::to_json(read.state))) {
    report.add("snapshot.fold", subject, "is not the fold of the changes before it");
  }
}

}  // namespace bot
