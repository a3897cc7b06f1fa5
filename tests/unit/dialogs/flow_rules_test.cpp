// One bad flow for each rule of the checker, with the exact fault. Steps begin in line 6 of f.yaml.
#include <catch2/catch.hpp>

#include "tests/unit/dialogs/compile.hpp"

using dialogs::testing::faults_of;

namespace {

// A question for an order, lines 6 to 13, and one for its lines, 14 to 21.
const std::string kAskOrder = R"(  - ask: order
    as: pick_one
    from: shop.orders(customer)
    text: Which order?
    item: Order {order.number}
    when_empty:
      say: You have none.
      end: done
)";
const std::string kAskLines = kAskOrder + R"(  - ask: lines
    as: pick_many
    from: order.lines
    text: Which products?
    item: '{line.title}'
    when_empty:
      say: There are none.
      end: done
)";
const std::string kEnd = "  - end: done\n";

struct Case {
  const char* rule;
  std::string steps;
  std::string fault;
};

void check_all(const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    INFO(one.rule << "\n" << dialogs::testing::flow_with(one.steps));
    CHECK(faults_of(one.steps) == one.fault);
  }
}

// An action with all that it needs but for what `more` says, behind the question for an order.
std::string create(const std::string& more) {
  return kAskOrder + "  - do: returns.create\n    with: { order: order }\n    once_per: [order]\n" +
         more + kEnd;
}
const std::string kRefused = "    refused:\n      too_late: { end: done }\n";
const std::string kTrouble =
    "    trouble: { retry: 2 times in 1 minute, then: handover.support }\n";
const std::string kNever = "    trouble: { retry: never, then: handover.support }\n";

}  // namespace

TEST_CASE("flow rules: sound flows have no faults", "[dialogs]") {
  CHECK(faults_of(kAskOrder + "  - say: Order {order.number}, of {order.placed_on}.\n" + kEnd) ==
        "");
  CHECK(faults_of(create(kRefused + kTrouble)) == "");
  CHECK(faults_of(kAskLines +
                  "  - for_each: line in lines\n    steps:\n      - ask: why\n"
                  "        as: text\n        length: 1..50\n        text: Why?\n"
                  "  - if: 'any one in lines: one.why == ''late'''\n"
                  "    then:\n      - say: Sorry\n" +
                  kEnd) == "");
}

