// The compiled form of the flow files: what the engine runs. Built and proven by the loader, then
// immutable and shared between turns; expressions are parsed, texts split, names resolved, steps
// flattened. Any thread may read it.
//
// Positions. All steps of a flow lie in one vector in the order they are written (so the order of
// indices is "flow order" of rule C3). `next` leads on: behind the last step of an arm or branch to
// where its parts join again, behind the last step of a loop body back to the loop. A position is
// therefore one step index, plus the item index of each enclosing loop (`loops`, outer to inner).
// Only `end` and `ask_again` never have a `next`; a `handover` may be the last of its path (outcome
// `handed_over`) or go on when the person gives the dialog back. The checker proves that every
// other path ends.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "base/expression.hpp"
#include "carriers/table.hpp"
#include "dialogs/article.hpp"
#include "dialogs/contract.hpp"
#include "dialogs/question.hpp"
#include "dialogs/template.hpp"
#include "dialogs/texts.hpp"

namespace dialogs {

// The steps that a person or a program must not be able to exceed (checked at load).
constexpr std::size_t kMaxStepsOfFlow = 10'000;
constexpr std::size_t kMaxLoopDepth = 3;

// A named value: `with:` of an action, `give:` of a call.
struct NamedExpression {
  std::string name;
  base::Expression value;
};

// A button that starts a flow; the label is the flow's `starts.label`.
struct StartButton {
  std::string name;  // `starts.button` of that flow
  FlowIndex flow = kNoFlow;
};

// -------------------------------------------------------------------------------------- steps

struct SayStep {
  Text text;
  std::vector<StartButton> buttons;
};

struct AskStep {
  std::string name;
  Question question;
  std::optional<base::Expression> only_if;
  std::optional<base::Expression> otherwise;  // the answer when `only_if` is false
};

// Shows every answer so far (not sensitive ones in full); each row can be changed.
struct ReviewStep {
  std::string name;
  Text text;
  Text confirm;                      // label of the button that confirms
  std::vector<StepIndex> questions;  // the asks whose answers are shown, in flow order
};

struct IfStep {
  base::Expression condition;
  StepIndex then_first = kNoStep;
  StepIndex else_first = kNoStep;  // kNoStep: go on at `next`
  // The conditions before it leave no case in which this one fails: `then` is the only way.
  bool is_last_case = false;
};

// Runs its body once for each item; the items then carry the answers given in the body, which win
// over fields of the same name. In the body the item's own fields stay as they were.
struct ForEachStep {
  std::string item;  // "line"
  std::string list;  // "lines": an answer of pick_many
  StepIndex body_first = kNoStep;
};

struct CallStep {
  std::string flow_name;
  FlowIndex flow = kNoFlow;
  std::vector<NamedExpression> give;
  std::vector<std::pair<std::string, std::string>> take;  // the callee's name, ours
  std::string expect;             // outcome of the callee that goes on at `next`
  StepIndex otherwise = kNoStep;  // arm: any other outcome
};

struct RefusedArm {
  std::string name;           // of the contract
  StepIndex first = kNoStep;  // `refusal` is in reach in the arm
};

struct Trouble {
  int attempts = 1;
  base::Duration within = base::Duration::zero();
  Exit then;
};

struct DoStep {
  std::string action;
  std::vector<NamedExpression> with;
  std::vector<std::string> once_per;  // answers that make the business key
  bool point_of_no_return = false;
  std::string save;                 // name of the result, may be empty
  std::vector<RefusedArm> refused;  // covers every refusal of the contract
  Trouble trouble;
};

struct WaitStep {
  std::string signal;
  std::vector<base::Expression> arguments;
  Span up_to;
  std::string save;
  StepIndex late = kNoStep;  // arm: `up_to` has passed
};

struct HandoverStep {
  std::string queue;
  Text say;          // may be empty: the queue's own words
  std::string save;  // name of how it ended (handover_outcomes), may be empty
};

// What a flow can learn of a person who had the dialog and gave it back, as words of a choice.
// A person who keeps the dialog ends the task, so a flow never sees that.
std::vector<std::string> handover_outcomes();

struct EndStep {
  std::string outcome;
};

// Only in arms of `refused` and `if`: these answers are dropped and asked for again (C10); what
// depends on them too.
struct AskAgainStep {
  std::vector<StepIndex> questions;
};

using StepBody = std::variant<SayStep, AskStep, ReviewStep, IfStep, ForEachStep, CallStep, DoStep,
                              WaitStep, HandoverStep, EndStep, AskAgainStep>;

struct Step {
  // Unique in the flow. From the name of an ask, do, review, call, wait or for_each, so that it
  // survives a reordering; other steps count ("say_2"). `id:` overrides it.
  std::string id;
  StepBody body;
  StepIndex next = kNoStep;
  std::vector<StepIndex> loops;  // enclosing for_each steps, outer to inner
  // The asks, reviews, calls and dos that read, directly or through others, what this step answers
  // or saves (C2), in flow order.
  std::vector<StepIndex> dependents;
  base::Position where;

