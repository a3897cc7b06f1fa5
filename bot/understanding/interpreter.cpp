#include "bot/understanding/interpreter.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "knowledge/library.hpp"

namespace bot {
namespace {

using dialogs::Command;
using Kind = dialogs::Command::Kind;
using knowledge::Answer;

// Chosen on the development phrases and the questions of the tests (docs/understanding.md).
constexpr double kSaysSo = 0.30;       // an article this near is an answer, whatever is said
constexpr double kAsked = 0.38;        // and this near to a question, whatever wish was read in it
constexpr double kWordForWord = 0.62;  // so near that even a statement is that question
constexpr double kFigureSure = 0.33;   // below, an article with a figure that is mixed up is asked
constexpr double kPerhaps = 0.24;      // offered beside wishes that are not sure
constexpr std::size_t kWordsThatAsk = 2;  // a question begins within so many
constexpr std::size_t kMaxOpening = 100;  // bytes; more are no opening

bool is_courtesy(const Command& command) {
  return command.kind == Kind::chitchat || command.kind == Kind::hello;
}

bool is_sure(const Command& command) {
  return command.confidence >= dialogs::kLikely;
}

Command whole_message() {
  Command command;
  command.kind = Kind::info;
  command.source = Command::Source::classifier;
  return command;
}

}  // namespace

Interpreter::Interpreter(std::shared_ptr<const dialogs::MessageReader> reader,
                         std::shared_ptr<const knowledge::AnswerFinder> finder,
                         const dialogs::Program& program)
    : reader_(std::move(reader)), finder_(std::move(finder)) {
  if (finder_ == nullptr) return;
  for (const std::string& language : program.texts.languages()) {
    const auto& words = program.texts.words("asks", language);
    asks_[language] = {words.begin(), words.end()};
  }
  for (const auto& article : finder_->library().articles) {
    for (const auto& figure : knowledge::figures_named_in(article.pages.front().text)) {
      for (const auto& group : finder_->library().confusables) {
        const auto& all = group.figures;
        if (std::find(all.begin(), all.end(), figure) != all.end())
          with_figures_.insert(article.id);
      }
    }
  }
  // A task belongs to the set of rules that the articles leading to it are about.
  for (const auto& article : finder_->library().articles) {
    if (article.start.empty() || article.world == knowledge::World::any) continue;
    for (const auto& flow : program.flows) {
      if (flow.starts.button == article.start) worlds_[flow.name] = article.world;
    }
  }
}

Heard Interpreter::hear(std::string_view text, const Moment& moment) const {
  Heard heard;
  if (reader_ != nullptr) {
    heard.understood = reader_->read(text, moment.speaker);
    heard.proposals = heard.understood.commands;
  }
  if (finder_ == nullptr) return heard;
  const bool asks = std::any_of(heard.proposals.begin(), heard.proposals.end(),
                                [](const Command& one) { return one.kind == Kind::info; });
  if (asks) {
    answer_wishes(text, moment, heard);
  } else {
    look_beyond_wishes(text, moment, heard);
  }
  if (heard.proposals.size() > dialogs::kMaxCommands) {
    heard.proposals.resize(dialogs::kMaxCommands);
  }
  return heard;
}

std::string Interpreter::language_of(std::string_view text, std::string_view locale) const {
  if (reader_ == nullptr) return {};
  auto guess = reader_->language_of(text, locale);
  return guess.is_clear() ? std::move(guess.language) : std::string();
}

Answer Interpreter::find(std::string_view question, const Moment& moment) const {
  knowledge::World world = knowledge::World::any;
  if (const auto known = worlds_.find(moment.flow); known != worlds_.end()) {
    world = known->second;
  } else if (const auto* previous = finder_->library().find(moment.article)) {
    world = previous->world;
  }
  return finder_->find({question, moment.speaker.locale, moment.article, world});
}

void Interpreter::answer_wishes(std::string_view text, const Moment& moment, Heard& heard) const {
  std::vector<Command> out;
  for (const Command& wish : heard.proposals) {
    if (wish.kind != Kind::info) {
      out.push_back(wish);
      continue;
    }
    const bool is_part = wish.begin < wish.end && wish.end <= text.size();
    Answer answer = find(is_part ? text.substr(wish.begin, wish.end - wish.begin) : text, moment);
    if (answer.kind == Answer::Kind::unsure) answer = find(text, moment);
    // Models and articles agree: as sure as the surer of them.
    add_answer(answer, wish, moment, out);
    heard.answer = std::move(answer);
  }
  heard.proposals = std::move(out);
}

void Interpreter::look_beyond_wishes(std::string_view text, const Moment& moment,
                                     Heard& heard) const {
  heard.answer = find(text, moment);
  const Answer& answer = heard.answer;
  std::vector<Command>& wishes = heard.proposals;
  if (answer.kind == Answer::Kind::unsure) return;
  const bool asks = is_question(text, answer.language);
  Command part = whole_message();
  part.end = static_cast<std::uint32_t>(text.size());
  part.confidence = dialogs::kLikely;
  const auto instead = [&] {
    wishes.clear();
    add_answer(answer, part, moment, wishes);
  };
  if (std::all_of(wishes.begin(), wishes.end(), is_courtesy)) {
    if (asks || answer.score >= kSaysSo) instead();
    return;
  }
  const auto sure = std::find_if(wishes.begin(), wishes.end(), [](const Command& one) {
    return is_sure(one) && !is_courtesy(one);
  });
  if (sure != wishes.end()) {
    // The article offers the task that it is about, so a question loses nothing by it.
    const bool is_task = sure->kind == Kind::start && wishes.size() == 1;
    if (!is_task || !asks || answer.score < kAsked) return;
    // "I want to return the lamp, and who pays for the shipping?": both.
    const auto& clauses = heard.understood.clauses;
    const bool begins_with_wish =
        clauses.size() > 1 && sure->confidence >= dialogs::kSure &&
        !is_question(text.substr(0, clauses.front().end), answer.language);
    if (!begins_with_wish) return instead();
    add_answer(answer, part, moment, wishes);
    return;
  }
  if (answer.score >= kWordForWord || (asks && answer.score >= kSaysSo)) return instead();
  if (answer.score < kPerhaps) return;
  part.confidence = dialogs::kPlausible;
  add_answer(answer, part, moment, wishes);
}

void Interpreter::add_answer(const Answer& answer, const Command& part, const Moment& moment,
                             std::vector<Command>& out) const {
  const auto add = [&](std::string_view article, double confidence) {
    const bool is_known = std::any_of(out.begin(), out.end(), [&](const Command& one) {
      return one.kind == Kind::info && one.name == article;
    });
    if (is_known) return;
    Command info = part;
    info.name = article;
    info.confidence = confidence;
    info.label = title_of(article, moment.speaker.locale);
    out.push_back(std::move(info));
  };
  switch (answer.kind) {
    case Answer::Kind::article:
      // What reads as a question and has its article is sure enough to be said; a figure that
      // people mix up only when the article is.
      if (answer.score < kFigureSure && has_figure(answer.article)) {
        add(answer.article, dialogs::kPlausible);
      } else if (part.confidence < dialogs::kLikely && answer.score >= kSaysSo) {
        add(answer.article, dialogs::kLikely);
      } else {
        add(answer.article, part.confidence);
      }
      return;
    case Answer::Kind::unclear:
      for (const auto& option : answer.options) add(option, dialogs::kPlausible);
      return;
    case Answer::Kind::unsure:
      for (const auto& option : answer.options) add(option, dialogs::kPlausible);
      // Nothing comes near: the engine says so honestly, when it surely is a question.
      if (answer.options.empty() && is_sure(part)) add({}, part.confidence);
      return;
  }
}

bool Interpreter::is_question(std::string_view text, std::string_view locale) const {
  if (text.find('?') != std::string_view::npos) return true;
  const auto known = asks_.find(locale);
  if (known == asks_.end()) return false;
  std::string folded = base::fold(text.substr(0, kMaxOpening));
  std::string_view rest = folded;
  for (std::size_t word = 0; word < kWordsThatAsk && !rest.empty(); ++word) {
    const auto blank = std::min(rest.find(' '), rest.size());
    if (known->second.contains(std::string(rest.substr(0, blank)))) return true;
    rest.remove_prefix(std::min(rest.size(), blank + 1));
  }
  return false;
}

bool Interpreter::has_figure(std::string_view article) const {
  return with_figures_.contains(article.substr(0, article.find('.')));
}

std::string Interpreter::title_of(std::string_view article, std::string_view locale) const {
  const auto* found = finder_->library().find(article);
  return found == nullptr ? std::string() : found->page(locale).title;
}

}  // namespace bot
