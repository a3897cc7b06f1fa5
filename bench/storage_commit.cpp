// SQLite group commit without a network: what the disk and the store cost when nothing else does.
// So many turns are always in flight; each answer submits the next turn. The rows are as large as
// those of a real turn. Also the place to compare checkpoint sizes
// (docs/decisions/0002-checkpoints.md).
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <map>
#include <mutex>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "bench/row.hpp"
#include "storage/commit_queue.hpp"
#include "storage/sqlite_store.hpp"

namespace {

struct Options {
  std::filesystem::path folder = std::filesystem::temp_directory_path();
  std::vector<std::size_t> in_flight = {1, 64, 256, 1000};
  std::vector<std::size_t> checkpoint_pages = {storage::SqliteOptions{}.checkpoint_pages};
  std::size_t conversations = 10'000;
  double seconds = 3;
  int rounds = 3;
};

// Stands for the loop of the server.
class Loop {
 public:
  void post(storage::Callback<> task) {
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
    ready_.notify_one();
  }
  void run_one() {
    std::unique_lock lock(mutex_);
    ready_.wait(lock, [this] { return !tasks_.empty(); });
    auto task = std::move(tasks_.front());
    tasks_.pop_front();
    lock.unlock();
    task();
  }

 private:
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<storage::Callback<>> tasks_;
};

double cpu_us() {
  struct ::rusage usage {};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto us = [](const ::timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
  };
  return us(usage.ru_utime) + us(usage.ru_stime);
}

// What one round measured.
struct Round {
  double turns_per_s = 0;
  double cpu_us = 0;
  double p50_us = 0;
  double p99_us = 0;
  double max_wait_us = 0;
  double max_commit_us = 0;
  double turns_per_commit = 0;
  double max_checkpoint_us = 0;
  double checkpoints = 0;
};

class Load {
 public:
  Load(storage::Store& store, std::size_t conversations)
      : commits_(
            store, [this](storage::Callback<> task) { loop_.post(std::move(task)); },
            [](const storage::StorageFailure& failure) {
              std::fprintf(stderr, "%s\n", failure.what());
              std::abort();
            }),
        store_(store),
        turns_(conversations + 1) {}

  // Every conversation with its first turn, outside the measurement.
  void create_conversations() {
    for (std::size_t id = 1; id < turns_.size(); ++id) {
      submit(static_cast<storage::ConversationId>(id), false);
      while (in_flight_ >= 1000) loop_.run_one();
    }
    while (in_flight_ > 0) loop_.run_one();
  }

  Round run(std::size_t in_flight, double seconds) {
    waits_.clear();
    const auto before = commits_.stats();
    const auto upkeep_before = store_.stats();
    const double cpu_before = cpu_us();
    const base::Stopwatch watch;
    const auto elapsed = [&watch] { return static_cast<double>(watch.elapsed().count()); };
    is_running_ = true;
    for (std::size_t i = 0; i < in_flight; ++i) submit_next();
    while (elapsed() < seconds * 1e6) loop_.run_one();
    is_running_ = false;
    while (in_flight_ > 0) loop_.run_one();

    const double took = elapsed();
    const auto after = commits_.stats();
    const auto upkeep = store_.stats();
    const auto turns = static_cast<double>(waits_.size());
    std::sort(waits_.begin(), waits_.end());
    const auto at = [this](double share) {
      return static_cast<double>(
          waits_[static_cast<std::size_t>(share * static_cast<double>(waits_.size() - 1))]);
    };
    Round round;
    round.turns_per_s = turns / took * 1e6;
    round.cpu_us = (cpu_us() - cpu_before) / turns;
    round.p50_us = at(0.5);
    round.p99_us = at(0.99);
    round.max_wait_us = at(1);
    round.max_commit_us = static_cast<double>(after.slowest_batch_us);
    round.turns_per_commit = turns / static_cast<double>(after.batches - before.batches);
    round.checkpoints = static_cast<double>(upkeep.checkpoints - upkeep_before.checkpoints);
    round.max_checkpoint_us = static_cast<double>(upkeep.slowest_checkpoint_us);
    return round;
  }

 private:
  // Conversations take turns, so that each one's rows lie far apart, as they do in a busy shop.
  void submit_next() {
    if (++next_ >= turns_.size()) next_ = 1;
    submit(static_cast<storage::ConversationId>(next_), true);
  }

  void submit(storage::ConversationId id, bool is_measured) {
    auto commit = std::make_unique<storage::Commit>();
    const auto number = ++turns_[static_cast<std::size_t>(id)];
    if (number == 1) {
      const auto name = std::to_string(id);
      commit->conversation = {id, "0198c2f0-7b3e-7cc1-9f0e-" + name, name, "", "web", "en", {}};
    }
    commit->turn = {0,
                    0,
                    id,
                    number,
                    number * 2 - 1,
                    number * 2,
                    {},
                    "c" + std::to_string(number),
                    input_,
                    output_,
                    change_,
                    {}};
    if (number % 32 == 0) commit->snapshot = storage::Snapshot{id, number, snapshot_};
    ++in_flight_;
    const auto submitted = commits_.submit(
        std::move(commit),
        [this, is_measured, watch = base::Stopwatch()](const storage::CommitOutcome& outcome) {
          --in_flight_;
          if (!outcome.is_ok()) std::abort();
          if (!is_measured) return;
          waits_.push_back(watch.elapsed().count());
          if (is_running_) submit_next();
        });
    if (submitted.has_error()) std::abort();
  }

