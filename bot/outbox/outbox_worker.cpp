#include "bot/outbox/outbox_worker.hpp"

#include <algorithm>

#include "base/crash_point.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "bot/access/authorize.hpp"
#include "bot/outbox/lanes.hpp"
#include "bot/outbox/mail.hpp"
#include "bot/outbox/webhook.hpp"

namespace bot {
namespace {

// Deliveries of one lane at once; of a troubled one a single one finds out how it is.
constexpr std::size_t kPerLane = 8;
constexpr std::int64_t kSweepRows = 1'000;
constexpr int kGone = 410;
constexpr base::JsonLimits kPayloadLimits{1U << 20U, 32, 10'000};
constexpr std::size_t kProblemCharacters = 200;

}  // namespace

OutboxWorker::OutboxWorker(const OutboxParts& parts) : parts_(parts) {}

void OutboxWorker::run() {
  // While nothing can be written, every delivery would be repeated.
  if (is_stopped_ || parts_.commits.is_read_only()) return;
  for (const auto& lane : parts_.store.outbox_lanes()) run_lane(lane);
}

void OutboxWorker::run_lane(const std::string& name) {
  if (is_stopped_) return;
  Lane& lane = lanes_[name];
  const std::size_t room = lane.is_troubled ? 1 : kPerLane;
  if (lane.under_way.size() >= room) return;
  // Those under way are still pending in the store, and come first.
  const auto rows = parts_.store.outbox_of_lane(name, parts_.clock.now(), 2 * kPerLane);
  for (const auto& entry : rows) {
    if (lane.under_way.size() >= room) return;
    if (!lane.under_way.contains(entry.row.id)) send(name, entry);
  }
}

void OutboxWorker::send(const std::string& lane, const storage::OutboxEntry& entry) {
  lanes_[lane].under_way.insert(entry.row.id);
  auto parcel = parcel_of(entry.row);
  if (!parcel) {
    ++counters_.dead;
    base::log::warn("outbox.no_receiver", {{"id", entry.row.id}, {"lane", lane}});
    return commit({entry.row.id, storage::OutboxState::dead, parts_.clock.now(),
                   "the settings have no such receiver"},
                  lane);
  }
  base::crash_point("outbox.before_send");
  parts_.courier.send(std::move(*parcel), [this, lane, entry](const Receipt& receipt) {
    base::crash_point("outbox.after_send");
    finish(lane, entry, receipt);
  });
}

std::optional<Parcel> OutboxWorker::parcel_of(const storage::OutboxRow& row) const {
  const Settings& settings = parts_.settings;
  Parcel parcel;
  parcel.timeout = settings.outbox.timeout;
  if (row.kind == "mail") {
    const auto payload = base::parse_json(row.payload, kPayloadLimits);
    if (settings.mail.server.host.empty() || !payload) return std::nullopt;
    parcel.content = mail_parcel(settings.mail, *payload, row.id, parts_.clock.now());
    parcel.allows_inside = true;  // the settings name this one server
    return parcel;
  }
  const auto endpoint =
      std::find_if(settings.webhooks.begin(), settings.webhooks.end(),
                   [&](const auto& one) { return lane_of_endpoint(one.name) == row.lane; });
  if (row.kind != "webhook" || endpoint == settings.webhooks.end()) return std::nullopt;
  HttpParcel http;
  http.url = endpoint->url;
  // The row's id is "<lane>:<webhook-id>".
  const std::string id = row.id.substr(std::min(row.id.size(), row.lane.size() + 1));
  http.headers = webhook_headers(endpoint->keys, id, parts_.clock.now(), row.payload);
  http.body = row.payload;
  parcel.content = std::move(http);
  parcel.allows_inside = endpoint->allows_inside;
  return parcel;
}

void OutboxWorker::finish(const std::string& lane, const storage::OutboxEntry& entry,
                          const Receipt& receipt) {
  lanes_[lane].is_troubled = !receipt.has_arrived;
  commit(outcome_of(entry, receipt), lane);
}

storage::OutboxAttempt OutboxWorker::outcome_of(const storage::OutboxEntry& entry,
                                                const Receipt& receipt) {
  storage::OutboxAttempt attempt;
  attempt.id = entry.row.id;
  attempt.next = parts_.clock.now();
  attempt.problem = receipt.problem.substr(0, kProblemCharacters);
  const std::int64_t tries = entry.attempts + 1;
  if (receipt.has_arrived) {
    attempt.state = storage::OutboxState::delivered;
    ++counters_.delivered;
    return attempt;
  }
  ++counters_.failed;
  if (receipt.status == kGone || tries >= parts_.settings.outbox.attempts) {
    attempt.state = storage::OutboxState::dead;
    ++counters_.dead;
    base::log::warn("outbox.dead", {{"id", entry.row.id},
                                    {"tries", tries},
                                    {"status", receipt.status},
                                    {"why", attempt.problem}});
    return attempt;
  }
  attempt.state = storage::OutboxState::pending;
  attempt.next += std::max(backoff(tries), receipt.retry_after.value_or(base::Duration{}));
  return attempt;
}

// Twice as long each time, at random between half of it and all, so that what failed together does
// not come back together.
base::Duration OutboxWorker::backoff(std::int64_t attempts) {
  const OutboxSettings& settings = parts_.settings.outbox;
  base::Duration wait = settings.first_retry;
  for (std::int64_t i = 1; i < attempts && wait < settings.longest_retry; ++i) wait *= 2;
  wait = std::min(wait, settings.longest_retry);
  const auto half = static_cast<std::uint64_t>(wait.count() / 2);
  return base::Duration(static_cast<std::int64_t>(half + parts_.random.below(half + 1)));
}

void OutboxWorker::commit(storage::OutboxAttempt attempt, std::string lane) {
  auto row = std::make_unique<storage::Commit>();
  const std::string id = attempt.id;
  row->outbox_attempts.push_back(std::move(attempt));
  const auto settle = [this, id, lane](storage::CommitOutcome outcome) {
    if (!outcome.is_ok()) base::log::warn("outbox.not_noted", {{"id", id}});
    lanes_[lane].under_way.erase(id);
    run_lane(lane);
  };
  if (!parts_.commits.submit(std::move(row), settle)) {
    // It stays pending, and is sent once more: at least once, never lost.
    lanes_[lane].under_way.erase(id);
  }
}

void OutboxWorker::sweep() {
  if (is_stopped_ || parts_.commits.is_read_only()) return;
  auto row = std::make_unique<storage::Commit>();
  row->outbox_sweep =
      storage::OutboxSweep{parts_.clock.now() - parts_.settings.outbox.keep, kSweepRows};
  // Refused: the next sweep does it.
  static_cast<void>(parts_.commits.submit(std::move(row), [](const storage::CommitOutcome&) {}));
}

void OutboxWorker::resend(std::string_view id, std::string_view who,
                          std::function<void(const base::Result<void>&)> done) {
  const auto entry = parts_.store.find_outbox(id);
  if (!entry) return done(not_found());
  if (entry->state == storage::OutboxState::pending) {
    return done(base::Error{base::Code::conflict, "conflict", "it is waiting to be sent", ""});
  }
  auto row = std::make_unique<storage::Commit>();
  const base::Instant now = parts_.clock.now();
  row->outbox_resends.push_back({std::string(id), now});
  row->audit.push_back(
      {now, "back_office:" + std::string(who), "outbox.resend", std::string(id),
       base::to_json(base::Record{
           {"was", entry->state == storage::OutboxState::dead ? "dead" : "delivered"}})});
  const auto settle = [this, done](const storage::CommitOutcome& outcome) {
    if (!outcome.is_ok()) {
      return done(base::Error{base::Code::unavailable, "unavailable", "try again", ""});
    }
    done({});
    run();
  };
  if (auto taken = parts_.commits.submit(std::move(row), settle); !taken) done(taken.error());
}

}  // namespace bot
