// What every part of the engine works with during one step: the program, the state (changed only
// through `change`), and the result being gathered. Lives within one call of Engine::step.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dialogs/engine.hpp"
#include "dialogs/engine/scope.hpp"
#include "dialogs/engine/token.hpp"
#include "dialogs/flow.hpp"

namespace dialogs {

class Turn {
 public:
  Turn(const Program& the_program, State& the_state, const Context& the_context,
       StepResult& the_result)
      : program(the_program), context(the_context), state_(the_state), result_(the_result) {}

  const Program& program;
  const Context& context;

  const State& state() const { return state_; }
  // Carries the operation out and keeps it for the journal.
  void change(Change op);
  void request(Request wish) { result_.requests.push_back(std::move(wish)); }

  template <class Wish>
  bool has_requested() const {
    for (const Request& one : result_.requests) {
      if (std::holds_alternative<Wish>(one)) return true;
    }
    return false;
  }

  // Adds a reply; the reference holds until the next one.
  Reply& reply(std::string text, std::string step);
  // Adds a shared text; `key` becomes the step ("repair.cancelled").
  Reply& say(std::string_view key, const NamedScope::Names& names = {});
  // Whether those words of that step were said in this step of the engine already.
  bool has_said(std::string_view step, std::string_view text) const;
  bool has_replied() const { return !result_.replies.empty(); }
  // Whether a task or called flow came to its end in this step.
  bool has_finished() const;
  // The newest reply of this step. Precondition: there is one.
  Reply& last_reply() { return result_.replies.back(); }
  // Takes the newest reply back: it asked for what is known already.
  void drop_last_reply();

  // A shared text, ready to be shown.
  std::string text(std::string_view key, const NamedScope::Names& names = {}) const;
  std::string render(const Text& text, const base::ValueScope& scope) const;
  // Whether the folded message as a whole is one of the words of that list.
  bool is_word(std::string_view list, std::string_view folded) const;

  // What became of a command, for those who ask why; nothing is kept otherwise.
  void judged(const Command& command, bool is_applied, std::string_view rule,
              std::string_view reason = {});

  // The frame of that run, or nothing.
  const Frame* frame(std::uint64_t run) const { return state_.find_frame(run); }
  // The version that the run is pinned to; nothing when the program has no such flow any more.
  const Flow* flow_of(const Frame& frame) const;
  std::string title_of(const Frame& frame) const;
  // The task at the bottom of the chain of calls on top of the stack; nothing when there is none.
  const Frame* top_task() const;
  // The runs of that chain, top first.
  std::vector<std::uint64_t> top_chain() const;

  // Issues a new number for buttons.
  std::uint64_t issue(Issue::Kind kind, std::uint64_t run, std::string path);
  Button button(std::uint64_t issue, std::uint32_t index, std::uint32_t check,
                std::string label) const;

  // The open question was asked (again) in this step: it needs no reminder at the end.
  bool has_prompted = false;
  // What the customer's event brought, for the conversation's ladder (ladder.hpp). nothing_new:
  // understood, but no step forward, such as an answer that breaks a rule.
  enum class Heard { something, nothing_new, nothing };
  Heard heard = Heard::something;
  // The customer asked for a moment (silence.hpp).
  bool is_held = false;
  // Only information was given: the open question is asked again shortly (R4).
  bool is_detour = false;
  // An article was said in this step.
  bool has_informed = false;
  // What flows said in this step, for "repeat".
  std::vector<Said> said;
  // Walks are made one after the other, never inside each other (walk.cpp), so that no chain of
  // calls and returns, however long, uses up the machine's stack.
  struct Walk {
    std::uint64_t run = 0;
    bool is_from_start = false;
  };
  std::optional<Walk> next_walk;
  bool is_walking = false;
  int walked = 0;  // steps, of kMaxWalk

 private:
  // One with those words of that step; the end when there is none.
  std::vector<Reply>::iterator find_reply(std::string_view step, std::string_view text) const;

  State& state_;
  StepResult& result_;
};

// The version that a frame is pinned to, or else the current flow of that name, or nothing.
const Flow* flow_of_frame(const Program& program, const Frame& frame);

}  // namespace dialogs
