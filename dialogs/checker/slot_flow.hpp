// Which answers and results are known where: a data flow analysis over the steps of one flow.
// `must` holds what is set on every way to a step, `may` what is set on some way. Load time only.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/fault.hpp"
#include "dialogs/checker/draft.hpp"

namespace dialogs {

// A set of slots by their index in Flow::slots; behind them one bit for each step that is a loop
// (slots.size() + its index): the loop was run through.
using SlotSet = std::vector<bool>;

struct SlotFlow {
  std::vector<SlotSet> must;  // by step, when the step begins
  std::vector<SlotSet> may;
  std::map<StepIndex, SlotSet> after_item;  // by loop: what is surely set when an item is through
};

// Adds the slots of the flow (types are filled in by the typed check) and reports names used twice.
void collect_slots(Draft& draft, base::Faults& faults);

// What is known where, for a flow with its slots. `taken` names, by call step, the results that the
// called flow surely gives.
SlotFlow analyse_slots(const Draft& draft,
                       const std::map<StepIndex, std::vector<std::string>>& taken);

// "reason is present" as (reason, true), "reason is missing" as (reason, false); empty otherwise.
std::pair<std::string, bool> presence_test(const base::Expression& condition);

// Dotted names that a condition proves to be there: "a.b" and "c.d" of "a.b is present and c.d is
// present"; nothing of a condition with `or` or `not`.
std::vector<std::string> fields_present(const base::Expression& condition);

}  // namespace dialogs
