#include "bot/core.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "bot/console/key_pages.hpp"

namespace bot {
namespace {

// How late a deadline may be while the server is up (at most two seconds are promised).
constexpr base::Duration kTick = std::chrono::milliseconds(500);
constexpr std::int64_t kTicksOfConsole = 2;
constexpr std::int64_t kTicksOfUpkeep = 120;
constexpr base::Duration kIdleConversation = std::chrono::minutes(10);
// A clock that is set back further than this is nobody's fine tuning.
constexpr base::Duration kClockTuning = std::chrono::seconds(60);
constexpr std::string_view kFurthestClock = "furthest_clock";

std::vector<BackOfficeKey> entries(const std::vector<BackOfficeAccess>& access) {
  std::vector<BackOfficeKey> keys;
  for (const auto& one : access) keys.push_back(one.entry);
  return keys;
}

}  // namespace

Core::Core(const CoreParts& parts)
    : world_{parts.profile, parts.shop != nullptr ? *parts.shop : *parts.profile.shop,
             parts.store,   parts.commits,
             parts.blobs,   parts.clock,
             parts.random,  parts.loop,
             metrics_,      parts.guesses},
      wall_clock_(parts.wall_clock),
      verifier_(JwtVerifier::create(parts.profile.settings.identity).value()),
      keys_(entries(parts.profile.settings.back_office)),
      origins_(parts.profile.settings.origins, parts.profile.settings.allows_absent_origin),
      links_(parts.profile.settings.file_link_key, parts.profile.settings.file_link_lifetime),
      conversations_(world_),
      desk_(world_),
      port_(world_, desk_),
      processor_(world_, conversations_, desk_,
                 parts.port_before ? parts.port_before(port_) : port_),
      events_(world_, conversations_, desk_, processor_),
      publisher_({parts.profile, world_, conversations_, processor_, desk_, parts.run_job,
                  parts.reload_profile}),
      chat_({world_, wall_clock_, conversations_, processor_, verifier_, origins_}),
      console_(api_parts(parts)),
      sockets_(chat_, console_.live()),
      api_(api_parts(parts), origins_, console_) {
  keys_.set_made(made_keys(parts.store));
  if (parts.courier == nullptr) return;
  outbox_.emplace(OutboxParts{parts.profile.settings, parts.store, parts.commits, parts.clock,
                              parts.random, *parts.courier});
}

ApiParts Core::api_parts(const CoreParts& parts) {
  return {world_,  wall_clock_,   conversations_,      desk_,
          events_, processor_,    verifier_,           keys_,
          links_,  parts.run_job, parts.advance_clock, parts.read_reach};
}

void Core::start() {
  publisher_.start();
  furthest_clock_ = base::from_milliseconds(world_.store.counter(kFurthestClock));
  noted_clock_ = furthest_clock_;
  tick();
}

// Nothing fires again on a clock that was set back, since rows go as they fire; but what is due
// comes late by as much, so a person must know.
void Core::watch_clock() {
  const base::Instant now = world_.clock.now();
  const bool is_behind = now < furthest_clock_ - kClockTuning;
  if (is_behind && !is_clock_behind_) {
    const auto by = std::chrono::floor<std::chrono::seconds>(furthest_clock_ - now);
    base::log::error("clock.went_back", {{"seconds", static_cast<std::int64_t>(by.count())}});
  }
  is_clock_behind_ = is_behind;
  furthest_clock_ = std::max(furthest_clock_, now);
}

void Core::note_clock() {
  if (furthest_clock_ - noted_clock_ < kClockTuning || !processor_.admit(nullptr)) return;
  Turn turn = processor_.begin(nullptr);
  turn.commit->counters.push_back(
      {std::string(kFurthestClock), base::to_milliseconds(furthest_clock_)});
  processor_.submit(std::move(turn));
  noted_clock_ = furthest_clock_;
}

void Core::tick() {
  try {
    watch_clock();
    while (events_.fire_due()) {
    }
    if (outbox_) outbox_->run();
    if (ticks_ % kTicksOfConsole == 0) console_.tick();
    if (++ticks_ % kTicksOfUpkeep == 0) {
      note_clock();
      if (outbox_) outbox_->sweep();
      chat_.check_expiry();
      conversations_.let_go_of_idle(
          kIdleConversation,
          static_cast<std::size_t>(world_.profile.settings.conversations_in_memory));
    }
  } catch (const std::exception& broken) {
    base::log::error("tick.broken", {{"what", std::string_view(broken.what())}});
  }
  world_.loop.call_after(kTick, [this] { tick(); });
}

}  // namespace bot
