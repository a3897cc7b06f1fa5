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
constexpr double kSurelyAsked = 0.5;  // so likely a question for the articles, it is taken for one
constexpr double kAskedPlainly =
    0.85;                      // without a question mark or word, where a task is wished for
constexpr double kTold = 0.9;  // a task that is wished for so surely is done
constexpr double kPerhapsAsked = 0.3;  // from here on articles are offered beside that task
constexpr double kSaysSo = 0.50;       // an article this near is an answer, whatever is said
constexpr double kAsked = 0.55;        // and this near to a question, whatever wish was read in it
constexpr double kConditions = 0.45;   // so near to a wish, the conditions of it are said with it
constexpr double kOfPerson = 0.75;     // and this near, though a person was read in the question
constexpr double kWordForWord = 0.90;  // so near that even a statement is that question
constexpr double kWhole = 0.75;        // so near, a message in several clauses is one question
constexpr double kOutside = 0.60;  // what is judged not to be the shop's business must be so near
constexpr double kOneQuestion = 0.90;  // so certain, clauses that say more are one question too
// Less certain, an article with a figure that is mixed up is offered among others.
constexpr double kFigureCertain = 0.95;
constexpr double kFigureSure = 0.90;  // or so certain, and so near
constexpr double kFigureNear = 0.62;
constexpr double kPerhaps = 0.32;         // offered beside wishes that are not sure
constexpr std::size_t kWordsThatAsk = 2;  // a question begins within so many
constexpr std::size_t kOptions = 3;
constexpr std::size_t kWordsOfAPlace =
    5;  // "courier to Butovo": a place and little else asks for it
constexpr std::size_t kMaxOpening = 200;  // bytes; more are no opening

bool is_courtesy(const Command& command) {
  return command.kind == Kind::chitchat || command.kind == Kind::hello;
}

// Whether a figure that people mix up may be told.
bool is_figure_sure(const Answer& answer) {
  return answer.certainty >= kFigureCertain ||
         (answer.certainty >= kFigureSure && answer.score >= kFigureNear);
}

bool is_sure(const Command& command) {
  return command.confidence >= dialogs::kLikely;
}

// A question that the whole text asks.
Command whole_message(std::string_view text, double confidence) {
  Command command;
  command.kind = Kind::info;
  command.source = Command::Source::classifier;
  command.end = static_cast<std::uint32_t>(text.size());
  command.confidence = confidence;
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
  for (const auto& flow : program.flows) buttons_[flow.name] = flow.starts.button;
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
  heard.words = dialogs::tokenize(text).size();
  if (reader_ != nullptr) {
    heard.understood = moment.language ? reader_->read(text, moment.speaker, *moment.language)
                                       : reader_->read(text, moment.speaker);
    heard.proposals = heard.understood.commands;
  }
  if (finder_ == nullptr) return heard;
  Reading reading{text, in_own_letters(text, 0, heard.understood), false, moment, heard};
  auto found = find(reading, 0, text.size());
  heard.answer = std::move(found.answer);
  heard.asked = found.asked;
  const bool is_outside = reader_ != nullptr && !heard.understood.whole.verdict.is_in_scope;
  if (is_outside && heard.asked < kSurelyAsked && heard.answer.score < kOutside) {
    heard.answer.kind = Answer::Kind::unsure;
    heard.answer.options.clear();
    heard.answer.reason = "judged not to be the shop's business, and no article is near enough";
  }
  reading.asks = is_question(reading.own_letters, heard.answer.language);
  const bool has_questions = std::any_of(heard.proposals.begin(), heard.proposals.end(),
                                         [](const Command& one) { return one.kind == Kind::info; });
  if (has_questions) {
    answer_wishes(reading);
  } else {
    look_beyond_wishes(reading);
  }
  if (heard.proposals.size() > dialogs::kMaxCommands) {
    heard.proposals.resize(dialogs::kMaxCommands);
  }
  return heard;
}

std::optional<dialogs::LanguageGuess> Interpreter::guess_language(std::string_view text,
                                                                  std::string_view locale) const {
  if (reader_ == nullptr) return std::nullopt;
  return reader_->guess_language(text, locale);
}

Interpreter::Found Interpreter::find(const Reading& reading, std::size_t begin,
                                     std::size_t end) const {
  const Moment& moment = reading.moment;
  knowledge::World world = knowledge::World::any;
  if (const auto known = worlds_.find(moment.flow); known != worlds_.end()) {
    world = known->second;
  } else if (const auto* previous = finder_->library().find(moment.article)) {
    world = previous->world;
  }
  const std::string_view part = reading.text.substr(begin, end - begin);
  const dialogs::Understood& understood = reading.heard.understood;
  dialogs::AskedArticles asked;
  if (reader_ != nullptr) asked = reader_->articles_for(part, understood.language);
  std::vector<knowledge::Opinion> opinions;
  for (auto& [article, share] : asked.shares) opinions.push_back({std::move(article), share});
  return {finder_->find({in_own_letters(part, begin, understood), moment.speaker.locale,
                         moment.article, world, reading.own_letters, opinions}),
          asked.asked};
}

