// Deadlines over months (P5, D3): every timer of every case fires once, never early, in due order
// also after downtime, whatever the clock does; targets alarm and tell but never decide.
//
// Two looks at it. The rules alone, many cases and seeds, on a model of the store: 10,000 cases
// over 30 days a seed, somewhere between 2024 and 2034, customers in every time zone. And the whole
// server with its store, fewer cases, with crashes, downtime and a clock that is set forwards and
// back, where every row that goes is compared with what was due.

#include <unicode/strenum.h>
#include <unicode/timezone.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <iostream>
#include <map>
#include <set>

#include "storage/archive.hpp"
#include "tests/support/case_maker.hpp"
#include "tests/unit/workflow/profile.hpp"

namespace {

using base::Duration;
using base::Instant;
using namespace std::chrono_literals;
using workflow::Actor;

constexpr auto kDay = 24h;
const auto kStart = *base::from_iso("2026-03-02T10:00:00+03:00");
const auto kFirstStart = *base::from_iso("2024-01-01");
const auto kLastStart = *base::from_iso("2034-11-20");

int number_of(const char* name, int usual) {
  const char* wanted = std::getenv(name);
  return wanted == nullptr ? usual : std::atoi(wanted);
}

std::uint64_t first_seed() {
  return static_cast<std::uint64_t>(number_of("BOOMERANG_SEED", 1));
}

const std::vector<std::string>& all_zones() {
  static const std::vector<std::string> kAll = [] {
    std::vector<std::string> found;
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::StringEnumeration> zones(icu::TimeZone::createTimeZoneIDEnumeration(
        UCAL_ZONE_TYPE_CANONICAL, nullptr, nullptr, status));
    while (const char* zone = zones->next(nullptr, status)) {
      if (workflow::is_time_zone(zone)) found.emplace_back(zone);
    }
    return found;
  }();
  return kAll;
}

// --- The rules alone ---

// What the store does with due rows, in a few lines.
class Rows {
 public:
  struct Row {
    Instant due;
    std::string id;
    std::size_t subject;
    std::string event;
  };
  void change(const std::vector<workflow::DueChange>& changes, std::size_t subject) {
    for (const auto& one : changes) {
      drop(one.id);
      if (!one.start) continue;
      rows_[{*one.start, one.id}] = {subject, one.event};
      due_[one.id] = *one.start;
    }
  }
  void drop(const std::string& id) {
    const auto known = due_.find(id);
    if (known == due_.end()) return;
    rows_.erase({known->second, id});
    due_.erase(known);
  }
  std::optional<Row> first() const {
    if (rows_.empty()) return std::nullopt;
    const auto& [key, value] = *rows_.begin();
    return Row{key.first, key.second, value.first, value.second};
  }
  bool empty() const { return rows_.empty(); }

 private:
  std::map<std::pair<Instant, std::string>, std::pair<std::size_t, std::string>> rows_;
  std::map<std::string, Instant> due_;
};

class RulesRun {
 public:
  RulesRun(std::uint64_t seed, int cases)
      : random_(seed * 7919), start_(kFirstStart + some(kLastStart - kFirstStart)) {
    for (int i = 0; i < cases; ++i) opens_.insert(start_ + some(10 * kDay));
  }

  void run() {
    Instant clock = start_;
    while (clock < start_ + 40 * kDay) {
      // Minutes as a rule; at times nobody was there for days, or the clock was set back.
      const auto dice = random_.below(100);
      if (dice < 90) clock += some(3h);
      if (dice >= 90 && dice < 95) clock += some(3 * kDay);
      if (dice >= 95) clock -= some(kDay);
      open_until(clock);
      fire(clock);
      people(clock);
      if (!complaint.empty()) return;
    }
    // A clock that stands still or goes back to before the start fires nothing again; one that is
    // set ten years ahead fires all that is left.
    const auto before = fired;
    for (const Instant standing : {clock, start_ - kDay}) fire(standing);
    REQUIRE(fired == before);
    fire(clock + 3650 * kDay);
    REQUIRE(fired > before);
  }

  std::string complaint;
  std::int64_t fired = 0;

