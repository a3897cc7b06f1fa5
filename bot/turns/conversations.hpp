// The conversations in memory: brings them in from the journal when somebody needs them, and lets
// idle ones go. State = snapshot + fold of the changes after it. Loop thread only.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/error.hpp"
#include "bot/turns/conversation.hpp"
#include "bot/turns/world.hpp"

namespace bot {

class Conversations {
 public:
  explicit Conversations(World& world) : world_(world) {}

  // A conversation that is not in the store yet; the caller commits it. `customer` empty = guest.
  Conversation& create(std::string_view customer, std::string_view locale);
  // The one of that uuid, from memory or the store. Error: `not_found`.
  base::Result<Conversation*> find(std::string_view uuid);
  base::Result<Conversation*> find(storage::ConversationId id);
  // Whether it is in memory.
  bool holds(storage::ConversationId id) const { return by_id_.contains(id); }
  // The newest open one of the customer, also when its first commit is still in flight; or nothing.
  base::Result<Conversation*> newest_of(std::string_view customer);

  // A guest has signed in: from now on it is that customer's; the caller commits it (Adoption). A
  // commit that fails takes it back with everything else (refresh). Precondition: a guest's.
  void hand_to(Conversation& conversation, std::string_view customer);

  // Makes the state in memory true again after a failed commit. False while commits of this
  // conversation are still in flight: try again later.
  bool refresh(Conversation& conversation);
  // Forgets a conversation whose first commit failed. Listeners must have been told.
  void discard(Conversation& conversation);

  // Lets go of conversations that nobody listens to and nothing is in flight for, unused for
  // `idle`, or of the oldest of them when more than `max` are in memory.
  void let_go_of_idle(base::Duration idle, std::size_t max);

  // The snapshot that is due before the next turn, if any: the state after the newest turn, which
  // must be durable, so never while commits are in flight.
  std::optional<storage::Snapshot> due_snapshot(const Conversation& conversation) const;

  std::size_t size() const { return by_id_.size(); }
  // Calls back for each, in no order.
  template <class Visit>
  void for_each(Visit visit) {
    for (auto& [id, conversation] : by_id_) visit(*conversation);
  }

  // What the shop says of the customer now: name and time zone; the shop's zone when it says
  // nothing.
  void describe_customer(Conversation& conversation) const;

 private:
  Conversation* adopt(const storage::ConversationRow& row);
  void load(Conversation& conversation);

  World& world_;
  std::unordered_map<storage::ConversationId, std::unique_ptr<Conversation>> by_id_;
  std::unordered_map<std::string, storage::ConversationId> by_uuid_;
  // Customers' newest conversations that are in memory, which the store may not know yet.
  std::unordered_map<std::string, storage::ConversationId> newest_;
};

// The fingerprint under which a client id is remembered: FNV-1a, 64 bits. Equal fingerprints of
// different ids are told apart by reading the journal row.
std::uint64_t fingerprint(std::string_view client_id);

// A snapshot's text: the dialog state on the first line, then the client ids seen so far as
// "<fingerprint>:<journal row>" in hexadecimal. Read back by read_snapshot.
std::string write_snapshot(const Conversation& conversation);
// Errors: `bad_snapshot`.
base::Result<void> read_snapshot(std::string_view text, Conversation& conversation);

}  // namespace bot