  template <class Body>
  const Body* as() const {
    return std::get_if<Body>(&body);
  }
};

// -------------------------------------------------------------------------------------- flows

// A name that a flow can read and what it holds.
struct Slot {
  std::string name;
  base::Type type;
  StepIndex step = kNoStep;  // the ask, do, wait or call that sets it; kNoStep: `given`
  StepIndex loop = kNoStep;  // the innermost for_each around that step
  bool sensitive = false;
};

struct Starts {
  std::string button;                // empty: no button
  Text label;                        // of the button
  std::vector<std::string> phrases;  // folded (base::fold)
  std::vector<std::string> intents;  // kept for the classifier
};

// How an open run of an older version can move to this one although it diverges (`migrate:`).
struct Migration {
  std::string from;  // the older version's hash, or its beginning
  std::vector<std::pair<std::string, std::string>> rename;  // old name of an answer or step, new
  std::vector<std::string> drop;   // answers that the new version does not have
  std::vector<std::string> reask;  // questions of the new version, asked (again)
};

struct Flow {
  std::string name;
  std::string hash;  // of everything but the texts: what a run is pinned to
  Text title;        // "continue with the {title}?"
  Starts starts;
  std::optional<base::Expression> requires_that;
  Text requires_say;                                      // said when it does not hold
  std::vector<std::pair<std::string, base::Type>> given;  // inputs from a caller
  Span unfinished;
  std::vector<std::string> outcomes;  // without the implicit `cancelled` and `handed_over`
  std::string cancelled_after;        // flow or `handover.<queue>`, may be empty
  std::string changed_after;
  std::vector<Migration> migrations;
  std::vector<Step> steps;  // execution starts at 0
  std::vector<Slot> slots;

  // kNoStep when there is none of that id.
  StepIndex find_step(std::string_view id) const;
  // The ask of that name; kNoStep when there is none.
  StepIndex find_question(std::string_view name) const;
  const Slot* find_slot(std::string_view name) const;
};

// ------------------------------------------------------------------------------------- repair

// Minutes of the day in the shop's zone, 0 to 1440.
struct HourSpan {
  int open = 0;
  int close = 0;
};

struct QueueSettings {
  std::string name;
  std::vector<HourSpan> hours = {{0, 24 * 60}};  // of a day, one behind the other; never empty
  std::vector<std::chrono::sys_days> holidays;   // closed all day, whatever the calendar says
  bool is_closed_on_days_off = false;            // the hours are those of working days
  bool leaves_message = true;                    // when closed: take a message; otherwise queue
};

// The shop-wide defaults of repair.yaml.
struct RepairSettings {
  struct Ladder {
    int reask = 1;
    int reword = 1;
    int buttons = 1;
    Exit then;
  };
  enum class AfterTask { ask, at_once };
  enum class Declined { park, cancel };

  Ladder cannot_understand;
  Tries tries;
  bool resume_after_info_at_once = true;
  AfterTask resume_after_task = AfterTask::ask;
  Declined resume_declined = Declined::park;
  int confirm_cancel_answers = 3;  // confirm a cancel from that many answers on
  bool confirm_cancel_files = true;
  base::Duration nudge_after{};
  base::Duration park_after{};
  base::Duration close_after{};
  int max_tasks = 3;
  std::vector<QueueSettings> queues;
  std::vector<std::string> greeting_buttons;  // names, in order of appearance
  base::Position greeting_where;

  const QueueSettings* find_queue(std::string_view name) const;
};

struct Program {
  std::string default_language;  // of inline texts
  std::vector<Flow> flows;       // the current ones, one of each name
  // Older versions that runs are pinned to (versions.hpp); nothing new begins with them.
  std::vector<Flow> older;
  std::vector<StartButton> greeting_buttons;
  RepairSettings repair;
  Contracts contracts;
  Texts texts;
  std::vector<Article> articles;  // by name
  carriers::Table carriers;       // what tracking numbers are checked against

  // The current flow of that name; kNoFlow when there is none.
  FlowIndex find_flow(std::string_view name) const;
  // That version of the flow, current or older; nothing when it is not kept (any more).
  const Flow* find_version(std::string_view name, std::string_view hash) const;
  // Of `flows`, and behind them of `older`, as CallStep::flow counts.
  const Flow& flow_at(FlowIndex index) const {
    return index < flows.size() ? flows[index] : older[index - flows.size()];
  }
};

}  // namespace dialogs