 private:
  Duration some(Duration most) {
    return Duration(
        static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(most.count()))));
  }

  void open_until(Instant clock) {
    const auto& zones = all_zones();
    while (!opens_.empty() && *opens_.begin() <= clock) {
      opens_.erase(opens_.begin());
      auto fresh = workflow_test::new_case(zones[random_.below(zones.size())]);
      fresh.id = "case" + std::to_string(cases_.size());
      auto opened = workflow::open_case(workflow_test::machine(), workflow_test::policy(), fresh,
                                        workflow_test::event("submit", Actor::customer), clock);
      keep(cases_.size(), *opened);
    }
  }

  void keep(std::size_t subject, const workflow::Transition& step) {
    if (subject == cases_.size()) cases_.emplace_back();
    cases_[subject] = step.after;
    rows_.change(step.due, subject);
  }

  void fire(Instant clock) {
    Instant last{};
    while (true) {
      const auto row = rows_.first();
      if (!row || row->due > clock) break;
      if (row->due < last) return complain("out of order", *row);
      last = row->due;
      const auto& before = cases_[row->subject];
      // A moment too early is too early, whatever the clock says afterwards.
      if (random_.below(50) == 0) {
        const auto early = decide(before, row->event, row->due - Duration(1));
        if (early || early.error().name != "timer_early") return complain("fired early", *row);
      }
      const auto step = decide(before, row->event, clock);
      if (!step) return complain(step.error().detail, *row);
      const bool is_target = row->event == "approval_late" || row->event == "inspection_late";
      if (is_target && (step->from != step->to || step->notices.empty() || step->tasks.empty())) {
        return complain("a target decided, or told nobody (D3)", *row);
      }
      rows_.drop(row->id);
      keep(row->subject, *step);
      ++fired;
      const auto again = decide(cases_[row->subject], row->event, clock);
      const bool is_rearmed = runs(cases_[row->subject], row->id);
      if (!is_rearmed && (again || again.error().name != "timer_stale")) {
        return complain("fired twice", *row);
      }
    }
  }

  static bool runs(const workflow::Case& subject, const std::string& row) {
    const auto name = workflow::parse_due_id(row);
    const auto* due = subject.fields.find("due");
    return due != nullptr && due->is_record() && due->record().find(name->timer) != nullptr;
  }

  static base::Result<workflow::Transition> decide(const workflow::Case& before,
                                                   const std::string& event, Instant now) {
    return workflow::decide(workflow_test::machine(), workflow_test::policy(), before,
                            workflow_test::event(event, Actor::clock), now);
  }

  // Some of them do something that is possible.
  void people(Instant clock) {
    static const std::vector<std::pair<const char*, Actor>> kDeeds = {
        {"approve", Actor::support},       {"ask_info", Actor::support},
        {"reject", Actor::support},        {"customer_info", Actor::customer},
        {"ship_confirm", Actor::customer}, {"extend_deadline", Actor::support},
        {"arrived", Actor::warehouse},     {"extend", Actor::warehouse},
        {"accept", Actor::warehouse},      {"refund_posted", Actor::finance},
        {"cancel", Actor::customer}};
    for (std::size_t i = 0; i < cases_.size() / 50; ++i) {
      const auto subject = random_.below(cases_.size());
      const auto& [name, actor] = kDeeds[random_.below(kDeeds.size())];
      auto sent = workflow_test::event(name, actor);
      if (sent.data.find("until") != nullptr) {
        sent.data["until"] = base::to_iso(clock + 12 * kDay).substr(0, 10);
      }
      const auto step = workflow::decide(workflow_test::machine(), workflow_test::policy(),
                                         cases_[subject], sent, clock);
      if (step) keep(subject, *step);
    }
  }

  void complain(std::string_view what, const Rows::Row& row) {
    complaint = row.id + " due " + base::to_iso(row.due) + ": " + std::string(what);
  }

  base::SeededRandom random_;
  Instant start_;
  std::multiset<Instant> opens_;
  std::vector<workflow::Case> cases_;
  Rows rows_;
};

// --- The whole server ---

