// Loads what the profile knows about understanding messages (config/training) and teaches the
// classifiers, or takes them from the cache in the data folder when nothing they were taught with
// has changed. Reads and writes files; any thread. Learning is one at a time in a process: who
// comes later waits.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/fault.hpp"
#include "dialogs/flow.hpp"
#include "dialogs/understanding/message_reader.hpp"
#include "knowledge/library.hpp"

namespace bot {

// Fewer phrases do not carry an intent.
inline constexpr std::size_t kMinPhrasesOfIntent = 20;

struct TaughtLanguage {
  dialogs::TrainingSet set;
  std::shared_ptr<const dialogs::Lexicon> lexicon;
  std::shared_ptr<const dialogs::Classifier> classifier;  // null when only checked
  std::shared_ptr<const dialogs::Classifier> articles;    // null without articles, too
  bool is_from_cache = false;
  std::string hash = {};  // of what the classifier is made from
};

struct LoadedReader {
  // Null when the profile has no training folder, or there are errors.
  std::shared_ptr<const dialogs::MessageReader> reader;
  std::vector<TaughtLanguage> languages;
  base::Faults faults;
};

enum class Teaching {
  if_needed,   // what the cache does not have is learned, which takes seconds, and kept in it
  from_cache,  // no reader unless the cache has every language
  none,        // the files are only checked
};

struct PhraseSource {
  std::filesystem::path profile;
  std::filesystem::path models;       // folder of the cache; empty: neither read nor written
  std::string first_language = "en";  // read when a message tells none
  bool is_only_checked = false;       // no classifiers
};

// What can be read before the flows are: the phrases, and the classifiers that the cache has.
struct Phrases {
  std::vector<TaughtLanguage> languages;
  dialogs::LanguageDetector detector;
  base::Faults faults;
};
Phrases read_phrases(const PhraseSource& source);
// Adds the classifiers of the articles' questions that the cache has.
void add_articles(Phrases& phrases, const knowledge::Library& library, const PhraseSource& source);

struct ReaderSource {
  std::filesystem::path profile;
  std::filesystem::path models;
  const dialogs::Program& program;
  std::string first_language = "en";
  Teaching teaching = Teaching::if_needed;
  // Its questions teach which article is asked for; null: nothing does.
  const knowledge::Library* library = nullptr;
  // Learning gives up soon after it says no, and there is no reader. Empty: always wanted.
  std::function<bool()> is_wanted = {};
};
LoadedReader load_reader(const ReaderSource& source);
// The same with phrases that were read before.
LoadedReader load_reader(const ReaderSource& source, Phrases phrases);

}  // namespace bot
