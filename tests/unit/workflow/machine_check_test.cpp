// One broken file for each rule of the checker, with the exact fault it gives.
#include <algorithm>
#include <catch2/catch.hpp>

#include "profile.hpp"
#include "workflow/machine.hpp"

using namespace workflow_test;

namespace {

// A small machine without faults; each row below breaks one line of it.
constexpr std::string_view kGood = R"(type: parcel
title: A parcel
fields:
  reason: text
  count: number
  by: instant
  how: { choice: [mail, courier] }
events:
  open: { means: It begins }
  send: { means: It is sent, data: { why: text, day: date, track: track } }
  late: { means: It takes long }
  done: { means: It is over }
notices:
  sent: { values: { by: case.by }, figures: [ship_within] }
states:
  new:
    means: Nothing yet
    events:
      - { on: open, by: customer, to: waiting, deadline: { by: ship_within } }
  waiting:
    means: Waiting
    timers:
      end: { past: by, sends: late }
    events:
      - on: send
        by: [customer, support]
        to: closed
        must:
          - that: event.why is present
            else: why_missing
            says: Say why.
            facts: [11]
        set: { reason: event.why, how: mail }
        tell: sent
      - { on: late, by: clock, restart: end }
      - { on: done, by: support, to: closed }
  closed:
    means: Over
    terminal: yes
promises:
  - { from: new, never: closed, without: [done, send], why: Somebody decides. }
)";

std::string with(std::string_view old_text, std::string_view new_text) {
  std::string text(kGood);
  const auto at = text.find(old_text);
  REQUIRE(at != std::string::npos);
  text.replace(at, old_text.size(), new_text);
  return text;
}

std::string faults_of(const std::string& text) {
  const auto loaded = workflow::load_machine({"m.yaml", text}, policy());
  CHECK((loaded.machine == nullptr) == loaded.faults.has_errors());
  return loaded.faults.to_string();
}

struct Row {
  std::string_view old_text;
  std::string_view new_text;
  std::string_view fault;
};

