// Puts a profile to work, at the start and while the server runs: stores it, keeps the versions of
// flows that open runs are pinned to beside the new ones, swaps in one step between two turns, and
// then moves the runs that can move, conversation by conversation. A profile with faults changes
// nothing: the last good one stays. Loop thread only.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <string>

#include "bot/http/api_parts.hpp"
#include "bot/profile.hpp"
#include "bot/publish/move_runs.hpp"
#include "bot/turns/case_desk.hpp"
#include "bot/turns/conversations.hpp"
#include "bot/turns/turn_processor.hpp"

namespace bot {

struct PublishReport {
  bool is_published = false;
  base::Faults faults;  // why not; or warnings
  std::string version;  // of the profile that works now
  std::size_t flows = 0;
  std::size_t older = 0;       // versions kept for open runs, before any has moved
  bool needs_restart = false;  // boomerang.yaml changed: only a start reads it
};

// {"published":true,"version":"...","flows":7,"older":1,"needs_restart":false,"faults":[...]}
std::string to_json(const PublishReport& report);

struct PublisherParts {
  Profile& profile;  // the one that works; what a publish replaces in it
  World& world;
  Conversations& conversations;
  TurnProcessor& processor;
  CaseDesk& desk;
  RunJob run_job;
  std::function<LoadedProfile()> reload;  // reads the profile's folder; may run on any thread
};

class Publisher {
 public:
  explicit Publisher(PublisherParts parts);

  // At the start, before the first turn: stores the profile if it is new, loads older versions.
  void start();
  // Reads the folder again and swaps. One at a time: a second call meanwhile is told `busy`.
  void publish(std::function<void(const base::Result<PublishReport>&)> reply);

  // Since the start.
  std::int64_t moved() const { return moved_; }

 private:
  void swap(Profile fresh);
  void store_profile();
  void load_older(base::Faults& faults);
  void begin_moving();
  void move_next(std::uint64_t pass);
  void move_runs_of(storage::ConversationId id);
  void finish_moving();

  PublisherParts parts_;
  FindProfile find_;
  bool is_publishing_ = false;
  std::uint64_t pass_ = 0;  // the newest walk over all open conversations
  std::deque<storage::ConversationId> waiting_;
  storage::ConversationId after_ = 0;
  int moving_ = 0;                // commits in flight
  bool is_walked_ = false;        // every conversation was looked at
  std::set<std::string> pinned_;  // hashes that runs of this pass stay pinned to
  std::int64_t moved_ = 0;
};

}  // namespace bot
