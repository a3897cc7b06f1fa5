// The cost of one step of the dialog engine with the shipped flows: a whole return request again
// and again, from the start button to the end, without journal, sockets or store. CPU time of this
// process over the number of steps. Then the same request at the end of conversations of 10 and of
// 10,000 turns: a step must not cost more the longer people have talked.
#include <sys/resource.h>

#include <array>
#include <cstdio>
#include <cstdlib>

#include "bench/row.hpp"
#include "bot/environment.hpp"
#include "bot/profile.hpp"
#include "dialogs/engine.hpp"

namespace {

using base::Record;
using base::Value;

constexpr int kConversations = 3000;
constexpr std::array kLengths = {10, 10'000};  // turns

double cpu_us() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto us = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
  };
  return us(usage.ru_utime) + us(usage.ru_stime);
}

Value orders() {
  const Record line{{"id", "A"},
                    {"title", "A thing"},
                    {"quantity", 1},
                    {"price", Record{{"amount", 1000}, {"currency", "RUB"}}}};
  const Record order{{"number", "1042"},
                     {"placed_on", "2026-03-01"},
                     {"delivered_on", "2026-03-05"},
                     {"lines", Value::List{line}}};
  return Value::List{order};
}

// One customer who answers everything at once and rightly.
class Conversation {
 public:
  Conversation(const dialogs::Engine& engine, const dialogs::Context& context,
               dialogs::State state = {})
      : engine_(engine), context_(context), state_(std::move(state)) {}

  // Steps taken; 0 when the flow did not come to its end.
  int run() {
    is_finished_ = false;
    steps_ = 0;
    turn(dialogs::StartEvent{"create_return"});
    for (int i = 0; i < 50 && !is_finished_; ++i) answer();
    return is_finished_ ? steps_ : 0;
  }

  // Events of the customer so far.
  int turns() const { return turns_; }
  const dialogs::State& state() const { return state_; }

 private:
  void answer() {
    const std::string kind = question_.expects ? question_.expects->kind : "";
    if (kind == "files") {
      turn(dialogs::MessageEvent{"", {{"upload", "photo.png", "png", 1000}}});
    } else if (kind == "text") {
      turn(dialogs::MessageEvent{"The lid came cracked out of the box", {}});
    } else if (!question_.buttons.empty()) {
      turn(dialogs::PressEvent{{question_.buttons.front().token}, {}});
    }
  }

  void turn(const dialogs::Event& event) {
    ++turns_;
    step(event);
  }

  void step(const dialogs::Event& event) {
    ++steps_;
    const auto result = engine_.step(state_, event, context_);
    for (const auto& reply : result.replies) {
      if (reply.expects) question_ = reply;
    }
    for (const auto& request : result.requests) {
      if (const auto* lookup = std::get_if<dialogs::LookupRequest>(&request)) {
        step(dialogs::LookupResult{lookup->id, orders(), false});
      } else if (const auto* action = std::get_if<dialogs::ActionRequest>(&request)) {
        dialogs::ActionResult done;
        done.request = action->id;
        done.value = Record{{"number", "R-7K2M-4QXD"}};
        step(done);
      } else if (std::holds_alternative<dialogs::Finished>(request)) {
        is_finished_ = true;
      }
    }
  }

  const dialogs::Engine& engine_;
  const dialogs::Context& context_;
  dialogs::State state_;
  dialogs::Reply question_;
  int steps_ = 0;
  int turns_ = 0;
  bool is_finished_ = false;
};

// CPU us a step of return requests that each go on from `state`; 0 when one did not come to its
// end.
double measure(const dialogs::Engine& engine, const dialogs::Context& context,
               const dialogs::State& state, std::int64_t& steps) {
  Conversation(engine, context, state).run();  // warm
  steps = 0;
  const double before = cpu_us();
  for (int i = 0; i < kConversations; ++i) {
    const int taken = Conversation(engine, context, state).run();
    if (taken == 0) return 0;
    steps += taken;
  }
  return (cpu_us() - before) / static_cast<double>(steps);
}

}  // namespace

int main() {
  const auto now = *base::from_iso("2026-03-10T10:00:00Z");
  const auto loaded =
      bot::load_profile({"config", "/nonexistent", now, bot::environment_variable, false, false});
  // Only the secrets of the demo may be missing here; without a program there is nothing to
  // measure.
  if (!loaded.profile) {
    std::fputs(loaded.faults.to_string().c_str(), stderr);
    return 1;
  }
  const dialogs::Engine engine(loaded.profile->program);
  dialogs::Formatters formatters(loaded.profile->program->texts);
  const Value customer(Record{{"id", "anna"}, {"signed_in", true}, {"name", "Anna"}});
  const dialogs::Context context{now,      "2026-03-10",
                                 "en",     formatters.get("en", "Europe/Moscow"),
                                 customer, loaded.profile->policy->figures()};
  std::int64_t steps = 0;
  const double each = measure(engine, context, {}, steps);
  bench::Row("step")
      .number("us_per_step", each)
      .count("steps", static_cast<std::uint64_t>(steps))
      .print();
  std::fprintf(stderr, "%lld steps, %.2f us of CPU each\n", static_cast<long long>(steps), each);
  bool is_whole = each > 0;
  for (const int length : kLengths) {
    Conversation talk(engine, context);
    while (talk.turns() < length && talk.run() > 0) {
    }
    const double later = measure(engine, context, talk.state(), steps);
    is_whole = is_whole && later > 0;
    bench::Row("step_after")
        .count("turns", static_cast<std::uint64_t>(length))
        .number("us_per_step", later)
        .print();
    std::fprintf(stderr, "after %d turns: %.2f us of CPU each\n", length, later);
  }
  if (!is_whole) std::fputs("bench_step: the flow did not come to its end\n", stderr);
  return is_whole ? 0 : 1;
}
