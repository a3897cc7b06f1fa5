// What a step is given beside the event: what a message is taken for, what of the world it has
// seen; and what it asks of the turn beside look-ups and actions.
#include <algorithm>
#include <optional>
#include <utility>

#include "base/json.hpp"
#include "base/text.hpp"
#include "bot/turns/turn_processor.hpp"
#include "bot/understanding/gap.hpp"
#include "bot/understanding/speaker.hpp"
#include "dialogs/engine/clean.hpp"

namespace bot {
namespace {

// While a question waits, a name or an address in other letters is no change of language; so many
// words are.
constexpr std::size_t kWordsThatSwitch = 4;

std::string_view language_of(std::string_view locale) {
  return locale.substr(0, locale.find_first_of("-_"));
}

std::string_view top_flow(const dialogs::State& state) {
  const dialogs::Frame* top = state.top();
  return top == nullptr ? std::string_view() : std::string_view(top->flow);
}

}  // namespace

const std::string& TurnProcessor::today(const Conversation& conversation,
                                        const dialogs::Formatter& formatter, base::Instant now) {
  // Local dates change at quarters of an hour at the earliest: all zones' offsets are multiples.
  const std::int64_t quarter = base::to_milliseconds(now) / (15 * 60 * 1000);
  auto& [known_quarter, date] = today_[conversation.time_zone];
  if (date.empty() || known_quarter != quarter) {
    known_quarter = quarter;
    date = formatter.local_date(now);
  }
  return date;
}

dialogs::Context TurnProcessor::context_of(const Conversation& conversation, base::Instant now) {
  const auto& formatter = formatters_->get(conversation.locale, conversation.time_zone);
  return {now,
          today(conversation, formatter, now),
          conversation.locale,
          formatter,
          conversation.customer_record,
          world_.profile.policy->figures(),
          shop_clock_.get()};
}

dialogs::Event TurnProcessor::understand(Conversation& conversation, const dialogs::Event& event,
                                         base::Instant now) {
  const auto* written = std::get_if<dialogs::MessageEvent>(&event);
  const dialogs::State& state = conversation.state;
  const bool hears_nothing = interpreter_->is_deaf() && !world_.guesses;
  if (written == nullptr || state.is_mute() || state.awaiting || hears_nothing) return event;
  dialogs::MessageEvent message = *written;
  message.text = dialogs::clean(message.text);
  if (!base::has_visible_character(message.text)) return event;
  if (world_.guesses) {
    message.proposals = world_.guesses(message.text);
    return message;
  }
  const auto language = follow_language(conversation, message.text);
  if (engine_.is_beyond_doubt(conversation.state, message, context_of(conversation, now))) {
    return message;
  }
  const SpeakerOf who(&world_.shop, conversation.customer, conversation.locale, now);
  message.proposals =
      interpreter_
          ->hear(message.text, {who.speaker(), state.informed.article, top_flow(state), language})
          .proposals;
  return message;
}

std::optional<dialogs::LanguageGuess> TurnProcessor::follow_language(Conversation& conversation,
                                                                     std::string_view text) const {
  const dialogs::State& state = conversation.state;
  const bool is_asked = state.pending || state.repair;
  if (is_asked && dialogs::tokenize(text).size() < kWordsThatSwitch) return std::nullopt;
  auto guess = interpreter_->guess_language(text, conversation.locale);
  if (guess && guess->is_clear() && guess->language != language_of(conversation.locale)) {
    const std::string locale = engine_.program().texts.known_locale(guess->language);
    if (language_of(locale) == guess->language) conversation.locale = locale;
  }
  return guess;
}

void TurnProcessor::note_gap(Turn& turn, const dialogs::Event& event,
                             const dialogs::StepResult& result) const {
  const Conversation& conversation = *turn.conversation;
  const auto gap = gap_in(result.replies, conversation.state.informed.article);
  if (!gap) return;
  const auto* message = std::get_if<dialogs::MessageEvent>(&event);
  turn.commit->gaps.push_back({turn.now, conversation.id, conversation.turn + 1,
                               conversation.locale, std::string(gap->reason), gap->article,
                               message ? masked_question(message->text) : std::string()});
}

void TurnProcessor::record_world(Turn& turn) const {
  const Conversation& conversation = *turn.conversation;
  const RecordedWorld& known =
      turn.recording.world() ? *turn.recording.world() : conversation.recorded;
  const bool is_known =
      known.profile == world_.profile.version && known.locale == conversation.locale &&
      known.zone == conversation.time_zone && known.customer == conversation.customer_record;
  if (is_known) return;
  turn.recording.see({world_.profile.version, conversation.locale, conversation.time_zone,
                      conversation.customer_record});
}

void TurnProcessor::request_timer(Turn& turn, const dialogs::TimerRequest& request) {
  const std::string id = "dialog:" + turn.conversation->uuid + ":" + request.key;
  if (request.is_cancelled) {
    turn.commit->cancelled_due.push_back(id);
    return;
  }
  turn.commit->due.push_back({id, "dialog", turn.conversation->uuid, request.due,
                              base::to_json(base::Record{{"key", request.key}})});
}

void TurnProcessor::request_handover(Turn& turn, const dialogs::HandoverRequest& request) {
  turn.commit->audit.push_back({turn.now, "bot", "handover." + request.queue,
                                turn.conversation->uuid,
                                base::to_json(base::Record{{"reason", request.reason}})});
  turn.handover_reason = request.reason;
}

void TurnProcessor::submit_case_turn(Turn turn) {
  try {
    signal(turn);
    submit(std::move(turn));
  } catch (const std::exception& broken) {
    roll_back(turn, broken);
  }
}

void TurnProcessor::signal(Turn& turn) {
  const auto signals = std::exchange(turn.signals, {});
  if (turn.conversation == nullptr) return;
  for (const auto& happened : signals) {
    const auto& frames = turn.conversation->state.frames;
    const bool is_awaited = std::any_of(frames.begin(), frames.end(), [](const auto& frame) {
      return frame.status == dialogs::FrameStatus::waiting;
    });
    if (!is_awaited) return;
    turn.say_told();
    step(turn, happened);
  }
}

}  // namespace bot
