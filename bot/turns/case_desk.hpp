// Where cases change: takes an event, lets workflow decide, and adds everything the transition
// brings (rows, due rows, messages to the customer, tasks for people, audit) to the turn. Cases
// that are on their way to disk are kept here, so that the next event builds on them. Loop thread
// only.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "bot/turns/turn.hpp"
#include "bot/turns/world.hpp"
#include "dialogs/texts.hpp"
#include "workflow/decide.hpp"

namespace bot {

// What a dialog or the shop collected for a new case.
struct CaseOpening {
  std::string type;
  std::string customer;
  std::string time_zone;
  base::Record fields;        // beside the zone
  workflow::CaseEvent first;  // the event that opens it
};

class CaseDesk {
 public:
  explicit CaseDesk(World& world);

  // The case as it will be once everything in flight is durable. Error: `not_found`.
  base::Result<workflow::Case> find_by_number(std::string_view number);
  base::Result<workflow::Case> find(std::string_view id);
  // All cases of a customer, newest first.
  std::vector<workflow::Case> of_customer(std::string_view customer);
  // Whether an open case other than `except` (an id) has this tracking number.
  bool is_track_in_use(std::string_view track, std::string_view except);

  // Opens a case under a new return number. Errors: those of workflow::open_case.
  base::Result<workflow::Case> open(Turn& turn, const CaseOpening& opening);
  // One event. Errors: those of workflow::decide. A refusal changes nothing.
  base::Result<workflow::Transition> apply(Turn& turn, const workflow::Case& before,
                                           const workflow::CaseEvent& event);

  // The profile has other texts from here on. Between turns.
  void adopt_profile();
  // The turn's cases are durable, or never will be.
  void settle(const Turn& turn);

  const workflow::Machine* machine(std::string_view type) const;
  // What people who work on the case have to keep in mind (workflow::deadline_of).
  std::optional<base::Instant> deadline_of(const workflow::Case& subject) const;
  // The moment the customer should know about, of a case that is waiting for something; or nothing.
  static std::optional<base::Instant> due_of(const workflow::Case& subject);

  // The figures that a case keeps, by their version. Throws when they are gone.
  base::Result<std::shared_ptr<const workflow::Policy>> policy(const std::string& version);

 private:
  struct Staged {
    workflow::Case newest;
    int in_flight = 0;
  };

  std::string free_number();
  void add(Turn& turn, const workflow::Transition& transition, const workflow::CaseEvent& event,
           std::int64_t version_before);
  void add_rows(Turn& turn, const workflow::Transition& transition,
                const workflow::CaseEvent& event, std::int64_t version_before);
  static void add_audit(Turn& turn, const workflow::Transition& transition,
                        const workflow::CaseEvent& event);
  void add_tasks(Turn& turn, const workflow::Transition& transition);
  void tell(Turn& turn, const workflow::Transition& transition);
  // Beside the last notice, where the profile asks for it after this state (rating.hpp).
  void ask_rating(Turn& turn, const workflow::Case& ended);
  void open_follow_up(Turn& turn, const workflow::Transition& transition,
                      const workflow::CaseEvent& event);

  World& world_;
  std::unique_ptr<dialogs::Formatters> formatters_;
  std::map<std::string, Staged, std::less<>> staged_;  // by case id
  std::map<std::string, std::shared_ptr<const workflow::Policy>, std::less<>> policies_;
};

// Between a case and its row. What lists are filtered by (CaseRow::order and behind it) is
// CaseDesk's to fill in.
storage::CaseRow to_row(const workflow::Case& subject, storage::ConversationId conversation);
workflow::Case from_row(const storage::CaseRow& row, std::string conversation_uuid);

}  // namespace bot
