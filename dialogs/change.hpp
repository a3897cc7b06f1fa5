// The only way a State changes: small operations, appended to the journal as JSON and folded back
// after a restart. Every operation is total: one that names a frame which is gone does nothing.
// Any thread; no state of its own.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.hpp"
#include "dialogs/state.hpp"

namespace dialogs {

// On top of the stack; the frame begins at the first step of its flow.
struct PushFrame {
  std::uint64_t run = 0;
  std::uint64_t caller = 0;
  std::string flow;
  std::string hash;
  FrameKind kind = FrameKind::task;
  std::string call_path = {};
};
// Gone, with its answers.
struct EndFrame {
  std::uint64_t run = 0;
};
// active: raised to the top of the stack. interrupted: stays where it is, or joins at the bottom.
// waiting, parked, returned: leaves the stack. `kept_until_ms` becomes the frame's.
struct SetStatus {
  std::uint64_t run = 0;
  FrameStatus status = FrameStatus::active;
  std::int64_t kept_until_ms = 0;
};
struct MoveTo {
  std::uint64_t run = 0;
  Position position;
};
// New or in place of the old one, also of an archived one; the frame's revision becomes the
// answer's.
struct SetAnswer {
  std::uint64_t run = 0;
  Answer answer;
};
// With is_archived it is kept aside (C5). Where no answer is left, the archived one goes.
struct DropAnswer {
  std::uint64_t run = 0;
  std::string path;
  bool is_archived = false;
};
struct MarkDone {
  std::uint64_t run = 0;
  std::string path;
  bool is_done = true;
};
struct SetFence {
  std::uint64_t run = 0;
};
struct SetPending {
  std::optional<Pending> pending;
};
// Of the pending question.
struct SetTries {
  std::uint32_t tries = 0;
};
struct SetRepair {
  std::optional<OpenRepair> repair;
};
struct AddIssue {
  Issue issue;
};
struct SetAwaiting {
  std::optional<Awaiting> awaiting;
};
struct SetHandover {
  std::optional<Handover> handover;
};
struct SetNotUnderstood {
  std::uint32_t count = 0;
  std::uint32_t clarified = 0;
};
struct SetLocale {
  std::string locale;
};
struct SetGreeted {};
struct SetSaid {
  std::vector<Said> said;
};
struct SetSilence {
  Silence silence;
};
// R1: the question to come back to, of that frame.
struct KeepPending {
  std::uint64_t run = 0;
  std::optional<Pending> kept;
};
struct SetHeld {
  std::optional<Held> held;
};
struct SetSettled {
  std::optional<Settled> settled;
};
// Frame::early: what waits for that question; without words nothing does any more.
struct HoldEarly {
  Held held;
};

// The run goes on with another version of its flow, at that place of it.
struct SetFlow {
  std::uint64_t run = 0;
  std::string hash;
  Position position;
};

struct SetInformed {
  Informed informed;
};

using Change =
    std::variant<PushFrame, EndFrame, SetStatus, MoveTo, SetAnswer, DropAnswer, MarkDone, SetFence,
                 SetPending, SetTries, SetRepair, AddIssue, SetAwaiting, SetHandover,
                 SetNotUnderstood, SetLocale, SetGreeted, SetSaid, SetSilence, KeepPending, SetHeld,
                 SetSettled, SetFlow, SetInformed, HoldEarly>;

// Carries out one operation.
void apply_change(State& state, const Change& change);

// {"v":1,"ops":[{"op":"answer","run":3,...},...]}. The steps of one turn make one list.
std::string to_json(std::span<const Change> changes);

// Carries out what to_json wrote. Errors: `bad_json`, `bad_field`; the state is then unspecified.
base::Result<void> fold(State& state, std::string_view change_json);

}  // namespace dialogs
