#include "dialogs/engine/commands.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "dialogs/engine/answer.hpp"
#include "dialogs/engine/article.hpp"
#include "dialogs/engine/correct.hpp"
#include "dialogs/engine/effects.hpp"
#include "dialogs/engine/fence.hpp"
#include "dialogs/engine/prompt.hpp"
#include "dialogs/engine/repair.hpp"
#include "dialogs/engine/start.hpp"
#include "dialogs/engine/tasks.hpp"
#include "dialogs/engine/walk.hpp"

namespace dialogs {

namespace {

using Kind = Command::Kind;

bool is_pending_at(const Turn& turn, const Target& target) {
  const auto& pending = turn.state().pending;
  if (!pending || pending->kind != Pending::Kind::question || pending->run != target.run) {
    return false;
  }
  const Flow& flow = *turn.flow_of(*turn.frame(target.run));
  return pending->path ==
         path_prefix(flow, target.place.loops) + flow.steps[target.place.step].as<AskStep>()->name;
}

// A name for the pending question without naming it, or its own.
bool names_pending(const Turn& turn, const Command& command) {
  const auto open = open_question(turn);
  return open && (command.name.empty() || command.name == open->ask->name) &&
         (command.item.empty() ||
          base::fold(item_name(turn, {open->frame->run, open->place})) == base::fold(command.item));
}

// Why a command is illegal now; nothing when it is legal and filled in.
struct Refusal {
  std::string_view rule;
  std::string_view reason;
};

class Judge {
 public:
  explicit Judge(Turn& turn) : turn_(turn) {}

  std::optional<Refusal> look_at(Candidate& candidate) {
    Command& command = candidate.command;
    switch (command.kind) {
      case Kind::handover: {
        const bool is_known =
            command.name.empty() || turn_.program.repair.find_queue(command.name) != nullptr;
        return refuse_unless(is_known, "1.1", "no such queue");
      }
      case Kind::cancel: {
        const Frame* task = turn_.top_task();
        candidate.task = task == nullptr ? 0 : task->run;
        return refuse_unless(task != nullptr || turn_.state().settled, "1.1", "nothing is open");
      }
      case Kind::correct:
        // What is being asked is not corrected but answered, whatever other tasks call the same.
        if (!command.name.empty() && names_pending(turn_, command)) {
          as_answer(candidate);
          return refuse_unless(!candidate.targets.empty(), "C10", "it is being asked");
        }
        candidate.targets = find_answered(turn_, command.name, command.item);
        if (candidate.targets.empty() && turn_.state().settled && is_of_settled(command.name)) {
          return std::nullopt;  // told that it is too late (C6)
        }
        if (candidate.targets.empty()) as_answer(candidate);
        return refuse_unless(!candidate.targets.empty(), "C9", "no open task has that answer");
      case Kind::answer:
        as_answer(candidate);
        if (candidate.targets.empty() && command.words) {
          candidate.targets = find_answered(turn_, command.name, command.item);
          if (!candidate.targets.empty()) command.kind = Kind::correct;
        }
        return refuse_unless(!candidate.targets.empty() && command.words, "1.1",
                             "no open task asks that");
      case Kind::start:
        candidate.flow = find_started_flow(turn_, command.name);
        if (candidate.flow == kNoFlow) return Refusal{"1.1", "no such flow"};
        return refuse_unless(!is_repeated(candidate), "R3", "it is open already");
      case Kind::info:
        return refuse_unless(
            command.name.empty() || turn_.program.texts.find("info." + command.name) != nullptr,
            "R4", "no such article");
      default:
        // "Back" and "why" are the engine's own words: said as such, or not meant.
        return refuse_unless(command.kind < Kind::back || !is_guess(command), "1.1",
                             "not said in so many words");
    }
  }

 private:
  static std::optional<Refusal> refuse_unless(bool is_legal, std::string_view rule,
                                              std::string_view reason) {
    return is_legal ? std::nullopt : std::optional(Refusal{rule, reason});
  }

