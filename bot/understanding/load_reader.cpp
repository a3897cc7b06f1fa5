#include "bot/understanding/load_reader.hpp"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>

#include "base/digest.hpp"
#include "base/files.hpp"
#include "base/log.hpp"
#include "bot/profile.hpp"

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
  return base::sha256_hex(all).substr(0, 32);
}

constexpr std::uintmax_t kMaxModelBytes = 1U << 30U;

// The cache: one file a language, named by the hash of what it was taught with.
class ModelCache {
 public:
  explicit ModelCache(std::filesystem::path folder) : folder_(std::move(folder)) {}

  std::shared_ptr<const dialogs::Classifier> load(
      const std::string& language, const std::string& hash,
      std::shared_ptr<const dialogs::Lexicon> lexicon) const {
    if (folder_.empty()) return nullptr;
    const auto bytes = base::read_file(path(language, hash), kMaxModelBytes);
    if (!bytes) return nullptr;
    auto read = dialogs::Classifier::from_bytes(*bytes, std::move(lexicon));
    if (!read) {
      base::log::warn("model.damaged", {{"language", std::string_view(language)}});
      return nullptr;
    }
    return std::make_shared<const dialogs::Classifier>(std::move(*read));
  }

  // A cache that cannot be written costs time at the next start, nothing else.
  void store(const std::string& language, const std::string& hash,
             const dialogs::Classifier& classifier) const {
    if (folder_.empty()) return;
    std::error_code error;
    std::filesystem::create_directories(folder_, error);
    const auto target = path(language, hash);
    // Of this process only: two that learn at once must not write into one file.
    const auto part =
        std::filesystem::path(target.string() + "." + std::to_string(::getpid()) + ".part");
    {
      std::ofstream file(part, std::ios::binary | std::ios::trunc);
      const std::string bytes = classifier.to_bytes();
      file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
      if (!file) error = std::make_error_code(std::errc::io_error);
    }
    if (!error) std::filesystem::rename(part, target, error);
    if (error) {
      base::log::warn("model.not_cached", {{"why", std::string_view(error.message())}});
      return;
    }
    for (const auto& other : sorted(folder_)) {
      if (other != target && other.filename().string().starts_with(language + "-")) {
        std::filesystem::remove(other, error);
      }
    }
  }

 private:
  std::filesystem::path path(const std::string& language, const std::string& hash) const {
    return folder_ / (language + "-" + hash + ".model");
  }

  std::filesystem::path folder_;
};

// Nothing when it is not wanted any more.
std::shared_ptr<const dialogs::Classifier> learn(const dialogs::TrainingSet& set,
                                                 std::shared_ptr<const dialogs::Lexicon> lexicon,
                                                 dialogs::LearningOptions options,
                                                 const ReaderSource& source) {
  options.is_wanted = source.is_wanted;
  if (options.is_given_up()) return nullptr;
  auto learned = dialogs::Classifier::train(set, std::move(lexicon), options);
  if (options.is_given_up()) return nullptr;
  return std::make_shared<const dialogs::Classifier>(std::move(learned));
}

TaughtLanguage read_language(const std::string& language, const ReaderSource& source,
                             const ModelCache& cache, base::Faults& faults) {
  const auto training = source.profile / "training";
  TaughtLanguage taught;
  const auto lexicon_path = training / kLexiconFolder / (language + ".yaml");
  const dialogs::SourceFile lexicon{lexicon_path.string(), read_file(lexicon_path).value_or("{}")};
  taught.lexicon =
      std::make_shared<const dialogs::Lexicon>(dialogs::Lexicon::read(lexicon, faults));
  const auto files = phrase_files(training / language);
  taught.set = dialogs::read_training(language, files, kMinPhrasesOfIntent, faults);
  if (taught.set.labels.size() < 2) {
    faults.error({(training / language).string(), 0, 0}, "a language needs at least two intents");
  }
  if (source.teaching == Teaching::none || faults.has_errors()) return taught;
  const std::string hash = content_hash(language, files, lexicon);
  taught.classifier = cache.load(language, hash, taught.lexicon);
  taught.is_from_cache = taught.classifier != nullptr;
  if (taught.classifier == nullptr && source.teaching == Teaching::if_needed) {
    taught.classifier = learn(taught.set, taught.lexicon, {}, source);
    if (taught.classifier != nullptr) cache.store(language, hash, *taught.classifier);
  }
  return taught;
}

