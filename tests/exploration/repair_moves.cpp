#include "tests/exploration/repair_moves.hpp"

#include <algorithm>

#include "dialogs/engine/scope.hpp"
#include "dialogs/engine/token.hpp"
#include "tests/exploration/customer.hpp"

namespace tests {

using namespace dialogs;

RepairMoves::RepairMoves(const Opening& opening, std::string language)
    : opening_(opening),
      language_(std::move(language)),
      talk_(opening.talk),
      asked_(*talk_.state().pending),
      given_(talk_.given_answers()) {}

std::string RepairMoves::word(std::string_view list) const {
  const auto& words = talk_.program().texts.words(list, language_);
  return words.empty() ? std::string(list) : words.front();
}

bool RepairMoves::play(Move move) {
  played_ += describe(move) + "\n";
  const bool made_sense = talk_.play(move);
  for (const auto& reply : talk_.replies()) {
    played_ += "    " + reply.step + ": " + reply.text + "\n";
  }
  return made_sense;
}

bool RepairMoves::say(std::string text) {
  return play({Move::Kind::write, std::move(text), {}, {}, false});
}

const Question* RepairMoves::question() const {
  if (asked_.kind != Pending::Kind::question) return nullptr;
  const auto flow = opening_.talk.program().find_flow(opening_.flow);
  const auto place = place_of(opening_.talk.program().flows[flow], asked_.path);
  return &opening_.talk.program().flows[flow].steps[place->step].as<AskStep>()->question;
}

bool RepairMoves::takes_every_word() const {
  return question() != nullptr && question()->captures_all;
}

void RepairMoves::agree() {
  for (int times = 0; times < 3 && talk_.state().repair; ++times) say(word("yes"));
}

Cell RepairMoves::same_place(std::string_view after) {
  const auto& now = talk_.state().pending;
  const std::string when(after);
  if (!now || now->path != asked_.path || now->run != asked_.run) {
    return broken(when + ", the question is not open any more");
  }
  if (talk_.given_answers() != given_) return broken(when + ", the answers are not what they were");
  return held();
}

Cell RepairMoves::held(std::string note) const {
  return {Cell::Result::held, std::move(note), {}};
}
Cell RepairMoves::does_not_apply(std::string why) const {
  return {Cell::Result::does_not_apply, std::move(why), {}};
}
Cell RepairMoves::broken(std::string why) const {
  return {Cell::Result::broken, std::move(why), played_};
}

Cell RepairMoves::valid() {
  const auto move = right_answer(talk_);
  if (!move) return broken("none of the answers that we know is accepted");
  play(*move);
  if (question() == nullptr) return held();
  // Whatever else the turn did, the answers before it stand.
  const auto now = talk_.given_answers();
  const bool is_open = talk_.state().find_frame(asked_.run) != nullptr;
  for (const auto& [path, value] : given_) {
    const bool is_of_task = path.starts_with(std::to_string(asked_.run) + ":");
    const auto found = now.find(path);
    if (is_open && is_of_task && (found == now.end() || found->second != value)) {
      return broken("the answer at " + path + " did not stand");
    }
  }
  return held();
}

// The ladder (1.5): asked again, nothing changed, one try fewer.
Cell RepairMoves::invalid() {
  const auto move = wrong_answer(talk_);
  if (!move) return does_not_apply("whatever is written is an answer");
  play(*move);
  const Cell same = same_place("after a wrong answer");
  if (same.result != Cell::Result::held) return same;
  if (talk_.state().pending->tries != asked_.tries + 1) return broken("the try was not counted");
  return held();
}

// C10 on the newest answer: it is asked again, and giving it again leads back here.
Cell RepairMoves::back() {
  if (takes_every_word()) return does_not_apply("captures_all: every word is part of the answer");
  say(word("back"));
  const auto& now = talk_.state().pending;
  if (!now) return broken("after 'back' nothing is asked");
  const bool is_first = now->path == asked_.path && now->run == asked_.run;
  const bool went_back =
      std::any_of(talk_.replies().begin(), talk_.replies().end(),
                  [](const Reply& reply) { return reply.step == "repair.back"; });
  if (is_first && !went_back) {
    const Cell same = same_place("after 'back' with nothing before it");
    return same.result == Cell::Result::held ? held("nothing was answered before it") : same;
  }
  if (is_first) return held("the answer taken back is asked for behind this question");
  return lead_back("'back'");
}

// X1-X5: the task is gone, or it is told what can be done instead.
Cell RepairMoves::cancel() {
  const auto* frame = talk_.state().find_frame(asked_.run);
  std::uint64_t task = asked_.run;
  while (frame != nullptr && frame->kind == FrameKind::call) {
    task = frame->caller;
    frame = talk_.state().find_frame(task);
  }
  say(word("cancel"));
  agree();
  const bool is_gone = talk_.state().find_frame(task) == nullptr;
  if (is_gone) return held();
  if (frame != nullptr && talk_.state().find_frame(task)->fence > 0) {
    return held("after the point of no return the way out is told (X5)");
  }
  const bool has_fence = std::any_of(talk_.state().frames.begin(), talk_.state().frames.end(),
                                     [](const Frame& one) { return one.fence > 0; });
  return has_fence ? held("after the point of no return the way out is told (X5)")
                   : broken("after 'cancel' the task is still there");
}

// Answers what is asked until the question is open again that was when this began.
Cell RepairMoves::lead_back(std::string_view after) {
  for (int answers_given = 0; answers_given < 12; ++answers_given) {
    const auto& open = talk_.state().pending;
    if (!open) break;
    if (open->path == asked_.path && open->run == asked_.run) return held();
    const auto again = right_answer(talk_);
    if (!again) return broken("a question that " + std::string(after) + " asks takes no answer");
    play(*again);
  }
  const bool is_left = talk_.state().find_frame(asked_.run) == nullptr || !place_is_reachable();
  return is_left ? held("the other answer leads elsewhere")
                 : broken("after " + std::string(after) + " the question did not come back");
}

// Whether the task has gone another way, past the question: then it is rightly not asked again.
bool RepairMoves::place_is_reachable() const {
  const auto* frame = talk_.state().find_frame(asked_.run);
  if (frame == nullptr) return false;
  return frame->find_answer(asked_.path) == nullptr && !frame->is_done(asked_.path) &&
         talk_.state().pending && talk_.state().pending->run == asked_.run;
}

// 1.5: only where `optional`; otherwise the reason, and the question stays.
Cell RepairMoves::skip() {
  if (takes_every_word()) return does_not_apply("captures_all: every word is part of the answer");
  const bool is_optional = talk_.expects() && talk_.expects()->limits.find("optional") != nullptr &&
                           question() != nullptr && question()->optional.has_value();
  say(word("skip"));
  if (!is_optional) return same_place("after 'skip' of a question that must be answered");
  const Frame* frame = talk_.state().find_frame(asked_.run);
  if (frame == nullptr) return held("the task ended");
  const auto* answer = frame->find_answer(asked_.path);
  if (answer == nullptr || !answer->value.is_nothing()) return broken("it was not skipped");
  return held();
}

// R4: no frame, no try burnt, the question asked again.
Cell RepairMoves::info_detour() {
  if (takes_every_word()) return does_not_apply("captures_all: every word is part of the answer");
  const std::size_t frames = talk_.state().frames.size();
  std::string asks = word("why");
  for (const auto& key : talk_.program().texts.keys()) {
    const bool is_article = key.starts_with("info.");
    if (is_article && !talk_.program().texts.words(key, language_).empty()) asks = word(key);
  }
  say(asks);
  if (talk_.state().frames.size() != frames) return broken("a question about the bot made a task");
  if (talk_.state().pending && talk_.state().pending->tries != asked_.tries) {
    return broken("a question about the bot cost a try");
  }
  return same_place("after an answer on the side");
}

// R1, R6: another task in between; the question comes back with everything said before.
Cell RepairMoves::task_detour() {
  const Talk start = talk_;
  std::string why = "no other flow can be started here";
  for (const Flow& flow : talk_.program().flows) {
    const auto& frames = start.state().frames;
    const bool is_open = std::any_of(frames.begin(), frames.end(),
                                     [&](const Frame& one) { return one.flow == flow.name; });
    if (is_open || flow.starts.button.empty()) continue;
    talk_ = start;
    played_.clear();
    play({Move::Kind::start, flow.name, {}, {}, false});
    if (talk_.state().is_mute()) continue;
    const bool is_detour =
        talk_.state().pending && talk_.state().pending->run != asked_.run && !talk_.state().repair;
    if (is_detour) {
      say(word("cancel"));
      agree();
    } else if (talk_.state().repair) {
      agree();
    }
    return same_place("after a detour through " + flow.name);
  }
  return does_not_apply(why);
}

// 1.5: nudge, park, close; the answers stand, and coming back leads here again.
Cell RepairMoves::silence() {
  int fired = 0;
  for (; fired < 6; ++fired) {
    const auto& timers = talk_.timers();
    const auto next = std::find_if(timers.begin(), timers.end(), [](const auto& timer) {
      return !timer.first.starts_with("wait:") && !timer.first.starts_with("retry:");
    });
    if (next == timers.end()) break;
    // A task is kept for as long as its flow says (`unfinished`), and rightly gone after it.
    const auto* frame = talk_.state().find_frame(asked_.run);
    const bool is_kept = frame == nullptr || frame->kept_until_ms == 0 ||
                         base::to_milliseconds(next->second) < frame->kept_until_ms;
    if (!is_kept) break;
    play({Move::Kind::timer, next->first, {}, {}, false});
    if (talk_.given_answers() != given_) return broken("silence cost an answer");
  }
  if (fired == 0) return broken("nobody would notice that the customer is silent");
  if (given_.empty()) return begin_anew();
  play({Move::Kind::open, {}, {}, {}, false});
  agree();
  if (!talk_.state().pending) {
    // Put aside: the task is offered by a button.
    for (std::size_t at = 0; at < talk_.offered().size() && !talk_.state().pending; ++at) {
      const Talk before = talk_;
      play({Move::Kind::press, talk_.offered()[at].label, {at}, {}, false});
      agree();
      const bool is_back = talk_.state().pending && talk_.state().pending->run == asked_.run;
      if (!is_back) talk_ = before;
      if (is_back) break;
    }
  }
  return same_place("after silence and coming back");
}

// Nothing was said, so nothing need be kept: coming back says nothing of an unfinished task, and
// whoever wants it after all begins where the silence was.
Cell RepairMoves::begin_anew() {
  play({Move::Kind::open, {}, {}, {}, false});
  if (talk_.state().repair) return broken("a task in which nothing was said is offered");
  play(opening_.route.moves.front());
  const auto& now = talk_.state().pending;
  const bool is_same = now && now->path == asked_.path && talk_.pending_flow() != nullptr &&
                       talk_.pending_flow()->name == opening_.flow;
  return is_same ? held("nothing was answered before it, so it begins anew")
                 : broken("after silence the task does not begin anew");
}

// A button pressed twice is one answer; the same words again are an answer to the next question at
// most. (A frame that is sent again never reaches the engine: scenarios show that.)
Cell RepairMoves::resend() {
  const auto move = right_answer(talk_);
  if (!move) return broken("none of the answers that we know is accepted");
  play(*move);
  const auto once = talk_.given_answers();
  const auto done = talk_.world().done();
  play({Move::Kind::again, {}, {}, {}, false});
  if (talk_.world().done() != done) return broken("the second time did something again");
  const auto twice = talk_.given_answers();
  for (const auto& [path, value] : once) {
    const auto now = twice.find(path);
    const bool is_open =
        talk_.state().find_frame(std::stoull(path.substr(0, path.find(':')))) != nullptr;
    if (is_open && (now == twice.end() || now->second != value)) {
      return broken("the second time changed the answer at " + path);
    }
  }
  return held();
}

// The process dies before, and within, the turn that answers: as if it had not.
Cell RepairMoves::crash() {
  play({Move::Kind::crash, {}, {}, {}, false});
  auto move = right_answer(talk_);
  if (!move) return broken("none of the answers that we know is accepted");
  Talk calm = talk_;
  calm.play(*move);
  move->dies = true;
  play(*move);
  const auto& now = talk_.state().pending;
  const auto& meant = calm.state().pending;
  const bool is_same_question = now.has_value() == meant.has_value() &&
                                (!now || (now->path == meant->path && now->run == meant->run));
  if (!is_same_question) return broken("the crash led to another question");
  return held();
}

}  // namespace tests
