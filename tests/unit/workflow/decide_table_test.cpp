// Every state x event x actor of the product return, against a table written by hand from the
// design, not from the machine's file.
#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <sstream>

#include "profile.hpp"

using workflow::Actor;
using namespace workflow_test;

namespace {

// from | event | actors (c customer, b bot, s support, w warehouse, f finance, k clock, x carrier)
// | state after it. With data that all guards accept, at a moment when every deadline is kept, and
// for the clock at the due instant. What is not here is impossible.
constexpr std::string_view kTable = R"(
new             start             cb  draft
new             submit            c   submitted
draft           submit            c   submitted
draft           cancel            c   cancelled
draft           nudge             k   draft
draft           purge             k   cancelled
submitted       approve           s   approved
submitted       reject            s   rejected
submitted       ask_info          s   info_requested
submitted       approval_late     k   submitted
submitted       cancel            c   cancelled
info_requested  customer_info     c   submitted
info_requested  withdraw          c   cancelled
info_requested  remind_info       k   info_requested
info_requested  lapse             k   cancelled
rejected        appeal            c   rejected
rejected        overrule          s   approved
rejected        new_request       c   rejected
approved        ship_confirm      c   in_transit
approved        evidence          cb  approved
approved        cancel            c   cancelled
approved        extend_deadline   s   approved
approved        remind_first      k   approved
approved        remind_second     k   approved
approved        remind_last       k   approved
approved        ship_deadline     k   overdue
overdue         late_proof        c   overdue
overdue         accept_late       s   in_transit
overdue         new_request       c   overdue
overdue         expire            k   closed
in_transit      arrived           wx  inspecting
in_transit      arrived_no_number w   held_no_number
in_transit      track_fix         c   in_transit
in_transit      stalled           k   in_transit
in_transit      lost              s   closed
held_no_number  match             ws  inspecting
held_no_number  unmatched         k   held_no_number
inspecting      accept            w   refund_pending
inspecting      accept_partial    w   refund_pending
inspecting      non_returnable    w   non_returnable
inspecting      extend            w   extended_check
inspecting      inspection_late   k   inspecting
extended_check  accept            w   refund_pending
extended_check  accept_partial    w   refund_pending
extended_check  non_returnable    w   non_returnable
extended_check  extend            w   extended_check
extended_check  inspection_late   k   extended_check
non_returnable  appeal            c   non_returnable
non_returnable  disposition       s   closed
refund_pending  refund_posted     f   refunded
refund_pending  refund_failed     f   refund_pending
refund_pending  refund_late       k   refund_pending
refunded        open_compensation k   refunded
refunded        close             k   closed
cancelled       reopen            s   submitted
closed          reopen            s   submitted
)";

constexpr std::string_view kOpenStates[] = {
    "draft",          "submitted",  "info_requested", "rejected",   "approved",
    "overdue",        "in_transit", "held_no_number", "inspecting", "extended_check",
    "non_returnable", "refunded",   "refund_pending"};
constexpr std::string_view kTerminalStates[] = {"cancelled", "closed"};
// Refused with a reason of its own instead of wrong_state.
const std::map<std::string, std::string> kExplained = {{"draft", "not_approved"},
                                                       {"submitted", "not_approved"},
                                                       {"info_requested", "not_approved"},
                                                       {"rejected", "not_approved"},
                                                       {"overdue", "too_late"}};

using Cell = std::tuple<std::string, std::string, Actor>;

Actor actor_of(char letter) {
  const std::map<char, Actor> all = {
      {'c', Actor::customer}, {'b', Actor::bot},   {'s', Actor::support}, {'w', Actor::warehouse},
      {'f', Actor::finance},  {'k', Actor::clock}, {'x', Actor::carrier}};
  return all.at(letter);
}

struct Expected {
  std::map<Cell, std::string> to;
  std::set<std::pair<std::string, std::string>> rows;  // state, event: somebody may
};

