#include "bot/understanding/load_reader.hpp"

#include <algorithm>
#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <optional>
#include <set>

#include "base/digest.hpp"
#include "bot/profile.hpp"
#include "bot/understanding/learned_cache.hpp"

namespace bot {
namespace {

// Goes up when the program learns otherwise from the same phrases.
constexpr std::string_view kLearner = "2";
constexpr std::string_view kLexiconFolder = "lexicon";
// There are few questions an article, so more folds would say little more.
constexpr std::size_t kArticleFolds = 2;

std::vector<std::filesystem::path> sorted(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> paths;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::filesystem::path intents_path(const std::filesystem::path& profile) {
  return profile / "training" / "intents.yaml";
}

std::vector<dialogs::SourceFile> phrase_files(const std::filesystem::path& folder) {
  std::vector<dialogs::SourceFile> files;
  for (const auto& path : sorted(folder)) {
    if (path.extension() != ".yaml") continue;
    if (auto text = read_file(path)) files.push_back({path.string(), std::move(*text)});
  }
  return files;
}

// Of everything that a classifier is made from.
std::string content_hash(const std::string& language, const std::vector<dialogs::SourceFile>& files,
                         const dialogs::SourceFile& lexicon) {
  std::string all = std::string(kLearner) + "\n" + language + "\n" + lexicon.text;
  for (const auto& file : files) all += "\n---\n" + file.text;
  return base::cache_key(all);
}

std::shared_ptr<const dialogs::Classifier> load_classifier(
    const LearnedCache& cache, const std::string& name, const std::string& hash,
    std::shared_ptr<const dialogs::Lexicon> lexicon) {
  auto read = cache.read(name, hash, [&](base::SharedBytes bytes) {
    return dialogs::Classifier::from_bytes(std::move(bytes), std::move(lexicon));
  });
  return read ? std::make_shared<const dialogs::Classifier>(std::move(*read)) : nullptr;
}

// Nothing when it is not wanted any more. LIBLINEAR is for one thread at a time.
std::shared_ptr<const dialogs::Classifier> learn(const dialogs::TrainingSet& set,
                                                 std::shared_ptr<const dialogs::Lexicon> lexicon,
                                                 dialogs::LearningOptions options,
                                                 const ReaderSource& source) {
  static std::mutex one_at_a_time;
  const std::scoped_lock lock(one_at_a_time);
  options.is_wanted = source.is_wanted;
  if (options.is_given_up()) return nullptr;
  auto learned = dialogs::Classifier::train(set, std::move(lexicon), options);
  if (options.is_given_up()) return nullptr;
  return std::make_shared<const dialogs::Classifier>(std::move(learned));
}

// The phrases that a classifier was taught with, which were sound then; one file an intent.
dialogs::TrainingSet set_of(const dialogs::Classifier& classifier,
                            const std::vector<dialogs::SourceFile>& files) {
  dialogs::TrainingSet set{classifier.language(), classifier.labels(), classifier.phrases()};
  for (auto& phrase : set.phrases) {
    if (phrase.label < files.size()) phrase.where.file = files[phrase.label].name;
  }
  return set;
}

TaughtLanguage read_language(const std::string& language, const PhraseSource& source,
                             base::Faults& faults) {
  const auto training = source.profile / "training";
  TaughtLanguage taught;
  const auto lexicon_path = training / kLexiconFolder / (language + ".yaml");
  const dialogs::SourceFile lexicon{lexicon_path.string(), read_file(lexicon_path).value_or("{}")};
  taught.lexicon =
      std::make_shared<const dialogs::Lexicon>(dialogs::Lexicon::read(lexicon, faults));
  const auto files = phrase_files(training / language);
  if (!source.is_only_checked) {
    taught.hash = content_hash(language, files, lexicon);
    taught.classifier =
        load_classifier(LearnedCache(source.models), language, taught.hash, taught.lexicon);
  }
  taught.is_from_cache = taught.classifier != nullptr;
  if (taught.is_from_cache) {
    taught.set = set_of(*taught.classifier, files);
    return taught;
  }
  taught.set = dialogs::read_training(language, files, kMinPhrasesOfIntent, faults);
  if (taught.set.labels.size() < 2) {
    faults.error({(training / language).string(), 0, 0}, "a language needs at least two intents");
  }
  return taught;
}

// What the articles' questions teach: one label an article, and outside of all of them what no
// article answers and what asks for nothing: the phrases of wishes, greetings and all the rest.
dialogs::TrainingSet questions_of(const knowledge::Library& library,
                                  const std::set<std::string>& answered,
                                  const dialogs::TrainingSet& wishes) {
  const std::string& language = wishes.language;
  dialogs::TrainingSet set;
  set.language = language;
  std::map<std::string, std::vector<std::string>> phrases;
  for (const auto& article : library.articles) {
    for (const auto& page : article.pages) {
      if (page.language != language || page.questions.empty()) continue;
      phrases[article.id] = page.questions;
      phrases[article.id].push_back(page.title);
    }
  }
  for (const auto& words : library.languages) {
    if (words.language != language || words.unanswered.empty()) continue;
    phrases[std::string(dialogs::kOutOfScope)] = words.unanswered;
  }
  for (const auto& phrase : wishes.phrases) {
    if (answered.contains(wishes.labels[phrase.label])) continue;
    phrases[std::string(dialogs::kOutOfScope)].push_back(phrase.text);
  }
  for (auto& [label, texts] : phrases) {
    for (auto& text : texts) {
      set.phrases.push_back({std::move(text), static_cast<std::uint32_t>(set.labels.size()), {}});
    }
    set.labels.push_back(label);
  }
  return set;
}

// Fewer articles need nobody to tell them apart.
constexpr std::size_t kFewestArticles = 5;

// What the articles teach in one language, and what the cache calls it.
struct Lesson {
  std::string name;
  std::string hash;
  dialogs::TrainingSet set;
};

// Nothing when there is nothing to tell apart.
std::optional<Lesson> lesson_of(const knowledge::Library& library,
                                const std::set<std::string>& answered,
                                const dialogs::TrainingSet& wishes) {
  Lesson lesson{"articles_" + wishes.language, {}, questions_of(library, answered, wishes)};
  const auto& set = lesson.set;
  if (set.labels.size() < kFewestArticles) return std::nullopt;
  std::string all;
  for (const auto& phrase : set.phrases) all += set.labels[phrase.label] + ":" + phrase.text + "\n";
  lesson.hash = content_hash(lesson.name, {{lesson.name, all}}, {});
  return lesson;
}

std::set<std::string> answered_by_articles(const std::filesystem::path& profile) {
  const auto path = intents_path(profile);
  return dialogs::IntentMap::answered_by_articles({path.string(), read_file(path).value_or("")});
}

std::shared_ptr<const dialogs::Classifier> load_lesson(const Lesson& lesson,
                                                       const LearnedCache& cache) {
  return load_classifier(cache, lesson.name, lesson.hash,
                         std::make_shared<const dialogs::Lexicon>());
}

void teach_articles(TaughtLanguage& taught, const ReaderSource& source) {
  const bool is_done = taught.articles != nullptr || taught.classifier == nullptr;
  if (source.library == nullptr || is_done) return;
  const auto lesson = lesson_of(*source.library, answered_by_articles(source.profile), taught.set);
  if (!lesson) return;
  const LearnedCache cache(source.models);
  taught.articles = load_lesson(*lesson, cache);
  if (taught.articles != nullptr) return;
  taught.is_from_cache = false;
  if (source.teaching != Teaching::if_needed) return;
  dialogs::LearningOptions options;
  options.folds_trained = kArticleFolds;
  taught.articles = learn(lesson->set, std::make_shared<const dialogs::Lexicon>(), options, source);
  if (taught.articles == nullptr) return;
  cache.store(lesson->name, lesson->hash, taught.articles->to_bytes());
}

// An intent that nothing in the profile answers is recognised, and nothing is done about it.
void check_meanings(const TaughtLanguage& language, const dialogs::IntentMap& intents,
                    base::Faults& faults) {
  std::set<std::uint32_t> seen;
  for (const auto& phrase : language.set.phrases) {
    const std::string& label = language.set.labels[phrase.label];
    if (!seen.insert(phrase.label).second || intents.find(label) != nullptr) continue;
    faults.warn({phrase.where.file, 0, 0}, "nothing answers the intent '" + label + "'",
                "name it in a flow's `starts.intents` or in training/intents.yaml");
  }
}

// Learns what the cache did not have.
void finish_language(TaughtLanguage& taught, const ReaderSource& source) {
  if (taught.classifier == nullptr && source.teaching == Teaching::if_needed) {
    taught.classifier = learn(taught.set, taught.lexicon, {}, source);
    if (taught.classifier != nullptr) {
      LearnedCache(source.models)
          .store(taught.set.language, taught.hash, taught.classifier->to_bytes());
    }
  }
  teach_articles(taught, source);
}

dialogs::LanguageDetector load_detector(const std::vector<TaughtLanguage>& languages,
                                        const LearnedCache& cache) {
  const std::string name = "detector";
  std::string made_from;
  for (const auto& one : languages) made_from += one.set.language + " " + one.hash + "\n";
  const std::string hash = base::cache_key(made_from);
  if (auto read = cache.read(name, hash, dialogs::LanguageDetector::from_bytes)) return *read;
  std::vector<dialogs::TrainingSet> sets;
  for (const auto& one : languages) sets.push_back(one.set);
  dialogs::LanguageDetector learned(sets);
  cache.store(name, hash, learned.to_bytes());
  return learned;
}

}  // namespace

Phrases read_phrases(const PhraseSource& source) {
  Phrases phrases;
  const auto training = source.profile / "training";
  std::vector<std::string> names;
  for (const auto& path : sorted(training)) {
    const auto name = path.filename().string();
    if (std::filesystem::is_directory(path) && name != kLexiconFolder) names.push_back(name);
  }
  std::stable_partition(names.begin(), names.end(), [&](const std::string& name) {
    return source.first_language.starts_with(name);
  });
  for (const auto& name : names) {
    phrases.languages.push_back(read_language(name, source, phrases.faults));
  }
  const bool is_needed = !source.is_only_checked && !phrases.faults.has_errors();
  if (is_needed) phrases.detector = load_detector(phrases.languages, LearnedCache(source.models));
  return phrases;
}

void add_articles(Phrases& phrases, const knowledge::Library& library, const PhraseSource& source) {
  const auto answered = answered_by_articles(source.profile);
  const auto add = [&](TaughtLanguage& taught) {
    const auto lesson = lesson_of(library, answered, taught.set);
    if (lesson) taught.articles = load_lesson(*lesson, LearnedCache(source.models));
  };
  std::vector<std::future<void>> side_by_side;
  for (auto& taught : phrases.languages) {
    if (taught.classifier == nullptr) continue;
    side_by_side.push_back(std::async(std::launch::async, add, std::ref(taught)));
  }
  for (auto& one : side_by_side) one.get();
}

LoadedReader load_reader(const ReaderSource& source) {
  const PhraseSource of{source.profile, source.models, source.first_language,
                        source.teaching == Teaching::none};
  auto phrases = read_phrases(of);
  if (source.library != nullptr) add_articles(phrases, *source.library, of);
  return load_reader(source, std::move(phrases));
}

LoadedReader load_reader(const ReaderSource& source, Phrases phrases) {
  LoadedReader loaded;
  const auto path = intents_path(source.profile);
  const auto text = read_file(path);
  if (!text) return loaded;
  loaded.faults = std::move(phrases.faults);
  auto intents = dialogs::IntentMap::read({path.string(), *text}, source.program, loaded.faults);
  loaded.languages = std::move(phrases.languages);
  for (auto& taught : loaded.languages) {
    check_meanings(taught, intents, loaded.faults);
    if (!loaded.faults.has_errors()) finish_language(taught, source);
  }
  // From the cache: all of it or nothing, so that what is missing is learned at once.
  const bool is_whole =
      std::all_of(loaded.languages.begin(), loaded.languages.end(), [&](const auto& one) {
        return one.classifier != nullptr &&
               (source.teaching == Teaching::if_needed || one.is_from_cache);
      });
  if (loaded.faults.has_errors() || loaded.languages.empty() || !is_whole) return loaded;
  std::vector<dialogs::MessageReader::Language> languages;
  for (const auto& one : loaded.languages) {
    languages.push_back({one.classifier, one.lexicon, one.articles});
  }
  loaded.reader = std::make_shared<const dialogs::MessageReader>(
      std::move(languages), std::move(phrases.detector), std::move(intents));
  return loaded;
}

}  // namespace bot