  // Together with the columns of numbers about 1.2 KB, as a turn of the demo's flows.
  const std::string input_ = std::string(150, 'i');
  const std::string output_ = std::string(750, 'o');
  const std::string change_ = std::string(250, 'c');
  const std::string snapshot_ = std::string(2000, 's');

  Loop loop_;
  storage::CommitThread commits_;
  storage::Store& store_;
  std::vector<std::int64_t> turns_;  // by conversation
  std::vector<std::int64_t> waits_;  // microseconds
  std::size_t next_ = 0;
  std::size_t in_flight_ = 0;
  bool is_running_ = false;
};

// One store with its own folder, and all rounds that were measured on it, by turns in flight.
struct Subject {
  Subject(const std::filesystem::path& folder, std::size_t pages, std::size_t conversations)
      : checkpoint_pages(pages),
        store(storage::open_sqlite_store(folder / std::to_string(pages), options_for(pages))),
        load(std::make_unique<Load>(*store, conversations)) {
    load->create_conversations();
  }
  static storage::SqliteOptions options_for(std::size_t pages) {
    storage::SqliteOptions options;
    options.checkpoint_pages = pages;
    return options;
  }

  std::size_t checkpoint_pages;
  std::unique_ptr<storage::Store> store;
  std::unique_ptr<Load> load;
  std::map<std::size_t, std::vector<Round>> rounds;
};

double median_of(const std::vector<Round>& rounds, double Round::*field) {
  std::vector<double> values;
  for (const auto& round : rounds) values.push_back(round.*field);
  return bench::median(values);
}

double largest_of(const std::vector<Round>& rounds, double Round::*field) {
  double largest = 0;
  for (const auto& round : rounds) largest = std::max(largest, round.*field);
  return largest;
}

void print(const Subject& subject, std::size_t in_flight, double single_rate) {
  const auto& rounds = subject.rounds.at(in_flight);
  const auto middle = [&rounds](double Round::*field) { return median_of(rounds, field); };
  const auto largest = [&rounds](double Round::*field) { return largest_of(rounds, field); };
  const double ratio = single_rate > 0 ? middle(&Round::turns_per_s) / single_rate : 0;
  bench::Row("storage_commit")
      .text("subject", "SQLite group commit without a network")
      .count("conns", in_flight)
      .count("checkpoint_pages", subject.checkpoint_pages)
      .number("turns_per_s", middle(&Round::turns_per_s))
      .number("cpu_us_per_turn", middle(&Round::cpu_us))
      .number("p50_us", middle(&Round::p50_us))
      .number("p99_us", middle(&Round::p99_us))
      .number("max_wait_us", largest(&Round::max_wait_us))
      .number("max_commit_us", largest(&Round::max_commit_us))
      .number("max_checkpoint_us", largest(&Round::max_checkpoint_us))
      .number("turns_per_commit", middle(&Round::turns_per_commit))
      .number("ratio_to_single", ratio)
      .print();
  std::fprintf(stderr, "%6zu %6zu %9.0f %8.1f %8.0f %8.0f %9.0f %9.0f %9.0f %8.1f %7.1f\n",
               subject.checkpoint_pages, in_flight, middle(&Round::turns_per_s),
               middle(&Round::cpu_us), middle(&Round::p50_us), middle(&Round::p99_us),
               largest(&Round::max_wait_us), largest(&Round::max_commit_us),
               largest(&Round::max_checkpoint_us), middle(&Round::turns_per_commit), ratio);
}

Options read_options(int argc, char** argv) {
  Options options;
  CLI::App app("SQLite group commit without a network");
  app.add_option("--folder", options.folder, "where to put the data; on the disk to measure");
  app.add_option("--in-flight", options.in_flight, "turns in flight")->delimiter(',');
  app.add_option("--checkpoint-pages", options.checkpoint_pages, "log sizes to compare")
      ->delimiter(',');
  app.add_option("--conversations", options.conversations, "how many take turns");
  app.add_option("--seconds", options.seconds, "of each round");
  app.add_option("--rounds", options.rounds, "of each row; medians are printed, largest maxima");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    std::exit(app.exit(error));
  }
  return options;
}

}  // namespace

int main(int argc, char** argv) {
  const Options options = read_options(argc, argv);
  base::log::set_level(base::log::Level::warn);
  std::string folder = (options.folder / "boomerang-bench-XXXXXX").string();
  if (::mkdtemp(folder.data()) == nullptr) return 1;
  {
    std::vector<Subject> subjects;
    for (const auto pages : options.checkpoint_pages) {
      subjects.emplace_back(folder, pages, options.conversations);
    }
    // Rounds are interleaved, so that a busy minute of the machine hurts all alike.
    for (int i = 0; i < options.rounds; ++i) {
      for (auto& subject : subjects) {
        for (const auto in_flight : options.in_flight) {
          subject.rounds[in_flight].push_back(subject.load->run(in_flight, options.seconds));
        }
      }
    }
    std::fprintf(stderr, "%6s %6s %9s %8s %8s %8s %9s %9s %9s %8s %7s\n", "pages", "flight",
                 "turns/s", "cpu us", "p50 us", "p99 us", "max wait", "max comm", "max ckpt",
                 "t/commit", "x one");
    for (const auto& subject : subjects) {
      const auto single = subject.rounds.find(1);
      const double single_rate =
          single == subject.rounds.end() ? 0 : median_of(single->second, &Round::turns_per_s);
      for (const auto in_flight : options.in_flight) print(subject, in_flight, single_rate);
    }
  }
  std::filesystem::remove_all(folder);
  return 0;
}