void Interpreter::answer_wishes(const Reading& reading) const {
  Heard& heard = reading.heard;
  const Answer& whole = heard.answer;
  const auto asked = std::count_if(heard.proposals.begin(), heard.proposals.end(),
                                   [](const Command& one) { return one.kind == Kind::info; });
  // One question in several clauses: what no clause makes clear the message as a whole may, and no
  // figure is told that only a few words out of it ask for.
  const bool is_one = whole.kind == Answer::Kind::article && whole.score >= kAsked &&
                      (asked == 1 || !begins_with_wish(reading));
  const bool is_plain = heard.asked >= kAskedPlainly && whole.certainty >= kOneQuestion &&
                        whole.kind == Answer::Kind::article && !begins_with_wish(reading);
  const bool is_whole = is_plain || (reading.asks && is_one && whole.score >= kWhole);
  if (asked == 1 && is_whole) return answer_instead(reading);
  std::vector<Command> out;
  for (const Command& wish : heard.proposals) {
    if (wish.kind != Kind::info) {
      out.push_back(wish);
      continue;
    }
    const bool is_part = wish.begin < wish.end && wish.end <= reading.text.size() &&
                         heard.understood.clauses.size() > 1;
    Answer answer = is_part ? find(reading, wish.begin, wish.end).answer : whole;
    const bool is_out_of_context = is_one && (answer.kind == Answer::Kind::unclear ||
                                              (asked == 1 && has_figure(answer.article)));
    if (answer.kind == Answer::Kind::unsure || is_out_of_context ||
        (whole.kind == Answer::Kind::article && whole.score > answer.score)) {
      answer = whole;
    }
    // Models and articles agree: as sure as the surer of them.
    add_answer(answer, wish, reading.moment, out);
  }
  heard.proposals = std::move(out);
}

bool Interpreter::begins_with_wish(const Reading& reading) const {
  const Heard& heard = reading.heard;
  const auto& clauses = heard.understood.clauses;
  if (clauses.size() < 2) return false;
  const std::uint32_t end = clauses.front().end;
  const bool is_wished =
      std::any_of(heard.proposals.begin(), heard.proposals.end(), [&](const Command& one) {
        return one.kind != Kind::info && !is_courtesy(one) && one.end <= end &&
               one.confidence >= dialogs::kSure;
      });
  return is_wished && !is_question(reading.text.substr(0, end), heard.answer.language);
}

void Interpreter::answer_instead(const Reading& reading) const {
  // What is no question in words yields to a phrase of the flows.
  const bool is_sure = reading.asks && reading.heard.answer.score >= kWhole;
  const Command part = whole_message(reading.text, is_sure ? dialogs::kSure : dialogs::kLikely);
  reading.heard.proposals.clear();
  add_answer(reading.heard.answer, part, reading.moment, reading.heard.proposals);
}

void Interpreter::look_beyond_wishes(const Reading& reading) const {
  const Answer& answer = reading.heard.answer;
  std::vector<Command>& wishes = reading.heard.proposals;
  const bool has_sure = std::any_of(wishes.begin(), wishes.end(), [](const Command& one) {
    return is_sure(one) && !is_courtesy(one);
  });
  if (answer.kind == Answer::Kind::unsure && answer.options.empty()) return;
  const bool is_asked = reading.heard.asked >= kSurelyAsked;
  if (std::all_of(wishes.begin(), wishes.end(), is_courtesy)) {
    if (reading.asks || is_asked || answer.score >= kSaysSo) answer_instead(reading);
    return;
  }
  const bool is_place = answer.article.find('.') != std::string::npos;
  if (is_place && reading.heard.words <= kWordsOfAPlace) return answer_instead(reading);
  if (has_sure) return look_beyond_sure_wishes(reading);
  if (is_asked || answer.score >= kWordForWord || (reading.asks && answer.score >= kSaysSo)) {
    return answer_instead(reading);
  }
  if (answer.score < kPerhaps) return;
  add_answer(answer, whole_message(reading.text, dialogs::kPlausible), reading.moment, wishes);
}

