// One explored conversation: the real engine, a simulated shop and whatever the customer does.
// After every turn it proves the promises of dialogs.md 3: no effect twice, no answer lost, exactly
// one open question or an end, every message answered once, at most three tasks (promises.cpp). A
// value type, so that explorers can go on from one place in several ways. One thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "dialogs/change.hpp"
#include "dialogs/engine.hpp"
#include "tests/exploration/edition.hpp"
#include "tests/exploration/move.hpp"
#include "tests/exploration/world.hpp"

namespace tests {

// A button or row that the customer sees.
struct Offered {
  std::string token;
  std::string label;
  std::uint32_t index = 0;  // of its token: options count from 0, others are in engine/token.hpp
  bool is_row = false;
};

// Sees every step of the engine as it happens.
class StepObserver {
 public:
  virtual ~StepObserver() = default;
  virtual void on_step(const dialogs::State& before, const dialogs::Event& event,
                       const dialogs::StepResult& result, const dialogs::State& after,
                       const dialogs::Context& context) = 0;
};

// Spoils what a step gave, as a faulty engine would: for showing that the promises notice it.
using Spoil = std::function<void(const dialogs::Event& event, dialogs::StepResult& result,
                                 dialogs::State& after)>;

// What conversations share. It outlives them.
struct Stage {
  std::vector<const Edition*> editions;  // Move::publish names them by index
  const Landmarks* landmarks = nullptr;
  StepObserver* observer = nullptr;  // may be none
  Spoil spoil = {};                  // may be none
};

class Talk {
 public:
  Talk(const Stage& stage, std::uint64_t seed, bool is_signed_in, std::string language);

  // Carries out a move; one that makes no sense here does nothing and gives false. Throws
  // BrokenPromise.
  bool play(const Move& move);

  const dialogs::State& state() const { return state_; }
  const dialogs::Program& program() const { return edition().program(); }
  const Edition& edition() const { return *stage_->editions[edition_]; }
  dialogs::Context context() const;
  const World& world() const { return world_; }
  World& world() { return world_; }

  // What the last turn said and asked of the world.
  const std::vector<dialogs::Reply>& replies() const { return replies_; }
  const std::vector<dialogs::Request>& requests() const { return requests_; }
  // Of the newest message that had buttons or rows.
  const std::vector<Offered>& offered() const { return offered_; }
  // Of the messages before it, oldest first.
  const std::vector<Offered>& older() const { return older_; }
  // How the pending question wants to be answered; nothing when none was asked yet.
  const std::optional<dialogs::Expects>& expects() const { return expects_; }
  const std::map<std::string, base::Instant>& timers() const { return timers_; }
  bool is_answer_under_way() const { return !late_.empty(); }
  // Look-ups and actions that the last turn asked for.
  int lookups() const { return lookups_; }
  const std::vector<std::string>& actions() const { return actions_; }

  std::size_t edition_index() const { return edition_; }

  // The frame and flow of the pending question, in the version that the frame is pinned to; nothing
  // when none is open.
  const dialogs::Frame* pending_frame() const;
  const dialogs::Flow* pending_flow() const;

  // The answers that the customer gave, by run and path: nothing of it may get lost.
  std::map<std::string, base::Value> given_answers() const;

 private:
  bool carry_out(const Move& move);
  bool press(const Move& move);
  bool fire(const Move& move);
  bool signal(const Move& move);
  bool arrive(const Move& move);
  void publish(std::size_t edition, const Move& move);
  bool may_move(std::uint64_t run) const;
  void turn(const dialogs::Event& event, const Move& move);
  void run_turn(const dialogs::Event& event, const ShopPlan& plan);
  void note_requests(const dialogs::StepResult& result, const ShopPlan& plan,
                     std::vector<dialogs::Event>& follow);
  void speak(const std::string& language);
  void note_replies();
  void fold_journal() const;
  // promises.cpp
  // Where a message leads without what a classifier makes of it; nothing when that may matter.
  std::optional<dialogs::State> without_guesses(const dialogs::Event& event) const;
  void prove_beyond_doubt(const dialogs::State& without_guesses) const;
  void prove_turn(const dialogs::State& before, const dialogs::Event& event) const;
  void prove_open_question(const dialogs::State& before) const;
  void prove_replies(const dialogs::State& before, const dialogs::Event& event) const;
  void prove_depth() const;
  void prove_pinned(const dialogs::State& before, const dialogs::Event& event) const;
  void prove_no_answer_lost(const dialogs::State& before) const;
  bool may_be_dropped(const dialogs::Frame& before, const dialogs::Frame& after,
                      const dialogs::Flow& flow, const dialogs::Answer& gone) const;

  const Stage* stage_;
  std::size_t edition_ = 0;
  World world_;
  base::Instant now_;
  std::string language_;
  std::string today_;
  base::Value customer_;
  dialogs::State state_;
  std::vector<dialogs::Change> journal_;
  std::vector<dialogs::Reply> replies_;
  std::vector<dialogs::Request> requests_;
  std::vector<Offered> offered_;
  std::vector<Offered> older_;
  dialogs::Event last_;
  std::optional<dialogs::Expects> expects_;
  std::map<std::string, base::Instant> timers_;
  std::vector<dialogs::Event> late_;  // answers of the shop that are under way
  std::set<std::uint64_t> woken_;  // runs that once waited: they come back without being asked for
  int lookups_ = 0;
  std::vector<std::string> actions_;
  int files_ = 0;
};

// The conversation as people would read it: replays the moves on a fresh talk.
std::string transcript(const Stage& stage, std::uint64_t seed, bool is_signed_in,
                       const std::string& language, const std::vector<Move>& moves);

}  // namespace tests
