// From a message to commands (dialogs.md 1.1): which language, which wishes, what they name. The
// commands are proposals: the engine judges them, and a question's own parser comes before them.
// Pure; immutable once built: any thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/command.hpp"
#include "dialogs/understanding/classifier.hpp"
#include "dialogs/understanding/entities.hpp"
#include "dialogs/understanding/intent_map.hpp"
#include "dialogs/understanding/language.hpp"

namespace dialogs {

// How one part of a message was read, for "why".
struct ClauseReading {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  Verdict verdict;
};

struct Understood {
  LanguageGuess language;
  std::vector<Command> commands;  // best first; at most kMaxCommands
  std::vector<Entity> entities;
  ClauseReading whole;
  std::vector<ClauseReading> clauses;  // of a message that has several
};

struct AskedArticles {
  double asked = 0;  // that it is a question for the articles, and no wish; 0 to 1
  std::vector<std::pair<std::string, double>> shares;  // articles, how likely each is, best first
};

class MessageReader {
 public:
  struct Language {
    std::shared_ptr<const Classifier> classifier;
    std::shared_ptr<const Lexicon> lexicon;
    // Learned from the questions of the articles, its labels are their names; may be null.
    std::shared_ptr<const Classifier> articles = nullptr;
  };

  // At least one language; the first is read when a message tells none.
  MessageReader(std::vector<Language> languages, LanguageDetector detector, IntentMap intents);

  // Never fails: what cannot be read gives no commands. `language`: what guess_language said.
  Understood read(std::string_view text, const Speaker& speaker, LanguageGuess language) const;
  Understood read(std::string_view text, const Speaker& speaker) const {
    return read(text, speaker, guess_language(text, speaker.locale));
  }

  // `locale`: of the conversation, whose language wins while the evidence is thin.
  LanguageGuess guess_language(std::string_view text, std::string_view locale) const {
    return detector_.guess(text, locale.substr(0, 2));
  }
  // What a message, or a part of one, asks the articles for, by what their questions taught.
  // Nothing for a language whose articles taught nothing.
  AskedArticles articles_for(std::string_view text, const LanguageGuess& language) const;

  const std::vector<Language>& languages() const { return languages_; }

 private:
  struct Clause {
    std::size_t first = 0;  // tokens
    std::size_t count = 0;
  };

  std::vector<Clause> clauses_of(std::string_view text, std::span<const TextToken> tokens,
                                 const Lexicon& lexicon) const;
  // A command and what its intent says by itself.
  struct Proposal {
    Command command;
    const Meaning* meaning = nullptr;
  };

  const Language& language_of(const LanguageGuess& guess) const;
  void propose(const Classifier& classifier, const ClauseReading& reading, bool offers,
               std::vector<Proposal>& out) const;
  std::vector<Proposal> proposals(const Classifier& classifier, const Understood& read) const;
  void fill(Proposal& proposal, bool is_only, const std::vector<Entity>& entities) const;

  std::vector<Language> languages_;
  LanguageDetector detector_;
  IntentMap intents_;
};

// A message, or a part of one, as it is searched for: Russian that was typed in Latin letters or on
// an English keyboard in Cyrillic, except names of carriers; `begin` is where the part stands.
std::string in_own_letters(std::string_view part, std::size_t begin, const Understood& read);

// The order of an item that a customer has bought once: "the kettle" tells the order too. Empty
// when nothing was named, or it is in several orders.
std::string order_of_items(const std::vector<Entity>& entities, const Speaker& speaker);

}  // namespace dialogs
