#include "bot/knowledge_files.hpp"

#include <algorithm>
#include <functional>
#include <future>

#include "base/files.hpp"

namespace bot {
namespace {

// Paths in a folder, by name; those of files that end so, or of folders when the ending is empty.
std::vector<std::filesystem::path> entries(const std::filesystem::path& folder,
                                           const std::string& ending) {
  std::vector<std::filesystem::path> found;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    const bool fits = ending.empty() ? entry.is_directory() : entry.path().extension() == ending;
    if (fits) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

knowledge::SourceFile read_source(const std::filesystem::path& path, base::Faults& faults) {
  constexpr std::uintmax_t kMaxFileBytes = 1U << 20U;
  auto text = base::read_file(path, kMaxFileBytes);
  if (!text) {
    faults.error({path.string(), 0, 0}, "the profile's knowledge has no such file",
                 "at most 1 MiB, readable");
    return {path.string(), ""};
  }
  return {path.string(), std::move(*text)};
}

std::vector<int> facts_of(const workflow::Policy& policy) {
  std::vector<int> facts;
  for (const auto& figure : policy.all()) {
    facts.insert(facts.end(), figure.facts.begin(), figure.facts.end());
  }
  for (const auto& note : policy.without_figure()) facts.push_back(note.fact);
  std::sort(facts.begin(), facts.end());
  facts.erase(std::unique(facts.begin(), facts.end()), facts.end());
  return facts;
}

}  // namespace

std::shared_ptr<const knowledge::Library> load_knowledge(const KnowledgeSource& source,
                                                         base::Faults& faults) {
  const auto articles = source.folder / "articles";
  auto folders = entries(articles, "");
  if (folders.empty()) return nullptr;
  std::stable_partition(folders.begin(), folders.end(), [&](const auto& folder) {
    return folder.filename() == source.default_language;
  });
  knowledge::Sources sources;
  for (const auto& folder : folders) {
    knowledge::LanguageSource language;
    language.language = folder.filename().string();
    language.words = read_source(folder / "words.yaml", faults);
    for (const auto& path : entries(folder, ".md")) {
      language.articles.push_back(read_source(path, faults));
    }
    sources.languages.push_back(std::move(language));
  }
  sources.zones = read_source(source.folder / "zones.yaml", faults);
  sources.confusables = read_source(source.folder / "confusables.yaml", faults);
  for (const auto& figure : source.policy.all()) {
    sources.figures.push_back({figure.name, figure.facts});
  }
  sources.facts = facts_of(source.policy);
  // A start waits for it.
  std::vector<std::future<knowledge::LanguageArticles>> languages;
  for (const auto& language : sources.languages) {
    languages.push_back(std::async(std::launch::async, knowledge::read_articles,
                                   std::cref(language), languages.empty()));
  }
  std::vector<knowledge::LanguageArticles> read;
  for (auto& language : languages) read.push_back(language.get());
  auto loaded = knowledge::load_library(sources, std::move(read));
  faults.add(loaded.faults);
  return loaded.library;
}

void check_start_buttons(const knowledge::Library& library,
                         const std::vector<std::string>& start_buttons, base::Faults& faults) {
  for (const auto& article : library.articles) {
    const auto& all = start_buttons;
    if (article.start.empty() || std::find(all.begin(), all.end(), article.start) != all.end()) {
      continue;
    }
    faults.error(article.pages.front().where,
                 "no flow starts with the button '" + article.start + "'",
                 base::suggest(article.start, all));
  }
}

}  // namespace bot
