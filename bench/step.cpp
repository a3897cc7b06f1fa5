// The cost of one step of the dialog engine with the shipped flows: a whole return request again
// and again, from the start button to the end, without journal, sockets or store. CPU time of this
// process over the number of steps.
#include <sys/resource.h>

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
  Conversation(const dialogs::Engine& engine, const dialogs::Context& context)
      : engine_(engine), context_(context) {}

  // Steps taken; 0 when the flow did not come to its end.
  int run() {
    step(dialogs::StartEvent{"create_return"});
    for (int i = 0; i < 50 && !is_finished_; ++i) answer();
    return is_finished_ ? steps_ : 0;
  }

 private:
  void answer() {
    const std::string kind = question_.expects ? question_.expects->kind : "";
    if (kind == "files") {
      step(dialogs::MessageEvent{"", {{"upload", "photo.png", "png", 1000}}});
    } else if (kind == "text") {
      step(dialogs::MessageEvent{"The lid came cracked out of the box", {}});
    } else if (!question_.buttons.empty()) {
      step(dialogs::PressEvent{{question_.buttons.front().token}, {}});
    }
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
  bool is_finished_ = false;
};

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
  Conversation(engine, context).run();  // warm
  const double before = cpu_us();
  std::int64_t steps = 0;
  for (int i = 0; i < kConversations; ++i) {
    const int taken = Conversation(engine, context).run();
    if (taken == 0) {
      std::fputs("bench_step: the flow did not come to its end\n", stderr);
      return 1;
    }
    steps += taken;
  }
  const double each = (cpu_us() - before) / static_cast<double>(steps);
  bench::Row("step")
      .number("us_per_step", each)
      .count("steps", static_cast<std::uint64_t>(steps))
      .print();
  std::fprintf(stderr, "%lld steps, %.2f us of CPU each\n", static_cast<long long>(steps), each);
  return 0;
}
