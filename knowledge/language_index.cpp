#include "knowledge/language_index.hpp"

#include "base/byte_form.hpp"
#include "base/digest.hpp"

namespace knowledge {
namespace {

// Goes up when the same articles are indexed otherwise.
constexpr std::uint32_t kIndexVersion = 1;
constexpr std::string_view kIndexMark = "BMRI";

std::vector<Searched> searched_in(const Library& library, const LanguageWords& words) {
  std::vector<Searched> all;
  for (std::uint32_t at = 0; at < library.articles.size(); ++at) {
    const Article& article = library.articles[at];
    if (article.kind == Article::Kind::place) continue;
    const auto& page = article.page(words.language);
    for (const std::string& question : page.questions) all.push_back({at, question, false});
    all.push_back({at, page.title + "\n" + page.text, true});
  }
  const auto unanswered = static_cast<std::uint32_t>(library.articles.size());
  for (const std::string& question : words.unanswered) all.push_back({unanswered, question, false});
  return all;
}

// Of all that the index depends on.
std::string hash_of(const std::vector<Searched>& searched, const LanguageWords& words) {
  std::string all = words.stemmer;
  const auto add = [&all](const std::string& text) { all.append("\n").append(text); };
  for (const std::string& filler : words.fillers) add(filler);
  for (const auto& group : words.same) {
    add("=");
    for (const std::string& text : group) add(text);
  }
  for (const Searched& one : searched) {
    add(std::to_string(one.owner) + (one.is_whole ? "!" : "?"));
    add(one.text);
  }
  return base::cache_key(all);
}

PassageIndex build_index(const std::vector<Searched>& searched, Analyzer& analyzer) {
  std::vector<PassageIndex::Passage> passages;
  passages.reserve(searched.size());
  Terms questions;  // of the article so far
  const auto append = [](Terms& to, const Terms& terms) {
    to.stems.insert(to.stems.end(), terms.stems.begin(), terms.stems.end());
    to.grams.insert(to.grams.end(), terms.grams.begin(), terms.grams.end());
  };
  for (const Searched& one : searched) {
    Terms terms = analyzer.learn(one.text);
    if (one.is_whole) {
      append(terms, questions);
      questions = {};
    } else {
      append(questions, terms);
    }
    passages.push_back({one.owner, std::move(terms)});
  }
  return PassageIndex(passages);
}

PassageIndex load_or_build(const std::vector<Searched>& searched, Analyzer& analyzer,
                           const IndexCache& cache) {
  const std::string name = "search_" + analyzer.words().language;
  const std::string hash = cache.load ? hash_of(searched, analyzer.words()) : std::string();
  if (auto bytes = cache.load ? cache.load(name, hash) : std::nullopt) {
    base::ByteReader in(std::move(*bytes), kIndexMark, kIndexVersion);
    PassageIndex index(in);
    if (in.is_sound() && in.is_at_end() && index.size() == searched.size()) return index;
  }
  PassageIndex index = build_index(searched, analyzer);
  if (cache.store) {
    base::ByteWriter out(kIndexMark, kIndexVersion);
    index.write(out);
    cache.store(name, hash, out.finish());
  }
  return index;
}

}  // namespace

LanguageIndex::LanguageIndex(const Library& library, const LanguageWords& words,
                             const IndexCache& cache)
    : analyzer(words),
      searched(searched_in(library, words)),
      index(load_or_build(searched, analyzer, cache)) {}

}  // namespace knowledge
