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

struct PushFrame { Frame frame; };                                  // on top of the stack
struct EndFrame { std::uint64_t run; };                             // gone, with its answers
struct SetStatus { std::uint64_t run; FrameStatus status; };        // active: raised to the top;
                                                                    // waiting, parked: off the stack
struct MoveTo { std::uint64_t run; Position position; };
struct SetAnswer { std::uint64_t run; Answer answer; };             // also advances the revision
struct DropAnswer { std::uint64_t run; std::string path; bool is_archived; };
struct MarkDone { std::uint64_t run; std::string path; bool is_done; };
struct SetFence { std::uint64_t run; };
struct SetPending { std::optional<Pending> pending; };
struct SetTries { std::uint32_t tries; };                           // of the pending question
struct SetRepair { std::optional<OpenRepair> repair; };
struct AddIssue { Issue issue; };
struct SetAwaiting { std::optional<Awaiting> awaiting; };
struct SetHandover { std::optional<Handover> handover; };
struct SetNotUnderstood { std::uint32_t count; };
struct SetLocale { std::string locale; };
struct SetGreeted {};
struct SetSaid { std::vector<Said> said; };

using Change = std::variant<PushFrame, EndFrame, SetStatus, MoveTo, SetAnswer, DropAnswer, MarkDone,
                            SetFence, SetPending, SetTries, SetRepair, AddIssue, SetAwaiting,
                            SetHandover, SetNotUnderstood, SetLocale, SetGreeted, SetSaid>;

// Carries out one operation.
void apply(State& state, const Change& change);

// {"v":1,"ops":[["answer",3,...],...]}; several steps of one turn are one list.
std::string to_json(std::span<const Change> changes);

// Carries out what to_json wrote. Errors: `bad_json`, `bad_field`; the state is then unspecified.
base::Result<void> fold(State& state, std::string_view change_json);

}  // namespace dialogs
