// One conversation in memory: its dialog state, its place in the journal, what is on its way to
// disk, and who is listening. Owned by Conversations; loop thread only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/value.hpp"
#include "bot/turns/recording.hpp"
#include "bot/turns/seen_ids.hpp"
#include "dialogs/state.hpp"
#include "storage/commit.hpp"

namespace bot {

// What a turn gave, once it is durable (or was found in the journal).
struct TurnAnswer {
  std::string_view client_id;  // empty: not caused by a client
  std::int64_t first_seq = 0;  // of the customer's own message when a client caused the turn
  std::int64_t last_seq = 0;
  std::string_view output;  // message frames, one a line
};

// Somebody who sees a conversation: a WebSocket session, or a test. Calls come from the loop, never
// from inside a call of the listener's own.
class Listener {
 public:
  virtual ~Listener() = default;
  // Unique among all listeners of this process.
  virtual std::uint64_t listener_id() const = 0;
  // A new turn. `is_mine`: caused by this listener, which wants `ack` and `turn` around it.
  virtual void on_turn(const TurnAnswer& answer, bool is_mine) = 0;
  // The event with this client id was not accepted; nothing of it was kept.
  virtual void on_refused(std::string_view client_id, const base::Error& error,
                          std::optional<base::Duration> retry_after) = 0;
  // Any other frame for everybody here: `case`, `owner`.
  virtual void on_frame_for_all(std::string_view frame) = 0;
  // The guest's conversation has become a customer's: who listens as the guest must come again.
  virtual void on_adopted() = 0;
};

struct Conversation {
  // A client's event that is being committed.
  struct InFlight {
    std::string client_id;
    std::string input;                   // as the journal will have it, to compare a resend with
    std::vector<std::uint64_t> waiting;  // listeners that resent it meanwhile
  };

  storage::ConversationId id = 0;
  std::string uuid;
  std::string customer;  // empty for a guest
  std::string locale;
  std::string time_zone;
  base::Value customer_record;  // what flows see as `customer`; nothing for a guest

  RecordedWorld recorded;  // what the journal says last of who and in which words

  // Who has it, after every turn submitted so far (ownership.hpp).
  storage::OwnerRow owner;

  dialogs::State state;   // after every turn submitted so far
  std::int64_t turn = 0;  // of the newest turn submitted
  std::int64_t last_seq = 0;
  std::int64_t committed_seq = 0;  // of the newest durable turn
  std::int64_t snapshot_turn = 0;
  // Where the durable turn of each client id stands, by the id's fingerprint.
  SeenIds seen;

  std::vector<InFlight> in_flight_events;
  int commits_in_flight = 0;
  // A commit failed: the state in memory is ahead of the truth and must be loaded again.
  bool is_stale = false;

  // What the newest message with buttons offers, to name what is pressed; empty after loading
  // (pressed_text.hpp).
  std::string offered;

  std::vector<Listener*> listeners;
  base::Instant last_used{};
};

}  // namespace bot
