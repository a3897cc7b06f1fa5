// Runs a conversation again from its journal alone: the recorded events, look-ups, results and
// times go through the engine with the profile of that time (or another), and what comes out can be
// compared with what was stored. Nothing outside is asked. One thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "bot/publish/stored_profile.hpp"
#include "bot/turns/recording.hpp"
#include "dialogs/engine.hpp"
#include "dialogs/texts.hpp"
#include "storage/store.hpp"

namespace bot {

// The profile of that version. Error: `no_profile` (not stored, or not readable by this program).
using FindProfile = std::function<base::Result<CompiledProfile>(const std::string& version)>;

// Finds profiles in files that `files` gives, and remembers them compiled.
FindProfile profiles_from(
    std::function<std::vector<storage::ProfileFile>(const std::string& version)> files);

// A conversation with its journal so far, oldest turn first.
struct JournaledConversation {
  storage::ConversationRow row;
  std::vector<storage::JournalRow> turns;
};

// One step of the engine within a turn.
struct ReplayedStep {
  dialogs::Event event;
  dialogs::StepResult result;
};

struct ReplayedTurn {
  std::vector<ReplayedStep> steps;
  std::vector<dialogs::Change> changes;
  std::string change;  // as JournalRow::change
  std::string output;  // as JournalRow::output
};

// The sensitive question that what the customer said in a turn was about: the one that was open
// before it, or one that the turn answered. Nothing when there is none: the words may be shown.
const dialogs::Question* private_question(const dialogs::Program& program,
                                          const dialogs::State& before,
                                          const std::vector<dialogs::Change>& changes);

class Replay {
 public:
  Replay(const storage::ConversationRow& conversation, FindProfile find);

  // The next turn of the journal, in order from the first. Errors: `nothing_recorded`,
  // `no_profile`, `bad_recording`, `newer_version`. After an error follow() goes on behind it.
  base::Result<ReplayedTurn> run(const storage::JournalRow& row,
                                 const dialogs::Trial* trial = nullptr);
  // Takes the row as it was stored, without running it. Error: `bad_field`.
  base::Result<void> follow(const storage::JournalRow& row);

  const dialogs::State& state() const { return state_; }
  dialogs::State& state() { return state_; }
  // Of the newest turn run: what it saw. Precondition: one was run.
  const RecordedWorld& world() const { return world_; }
  std::shared_ptr<const dialogs::Program> program() const { return program_; }
  const workflow::Policy& policy() const { return *policy_; }
  const dialogs::Formatter& formatter();

 private:
  base::Result<void> enter(const RecordedWorld& world);
  dialogs::StepResult step(const dialogs::Event& event, base::Instant now,
                           const dialogs::Trial* trial);

  FindProfile find_;
  dialogs::State state_;
  RecordedWorld world_;
  std::shared_ptr<const dialogs::Program> program_;
  std::shared_ptr<const workflow::Policy> policy_;
  std::vector<CompiledProfile> seen_;  // profiles of this conversation, oldest first
  std::unique_ptr<dialogs::Formatters> formatters_;
};

}  // namespace bot