TEST_CASE("flow rules: steps and their fields", "[dialogs]") {
  check_all({
      {"a step has a verb", "  - sya: Hello\n" + kEnd,
       "f.yaml:6:5: error: the step has no verb (did you mean 'say'?)\n"},
      {"and only one", "  - say: Hello\n    end: done\n",
       "f.yaml:6:5: error: the step has two verbs (a step has exactly one of say ask review "
       "if for_each call do wait handover end ask_again)\n"},
      {"unknown keys", "  - say: Hello\n    idd: x\n" + kEnd,
       "f.yaml:7:5: error: the step knows no 'idd' (did you mean 'id'?)\n"},
      {"a field fits the type",
       "  - ask: n\n    as: number\n    text: How many?\n    length: 1..5\n" + kEnd,
       "f.yaml:9:13: error: `length` does not go with a question of type number (it goes with "
       "text)\n"},
      {"types of questions exist", "  - ask: n\n    as: nubmer\n    text: How many?\n" + kEnd,
       "f.yaml:7:9: error: unknown type of question 'nubmer' (did you mean 'number'?)\n"},
      {"a text stands on its own line",
       "  - if: customer.signed_in\n    then: { say: Hello, end: done }\n" + kEnd,
       "f.yaml:7:18: error: a text for customers stands inside { } (give it a line of its "
       "own: a comma or colon would break it here)\n"},
      {"ids are unique", "  - say: Hello\n    id: a\n  - say: Again\n    id: a\n" + kEnd,
       "f.yaml:9:9: error: two steps are called 'a' (give one of them another `id`)\n"},
      {"an answer has one question",
       "  - ask: a\n    as: yes_no\n    text: Yes?\n  - ask: a\n"
       "    as: yes_no\n    text: Yes?\n" +
           kEnd,
       "f.yaml:9:10: error: two questions are called 'a' (an answer has one question)\n"},
      {"a question has a text", "  - ask: a\n    as: yes_no\n" + kEnd,
       "f.yaml:6:5: error: `text` is missing (customers read it; here, or in every language "
       "file)\n"},
      {"a choice has options", "  - ask: a\n    as: choice\n    text: Which?\n" + kEnd,
       "f.yaml:6:5: error: a choice has no `options` (write words with their labels)\n"},
      {"a pick has a source and a way out",
       "  - ask: a\n    as: pick_one\n    text: Which?\n"
       "    item: One\n" +
           kEnd,
       "f.yaml:6:5: error: a pick has no `from` (a look-up or a list to pick from)\n"
       "f.yaml:6:5: error: a pick has no `when_empty` (say what happens with no choice)\n"},
      {"ranges", "  - ask: a\n    as: text\n    text: What?\n    length: 9..2\n" + kEnd,
       "f.yaml:9:13: error: the range 9..2 is out of bounds (from 1 to 4000, the smaller "
       "first)\n"},
      {"files",
       "  - ask: a\n    as: files\n    text: A photo?\n"
       "    accept: { types: [gif], count: 1..50, each: 10 }\n" +
           kEnd,
       "f.yaml:9:22: error: unknown type of file 'gif' (known here: jpeg png heic webp pdf)\n"
       "f.yaml:9:36: error: the range 1..50 is out of bounds (from 1 to 20, the smaller first)\n"
       "f.yaml:9:49: error: '10' is no size of a file (write it as 500 kB or 10 MiB, at most "
       "1024 MiB)\n"},
      {"long free text may hold commands", "  - ask: a\n    as: text\n    text: What?\n" + kEnd,
       "f.yaml:6:5: warning: the free text 'a' may be taken for a command (add `captures_all: "
       "yes`, or a `length` of at most 100)\n"},
      {"sensitive answers say why",
       "  - ask: a\n    as: iban\n    text: Which?\n"
       "    sensitive: yes\n" +
           kEnd,
       "f.yaml:6:5: error: a sensitive question has no `why` (tell the customer what it is "
       "used for)\n"},
      {"an exit is one",
       "  - ask: a\n    as: yes_no\n    text: Yes?\n"
       "    tries: { max: 2, then: support }\n" +
           kEnd,
       "f.yaml:9:28: error: 'support' is no exit (write handover.<queue> or end.<outcome>)\n"},
      {"queues exist", "  - handover: suport\n",
       "f.yaml:4:11: error: no path ends with the outcome 'done' (add an `end: done`, or take it "
       "out of `outcomes`)\nf.yaml:6:5: error: unknown queue 'suport' (did you mean 'support'?)\n"},
  });
}