void Interpreter::look_beyond_sure_wishes(const Reading& reading) const {
  const Answer& answer = reading.heard.answer;
  std::vector<Command>& wishes = reading.heard.proposals;
  const Command& sure = *std::find_if(wishes.begin(), wishes.end(), [](const Command& one) {
    return is_sure(one) && !is_courtesy(one);
  });
  Command beside = whole_message(reading.text, dialogs::kLikely);
  const bool is_task = sure.kind == Kind::start;
  // Also where the articles' own reader takes it for a wish, as it should: the nearest all the
  // same.
  const std::string nearest = answer.candidates.empty() ? "" : answer.candidates.front().article;
  if (is_task && !reading.asks && answer.score >= kConditions &&
      has_conditions_of(nearest, sure.name)) {
    beside.name = nearest;
    beside.label = title_of(nearest, reading.moment.speaker.locale);
    wishes.push_back(std::move(beside));
    return;
  }
  const double asked = reading.heard.asked;
  // "Claim the shipping cost": told to, nobody asks, however near an article is.
  const bool is_told = !reading.asks && sure.confidence >= kTold;
  if (is_task && !is_told && asked >= (reading.asks ? kSurelyAsked : kAskedPlainly)) {
    if (begins_with_wish(reading)) return add_answer(answer, beside, reading.moment, wishes);
    return answer_instead(reading);
  }
  if (is_task && !is_told && asked >= kPerhapsAsked) return offer_both(reading);
  if (answer.kind == Answer::Kind::unsure) return;
  if (!reading.asks) {
    if (answer.score >= kWordForWord && sure.confidence < dialogs::kSure) answer_instead(reading);
    return;
  }
  // "I want to return the lamp, and who pays for the shipping?": both.
  if (is_task && answer.score >= kAsked && answer.score < kWhole && begins_with_wish(reading)) {
    add_answer(answer, beside, reading.moment, wishes);
    return;
  }
  // The article offers the task that it is about, so a question loses nothing by it.
  const bool is_person = sure.kind == Kind::handover;
  if (answer.score >= (is_task ? kAsked : is_person ? kOfPerson : kWordForWord)) {
    answer_instead(reading);
  }
}

void Interpreter::offer_both(const Reading& reading) const {
  std::vector<Command>& wishes = reading.heard.proposals;
  std::erase_if(wishes, [](const Command& one) { return one.kind != Kind::start; });
  for (Command& wish : wishes) wish.confidence = std::min(wish.confidence, dialogs::kPlausible);
  const auto& candidates = reading.heard.answer.candidates;
  for (const auto& one : candidates) {
    if (wishes.size() >= kOptions) break;
    Command info = whole_message(reading.text, dialogs::kPlausible);
    info.name = one.article;
    info.label = title_of(one.article, reading.moment.speaker.locale);
    wishes.push_back(std::move(info));
  }
}

bool Interpreter::has_conditions_of(std::string_view article, std::string_view flow) const {
  const auto* found = finder_->library().find(article);
  const auto button = buttons_.find(flow);
  return found != nullptr && found->has_conditions && button != buttons_.end() &&
         button->second == found->start;
}

void Interpreter::add_answer(const Answer& answer, const Command& part, const Moment& moment,
                             std::vector<Command>& out) const {
  const auto others = others_of(answer, moment);
  const auto add = [&](std::string_view article, double confidence) {
    const bool is_known = std::any_of(out.begin(), out.end(), [&](const Command& one) {
      return one.kind == Kind::info && one.name == article;
    });
    if (is_known) return;
    Command info = part;
    info.name = article;
    info.confidence = confidence;
    info.label = title_of(article, moment.speaker.locale);
    if (article == answer.article) info.values = others;
    out.push_back(std::move(info));
  };
  switch (answer.kind) {
    case Answer::Kind::article:
      // What reads as a question and has its article is sure enough to be said; a figure that
      // people mix up only when the article is.
      if (has_figure(answer.article) && !is_figure_sure(answer)) {
        for (std::size_t i = 0; i < std::min(kOptions, answer.candidates.size()); ++i) {
          add(answer.candidates[i].article, dialogs::kPlausible);
        }
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

std::vector<std::pair<std::string, std::string>> Interpreter::others_of(
    const Answer& answer, const Moment& moment) const {
  std::vector<std::pair<std::string, std::string>> others;
  for (const std::string& other : answer.others) {
    others.emplace_back(other, title_of(other, moment.speaker.locale));
  }
  return others;
}

bool Interpreter::is_question(std::string_view text, std::string_view locale) const {
  if (text.find('?') != std::string_view::npos) return true;
  const auto known = asks_.find(locale);
  if (known == asks_.end()) return false;
  const std::string folded = base::fold(text.substr(0, kMaxOpening));
  // "I have sent it, where do I enter that" asks too: each clause may.
  std::size_t words = 0;
  for (std::string_view rest = folded; !rest.empty();) {
    const auto end = std::min(rest.find_first_of(" ,.;!"), rest.size());
    if (words < kWordsThatAsk && known->second.contains(std::string(rest.substr(0, end)))) {
      return true;
    }
    words += end > 0 ? 1 : 0;
    const bool is_dash = rest.substr(0, end) == "-";
    if (is_dash || (end < rest.size() && rest[end] != ' ')) words = 0;
    rest.remove_prefix(std::min(rest.size(), end + 1));
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