// What the articles' questions teach: one label an article, and outside of all of them what no
// article answers and what asks for nothing: the phrases of wishes, greetings and all the rest.
dialogs::TrainingSet questions_of(const knowledge::Library& library,
                                  const dialogs::IntentMap& intents,
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
    const auto* meaning = intents.find(wishes.labels[phrase.label]);
    if (meaning != nullptr && meaning->kind == dialogs::Command::Kind::info) continue;
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

void teach_articles(TaughtLanguage& taught, const dialogs::IntentMap& intents,
                    const ReaderSource& source, const ModelCache& cache) {
  if (source.library == nullptr || taught.classifier == nullptr) return;
  const auto& language = taught.set.language;
  const auto set = questions_of(*source.library, intents, taught.set);
  if (set.labels.size() < kFewestArticles) return;
  std::string all;
  for (const auto& phrase : set.phrases) all += set.labels[phrase.label] + ":" + phrase.text + "\n";
  const std::string name = "articles_" + language;
  const std::string hash = content_hash(name, {{name, all}}, {});
  taught.articles = cache.load(name, hash, std::make_shared<const dialogs::Lexicon>());
  if (taught.articles != nullptr) return;
  taught.is_from_cache = false;
  if (source.teaching != Teaching::if_needed) return;
  dialogs::LearningOptions options;
  options.folds_trained = kArticleFolds;
  taught.articles = learn(set, std::make_shared<const dialogs::Lexicon>(), options, source);
  if (taught.articles != nullptr) cache.store(name, hash, *taught.articles);
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

}  // namespace

LoadedReader load_reader(const ReaderSource& source) {
  LoadedReader loaded;
  const auto training = source.profile / "training";
  const auto intents_path = training / "intents.yaml";
  const auto intents_text = read_file(intents_path);
  if (!intents_text) return loaded;
  auto intents = dialogs::IntentMap::read({intents_path.string(), *intents_text}, source.program,
                                          loaded.faults);
  const ModelCache cache(source.models);
  std::vector<std::string> names;
  for (const auto& path : sorted(training)) {
    const auto name = path.filename().string();
    if (std::filesystem::is_directory(path) && name != kLexiconFolder) names.push_back(name);
  }
  std::stable_partition(names.begin(), names.end(), [&](const std::string& name) {
    return source.first_language.starts_with(name);
  });
  std::vector<dialogs::TrainingSet> sets;
  std::vector<dialogs::MessageReader::Language> languages;
  for (const auto& name : names) {
    auto taught = read_language(name, source, cache, loaded.faults);
    if (!loaded.faults.has_errors()) teach_articles(taught, intents, source, cache);
    check_meanings(taught, intents, loaded.faults);
    sets.push_back(taught.set);
    languages.push_back({taught.classifier, taught.lexicon, taught.articles});
    loaded.languages.push_back(std::move(taught));
  }
  // From the cache: all of it or nothing, so that what is missing is learned at once.
  const bool is_whole =
      std::all_of(loaded.languages.begin(), loaded.languages.end(), [&](const auto& one) {
        return one.classifier != nullptr &&
               (source.teaching == Teaching::if_needed || one.is_from_cache);
      });
  if (loaded.faults.has_errors() || languages.empty() || !is_whole) return loaded;
  loaded.reader = std::make_shared<const dialogs::MessageReader>(
      std::move(languages), dialogs::LanguageDetector(sets), std::move(intents));
  return loaded;
}

}  // namespace bot
