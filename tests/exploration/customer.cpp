#include "tests/exploration/customer.hpp"

#include <algorithm>
#include <set>

#include "dialogs/engine/scope.hpp"
#include "dialogs/engine/token.hpp"
#include "tests/exploration/promise.hpp"

namespace tests {
namespace {

using namespace dialogs;

Move write(std::string text) {
  return {Move::Kind::write, std::move(text), {}, {}, false};
}

Move press(const Offered& offered, std::size_t at) {
  return {Move::Kind::press, offered.label, {at}, {}, false};
}

const Question* open_question(const Talk& talk) {
  const Flow* flow = talk.pending_flow();
  if (flow == nullptr || talk.state().pending->kind != Pending::Kind::question) return nullptr;
  const auto place = place_of(*flow, talk.state().pending->path);
  return place ? &flow->steps[place->step].as<AskStep>()->question : nullptr;
}

// Whole numbers on both sides of what the checks and the answers so far name.
std::vector<std::int64_t> numbers_near(const Talk& talk) {
  std::vector<std::int64_t> numbers{1, 2, 3, 5, 0};
  for (const auto& answer : talk.pending_frame()->answers) {
    if (answer.value.is_integer()) numbers.push_back(answer.value.integer());
  }
  return numbers;
}

std::vector<Move> typed(const Talk& talk, const Question& question) {
  std::vector<Move> moves;
  switch (question.type) {
    case QuestionType::text:
      moves.push_back(write(neutral_words(question.length, "Blue and green")));
      break;
    case QuestionType::number:
      for (const auto number : numbers_near(talk)) moves.push_back(write(std::to_string(number)));
      break;
    case QuestionType::money:
      for (const auto* amount : {"5", "0", "12.50", "99999"}) moves.push_back(write(amount));
      break;
    case QuestionType::date:
      for (const int days : {0, 1, 3, 10, 20, 40, -2}) {
        const auto moment = talk.context().now - std::chrono::hours(24 * days);
        moves.push_back(write(base::to_iso(moment).substr(0, 10)));
      }
      break;
    case QuestionType::files: {
      const auto count =
          static_cast<std::size_t>(std::max<std::int64_t>(question.accept.count.min, 1));
      moves.push_back({Move::Kind::attach, question.accept.types.front(), {count}, {}, false});
      break;
    }
    case QuestionType::phone:
      moves.push_back(write("+7 916 123-45-67"));
      break;
    case QuestionType::email:
      moves.push_back(write("anna@example.org"));
      break;
    case QuestionType::iban:
      moves.push_back(write("DE89 3704 0044 0532 0130 00"));
      break;
    case QuestionType::tracking_number:
      moves.push_back(write("RR473124829BY"));
      moves.push_back(write("RR473142829BY"));  // swapped: the right one is offered
      moves.push_back(write("9988776655"));     // weak: its check is offered for confirmation
      break;
    default:
      break;
  }
  return moves;
}

bool is_option(const Offered& offered) {
  return offered.index < kSkipButton;
}

void add_picks(const Talk& talk, const Question& question, std::vector<Move>& moves) {
  const auto& offered = talk.offered();
  std::vector<std::size_t> options;
  for (std::size_t at = 0; at < offered.size(); ++at) {
    if (is_option(offered[at])) options.push_back(at);
  }
  const auto most = static_cast<std::size_t>(std::max<std::int64_t>(question.count.max, 1));
  if (options.size() < 2 || most < 2) return;
  options.resize(std::min(options.size(), most));
  moves.push_back({Move::Kind::press, "several", options, {}, false});
}

std::vector<const char*> wrong_words(QuestionType type) {
  switch (type) {
    case QuestionType::text:
      return {"\u200b"};
    case QuestionType::number:
      return {"2.5", "many"};
    case QuestionType::money:
      return {"5 USD", "5 EUR", "12.345", "much"};
    case QuestionType::date:
      return {"31.02.2026", "some day"};
    case QuestionType::phone:
      return {"123"};
    case QuestionType::email:
      return {"anna@"};
    case QuestionType::iban:
      return {"DE89 3704 0044 0532 0130 01", "DE89 3704", "ZZ12 3456 7890 1234"};
    case QuestionType::tracking_number:
      return {"RR473124820BY", "?"};
    default:
      return {"99"};
  }
}

void add_wrong_files(const Accept& accept, std::vector<Move>& moves) {
  const std::string& type = accept.types.front();
  const auto most = static_cast<std::size_t>(accept.count.max);
  const auto too_big = static_cast<std::size_t>(accept.max_bytes_each) + 1;
  moves.push_back({Move::Kind::attach, "exe", {1}, {}, false});
  moves.push_back({Move::Kind::attach, type, {most + 1}, {}, false});
  moves.push_back({Move::Kind::attach, type, {1, too_big}, {}, false});
}

// A word with which two options begin: it is not clear which of them is meant.
std::optional<std::string> shared_word(const Talk& talk) {
  std::set<std::string> seen;
  for (const auto& offered : talk.offered()) {
    const std::string word = offered.label.substr(0, offered.label.find(' '));
    if (is_option(offered) && !seen.insert(word).second) return word;
  }
  return std::nullopt;
}

}  // namespace

std::string neutral_words(const Range& length, const std::string& words) {
  std::string text = words;
  while (static_cast<std::int64_t>(text.size()) < length.min) text += " and green";
  if (static_cast<std::int64_t>(text.size()) > length.max) {
    text.resize(static_cast<std::size_t>(std::max<std::int64_t>(length.max, 1)));
  }
  return text;
}

std::vector<Move> answers(const Talk& talk) {
  std::vector<Move> moves;
  const auto& offered = talk.offered();
  if (talk.state().repair) {
    moves.push_back(write("yes"));
    moves.push_back(write("no"));
    return moves;
  }
  const bool is_open = talk.state().pending.has_value();
  const Question* question = is_open ? open_question(talk) : nullptr;
  // The words of a question with no buttons go first: an older offer is not an answer to it.
  if (question != nullptr) moves = typed(talk, *question);
  for (std::size_t at = 0; is_open && at < offered.size(); ++at) {
    const bool is_way_out = offered[at].index == kCancelButton ||
                            offered[at].index == kHumanButton || offered[at].index == kBackButton;
    const auto token = decode(offered[at].token);
    const bool is_current = token && token->issue == talk.state().pending->issue;
    if (is_current && !is_way_out) moves.push_back(press(offered[at], at));
  }
  if (question != nullptr && question->type == QuestionType::pick_many) {
    add_picks(talk, *question, moves);
  }
  return moves;
}

std::optional<Move> wrong_answer(const Talk& talk) {
  const Question* question = talk.state().pending ? open_question(talk) : nullptr;
  if (!talk.state().pending) return std::nullopt;
  if (question == nullptr) return write("zzz qqq");
  if (question->type != QuestionType::text) return write("zzz qqq");
  if (question->length.min > 1) return write("z");
  return write(std::string(static_cast<std::size_t>(question->length.max) + 1, 'z'));
}

std::vector<Move> wrong_answers(const Talk& talk) {
  std::vector<Move> moves;
  if (const auto plain = wrong_answer(talk)) moves.push_back(*plain);
  const Question* question = talk.state().pending ? open_question(talk) : nullptr;
  if (question == nullptr) return moves;
  for (const auto* text : wrong_words(question->type)) moves.push_back(write(text));
  if (question->type == QuestionType::files) add_wrong_files(question->accept, moves);
  if (question->type == QuestionType::text) {
    moves.push_back(write(std::string(static_cast<std::size_t>(question->length.max) + 1, 'z')));
  }
  if (const auto shared = shared_word(talk)) moves.push_back(write(*shared));
  return moves;
}

std::vector<Move> happenings(const Talk& talk) {
  std::vector<Move> moves;
  for (const auto& [key, due] : talk.timers()) {
    const bool is_of_step = key.starts_with("wait:") || key.starts_with("retry:");
    if (is_of_step) moves.push_back({Move::Kind::timer, key, {}, {}, false});
  }
  std::size_t waiting = 0;
  for (const auto& frame : talk.state().frames) {
    if (frame.status == FrameStatus::waiting) ++waiting;
  }
  for (std::size_t at = 0; at < waiting; ++at) {
    moves.push_back({Move::Kind::signal, {}, {at}, {}, false});
  }
  if (talk.state().is_mute()) {
    for (const std::size_t outcome : {0U, 1U, 2U}) {
      moves.push_back({Move::Kind::give_back, {}, {outcome}, {}, false});
    }
  }
  return moves;
}

std::optional<Move> right_answer(const Talk& talk) {
  if (!talk.state().pending) return std::nullopt;
  const auto before = *talk.state().pending;
  for (const auto& move : answers(talk)) {
    const bool is_row = before.kind == Pending::Kind::review && !move.picks.empty() &&
                        talk.offered()[move.picks.front()].index != kConfirmButton;
    if (is_row) continue;
    Talk tried = talk;
    if (!tried.play(move)) continue;
    const auto& now = tried.state().pending;
    const bool has_moved = !now || now->path != before.path || now->run != before.run;
    // A person called by the flow itself is its next step; by the engine, the end of its tries.
    const bool is_given_up = tried.state().is_mute() && !tried.state().handover->is_step;
    const Frame* frame = tried.state().find_frame(before.run);
    const bool is_answered =
        frame == nullptr || before.kind == Pending::Kind::review || frame->find_answer(before.path);
    if (has_moved && is_answered && !is_given_up) return move;
  }
  return std::nullopt;
}

}  // namespace tests