const Row kRows[] = {
    {"to: waiting", "to: waitin",
     "m.yaml:19:39: error: unknown state 'waitin' (did you mean 'waiting'?)"},
    {"on: open", "on: opens", "m.yaml:19:15: error: unknown event 'opens' (did you mean 'open'?)"},
    {"by: customer", "by: custmer",
     "m.yaml:19:25: error: unknown actor 'custmer' (did you mean 'customer'?)"},
    {"{ by: ship_within }", "{ by: ship_withn }",
     "m.yaml:19:64: error: the policy has no figure 'ship_withn' (did you mean 'ship_within'?)"},
    {"{ by: ship_within }", "{ by: couriers }",
     "m.yaml:19:64: error: figure 'couriers' is no duration"},
    {"{ by: ship_within }", "{ reason: ship_within }",
     "m.yaml:19:60: error: field 'reason' is text, not point in time"},
    {"{ by: ship_within }", "{ by: { until: event.day } }",
     "m.yaml:19:64: error: 'event.day' is no date of event 'open'"},
    {"figures: [ship_within]", "figures: [ship_withi]",
     "m.yaml:14:46: error: the policy has no figure 'ship_withi' (did you mean 'ship_within'?)"},
    {"past: by, sends: late", "past: reason, sends: late",
     "m.yaml:23:20: error: field 'reason' is text, not point in time"},
    {"past: by, sends: late", "past: by, sends: lat",
     "m.yaml:23:31: error: timer 'end' sends the unknown event 'lat'"},
    {"past: by, sends: late", "past: by, after: ship_within, sends: late",
     "m.yaml:23:12: error: timer 'end' needs `after`, `past`, or `before` with `by`"},
    {"past: by, sends: late", "before: by, sends: late",
     "m.yaml:23:12: error: timer 'end' needs `after`, `past`, or `before` with `by`"},
    {"past: by, sends: late", "past: by, sends: done",
     "m.yaml:23:7: error: timer 'end' sends 'done', which state 'waiting' does not take from the "
     "clock (add an entry with `by: clock`)"},
    {"      end: { past: by, sends: late }\n",
     "      end: { past: by, sends: late }\n      two: { after: ship_within, sends: late }\n",
     "m.yaml:24:7: error: another timer of state 'waiting' sends 'late' too (every timer of a "
     "state "
     "needs an event of its own)"},
    {"restart: end", "restart: ent",
     "m.yaml:35:9: error: state 'waiting' has no timer 'ent' to restart"},
    {"that: event.why is present", "that: event.whi is present",
     "m.yaml:29:19: error: 'event' has no field 'whi' (did you mean 'why'?)"},
    {"that: event.why is present", "that: event.why",
     "m.yaml:29:19: error: this condition gives text, not yes or no"},
    {"that: event.why is present", "that: event.why is",
     "m.yaml:29:31: error: expected 'missing', 'present' or 'empty' after 'is', but the text ends "
     "(to compare values write '==')"},
    {"            else: why_missing\n", "", "m.yaml:29:13: error: the guard has no 'else'"},
    {"            says: Say why.\n", "            says: Say why.\n            code: odd\n",
     "m.yaml:32:19: error: code is conflict, forbidden or invalid_argument, not 'odd'"},
    {"facts: [11]", "facts: [11, 400]", "m.yaml:32:25: error: '400' is no number of a fact"},
    {"set: { reason:", "set: { reasn:",
     "m.yaml:33:16: error: unknown field 'reasn' (did you mean 'reason'?)"},
    {"set: { reason: event.why", "set: { count: event.why",
     "m.yaml:33:23: error: field 'count' is number, but this is text"},
    {"how: mail }", "how: pigeon }", "m.yaml:33:40: error: nothing is called 'pigeon' here"},
    {"tell: sent", "tell: sen", "m.yaml:34:15: error: unknown notice 'sen' (did you mean 'sent'?)"},
    {"reason: text", "reason: txt",
     "m.yaml:4:11: error: unknown type 'txt' (did you mean 'text'?)"},
    {"reason: text", "due: text\n  reason: text",
     "m.yaml:4:3: error: field 'due' is kept by the machine itself"},
    {"    terminal: yes\n", "",
     "m.yaml:37:3: error: state 'closed' cannot be left (add an entry with `to`, or say `terminal: "
     "yes`)"},
    {"  closed:\n", "  lost:\n    means: Away\n    terminal: yes\n  closed:\n",
     "m.yaml:37:3: error: state 'lost' cannot be reached (no entry leads to it from 'new')"},
    {"    terminal: yes\n",
     "    terminal: yes\n    events:\n      - { on: open, by: bot, to: waiting }\n",
     "m.yaml:41:9: error: 'open' lets bot change the terminal state 'closed' (only support, "
     "warehouse and finance may)"},
    {"    terminal: yes\n",
     "    terminal: yes\n    timers:\n      t: { past: by, sends: late }\n"
     "    events:\n      - { on: late, by: clock }\n",
     "m.yaml:37:3: error: state 'closed' is terminal, so no timer may run in it"},
    {"- { on: done, by: support, to: closed }",
     "- { on: done, by: support, to: closed }\n      - { on: done, by: [support, finance] }",
     "m.yaml:37:9: error: this 'done' in state 'waiting' is never tried: the one in line 36 always "
     "applies (give that one a `when`, or remove one)"},
    {"on: done, by: support,", "on: done, by: support, when: case.count > 1,",
     "m.yaml:36:9: error: the last 'done' in state 'waiting' has a `when`, so the event may find "
     "no "
     "entry (add an entry without `when`)"},
    {"  done: {", "  gone: { means: Nobody sends it }\n  done: {",
     "m.yaml:12:3: error: event 'gone' occurs in no state"},
    {"        tell: sent\n", "", "m.yaml:14:3: error: nothing tells notice 'sent'"},
    {"without: [done, send]", "without: [don, send]", "m.yaml:41:43: error: unknown event 'don'"},
    {"never: closed", "never: close",
     "m.yaml:41:25: error: unknown state 'close' (did you mean 'closed'?)"},
    {"to: closed\n", "to: closed\n        frm: x\n",
     "m.yaml:28:9: error: the entry knows no 'frm'"},
};

