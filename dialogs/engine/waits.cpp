#include "dialogs/engine/waits.hpp"

#include <charconv>

#include "base/text.hpp"
#include "dialogs/engine/handover.hpp"
#include "dialogs/engine/tasks.hpp"
#include "dialogs/engine/walk.hpp"
#include "dialogs/shop_time.hpp"

namespace dialogs {

namespace {

constexpr std::string_view kWaitPrefix = "wait:";

// What a wait is about: its first argument, or the number of the record that it is.
std::string subject_of(const WaitStep& wait, const FrameScope& scope) {
  if (wait.arguments.empty()) return {};
  const base::Value value = wait.arguments.front().evaluate(scope);
  if (value.is_text()) return value.text();
  for (const auto field : {"number", "id"}) {
    const std::string_view text = value.text_at(field);
    if (!text.empty()) return std::string(text);
  }
  return {};
}

// A waiting frame wakes: it runs at once; what it asks waits until the open question is settled.
void wake(Turn& turn, std::uint64_t run) {
  const State& state = turn.state();
  const bool is_held = state.awaiting || state.handover;
  if (!is_held && !state.pending && !state.repair) {
    raise(turn, run);
    return walk(turn, run);
  }
  // Beneath everything else, callers lowest.
  const auto chain = chain_of(turn, run);
  for (std::size_t at = chain.size(); at-- > 0;) {
    turn.change(SetStatus{chain[at], FrameStatus::interrupted});
  }
  if (!is_held) walk(turn, run);
}

}  // namespace

base::Instant add_span(const Context& context, const Span& span) {
  base::Instant due = context.now + span.fixed;
  if (!span.figure.empty()) {
    const base::Value& figure = context.policy.at(span.figure);
    if (figure.is_integer()) due += std::chrono::days(figure.integer());
    if (figure.is_text()) {
      if (const auto length = base::parse_duration_ms(figure.text())) {
        due += base::Duration(*length);
      }
    }
  }
  if (span.working_days == 0) return due;
  const ShopTime in_utc;
  return after_working_days(context.shop != nullptr ? *context.shop : in_utc, due,
                            span.working_days);
}

void begin_wait(Turn& turn, std::uint64_t run, const Place& place, const std::string& path) {
  const Flow& flow = *turn.flow_of(*turn.frame(run));
  const WaitStep& wait = *flow.steps[place.step].as<WaitStep>();
  turn.request(TimerRequest{std::string(kWaitPrefix) + std::to_string(run) + ":" + path,
                            add_span(turn.context, wait.up_to), false});
  // "Cancel" and corrections meanwhile are about what was done (X5, C6).
  remember_settled(turn, *turn.frame(family_of(turn, run).front()));
  // The whole chain of calls waits with it.
  for (const Frame* frame = turn.frame(run); frame != nullptr;
       frame = frame->kind == FrameKind::call ? turn.frame(frame->caller) : nullptr) {
    turn.change(SetStatus{frame->run, FrameStatus::waiting});
  }
  offer_interrupted(turn);
}

void on_wait_over(Turn& turn, std::string_view rest) {
  std::uint64_t run = 0;
  const auto [end, failure] = std::from_chars(rest.data(), rest.data() + rest.size(), run);
  const Frame* frame = failure == std::errc() ? turn.frame(run) : nullptr;
  const Flow* flow = frame ? turn.flow_of(*frame) : nullptr;
  if (flow == nullptr || frame->status != FrameStatus::waiting) return;
  if (body_at<WaitStep>(*flow, *frame) == nullptr) return;
  const std::string path = path_at(*flow, *frame);
  rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
  if (rest.empty() || rest.substr(1) != path) return;
  turn.change(MarkDone{run, path + "!late", true});
  wake(turn, run);
}

void on_signal(Turn& turn, const SignalEvent& event) {
  if (event.name == kTakenSignal) return on_taken(turn, event);
  std::vector<std::uint64_t> waiting;
  for (const Frame& frame : turn.state().frames) {
    if (frame.status == FrameStatus::waiting) waiting.push_back(frame.run);
  }
  for (const std::uint64_t run : waiting) {
    const Frame* frame = turn.frame(run);
    const Flow* flow = frame ? turn.flow_of(*frame) : nullptr;
    const WaitStep* wait = flow ? body_at<WaitStep>(*flow, *frame) : nullptr;
    if (wait == nullptr || wait->signal != event.name) continue;
    const std::string subject =
        subject_of(*wait, FrameScope(turn.context, *flow, *frame, frame->position.loops));
    if (!event.subject.empty() && !subject.empty() && subject != event.subject) continue;
    const std::string path = path_at(*flow, *frame);
    const std::string prefix = path_prefix(*flow, frame->position.loops);
    turn.request(TimerRequest{std::string(kWaitPrefix) + std::to_string(run) + ":" + path,
                              turn.context.now, true});
    if (!wait->save.empty()) {
      turn.change(SetAnswer{
          run, {prefix + wait->save, event.value, Provenance::action, frame->revision + 1}});
    }
    turn.change(MarkDone{run, path, true});
    wake(turn, run);
  }
}

}  // namespace dialogs