  // A guess that the customer wants what is being done already says nothing new; the engine's own
  // rules propose it only with "another".
  bool is_repeated(const Candidate& candidate) const {
    const Command& command = candidate.command;
    const Frame* top = turn_.top_task();
    return is_guess(command) && command.values.empty() && top != nullptr &&
           top->status == FrameStatus::active && !turn_.state().repair &&
           top->flow == turn_.program.flows[candidate.flow].name;
  }

  // A value for a question that has no answer yet: the pending one, or one that comes later.
  void as_answer(Candidate& candidate) {
    Command& command = candidate.command;
    if (!command.words) return;
    if (names_pending(turn_, command)) {
      const auto open = open_question(turn_);
      candidate.targets = {{open->frame->run, open->place}};
    } else if (auto target = find_unanswered(turn_, command.name, command.item)) {
      candidate.targets = {std::move(*target)};
    } else {
      return;
    }
    command.kind = Kind::answer;
    candidate.is_pending = is_pending_at(turn_, candidate.targets.front());
  }

  bool is_of_settled(std::string_view question) const {
    const FlowIndex index = turn_.program.find_flow(turn_.state().settled->flow);
    return index != kNoFlow &&
           (question.empty() || turn_.program.flows[index].find_question(question) != kNoStep);
  }

  Turn& turn_;
};

bool is_information(const Command& command) {
  return command.kind == Kind::info || command.kind == Kind::chitchat;
}

// Carries out legal commands; they are in order.
class Doer {
 public:
  Doer(Turn& turn, std::vector<Candidate>& candidates) : turn_(turn), candidates_(candidates) {}

  bool run() {
    if (!candidates_.empty() && candidates_.front().command.kind == Kind::handover) {
      hand_over();
      return true;
    }
    // What a cancel or a correction asks comes last (R9): behind what the other commands say.
    const auto before = turn_.state().repair;
    const auto awaited = turn_.state().awaiting;
    bool is_late = false;
    for (Candidate& candidate : candidates_) {
      // A correction whose choices are being looked up asks as soon as they are there.
      const bool is_asking = (turn_.state().repair && turn_.state().repair != before) ||
                             (turn_.state().awaiting && turn_.state().awaiting != awaited);
      if (is_asking && candidate.command.kind == Kind::correct) {
        turn_.judged(candidate.command, false, "X2", "a question is open");
        continue;
      }
      one(candidate);
      const bool has_asked = turn_.state().repair && turn_.state().repair != before;
      if (is_late || !has_asked || is_last(candidate)) continue;
      turn_.drop_last_reply();
      is_late = true;
    }
    for (Candidate& candidate : candidates_) inform(candidate);
    if (is_late && turn_.state().repair) prompt_repair(turn_);
    go_on();
    for (Candidate& candidate : candidates_) {
      if (candidate.command.kind == Kind::start) start(candidate);
    }
    return has_acted_;
  }

 private:
  // Nothing that is said in this turn comes behind it.
  bool is_last(const Candidate& candidate) const {
    return &candidate == &candidates_.back() &&
           std::none_of(candidates_.begin(), candidates_.end(),
                        [](const Candidate& one) { return is_information(one.command); });
  }

  // The hand-over ends the turn; an answer that came with it is kept for the person to see.
  void hand_over() {
    for (Candidate& candidate : candidates_) {
      if (candidate.is_pending) answer_quietly(candidate);
    }
    const Command& command = candidates_.front().command;
    turn_.judged(command, true, "1.1");
    call_person(turn_, command.name);
    for (std::size_t at = 1; at < candidates_.size(); ++at) {
      if (candidates_[at].is_pending) continue;
      turn_.judged(candidates_[at].command, false, "1.5", "the hand-over ends the turn");
    }
  }