TEST_CASE("flow rules: the graph", "[dialogs]") {
  check_all({
      {"every path ends", "  - say: Hello\n",
       "f.yaml:4:11: error: no path ends with the outcome 'done' (add an `end: done`, or take it "
       "out of `outcomes`)\nf.yaml:6:5: error: a path stops behind this step without an `end` "
       "(close it with `end: <outcome>`)\n"},
      {"every path of an if",
       "  - if: customer.signed_in\n    then:\n"
       "      - end: done\n",
       "f.yaml:6:5: error: a path stops behind this step without an `end` (close it with "
       "`end: <outcome>`)\n"},
      {"every step is reached", kEnd + "  - say: Never\n" + kEnd,
       "f.yaml:7:5: error: no path reaches this step (the step before it ends the flow or asks "
       "again, or no case is left for it)\n"},
      {"outcomes are declared and reached", "  - end: dnoe\n",
       "f.yaml:4:11: error: no path ends with the outcome 'done' (add an `end: done`, or take it "
       "out of `outcomes`)\nf.yaml:6:5: error: unknown outcome 'dnoe' (did you mean 'done'?)\n"},
      {"no circle without a question",
       "  - ask: a\n    as: yes_no\n    text: Yes?\n    only_if: customer.signed_in\n"
       "  - if: a\n    then:\n      - ask_again: a\n" +
           kEnd,
       "f.yaml:12:9: error: the flow may run in a circle without asking anything (every way back "
       "to this step must ask a question without `only_if`, or wait)\n"},
      {"ask again what was asked",
       "  - ask: a\n    as: yes_no\n    text: Yes?\n  - if: a\n    then:\n      - ask_again: b\n" +
           kEnd,
       "f.yaml:11:20: error: no question 'b' was asked before (known here: a)\n"},
      {"ask again in the loop it belongs to",
       kAskLines + "  - for_each: line in lines\n    steps:\n      - ask: why\n        as: yes_no\n"
                   "        text: Why?\n  - ask_again: why\n",
       "f.yaml:27:16: error: 'why' belongs to the items of a loop that is over (which item to "
       "ask about is not known here)\n"},
      {"no way back is reviewed", create("    point_of_no_return: yes\n" + kRefused + kTrouble),
       "f.yaml:1:1: warning: the flow has a point of no return but no `cancelled_after` (name "
       "a flow or handover.<queue>)\n"
       "f.yaml:1:1: warning: the flow has a point of no return but no `changed_after` (name a "
       "flow or handover.<queue>)\n"
       "f.yaml:14:5: error: returns.create cannot be undone, but a path leads to it without a "
       "`review` behind its last question (put a `review` before it)\n"},
      {"a review sees the last question",
       "  - review: sum\n    text: Right?\n    confirm: Yes\n" +
           create("    point_of_no_return: yes\n" + kRefused + kTrouble),
       "f.yaml:1:1: warning: the flow has a point of no return but no `cancelled_after` (name "
       "a flow or handover.<queue>)\n"
       "f.yaml:1:1: warning: the flow has a point of no return but no `changed_after` (name a "
       "flow or handover.<queue>)\n"
       "f.yaml:17:5: error: returns.create cannot be undone, but a path leads to it without a "
       "`review` behind its last question (put a `review` before it)\n"},
      {"buttons start flows", "  - say: Hello\n    buttons: [start_return]\n" + kEnd,
       "f.yaml:6:5: error: no flow starts with the button 'start_return' (a button is the "
       "`starts.button` of a flow)\n"},
  });
}

