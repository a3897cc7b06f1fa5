// Which open runs can go on with the current version of their flow, and why others cannot (design:
// a run that went the same way so far may move; one that would not stays where it is, unless the
// flow's `migrate:` covers it). Reads only. One thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bot/replay/replay.hpp"

namespace bot {

struct RunVerdict {
  enum class Kind {
    same,      // went the same way: moves
    migrates,  // `migrate:` covers it: moves
    diverges,  // stays with its version
    busy,      // something is under way for it: stays for now
    unknown,   // cannot be replayed: stays
  };
  std::uint64_t run = 0;
  std::string flow;
  std::string hash;  // of the version that it is pinned to
  Kind kind = Kind::unknown;
  std::int64_t turn = 0;  // diverges: where
  std::string why;        // for people; empty when it moves

  bool moves() const { return kind == Kind::same || kind == Kind::migrates; }
};

std::string_view to_string(RunVerdict::Kind kind);

// One verdict for each run of `state` (the fold of all turns) that is pinned to another version
// than the current one of `profile`, whose program has the older versions beside it.
std::vector<RunVerdict> judge_runs(const JournaledConversation& conversation,
                                   const dialogs::State& state, const CompiledProfile& profile,
                                   const FindProfile& find);

// Whether any run of the state is pinned to another version than the current one.
bool has_older_runs(const dialogs::State& state, const dialogs::Program& program);

// `program` with the versions of flows that `stored` lists and it does not have, each compiled from
// the profile it was published with. What cannot be compiled is left out and told in `faults`.
std::shared_ptr<const dialogs::Program> with_older(std::shared_ptr<const dialogs::Program> program,
                                                   const std::vector<storage::StoredFlow>& stored,
                                                   const FindProfile& find, base::Faults& faults);

}  // namespace bot
