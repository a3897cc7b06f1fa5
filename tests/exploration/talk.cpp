#include "tests/exploration/talk.hpp"

#include <algorithm>

#include "dialogs/engine/republish.hpp"
#include "dialogs/engine/token.hpp"
#include "tests/exploration/promise.hpp"

namespace tests {
namespace {

constexpr int kMaxStepsOfTurn = 60;
constexpr std::size_t kMaxOlder = 40;

base::Instant first_moment() {
  return *base::from_iso("2026-03-02T10:00:00+03:00");
}

std::vector<Offered> offers_of(const dialogs::Reply& reply) {
  std::vector<Offered> all;
  const auto add = [&](const std::string& token, const std::string& label, bool is_row) {
    const auto known = dialogs::decode(token);
    if (!known) return;
    const bool is_twice =
        std::any_of(all.begin(), all.end(), [&](const Offered& one) { return one.token == token; });
    if (!is_twice) all.push_back({token, label, known->index, is_row});
  };
  for (const auto& button : reply.buttons) add(button.token, button.label, false);
  for (const auto& card : reply.cards) {
    for (const auto& row : card.rows) add(row.token, row.label, true);
  }
  return all;
}

}  // namespace

Talk::Talk(const Stage& stage, std::uint64_t seed, bool is_signed_in, std::string language)
    : stage_(&stage),
      world_(stage.editions.front()->program(), *stage.landmarks, seed, first_moment()),
      now_(first_moment()),
      language_(std::move(language)),
      today_(edition().formatter(language_).local_date(now_)),
      customer_(world_.customer(is_signed_in)) {}

dialogs::Context Talk::context() const {
  return {now_, today_, language_, edition().formatter(language_), customer_, edition().policy()};
}

bool Talk::play(const Move& move) {
  replies_.clear();
  requests_.clear();
  actions_.clear();
  lookups_ = 0;
  return carry_out(move);
}

bool Talk::carry_out(const Move& move) {
  switch (move.kind) {
    case Move::Kind::start:
      turn(dialogs::StartEvent{move.text}, move);
      return true;
    case Move::Kind::write:
      turn(dialogs::MessageEvent{move.text, {}, move.proposals}, move);
      return true;
    case Move::Kind::press:
    case Move::Kind::old:
      return press(move);
    case Move::Kind::again:
      turn(dialogs::Event(last_), move);
      return true;
    case Move::Kind::attach: {
      dialogs::MessageEvent message;
      for (std::size_t i = 0; i < move.picks.at(0); ++i) {
        const std::string upload = "u" + std::to_string(++files_);
        const auto bytes = static_cast<std::int64_t>(move.picks.size() > 1 ? move.picks[1] : 1000);
        message.attachments.push_back({upload, upload + "." + move.text, move.text, bytes});
      }
      turn(message, move);
      return true;
    }
    case Move::Kind::open:
      turn(dialogs::OpenEvent{}, move);
      return true;
    case Move::Kind::timer:
      return fire(move);
    case Move::Kind::signal:
      return signal(move);
    case Move::Kind::give_back: {
      if (!state_.is_mute()) return false;
      const auto outcome = static_cast<dialogs::HandoverEnded::Outcome>(move.picks.at(0) % 3);
      turn(dialogs::HandoverEnded{outcome}, move);
      return true;
    }
    case Move::Kind::crash:
      fold_journal();
      return true;
    case Move::Kind::shuffle:
      world_.shuffle();
      return true;
    case Move::Kind::publish:
      publish(move.picks.at(0) % stage_->editions.size(), move);
      return true;
    case Move::Kind::arrive:
      return arrive(move);
  }
  return false;
}

bool Talk::press(const Move& move) {
  const auto& from = move.kind == Move::Kind::old ? older_ : offered_;
  dialogs::PressEvent press;
  for (const auto pick : move.picks) {
    if (pick >= from.size()) return false;
    press.buttons.push_back(from[pick].token);
  }
  if (press.buttons.empty()) return false;
  turn(press, move);
  return true;
}

bool Talk::fire(const Move& move) {
  auto due = timers_.find(move.text);
  if (move.text.empty()) {
    due = std::min_element(timers_.begin(), timers_.end(), [](const auto& left, const auto& right) {
      return left.second < right.second;
    });
  }
  if (due == timers_.end()) return false;
  const auto [key, moment] = *due;
  timers_.erase(due);
  if (moment > now_) {
    now_ = moment;
    today_ = edition().formatter(language_).local_date(now_);
  }
  turn(dialogs::TimerEvent{key}, move);
  return true;
}

bool Talk::signal(const Move& move) {
  std::vector<const dialogs::Frame*> waiting;
  for (const auto& frame : state_.frames) {
    if (frame.status == dialogs::FrameStatus::waiting) waiting.push_back(&frame);
  }
  if (waiting.empty()) return false;
  const auto& frame = *waiting[move.picks.at(0) % waiting.size()];
  const auto* flow = dialogs::flow_of_frame(program(), frame);
  if (flow == nullptr) return false;
  const auto& steps = flow->steps;
  if (frame.position.step >= steps.size()) return false;
  const auto* wait = steps[frame.position.step].as<dialogs::WaitStep>();
  if (wait == nullptr) return false;
  const auto* contract = program().contracts.find_signal(wait->signal);
  turn(dialogs::SignalEvent{wait->signal, {}, world_.record(contract->gives)}, move);
  return true;
}

bool Talk::arrive(const Move& move) {
  if (late_.empty()) return false;
  const dialogs::Event event = std::move(late_.front());
  late_.erase(late_.begin());
  turn(event, move);
  return true;
}

// As the server does: what `migrate:` covers moves, everything else stays with its version.
void Talk::publish(std::size_t edition, const Move& move) {
  edition_ = edition;
  dialogs::Republished moved;
  for (const auto& frame : state_.frames) {
    if (may_move(frame.run)) moved.runs.push_back(frame.run);
  }
  if (!moved.runs.empty()) turn(moved, move);
}

bool Talk::may_move(std::uint64_t run) const {
  const auto& frame = *state_.find_frame(run);
  const auto current = program().find_flow(frame.flow);
  if (current == dialogs::kNoFlow || program().flows[current].hash == frame.hash) return false;
  if (dialogs::migration_for(program().flows[current], frame.hash) == nullptr) return false;
  dialogs::State tried = state_;
  const auto result = edition().engine().step(tried, dialogs::Republished{{run}}, context());
  return std::none_of(result.requests.begin(), result.requests.end(), [](const auto& request) {
    return std::holds_alternative<dialogs::ActionRequest>(request) ||
           std::holds_alternative<dialogs::Finished>(request) ||
           std::holds_alternative<dialogs::HandoverRequest>(request);
  });
}

void Talk::turn(const dialogs::Event& event, const Move& move) {
  if (move.dies) {
    // What was not committed is gone with the process, but the shop remembers what it did.
    Talk dying = *this;
    dying.run_turn(event, move.plan);
    world_ = std::move(dying.world_);
  }
  run_turn(event, move.plan);
}

void Talk::run_turn(const dialogs::Event& event, const ShopPlan& plan) {
  const dialogs::State before = state_;
  last_ = event;
  for (const auto& frame : state_.frames) {
    if (frame.status == dialogs::FrameStatus::waiting) woken_.insert(frame.run);
  }
  const auto plain = without_guesses(event);
  std::vector<dialogs::Event> follow{event};
  for (std::size_t at = 0; at < follow.size(); ++at) {
    if (at > kMaxStepsOfTurn) throw BrokenPromise("the turn does not end");
    const dialogs::Event now_happens = follow[at];
    const bool is_watched = stage_->observer != nullptr;
    const dialogs::State seen = is_watched ? state_ : dialogs::State{};
    const auto where = context();
    auto result = edition().engine().step(state_, now_happens, where);
    if (stage_->spoil) stage_->spoil(now_happens, result, state_);
    if (at == 0 && plain) prove_beyond_doubt(*plain);
    if (is_watched) stage_->observer->on_step(seen, now_happens, result, state_, where);
    note_requests(result, plan, follow);
    std::move(result.changes.begin(), result.changes.end(), std::back_inserter(journal_));
    std::move(result.replies.begin(), result.replies.end(), std::back_inserter(replies_));
    std::move(result.requests.begin(), result.requests.end(), std::back_inserter(requests_));
  }
  note_replies();
  prove_turn(before, event);
}

void Talk::note_requests(const dialogs::StepResult& result, const ShopPlan& plan,
                         std::vector<dialogs::Event>& follow) {
  for (const auto& request : result.requests) {
    if (const auto* lookup = std::get_if<dialogs::LookupRequest>(&request)) {
      ++lookups_;
      (plan.is_late ? late_ : follow).emplace_back(world_.answer(*lookup, plan));
    } else if (const auto* action = std::get_if<dialogs::ActionRequest>(&request)) {
      actions_.push_back(action->name);
      (plan.is_late ? late_ : follow).emplace_back(world_.answer(*action, plan));
    } else if (const auto* timer = std::get_if<dialogs::TimerRequest>(&request)) {
      if (timer->is_cancelled) {
        timers_.erase(timer->key);
      } else {
        timers_[timer->key] = timer->due;
      }
    } else if (const auto* language = std::get_if<dialogs::LanguageRequest>(&request)) {
      speak(language->locale);
      follow.emplace_back(dialogs::LanguageChosen{});
    }
  }
}

void Talk::speak(const std::string& language) {
  language_ = language;
  today_ = edition().formatter(language_).local_date(now_);
}

void Talk::note_replies() {
  for (const auto& reply : replies_) {
    auto offers = offers_of(reply);
    if (reply.expects) expects_ = reply.expects;
    if (offers.empty()) continue;
    std::move(offered_.begin(), offered_.end(), std::back_inserter(older_));
    if (older_.size() > kMaxOlder) {
      older_.erase(older_.begin(), older_.end() - static_cast<std::ptrdiff_t>(kMaxOlder));
    }
    offered_ = std::move(offers);
  }
}

// The process died between two turns: what the journal says must be what was in memory.
void Talk::fold_journal() const {
  dialogs::State folded;
  const auto read = dialogs::fold(folded, dialogs::to_json(std::span(journal_)));
  if (!read) throw BrokenPromise("the journal does not fold: " + read.error().detail);
  if (dialogs::to_json(folded) != dialogs::to_json(state_)) {
    throw BrokenPromise("the folded journal is another state");
  }
}

const dialogs::Frame* Talk::pending_frame() const {
  return state_.pending ? state_.find_frame(state_.pending->run) : nullptr;
}

const dialogs::Flow* Talk::pending_flow() const {
  const auto* frame = pending_frame();
  return frame == nullptr ? nullptr : dialogs::flow_of_frame(program(), *frame);
}

std::map<std::string, base::Value> Talk::given_answers() const {
  std::map<std::string, base::Value> given;
  for (const auto& frame : state_.frames) {
    for (const auto& answer : frame.answers) {
      const bool is_given = answer.source == dialogs::Provenance::message ||
                            answer.source == dialogs::Provenance::button;
      if (is_given) given[std::to_string(frame.run) + ":" + answer.path] = answer.value;
    }
  }
  return given;
}

std::string transcript(const Stage& stage, std::uint64_t seed, bool is_signed_in,
                       const std::string& language, const std::vector<Move>& moves) {
  Stage unseen = stage;
  unseen.observer = nullptr;
  Talk talk(unseen, seed, is_signed_in, language);
  std::string out;
  for (const auto& move : moves) {
    out += describe(move) + "\n";
    std::string broken;
    try {
      talk.play(move);
    } catch (const std::exception& why) {
      broken = "  BROKEN: " + std::string(why.what()) + "\n";
    }
    for (const auto& reply : talk.replies()) {
      out += "    " + reply.step + ": " + reply.text + "\n";
      for (const auto& button : reply.buttons) out += "      [" + button.label + "]\n";
    }
    for (const auto& action : talk.actions()) out += "    -> " + action + "\n";
    if (!broken.empty()) return out + broken;
  }
  return out;
}

}  // namespace tests
