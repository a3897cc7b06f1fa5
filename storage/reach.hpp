// How far customers got in the flows, and what is known of why their returns became overdue: read
// from the journal of a data folder, also while a server writes to it. Takes as long as the newest
// kMaxReachRows turns need to be read, so it is for the job pool. Takes no lock, changes nothing.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/clock.hpp"

namespace storage {

constexpr std::int64_t kMaxReachRows = 200'000;

// A question, by what a message's `step` says ("create_return.photos").
struct AskedStep {
  std::string step;
  std::int64_t conversations = 0;  // in which it was asked
};

struct OverdueReason {
  // The first that holds of: "sent_in_time" (the customer proved it later), "asked_again" (they
  // made a new request), "began" (they began to confirm the shipment and did not finish), "silent".
  std::string reason;
  std::int64_t cases = 0;
};

struct Reach {
  std::vector<AskedStep> steps;        // by name
  std::vector<OverdueReason> overdue;  // the most frequent first
};

// Since the instant. Throws StorageFailure: refused (no store there, another schema), fatal.
Reach read_reach(const std::filesystem::path& data_folder, base::Instant since);

}  // namespace storage