  void answer_quietly(Candidate& candidate) {
    const auto open = open_question(turn_);
    if (!open) return turn_.judged(candidate.command, false, "1.1", "said already");
    std::string limit;
    Parsed parsed = parse_reply(turn_, *open, *candidate.command.words, limit);
    const bool is_good = parsed.fit == Fit::whole && !broken_check(turn_, *open, parsed.value);
    if (is_good) keep_quietly(*open, std::move(parsed.value));
    turn_.judged(candidate.command, is_good, "1.1", is_good ? "" : "not an answer");
  }

  // Without going on: what would be asked next waits until the person gives the dialog back.
  void keep_quietly(const OpenQuestion& open, base::Value value) {
    if (!turn_.state().pending->is_correction) {
      take(turn_, std::move(value), Provenance::message);
      return;
    }
    turn_.change(SetPending{});
    set_corrected(turn_, open.frame->run, open.place, std::move(value), Provenance::message);
  }

  void one(Candidate& candidate) {
    switch (candidate.command.kind) {
      case Kind::cancel:
        return cancel_task(candidate);
      case Kind::correct:
        return correct_answer(candidate);
      case Kind::answer:
        return candidate.is_pending ? answer_pending(candidate) : answer_other(candidate);
      default:
        return;
    }
  }

  void cancel_task(const Candidate& candidate) {
    has_acted_ = true;
    is_cancelled_ = true;
    turn_.judged(candidate.command, true, "X1");
    // X2: what is started by the same message is started afterwards, whatever the customer answers.
    std::string then;
    for (const Candidate& other : candidates_) {
      if (other.command.kind == Kind::start) then = turn_.program.flows[other.flow].name;
    }
    if (candidate.command.name == "all") return cancel_all(turn_, then);
    cancel(turn_, then);
  }

  void correct_answer(const Candidate& candidate) {
    if (is_gone(candidate)) return;
    has_acted_ = true;
    if (candidate.targets.empty()) {
      turn_.judged(candidate.command, true, "C6");
      tell_settled(turn_, Wanted::change);
      return;
    }
    const Corrected result = correct_by_words(turn_, candidate);
    turn_.judged(candidate.command, result != Corrected::told,
                 result == Corrected::same ? "C11" : "C1",
                 result == Corrected::told ? "the new value cannot be taken" : "");
    const bool is_of_top = is_of_active_task(candidate.targets.front().run);
    if (result == Corrected::changed && is_of_top) walk_ = candidate.targets.front().run;
  }

  // C4: validated like any answer, after the corrections: its question may look different by then.
  void answer_pending(const Candidate& candidate) {
    if (is_gone(candidate) || !turn_.state().pending) return;
    has_acted_ = true;
    turn_.judged(candidate.command, true, "C4");
    const Pending& pending = *turn_.state().pending;
    turn_.change(SetHeld{Held{pending.run, pending.path, *candidate.command.words}});
    answers_pending_ = true;
  }

  void answer_other(const Candidate& candidate) {
    if (is_gone(candidate)) return;
    const bool is_taken = answer_early(turn_, candidate.targets.front(), *candidate.command.words);
    has_acted_ = has_acted_ || is_taken;
    turn_.judged(candidate.command, is_taken, "1.1",
                 is_taken ? "" : "the question does not take it before it is asked");
  }

  // The way on: from the start of a task that was changed, else behind the answer.
  void go_on() {
    const State& state = turn_.state();
    if (state.repair || state.awaiting || state.handover) return;
    if (walk_ != 0 && turn_.frame(walk_) != nullptr) return walk_task(turn_, walk_);
    if (answers_pending_ && !read_held(turn_) && state.pending) {
      turn_.change(SetHeld{});
      has_acted_ = false;
    }
  }

