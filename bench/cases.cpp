// What an event of a case and a page of a list cost while cases pile up: the store alone, with as
// many cases as a shop has after a month, a year and a decade. Of these nine tenths are over. The
// goal is a cost that hardly grows (docs/performance.md).
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <map>
#include <stdexcept>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/random.hpp"
#include "bench/row.hpp"
#include "storage/sqlite_store.hpp"

namespace {

using storage::Commit;

struct Options {
  std::filesystem::path folder = std::filesystem::temp_directory_path();
  std::vector<std::int64_t> cases = {10'000, 100'000, 1'000'000};
  int samples = 2'000;
  int durable_samples = 300;
  int rounds = 3;
};

constexpr std::int64_t kStart = 1'700'000'000'000;
constexpr std::int64_t kMinute = 60'000;
constexpr std::size_t kBatch = 500;
constexpr std::size_t kPage = 50;

base::Instant at(std::int64_t minute) {
  return base::from_milliseconds(kStart + minute * kMinute);
}

// As UUIDv7 are: they grow with time.
std::string id_of(std::int64_t number) {
  char text[40];
  std::snprintf(text, sizeof text, "%012llx-7000-8000-%012llx",
                static_cast<unsigned long long>(kStart + number * kMinute),
                static_cast<unsigned long long>(number * 2'654'435'761));
  return text;
}

std::string number_of(std::int64_t number) {
  char text[24];
  std::snprintf(text, sizeof text, "R-%04llX-%04llX",
                static_cast<unsigned long long>(number * 40'503 % 65'536),
                static_cast<unsigned long long>(number));
  return text;
}

bool is_over(std::int64_t number) {
  return number % 10 != 0;
}

storage::CaseEventRow event_row(const std::string& case_id, std::int64_t version,
                                const std::string& from, const std::string& to, base::Instant now) {
  storage::CaseEventRow event;
  event.case_id = case_id;
  event.version = version;
  event.event = version == 1 ? "submit" : "note";
  event.from = from;
  event.to = to;
  event.actor = "support";
  event.actor_id = "office";
  event.channel = "back_office";
  event.policy_version = "p1";
  event.data = R"({"reason":"the photos show what the customer wrote"})";
  event.at = now;
  return event;
}

// A case as its opening leaves it, or with all that followed when it is over.
Commit opening(std::int64_t number) {
  storage::CaseRow row;
  row.id = id_of(number);
  row.number = number_of(number);
  row.type = number % 7 == 0 ? "reward_return" : "product_return";
  row.state = is_over(number) ? "closed" : "submitted";
  row.customer = "customer" + std::to_string(number / 4);
  row.track = number % 2 == 0 ? "RR" + std::to_string(100'000'000 + number) + "BY" : "";
  row.fields = R"({"zone":"Europe/Minsk","reason":"defective","description":")" +
               std::string(120, 'x') + R"(","lines":[{"item":"KTL-17","quantity":1}]})";
  row.policy_version = "p1";
  row.opened = row.changed = at(number);
  row.order = std::to_string(1'000'000 + number);
  row.is_open = !is_over(number);
  if (row.is_open) row.due = at(number + 4'320);
  storage::CaseWrite write;
  write.row = row;
  write.events.push_back(
      event_row(row.id, 1, "", row.is_open ? "submitted" : "approved", row.opened));
  for (int version = 2; is_over(number) && version <= 6; ++version) {
    const bool is_last = version == 6;
    write.events.push_back(
        event_row(row.id, version, "approved", is_last ? "closed" : "approved", row.opened));
  }
  write.row.version = static_cast<std::int64_t>(write.events.size());
  Commit commit;
  commit.audit.push_back({row.opened, "customer", "case.submit", row.id, "{}"});
  if (row.is_open) {
    commit.due.push_back({"case:" + row.id + ":approval", "case", row.id, *row.due, "{}"});
  }
  commit.cases.push_back(std::move(write));
  return commit;
}

void fill(storage::Store& store, std::int64_t from, std::int64_t to) {
  for (std::int64_t next = from; next < to;) {
    std::vector<Commit> commits;
    while (next < to && commits.size() < kBatch) commits.push_back(opening(next++));
    std::vector<const Commit*> batch;
    for (const auto& commit : commits) batch.push_back(&commit);
    for (const auto& result : store.write(batch)) {
      if (result.status != storage::CommitStatus::ok) throw std::runtime_error(result.detail);
    }
    store.maintain(false);
  }
}

// One event of an open case: a new state and deadline, with all that a transition writes beside it.
void post_event(storage::Store& store, std::int64_t number) {
  const auto row = store.find_case(id_of(number));
  if (!row) throw std::runtime_error("no case");
  storage::CaseWrite write{*row, row->version, {}};
  ++write.row.version;
  write.row.state = row->state == "submitted" ? "info_requested" : "submitted";
  write.row.due = *row->due + base::Duration(kMinute);
  write.events.push_back(
      event_row(row->id, write.row.version, row->state, write.row.state, row->changed));
  Commit commit;
  commit.cases.push_back(write);
  commit.due.push_back({"case:" + row->id + ":approval", "case", row->id, *write.row.due, "{}"});
  commit.audit.push_back({row->changed, "back_office:office", "case.note", row->id, "{}"});
  const auto hook = "hook:erp:msg_" + row->id + "_" + std::to_string(write.row.version);
  commit.outbox.push_back({hook, "webhook", row->id, "{}", row->changed, "hook:erp"});
  const Commit* const batch[] = {&commit};
  if (store.write(batch).front().status != storage::CommitStatus::ok) {
    throw std::runtime_error("the event was not written");
  }
}

struct Measured {
  const char* what;
  std::function<void(storage::Store&, std::int64_t open_case)> once;
};

const std::vector<Measured>& measured() {
  static const std::vector<Measured> kAll = {
      {"post_event", post_event},
      {"list_open",
       [](storage::Store& store, std::int64_t number) {
         storage::CaseFilter filter;
         filter.only_open = true;
         // From somewhere in the middle, as people page.
         if (store.list_cases(filter, id_of(number), kPage).empty()) {
           throw std::runtime_error("the list is empty");
         }
       }},
      {"list_by_deadline",
       [](storage::Store& store, std::int64_t number) {
         storage::CaseFilter filter;
         filter.only_open = true;
         filter.due_before = at(number + 10'000);
         if (store.list_cases(filter, "", kPage).empty()) throw std::runtime_error("empty");
       }},
      {"find_by_text",
       [](storage::Store& store, std::int64_t number) {
         storage::CaseFilter filter;
         filter.text = std::to_string(1'000'000 + number);
         if (store.list_cases(filter, "", kPage).size() != 1) throw std::runtime_error("not one");
       }},
      {"due_scan",
       [](storage::Store& store, std::int64_t) {
         if (store.due_before(at(10'000), 100).empty()) throw std::runtime_error("nothing is due");
       }},
  };
  return kAll;
}

// Microseconds of one call: the best round's median, so that other programs count least.
double cost_of(const Measured& one, storage::Store& store, std::int64_t cases,
               const Options& options, base::SeededRandom& random) {
  double best = 0;
  for (int round = 0; round < options.rounds; ++round) {
    std::vector<double> costs;
    for (int i = 0; i < options.samples; ++i) {
      const auto open =
          static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(cases / 10 - 1)) + 1);
      const base::Stopwatch watch;
      one.once(store, open * 10);
      costs.push_back(static_cast<double>(watch.elapsed().count()));
      if (i % 100 == 0) store.maintain(false);
    }
    const double middle = bench::median(std::move(costs));
    if (round == 0 || middle < best) best = middle;
  }
  return best;
}

void print(const char* what, std::int64_t cases, double us, std::map<std::string, double>& first) {
  const double growth = us / first.emplace(what, us).first->second;
  bench::Row("cases")
      .text("what", what)
      .count("cases", static_cast<std::uint64_t>(cases))
      .number("us_p50", us)
      .number("growth", growth)
      .print();
  std::fprintf(stderr, "%-18s %10lld %10.1f %8.2f\n", what, static_cast<long long>(cases), us,
               growth);
}

// What somebody who posts an event waits for: the same with its fsync.
double durable_cost(const std::filesystem::path& folder, std::int64_t cases, Options options,
                    base::SeededRandom& random) {
  const auto store = storage::open_sqlite_store(folder, {});
  options.samples = options.durable_samples;
  return cost_of({"post_durably", post_event}, *store, cases, options, random);
}

void run(const Options& options) {
  const auto folder = options.folder / ("boomerang-cases-" + std::to_string(::getpid()));
  storage::SqliteOptions quick;
  quick.durability = storage::Durability::none;
  base::SeededRandom random(1);
  std::map<std::string, double> first;
  std::int64_t filled = 0;
  std::fprintf(stderr, "%-18s %10s %10s %8s\n", "", "cases", "us", "growth");
  for (const auto cases : options.cases) {
    {
      const auto store = storage::open_sqlite_store(folder, quick);
      Commit policy;
      policy.policies = {{"p1", "figures"}};
      const Commit* const batch[] = {&policy};
      store->write(batch);
      fill(*store, filled, cases);
      filled = cases;
      for (const auto& one : measured()) {
        print(one.what, cases, cost_of(one, *store, cases, options, random), first);
      }
      store->close();
    }
    print("post_durably", cases, durable_cost(folder, cases, options, random), first);
  }
  std::filesystem::remove_all(folder);
}

}  // namespace

int main(int argc, char** argv) {
  base::log::set_level(base::log::Level::error);
  Options options;
  CLI::App app{"What an event of a case and a page of a list cost while cases pile up."};
  app.add_option("--cases", options.cases, "Numbers of cases, growing")->delimiter(',');
  app.add_option("--samples", options.samples, "Calls a round");
  app.add_option("--durable-samples", options.durable_samples,
                 "Calls a round, each with its fsync");
  app.add_option("--rounds", options.rounds, "The best one counts");
  app.add_option("--folder", options.folder, "Where the store is made");
  CLI11_PARSE(app, argc, argv);
  run(options);
}
