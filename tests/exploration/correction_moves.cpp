// The repair moves that correct an answer, by button and in words (rules C1 to C12).
#include <algorithm>

#include "dialogs/engine/scope.hpp"
#include "dialogs/engine/token.hpp"
#include "tests/exploration/customer.hpp"
#include "tests/exploration/repair_moves.hpp"

namespace tests {

using namespace dialogs;

// C1-C4: an earlier answer is changed, by pressing another of its buttons and by words; the
// question that was open comes back, at the latest when what rests on the change is answered again.
Cell RepairMoves::correct() {
  const Talk start = talk_;
  const Frame& frame = *start.state().find_frame(asked_.run);
  Cell best = does_not_apply("nothing was answered before it");
  for (std::size_t at = frame.answers.size(); at-- > 0;) {
    const Answer& answer = frame.answers[at];
    const bool is_given = given_.contains(std::to_string(frame.run) + ":" + answer.path);
    const bool can_change = is_given && answer.revision > frame.fence;
    if (!can_change || question_of(answer.path) == nullptr) continue;
    if (takes_every_word() && best.result != Cell::Result::held) {
      best = does_not_apply("captures_all: every word is part of the answer");
    }
    for (const auto& move : corrections_of(answer)) {
      talk_ = start;
      played_.clear();
      best = correct_answer(answer, move);
      if (best.result == Cell::Result::broken) return best;
    }
  }
  return best;
}

std::vector<Move> RepairMoves::corrections_of(const Answer& answer) const {
  std::vector<Move> moves;
  if (const auto press = other_button(answer)) moves.push_back(*press);
  if (takes_every_word()) return moves;
  // Said in words, with a classifier that understands: "actually ...". Without other words the
  // answer is to be asked again (C10). Of several items it is told which one (C7).
  const auto place = place_of(*opening_.talk.pending_flow(), answer.path);
  const auto dot = answer.path.rfind('.');
  Command command;
  command.kind = Command::Kind::correct;
  command.name = dot == std::string::npos ? answer.path : answer.path.substr(dot + 1);
  if (!place->loops.empty()) command.item = std::to_string(place->loops.back().item + 1);
  command.words = other_words(answer);
  command.source = Command::Source::classifier;
  moves.push_back({Move::Kind::write, "qqq zzz", {}, {}, false, {command}});
  return moves;
}

Cell RepairMoves::correct_answer(const Answer& answer, const Move& move) {
  play(move);
  const Frame* frame = talk_.state().find_frame(asked_.run);
  const Answer* now = frame == nullptr ? nullptr : frame->find_answer(answer.path);
  const auto& pending = talk_.state().pending;
  // Where an old button does not correct it is explained, and nothing else happens.
  const bool is_explained =
      std::any_of(talk_.replies().begin(), talk_.replies().end(),
                  [](const Reply& reply) { return reply.step == "repair.old_button"; });
  if (is_explained) return same_place("after an old button");
  const bool is_asked_again = pending && pending->path == answer.path;
  if (now != nullptr && now->value == answer.value && !is_asked_again) {
    return broken("the answer " + answer.path + " was not changed");
  }
  return lead_back("the correction of " + answer.path);
}

// An older button of the answer's question that stands for something else.
std::optional<Move> RepairMoves::other_button(const Answer& answer) const {
  const auto& older = opening_.talk.older();
  for (std::size_t at = older.size(); at-- > 0;) {
    const auto token = decode(older[at].token);
    const auto* issue = token ? opening_.talk.state().find_issue(token->issue) : nullptr;
    const bool is_ours = issue != nullptr && issue->kind == Issue::Kind::question &&
                         issue->run == asked_.run && issue->path == answer.path &&
                         token->index < kSkipButton;
    if (!is_ours || answer.value.is_list()) continue;
    const bool is_same =
        token->check == check_of_value(answer.value) ||
        (answer.value.is_text() && token->check == check_of(std::string_view(answer.value.text())));
    if (!is_same) return Move{Move::Kind::old, older[at].label, {at}, {}, false};
  }
  return std::nullopt;
}

const Question* RepairMoves::question_of(const std::string& path) const {
  const Flow* flow = opening_.talk.pending_flow();
  const auto place = place_of(*flow, path);
  return place ? &flow->steps[place->step].as<AskStep>()->question : nullptr;
}

std::optional<std::string> RepairMoves::other_words(const Answer& answer) const {
  const Question& question = *question_of(answer.path);
  switch (question.type) {
    case QuestionType::choice:
      for (const Option& option : question.options) {
        const bool is_plain = option.label.in(language_).is_plain();
        if (is_plain && answer.value != base::Value(option.word)) {
          return option.label.in(language_).source;
        }
      }
      return std::nullopt;
    case QuestionType::yes_no:
      return word(answer.value == base::Value(true) ? "no" : "yes");
    case QuestionType::text:
      return neutral_words(question.length, "Red and yellow");
    case QuestionType::tracking_number:
      return "RR123456785BY";
    default:
      return std::nullopt;
  }
}

}  // namespace tests
