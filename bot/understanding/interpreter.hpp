// What a customer's message is taken for: the wishes that the learned models read in it
// (dialogs/understanding) joined with what the articles answer (knowledge). Gives proposals for the
// dialog engine, which judges them; never a reply. Deterministic; reads nothing but its arguments.
// Loop thread only: the search keeps what it works on.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/flow.hpp"
#include "dialogs/understanding/message_reader.hpp"
#include "knowledge/answer_finder.hpp"

namespace bot {

// What is known of the conversation that the message belongs to.
struct Moment {
  dialogs::Speaker speaker;
  std::string_view article = {};  // the last one given, for "and by courier?"
  std::string_view flow = {};     // the task on top; empty: none
  // What guess_language said of the message, in the conversation's language before or after it was
  // followed; guessed again when it is not given.
  std::optional<dialogs::LanguageGuess> language = {};
};

struct Heard {
  std::vector<dialogs::Command> proposals;  // at most dialogs::kMaxCommands
  std::size_t words = 0;                    // of the message
  // For people who ask why, and for tests.
  dialogs::Understood understood;
  knowledge::Answer answer;  // of the whole message, or of its part that asks
  double asked = 0;          // that the message is a question for the articles, and no wish; 0 to 1
};

class Interpreter {
 public:
  // Each part may be missing: a profile without training reads no wishes, one without articles
  // answers nothing. `program` names the flows that articles lead to.
  Interpreter(std::shared_ptr<const dialogs::MessageReader> reader,
              std::shared_ptr<const knowledge::AnswerFinder> finder,
              const dialogs::Program& program);

  // At most 4,096 characters are expected; what cannot be read gives no proposals.
  Heard hear(std::string_view text, const Moment& moment) const;

  // Which of the profile's languages the text is written in. `locale`: of the conversation. Nothing
  // without a reader.
  std::optional<dialogs::LanguageGuess> guess_language(std::string_view text,
                                                       std::string_view locale) const;

  bool is_deaf() const { return reader_ == nullptr && finder_ == nullptr; }

 private:
  // A message with what its words, and the articles as a whole, make of it.
  struct Reading {
    std::string_view text;
    std::string own_letters;  // as it is searched for
    bool asks = false;
    const Moment& moment;
    Heard& heard;
  };

  struct Found {
    knowledge::Answer answer;
    double asked = 0;
  };
  Found find(const Reading& reading, std::size_t begin, std::size_t end) const;
  // The parts of the message that ask for information become articles.
  void answer_wishes(const Reading& reading) const;
  // No wish asks for information: what the articles say to it all the same.
  void look_beyond_wishes(const Reading& reading) const;
  void look_beyond_sure_wishes(const Reading& reading) const;
  // Whether the message says a sure wish before it asks anything.
  bool begins_with_wish(const Reading& reading) const;
  // The whole message as one question, in place of the wishes that were read in it.
  void answer_instead(const Reading& reading) const;
  // Undecided between a task and a question: the task and the nearest articles as buttons.
  void offer_both(const Reading& reading) const;
  // `part`: what the question stands in, with the place and the confidence of its proposals.
  void add_answer(const knowledge::Answer& answer, const dialogs::Command& part,
                  const Moment& moment, std::vector<dialogs::Command>& out) const;
  // The articles that an answer which is not certain may be instead, with their titles.
  std::vector<std::pair<std::string, std::string>> others_of(const knowledge::Answer& answer,
                                                             const Moment& moment) const;
  // Whether the article states the conditions of the task that is wished for.
  bool has_conditions_of(std::string_view article, std::string_view flow) const;
  std::string title_of(std::string_view article, std::string_view locale) const;
  bool is_question(std::string_view text, std::string_view locale) const;
  // Whether the article shows a figure that people mix up (fact 150).
  bool has_figure(std::string_view article) const;

  std::shared_ptr<const dialogs::MessageReader> reader_;
  std::shared_ptr<const knowledge::AnswerFinder> finder_;
  std::map<std::string, knowledge::World, std::less<>> worlds_;     // by flow
  std::map<std::string, std::string, std::less<>> buttons_;         // by flow
  std::map<std::string, std::set<std::string>, std::less<>> asks_;  // by language
  std::set<std::string, std::less<>> with_figures_;                 // articles
};

}  // namespace bot
