// The whole server minus its sockets: turns, cases, timers, the chat and the HTTP addresses, on
// whatever loop, clock, randomness and store it is given. The binary gives it the real ones, the
// simulation its own. Loop thread only.
#pragma once

#include <functional>

#include "bot/access/back_office_keys.hpp"
#include "bot/access/jwt.hpp"
#include "bot/access/origin_list.hpp"
#include "bot/channels/web_chat.hpp"
#include "bot/console/console.hpp"
#include "bot/http/public_api.hpp"
#include "bot/outbox/outbox_worker.hpp"
#include "bot/publish/publisher.hpp"
#include "bot/turns/case_desk.hpp"
#include "bot/turns/case_events.hpp"
#include "bot/turns/conversations.hpp"
#include "bot/turns/dialog_port.hpp"
#include "bot/turns/turn_processor.hpp"
#include "bot/uploads/file_links.hpp"

namespace bot {

struct CoreParts {
  Profile& profile;  // a publish replaces flows, texts, policy and case machines in it
  storage::Store& store;
  storage::CommitQueue& commits;
  storage::Blobs& blobs;
  const base::Clock& clock;
  const base::Clock& wall_clock;  // without the demo's offset
  base::Random& random;
  Loop& loop;
  RunJob run_job;
  std::function<void(base::Duration)> advance_clock;  // empty: the clock cannot be moved
  std::function<LoadedProfile()> reload_profile;      // for a publish; may run on any thread
  // What flows reach, given the shop's own; empty: the shop itself. Outlives the core.
  std::function<FlowPort&(FlowPort& shop)> port_before = {};
  // Carries webhooks and e-mails; null: they wait in the outbox. Outlives the core.
  Courier* courier = nullptr;
  // Where customers and orders come from; nothing: the profile's demo/shop.yaml. Outlives the core.
  const ShopDirectory* shop = nullptr;
  // How far customers got in the flows (storage/reach.hpp), for the console's overview; may run on
  // any thread. Empty: nobody knows.
  std::function<storage::Reach(base::Instant since)> read_reach = {};
  // World::guesses.
  Guesses guesses = {};
};

class Core {
 public:
  // Throws base::ErrorException when the identity keys of the profile cannot be used.
  explicit Core(const CoreParts& parts);
  Core(const Core&) = delete;
  Core& operator=(const Core&) = delete;

  // Fires what came due while nobody was there; then keeps firing, and lets idle conversations go,
  // until the loop ends. Call once, before connections are let in.
  void start();

  WebChat& chat() { return chat_; }
  Console& console() { return console_; }
  // Every WebSocket of the public port.
  WebSocketGate& sockets() { return sockets_; }
  PublicApi& api() { return api_; }
  Conversations& conversations() { return conversations_; }
  CaseDesk& desk() { return desk_; }
  CaseEvents& events() { return events_; }
  TurnProcessor& processor() { return processor_; }
  OriginList& origins() { return origins_; }
  Publisher& publisher() { return publisher_; }
  // Null without a courier.
  OutboxWorker* outbox() { return outbox_ ? &*outbox_ : nullptr; }
  const BackOfficeKeys& keys() const { return keys_; }
  const Metrics& metrics() const { return metrics_; }

 private:
  ApiParts api_parts(const CoreParts& parts);
  void tick();
  void watch_clock();
  void note_clock();

  Metrics metrics_;
  World world_;
  const base::Clock& wall_clock_;
  JwtVerifier verifier_;
  BackOfficeKeys keys_;
  OriginList origins_;
  FileLinks links_;
  Conversations conversations_;
  CaseDesk desk_;
  DialogPort port_;
  TurnProcessor processor_;
  CaseEvents events_;
  Publisher publisher_;
  std::optional<OutboxWorker> outbox_;
  WebChat chat_;
  Console console_;
  SocketGates sockets_;
  PublicApi api_;
  std::int64_t ticks_ = 0;
  base::Instant furthest_clock_{};  // that was seen, also before the start
  base::Instant noted_clock_{};     // what of it is in the store
  bool is_clock_behind_ = false;
};

}  // namespace bot