// The file of the product return with one line changed.
std::string shipped_with(std::string_view old_text, std::string_view new_text) {
  std::string text = read_file("config/cases/product_return.yaml");
  const auto at = text.find(old_text);
  INFO(old_text);
  REQUIRE(at != std::string::npos);
  text.replace(at, old_text.size(), new_text);
  const auto loaded = workflow::load_machine({"m.yaml", text}, policy());
  return loaded.faults.to_string();
}

bool has(const std::string& text, std::string_view part) {
  INFO(text);
  INFO(part);
  CHECK(text.find(part) != std::string::npos);
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("machine_check: the small machine breaks only the promise about people", "[workflow]") {
  CHECK(faults_of(std::string(kGood)) ==
        "m.yaml:41:5: error: 'send' is no person's decision: customer may do it in line 25 "
        "(name only events that people send)\n");
  CHECK(faults_of(with("by: [customer, support]", "by: support")) == "");
}

TEST_CASE("machine_check: every rule names its place, its fault and the way out", "[workflow]") {
  for (const Row& row : kRows) {
    std::string text = with(row.old_text, row.new_text);
    const auto by = text.find("by: [customer, support]");
    REQUIRE(by != std::string::npos);
    text.replace(by, 23, "by: support");
    INFO(row.old_text << " -> " << row.new_text);
    const std::string faults = faults_of(text);
    INFO(faults);
    CHECK(faults.find(row.fault) == 0);
    // Nothing but the fault, its hint and the end of the line, unless one mistake has two faces.
    CHECK(std::count(faults.begin(), faults.end(), '\n') <= 2);
  }
}

TEST_CASE("machine_check: all faults at once, in the order of the file", "[workflow]") {
  std::string text = with("to: waiting", "to: waitin");
  text.replace(text.find("tell: sent"), 10, "tell: sen");
  text.replace(text.find("restart: end"), 12, "restrat: end");
  const auto loaded = workflow::load_machine({"m.yaml", text}, policy());
  REQUIRE(loaded.faults.all().size() == 3);
  CHECK(loaded.faults.all()[0].where.line == 19);
  CHECK(loaded.faults.all()[1].where.line == 34);
  CHECK(loaded.faults.all()[2].where.line == 35);
}

TEST_CASE("machine_check: facts 69 and 70 cannot be left out of the product return", "[workflow]") {
  has(shipped_with("    tell: extended_check\n", ""), "'extend' must tell the customer (fact 69)");
  has(shipped_with("    tell: non_returnable\n", ""),
      "'non_returnable' must tell the customer (fact 70)");
  has(shipped_with("extended_check: { mandatory: yes, ", "extended_check: { "),
      "'extend' must tell the customer (fact 69)");
  has(shipped_with("tell: non_returnable\n",
                   "tell: { notice: non_returnable, when: case.photos is present }\n"),
      "'non_returnable' must tell the customer (fact 70)");
}

TEST_CASE("machine_check: a way to the money around the approval is refused", "[workflow]") {
  has(shipped_with("- { on: cancel, by: customer, to: cancelled }",
                   "- { on: cancel, by: customer, to: refund_pending }"),
      "'refund_pending' can be reached from 'new' without any of the decisions named here");
  has(shipped_with("- { on: expire, by: clock, to: closed, set: { closed_as: expired } }",
                   "- { on: expire, by: clock, to: in_transit, set: { closed_as: expired } }"),
      "'refund_pending' can be reached from 'overdue'");
  has(shipped_with("        by: support\n        to: approved",
                   "        by: bot\n        to: approved"),
      "'approve' is no person's decision: bot may do it");
}

TEST_CASE("machine_check: files that are no machine", "[workflow]") {
  for (const char* text : {"", "[]", "type: x", "a: b: c", "states: 5", "states: { a: 1 }",
                           "type: x\ntitle: y\nfields: 1\nevents: 2\nstates: 3\nshared: 4"}) {
    INFO(text);
    const auto loaded = workflow::load_machine({"m.yaml", text}, policy());
    CHECK(loaded.machine == nullptr);
    CHECK(loaded.faults.has_errors());
  }
}