TEST_CASE("flow rules: actions, calls and signals", "[dialogs]") {
  check_all({
      {"actions exist", "  - do: returns.crate\n    once_per: []\n" + kTrouble + kEnd,
       "f.yaml:6:5: error: unknown action 'returns.crate' (did you mean 'returns.create'?)\n"},
      {"refusals are covered", create(kTrouble),
       "f.yaml:14:5: error: nothing is said when returns.create is refused with 'too_late' "
       "(add it under `refused`)\n"},
      {"and exist", create(kRefused + "      too_lat: { end: done }\n" + kTrouble),
       "f.yaml:19:7: error: returns.create is never refused with 'too_lat' (did you mean "
       "'too_late'?)\n"},
      {"trouble is planned", create(kRefused),
       "f.yaml:14:5: error: the step has no 'trouble' (add `trouble:`)\n"},
      {"an action has a business key",
       kAskOrder + "  - do: returns.create\n    with: { order: order }\n" + kRefused + kTrouble +
           kEnd,
       "f.yaml:14:5: error: `once_per` names no answer (what makes this action the same one "
       "again?)\n"},
      {"of known answers",
       kAskOrder + "  - do: returns.create\n    with: { order: order }\n    once_per: [ordr]\n" +
           kRefused + kTrouble + kEnd,
       "f.yaml:14:5: error: `once_per` names the unknown answer 'ordr' (did you mean 'order'?)\n"},
      {"what must not be repeated is not",
       kAskOrder + "  - do: parcel.weigh\n    with: { order: order }\n    once_per: [order]\n" +
           kTrouble + kEnd,
       "f.yaml:14:5: error: parcel.weigh must not be repeated, but `trouble` retries it (its "
       "contract says `repeat: never`; write `retry: never`)\n"},
      {"the contract's values",
       kAskOrder +
           "  - do: parcel.weigh\n    with: { ordr: order }\n"
           "    once_per: [order]\n" +
           kNever + kEnd,
       "f.yaml:14:5: error: parcel.weigh needs 'order' (add it under `with`)\n"
       "f.yaml:14:5: error: parcel.weigh takes no 'ordr' (did you mean 'order'?)\n"},
      {"of the contract's types",
       kAskOrder + "  - do: parcel.weigh\n    with: { order: order.number }\n" +
           "    once_per: [order]\n" + kNever + kEnd,
       "f.yaml:14:5: error: `with` order: 'order.number' is a text where a record is expected "
       "(give a value of the kind that is wanted)\n"},
      {"look-ups exist",
       "  - ask: a\n    as: pick_one\n    from: shop.order(customer)\n"
       "    text: Which?\n    item: One\n    when_empty: { end: done }\n" +
           kEnd,
       "f.yaml:6:5: error: unknown look-up 'shop.order' (did you mean 'shop.orders'?)\n"},
      {"look-ups take what they take",
       "  - ask: a\n    as: pick_one\n    from: shop.orders()\n    text: Which?\n    item: One\n"
       "    when_empty: { end: done }\n" +
           kEnd,
       "f.yaml:6:5: error: shop.orders takes 'customer', but gets 0 values (write "
       "shop.orders(customer))\n"},
      {"items can be told apart",
       "  - ask: a\n    as: pick_one\n    from: shop.boxes()\n    text: Which?\n    item: One\n"
       "    when_empty: { end: done }\n" +
           kEnd,
       "f.yaml:6:5: error: the items of 'a' cannot be told apart (their type needs a field "
       "`id` or `number`)\n"},
      {"signals and figures exist",
       kAskOrder +
           "  - wait: claim.decide(order)\n    up_to: policy.ship_withn\n    late:\n"
           "      - end: done\n" +
           kEnd,
       "f.yaml:14:5: error: the policy has no figure 'ship_withn' (did you mean "
       "'ship_within'?)\n"
       "f.yaml:14:5: error: unknown signal 'claim.decide' (did you mean 'claim.decided'?)\n"},
      {"called flows exist", "  - call: g\n    expect: done\n    otherwise: { end: done }\n" + kEnd,
       "f.yaml:6:5: error: unknown flow 'g' (known here: f)\n"},
      {"flows do not call each other in a circle",
       "  - call: f\n    expect: done\n    otherwise: { end: done }\n" + kEnd,
       "f.yaml:6:5: error: flows call each other in a circle (a conversation would never come "
       "back from it)\n"},
  });
}