Expected expected() {
  Expected out;
  const auto add = [&](const std::string& from, const std::string& event, const std::string& actors,
                       const std::string& to) {
    for (const char letter : actors) out.to[{from, event, actor_of(letter)}] = to;
    out.rows.insert({from, event});
  };
  std::stringstream lines{std::string(kTable)};
  std::string from;
  std::string event_name;
  std::string actors;
  std::string to;
  while (lines >> from >> event_name >> actors >> to) add(from, event_name, actors, to);
  for (const std::string_view state : kOpenStates) {
    add(std::string(state), "handoff", "cbs", std::string(state));
  }
  // Known in this state, but its timer runs only after evidence came in.
  out.rows.insert({"approved", "grace_over"});
  return out;
}

// The outcome the table demands: "-> state" or the name of the refusal.
std::string wanted(const Expected& table, const std::string& state, const std::string& event_name,
                   Actor actor) {
  const auto found = table.to.find({state, event_name, actor});
  if (found != table.to.end()) return "-> " + found->second;
  if (actor == Actor::clock) return "timer_stale";
  if (event_name == "ship_confirm" && kExplained.contains(state)) {
    return actor == Actor::customer ? kExplained.at(state) : "not_allowed";
  }
  return table.rows.contains({state, event_name}) ? "not_allowed" : "wrong_state";
}

std::string outcome(const base::Result<workflow::Transition>& result) {
  return result ? "-> " + result->to : std::string(result.error().name);
}

}  // namespace

TEST_CASE("decide: every state, event and actor does what the table says", "[workflow]") {
  const Expected table = expected();
  const base::Instant start = at("2027-03-01T09:00:00Z");
  std::size_t cells = 0;
  std::size_t allowed = 0;
  std::vector<std::string> states = {"new"};
  states.insert(states.end(), std::begin(kOpenStates), std::end(kOpenStates));
  states.insert(states.end(), std::begin(kTerminalStates), std::end(kTerminalStates));
  REQUIRE(states.size() == machine().states().size() + 1);
  for (const std::string& state : states) {
    const Arrived here = state == "new" ? Arrived{} : arrive(state, start);
    for (const auto& kind : machine().events()) {
      for (const Actor actor : workflow::kActors) {
        ++cells;
        const auto sent = event(kind.name, actor);
        INFO(state << " + " << kind.name << " by " << to_string(actor));
        if (state == "new") {
          CHECK(outcome(open_case(machine(), policy(), new_case(), sent, start)) ==
                wanted(table, state, kind.name, actor));
          continue;
        }
        base::Instant now = here.last + std::chrono::minutes(1);
        const auto* timer = machine().find_state(state)->timer_for(kind.name);
        const bool rings = actor == Actor::clock && timer != nullptr && timer->name != "grace";
        if (rings) now = ring(here.subject, timer->name).due;
        const auto result = decide(machine(), policy(), here.subject, sent, now);
        CHECK(outcome(result) == wanted(table, state, kind.name, actor));
        allowed += result.has_value();
        if (rings) {
          CHECK(refusal(here.subject, sent, now - base::Duration(1)) == "timer_early");
        }
      }
    }
  }
  CHECK(cells == 16 * machine().events().size() * 7);
  // Every cell of the table was met, those of `new` aside.
  CHECK(allowed == table.to.size() - 3);
}

TEST_CASE("decide: a refused event says what is possible, or for whom", "[workflow]") {
  const Arrived here = arrive("submitted", at("2027-03-01T09:00:00Z"));
  const auto detail = [&](std::string_view name, Actor actor) {
    const auto result = decide(machine(), policy(), here.subject, event(name, actor), here.last);
    REQUIRE(!result);
    return result.error().detail;
  };
  CHECK(detail("accept", Actor::warehouse) ==
        "'accept' is not possible in state 'submitted'; possible for warehouse now: nothing.");
  CHECK(detail("refund_posted", Actor::support) ==
        "'refund_posted' is not possible in state 'submitted'; possible for support now: approve, "
        "reject, ask_info, handoff.");
  CHECK(detail("approve", Actor::bot) == "'approve' is for support only, not for bot.");
  CHECK(detail("ship_confirm", Actor::customer) ==
        "This return is not approved yet; nothing is sent before the approval. (fact 13)");
  CHECK(detail("fly", Actor::customer) == "There is no event 'fly' for 'product_return'.");
}