  void inform(const Candidate& candidate) {
    const bool is_info = candidate.command.kind == Kind::info;
    if (!is_information(candidate.command)) return;
    has_acted_ = true;
    turn_.judged(candidate.command, true, is_info ? "R4" : "1.5");
    if (is_info) {
      say_article(turn_, candidate.command.name);
      return offer_articles(turn_, candidate.command.values);
    }
    turn_.say("repair.chitchat");
    turn_.is_detour = true;
  }

  void start(const Candidate& candidate) {
    const State& state = turn_.state();
    if (state.repair || state.awaiting || state.handover) {
      // A cancel that asks first remembers it (X2).
      turn_.judged(candidate.command, is_cancelled_, "X2",
                   is_cancelled_ ? "" : "a question is open");
      return;
    }
    has_acted_ = true;
    turn_.judged(candidate.command, true, "R1");
    // What the task before it asks is asked when it comes back, and not twice.
    if (turn_.has_prompted && state.pending) turn_.drop_last_reply();
    start_with(turn_, candidate.flow, candidate.command.values);
  }

  // Illegal by now: the task it was about is gone.
  bool is_gone(const Candidate& candidate) {
    const bool is_gone =
        !candidate.targets.empty() && turn_.frame(candidate.targets.front().run) == nullptr;
    if (is_gone) turn_.judged(candidate.command, false, "X2", "its task was cancelled before");
    return is_gone;
  }

  bool is_of_active_task(std::uint64_t run) const {
    const Frame* top = turn_.top_task();
    const auto family = family_of(turn_, run);
    return top != nullptr && top->status == FrameStatus::active && !family.empty() &&
           family.front() == top->run;
  }

  Turn& turn_;
  std::vector<Candidate>& candidates_;
  std::uint64_t walk_ = 0;
  bool has_acted_ = false;
  bool is_cancelled_ = false;
  bool answers_pending_ = false;
};

}  // namespace

FlowIndex find_started_flow(const Turn& turn, std::string_view name) {
  for (FlowIndex at = 0; at < turn.program.flows.size() && !name.empty(); ++at) {
    const Flow& flow = turn.program.flows[at];
    const Starts& starts = flow.starts;
    if (starts.button.empty() && starts.phrases.empty() && starts.intents.empty()) continue;
    if (flow.name == name || starts.button == name) return at;
  }
  return kNoFlow;
}

std::vector<Candidate> judge(Turn& turn, const std::vector<Command>& commands, double least) {
  std::vector<Candidate> legal;
  Judge judge(turn);
  for (const Command& command : commands) {
    if (legal.size() >= kMaxCommands) {
      turn.judged(command, false, "1.1", "too many at once");
      continue;
    }
    if (command.confidence < least) {
      turn.judged(command, false, "1.1", "not sure enough");
      continue;
    }
    Candidate candidate;
    candidate.command = command;
    if (const auto refusal = judge.look_at(candidate)) {
      turn.judged(command, false, refusal->rule, refusal->reason);
      continue;
    }
    // As it is carried out: an answer to what is answered already has become a correction.
    const Command& meant = candidate.command;
    const auto twin = std::find_if(legal.begin(), legal.end(), [&](const Candidate& one) {
      return one.command.kind == meant.kind && one.command.item == meant.item &&
             (one.command.name == meant.name || meant.kind == Kind::cancel);
    });
    if (twin != legal.end()) {
      // X4: said twice in one message it is still asked about; "everything" is the wider wish.
      if (meant.kind == Kind::cancel && meant.name == "all") twin->command.name = "all";
      turn.judged(command, false, "1.1", "said already");
      continue;
    }
    legal.push_back(std::move(candidate));
  }
  std::stable_sort(legal.begin(), legal.end(), [](const Candidate& left, const Candidate& right) {
    if (left.command.kind != right.command.kind) return left.command.kind < right.command.kind;
    return left.is_pending && !right.is_pending;
  });
  return legal;
}

bool carry_out(Turn& turn, std::vector<Candidate> candidates) {
  return Doer(turn, candidates).run();
}

}  // namespace dialogs