TEST_CASE("flow rules: what is known where", "[dialogs]") {
  const std::string maybe =
      "  - ask: note\n    as: text\n    length: 1..9\n    text: A note?\n    optional: yes\n";
  check_all({
      {"names exist", kAskOrder + "  - say: Order {ordr.number}.\n" + kEnd,
       "f.yaml:14:17: error: nothing is called 'ordr' here (did you mean 'order'?)\n"},
      {"fields exist", kAskOrder + "  - say: Order {order.nubmer}.\n" + kEnd,
       "f.yaml:14:17: error: 'order' has no field 'nubmer' (did you mean 'number'?)\n"},
      {"nothing is read before it is asked",
       "  - if: note is present\n    then:\n      - end: done\n" + maybe + kEnd,
       "f.yaml:6:5: error: 'note' is read before anything sets it (ask for it in an earlier "
       "step)\n"},
      {"a text has all it says", maybe + "  - say: You wrote {note}.\n" + kEnd,
       "f.yaml:11:21: error: 'note' may be missing here (write 'note or none', or ask for it "
       "on every path to here)\n"},
      {"also where it says `or none`", maybe + "  - say: You wrote {note or none}.\n" + kEnd,
       "f.yaml:11:10: error: {note or none} may have nothing to say (put the text behind an "
       "`if` that tests it)\n"},
      {"an action gets what it needs",
       maybe + kAskOrder +
           "  - do: returns.create\n    with: { order: order, note: note }\n"
           "    once_per: [note]\n" +
           kRefused + kTrouble + kEnd,
       "f.yaml:19:5: error: `with` note: 'note' may be missing here (write 'note or none')\n"
       "f.yaml:19:5: error: `once_per` names 'note', which may be missing here (name answers "
       "that are always there)\n"},
      {"conditions are typed",
       kAskOrder +
           "  - if: order.placed_on == 3\n    then:\n"
           "      - end: done\n" +
           kEnd,
       "f.yaml:14:9: error: a date is compared with a number (both sides must be of one kind)\n"},
      {"and are conditions",
       kAskOrder + "  - if: order.number\n    then:\n      - end: done\n" + kEnd,
       "f.yaml:14:5: error: 'order.number' is a text, no condition (compare it, or write '... "
       "is present')\n"},
      {"choices exist",
       "  - ask: a\n    as: choice\n    text: Which?\n    options:\n      new: New\n"
       "      used: Used\n  - if: a == old\n    then:\n      - end: done\n" +
           kEnd,
       "f.yaml:12:14: error: 'old' is no such choice (it is one of: new, used)\n"},
      {"answers about items stay with them",
       kAskLines +
           "  - for_each: line in lines\n    steps:\n      - ask: why\n        as: yes_no\n"
           "        text: Why?\n  - if: why\n    then:\n      - end: done\n" +
           kEnd,
       "f.yaml:27:9: error: nothing is called 'why' here (known here: customer lines order "
       "policy)\n"},
      {"loops run over a pick",
       kAskOrder +
           "  - for_each: line in order\n    steps:\n"
           "      - say: Hello\n" +
           kEnd,
       "f.yaml:14:5: error: 'order' is nothing to loop over (a loop runs over the answer of a "
       "pick_many)\n"},
      {"names are used once",
       kAskOrder +
           "  - do: parcel.weigh\n    with: { order: order }\n"
           "    once_per: [order]\n    save: order\n" +
           kNever + kEnd,
       "f.yaml:14:5: error: 'order' is the name of something else here (give it another name)\n"},
      {"`refusal` belongs to its arm",
       create("    refused:\n      too_late:\n        say: Until {refusal.untl}.\n"
              "        end: done\n" +
              kTrouble),
       "f.yaml:19:21: error: 'refusal' has no field 'untl' (did you mean 'until'?)\n"},
  });
}

TEST_CASE("flow rules: texts for customers", "[dialogs]") {
  check_all({
      {"figures of the policy are not typed by hand", "  - say: Send it within five days.\n" + kEnd,
       "f.yaml:6:10: error: the text states a figure of the policy by hand: '5 days' (write "
       "{policy.ship_within}, so that the text follows the policy)\n"},
      {"in any form", "  - say: You have 5 calendar days, to 140961 Podolsk.\n" + kEnd,
       "f.yaml:6:10: error: the text states a figure of the policy by hand: '5 days' (write "
       "{policy.ship_within}, so that the text follows the policy)\n"
       "f.yaml:6:10: error: the text states a figure of the policy by hand: '140961' (write "
       "{policy.mail_address.index}, so that the text follows the policy)\n"},
      {"sensitive answers are not told",
       "  - ask: account\n    as: iban\n    sensitive: yes\n    text: Which?\n"
       "    why: To pay you.\n  - say: Paid to {account}.\n" +
           kEnd,
       "f.yaml:11:10: error: the text tells the sensitive answer 'account' (it must not leave "
       "the place it was asked for)\n"},
      {"braces match", "  - say: 'Hello {customer.name'\n" + kEnd,
       "f.yaml:6:17: error: a placeholder that is not closed (write {{ for a brace)\n"},
      {"records are no words", "  - say: To {policy.mail_address}.\n" + kEnd,
       "f.yaml:6:10: error: {policy.mail_address} cannot be written as a text (name one of its "
       "fields)\n"},
  });
}
