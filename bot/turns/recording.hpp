// What a turn learned from outside the dialog engine: which world it saw, which events it stepped
// the engine with, which messages others said. With the turn's input this is all that is needed to
// run it again from the journal alone (bot/replay). Stored as JournalRow::recorded. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/value.hpp"
#include "dialogs/event.hpp"

namespace bot {

// What the engine was told about who it talks to and in which words. Written when it is other than
// in the turns before; so the first turn of a conversation always has it.
struct RecordedWorld {
  std::string profile;  // version of the published profile: flows, texts, figures
  std::string locale;
  std::string zone;
  base::Value customer;
  friend bool operator==(const RecordedWorld&, const RecordedWorld&) = default;
};

// Gathers it while the turn is made.
class Recording {
 public:
  void see(RecordedWorld world) { world_ = std::move(world); }
  const std::optional<RecordedWorld>& world() const { return world_; }
  // The engine steps with this event; `input` is the turn's, which need not be kept twice.
  void step(const dialogs::Event& event, std::string_view input);
  // The message at this place of the turn, from 0, is not the engine's (nor the customer's own).
  void give(std::int64_t place);

  // {"v":1,"world":{...},"events":[0,{...}],"given":[1]}; an event that is the input itself is 0.
  // Never empty: a turn that learned nothing says so.
  std::string to_json() const;

 private:
  std::optional<RecordedWorld> world_;
  std::string events_;  // pieces of JSON, separated by commas
  std::string given_;
};

struct Recorded {
  std::optional<RecordedWorld> world;
  std::vector<dialogs::Event> events;  // in the order in which the engine was stepped
  std::vector<std::int64_t> given;
};

// Reads what any released version wrote. Errors: `nothing_recorded` (empty: a turn of before schema
// 2), `newer_version`, `bad_recording`.
base::Result<Recorded> read_recording(std::string_view json, std::string_view input);

}  // namespace bot