class ServerRun {
 public:
  explicit ServerRun(std::uint64_t seed)
      : random_(seed * 104'729), server_(folder_.path(), kStart, seed) {}

  void run(int cases, int steps) {
    for (int i = 0; i < cases; ++i) {
      numbers_.push_back(tests::open_return(server_, "customer" + std::to_string(i)));
    }
    for (int i = 0; i < steps && complaint.empty(); ++i) step();
  }

  std::string complaint;
  int fired = 0;

 private:
  void step() {
    const auto rows = rows_now();
    const auto trail_before = server_.store().audit_head().rows;
    const auto dice = random_.below(100);
    Instant until = server_.now();
    if (dice < 70) {
      until += Duration(static_cast<std::int64_t>(random_.below(8 * 3'600'000)));
    } else if (dice < 80) {
      until += Duration(static_cast<std::int64_t>(random_.below(4 * 24 * 3'600'000)));  // downtime
      server_.set_clock(until);
      server_.crash_and_restart();
    } else if (dice < 90) {
      until -= Duration(static_cast<std::int64_t>(random_.below(24 * 3'600'000)));
      server_.set_clock(until);
    } else {
      decide();
      return;
    }
    // One look at the clock: everything that is due by then fires now, and nothing else.
    server_.set_clock(until);
    for (int look = 0; look < 50; ++look) {  // a look fires a hundred rows at most
      server_.loop().advance(1min);
      server_.settle();
      if (server_.store().due_before(until, 1).empty()) break;
    }
    compare(rows, trail_before, until);
  }

  void decide() {
    const auto& number = numbers_[random_.below(numbers_.size())];
    server_.case_event(number, "support", random_.below(3) == 0 ? "ask_info" : "approve",
                       random_.below(2) == 0 ? base::Record{} : base::Record{{"question", "?"}});
  }

  std::vector<storage::DueRow> rows_now() {
    return server_.store().due_before(kStart + 3650 * kDay, 1'000'000);
  }

  // The rows of before whose time had come are gone and left one row of the trail each, in order of
  // their due time; the others are as they were, or moved by what fired.
  void compare(const std::vector<storage::DueRow>& before, std::int64_t trail_before,
               Instant clock) {
    std::vector<std::string> expected;
    for (const auto& row : before) {
      if (row.due <= clock) expected.push_back(row.subject + " " + event_of(row));
    }
    std::vector<std::string> happened;
    storage::Archive archive(folder_.path());
    for (const auto& row : archive.audit_from(trail_before + 1, 1'000'000)) {
      if (!row.actor.starts_with("clock")) continue;
      happened.push_back(row.subject + " " + row.action.substr(5));
    }
    auto next = happened.begin();
    for (const auto& one : expected) {
      const auto found = std::find(next, happened.end(), one);
      if (found != happened.end()) {
        next = found + 1;
      } else if (!is_overtaken(one, happened)) {
        complaint = one + " did not happen, or not in its order, at " + base::to_iso(clock);
        return;
      }
    }
    // Nothing fired twice, and nothing before its time.
    for (const auto& one : happened) {
      if (std::count(happened.begin(), happened.end(), one) > 1 ||
          std::count(expected.begin(), expected.end(), one) == 0) {
        complaint = one + " happened twice or early, at " + base::to_iso(clock);
        return;
      }
    }
    fired += static_cast<int>(happened.size());
    for (const auto& row : server_.store().due_before(clock, 10)) {
      complaint = row.id + " should have fired at " + base::to_iso(row.due);
    }
  }

  // An earlier row of the same case ended the state that the timer belonged to.
  static bool is_overtaken(const std::string& one, const std::vector<std::string>& happened) {
    const std::string subject = one.substr(0, one.find(' '));
    return std::any_of(happened.begin(), happened.end(),
                       [&](const std::string& other) { return other.starts_with(subject + " "); });
  }

  static std::string event_of(const storage::DueRow& row) {
    return std::string(base::parse_json(row.payload)->text_at("event"));
  }

  tests::TemporaryFolder folder_;
  base::SeededRandom random_;
  tests::SimServer server_;
  std::vector<std::string> numbers_;
};

}  // namespace

TEST_CASE("deadlines: 10,000 cases over 30 days, never early, never twice, in order (P5)",
          "[sim]") {
  const int seeds = number_of("BOOMERANG_DEADLINE_SEEDS", 100);
  std::int64_t fired = 0;
  for (int i = 0; i < seeds; ++i) {
    const auto seed = first_seed() + static_cast<std::uint64_t>(i);
    RulesRun run(seed, 10'000);
    run.run();
    INFO("BOOMERANG_SEED=" << seed);
    REQUIRE(run.complaint == "");
    fired += run.fired;
  }
  std::cout << seeds << " seeds, " << fired << " timers fired\n";
}

TEST_CASE("deadlines: the server after downtime, with a clock that jumps (P5)", "[sim]") {
  const int seeds = number_of("BOOMERANG_DEADLINE_SEEDS", 100);
  int fired = 0;
  for (int i = 0; i < seeds; ++i) {
    const auto seed = first_seed() + static_cast<std::uint64_t>(i);
    ServerRun run(seed);
    run.run(60, 150);
    INFO("BOOMERANG_SEED=" << seed);
    REQUIRE(run.complaint == "");
    fired += run.fired;
  }
  CHECK(fired > 0);
  std::cout << seeds << " seeds, " << fired << " timers of the server fired\n";
}
