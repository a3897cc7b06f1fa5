#include "dialogs/engine/guess.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "dialogs/engine/commands.hpp"
#include "dialogs/engine/offer.hpp"
#include "dialogs/engine/propose.hpp"

namespace dialogs {

namespace {

using Kind = Command::Kind;

// Fewer words at an open question are an attempt at an answer: "BelPost", "the red one".
constexpr int kWordsOfAWish = 4;
constexpr int kWordsOfAQuestion = 3;
constexpr double kBeyondDoubt = 0.9;  // counts in however few words

bool are_about_the_same(const Command& left, const Command& right) {
  return left.begin < right.end && right.begin < left.end;
}

// "?", or a beginning as questions have it ("how", "who").
bool asks(const Turn& turn, std::string_view part) {
  if (part.find('?') != std::string_view::npos) return true;
  const auto& words = turn.program.texts.words("asks", turn.context.locale);
  const std::string folded = base::fold(part);
  const std::string_view first = std::string_view(folded).substr(0, folded.find(' '));
  return std::find(words.begin(), words.end(), first) != words.end();
}

// Words with digits are numbers of something, and no wish.
int count_plain_words(std::string_view part) {
  const std::string folded = base::fold(part);
  std::string_view rest = folded;
  int count = 0;
  while (!rest.empty()) {
    const auto word = rest.substr(0, rest.find(' '));
    if (!word.empty() && word.find_first_of("0123456789") == std::string_view::npos) ++count;
    rest.remove_prefix(std::min(rest.size(), word.size() + 1));
  }
  return count;
}

// At an open question its own answers come first, also those that its parser refuses.
std::string_view why_an_answer(const Turn& turn, const Command& proposed, std::string_view part) {
  if (proposed.confidence >= kBeyondDoubt || proposed.confidence < kPlausible) return {};
  const int words = count_plain_words(part);
  if (proposed.kind == Kind::info) {
    const bool is_question = asks(turn, part) && words >= kWordsOfAQuestion;
    if (is_question || (proposed.confidence >= kSure && words >= kWordsOfAWish)) return {};
    return "no question is asked, and one is open";
  }
  const bool is_wish = proposed.kind == Kind::start || proposed.kind == Kind::cancel ||
                       (proposed.kind == Kind::handover && proposed.confidence < kLikely);
  if (!is_wish || words >= kWordsOfAWish) return {};
  return "so few words at an open question are an answer";
}

// Whether one of the words of that list is in the message.
bool mentions(const Turn& turn, std::string_view list, std::string_view folded) {
  const std::string padded = " " + std::string(folded) + " ";
  for (const std::string& word : turn.program.texts.words(list, turn.context.locale)) {
    if (padded.find(" " + word + " ") != std::string::npos) return true;
  }
  return false;
}

}  // namespace

OwnReading read_own(const Turn& turn, std::string_view part, std::uint32_t offset,
                    std::string_view folded) {
  OwnReading own;
  for (Command& found : propose(turn, part, offset)) {
    const bool is_open = found.kind == Kind::start && is_open_task(turn, found.name);
    if (is_open && !mentions(turn, "another", folded)) continue;
    if (is_open) found.confidence = 1.0;
    own.commands.push_back(std::move(found));
  }
  const auto& found = own.commands;
  own.is_settled = found.size() == 1 && found.front().confidence >= 1.0 &&
                   found.front().end - found.front().begin == base::trim(part).size();
  return own;
}

std::string_view why_not_meant(const Turn& turn, const Command& proposed, std::string_view part,
                               const OwnReading& own) {
  if (!is_guess(proposed)) return {};
  if (own.is_settled) return "the words are a phrase of the flows";
  const auto& pending = turn.state().pending;
  if (pending && pending->kind == Pending::Kind::question) {
    if (const auto why = why_an_answer(turn, proposed, part); !why.empty()) return why;
  }
  const bool is_beside =
      proposed.kind == Kind::chitchat || (proposed.kind == Kind::info && !asks(turn, part));
  const bool is_weaker =
      is_beside && std::any_of(own.commands.begin(), own.commands.end(), [&](const Command& one) {
        return one.kind == Kind::start && one.confidence >= proposed.confidence &&
               are_about_the_same(one, proposed);
      });
  return is_weaker ? "a phrase of the flows in the same words is as sure" : std::string_view{};
}

bool is_outdone(Turn& turn, const Command& own, const std::vector<Command>& guesses) {
  const bool is_outdone = own.kind == Kind::start && own.confidence < 1.0 &&
                          std::any_of(guesses.begin(), guesses.end(), [&](const Command& guess) {
                            return guess.kind == Kind::info && guess.confidence > own.confidence &&
                                   are_about_the_same(guess, own);
                          });
  if (is_outdone) turn.judged(own, false, "1.1", "other words for it are surer");
  return is_outdone;
}

}  // namespace dialogs
