#include "knowledge/library.hpp"

#include <algorithm>

#include "base/yaml.hpp"
#include "knowledge/article_checks.hpp"
#include "knowledge/article_reader.hpp"

namespace knowledge {
namespace {

constexpr std::string_view kPlacePlaceholder = "{place}";

class LibraryMaker {
 public:
  LibraryMaker(const Sources& sources, base::Faults& faults) : sources_(sources), faults_(faults) {}

  Library join(std::vector<LanguageArticles> languages) {
    bool is_default = true;
    for (LanguageArticles& language : languages) {
      faults_.add(language.faults);
      library_.languages.push_back(std::move(language.words));
      for (Article& article : language.articles) add(std::move(article), is_default);
      is_default = false;
    }
    library_.places = Places::read(sources_.zones, faults_);
    read_confusables();
    return std::move(library_);
  }

 private:
  void add(Article article, bool is_default) {
    const base::Position& where = article.pages.front().where;
    Article* known = nullptr;
    for (Article& one : library_.articles) {
      if (one.id == article.id) known = &one;
    }
    if (is_default == (known != nullptr)) {
      faults_.error(where, is_default ? "article '" + article.id + "' exists already"
                                      : "the default language has no article '" + article.id + "'");
      return;
    }
    if (known == nullptr) {
      library_.articles.push_back(std::move(article));
    } else {
      known->pages.push_back(std::move(article.pages.front()));
    }
  }

  void read_confusables() {
    const SourceFile& file = sources_.confusables;
    const auto root = base::parse_yaml(file.text, file.name, faults_);
    if (!root) return;
    base::YamlReader reader(*root, file.name, "confusables", faults_);
    if (const auto* groups = reader.required("confusable")) {
      for (const auto& [name, list] : groups->members) {
        Confusable group{name.scalar, {}};
        for (const base::YamlNode& item : list.items) {
          const bool is_known =
              std::any_of(sources_.figures.begin(), sources_.figures.end(),
                          [&](const Figure& figure) { return figure.name == item.scalar; });
          if (!is_known) {
            faults_.error({file.name, item.line, item.column},
                          "the policy has no figure '" + item.scalar + "'");
          }
          group.figures.push_back(item.scalar);
        }
        library_.confusables.push_back(std::move(group));
      }
    }
    reader.finish();
  }

  const Sources& sources_;
  base::Faults& faults_;
  Library library_;
};

std::string with_place(std::string text, const std::string& place) {
  for (std::size_t at = text.find(kPlacePlaceholder); at != std::string::npos;
       at = text.find(kPlacePlaceholder, at + place.size())) {
    text.replace(at, kPlacePlaceholder.size(), place);
  }
  return text;
}

}  // namespace

std::string_view to_string(World world) {
  switch (world) {
    case World::any:
      return "any";
    case World::product:
      return "product";
    case World::reward:
      return "reward";
  }
  return "any";
}

const Article::Page& Article::page(std::string_view language) const {
  for (const Page& page : pages) {
    if (page.language == language) return page;
  }
  const std::string_view main_part = language.substr(0, language.find_first_of("-_"));
  for (const Page& page : pages) {
    if (page.language == main_part) return page;
  }
  return pages.front();
}

const Article* Library::find(std::string_view id) const {
  id = id.substr(0, id.find('.'));
  const auto found = std::find_if(articles.begin(), articles.end(),
                                  [&](const Article& article) { return article.id == id; });
  return found == articles.end() ? nullptr : &*found;
}

std::vector<InfoText> Library::texts() const {
  std::vector<InfoText> texts;
  for (const Article& article : articles) {
    if (article.kind == Article::Kind::place) continue;
    for (const Article::Page& page : article.pages) {
      texts.push_back({"info." + article.id, page.language, page.text, page.text_at, article.start,
                       article.kind == Article::Kind::not_stated});
    }
  }
  for (const Place& place : places.all()) {
    const Article* article = find(place.article);
    if (article == nullptr) continue;
    for (const Article::Page& page : article->pages) {
      texts.push_back({"info." + article->id + "." + place.id, page.language,
                       with_place(page.text, place.name_in(page.language)), page.text_at,
                       article->start, false});
    }
  }
  return texts;
}

LanguageArticles read_articles(const LanguageSource& source, bool is_default) {
  LanguageArticles read;
  read.words = read_language_words(source.words, source.language, read.faults);
  for (const SourceFile& file : source.articles) {
    auto article = read_article(file, source.language, is_default, read.faults);
    if (!article) continue;
    check_digits(article->pages.front(), file, read.faults);
    read.articles.push_back(std::move(*article));
  }
  check_questions(read.articles, read.faults);
  return read;
}

LoadedLibrary load_library(const Sources& sources) {
  std::vector<LanguageArticles> languages;
  for (const LanguageSource& language : sources.languages) {
    languages.push_back(read_articles(language, languages.empty()));
  }
  return load_library(sources, std::move(languages));
}

LoadedLibrary load_library(const Sources& sources, std::vector<LanguageArticles> languages) {
  LoadedLibrary loaded;
  auto library =
      std::make_shared<Library>(LibraryMaker(sources, loaded.faults).join(std::move(languages)));
  check_articles(*library, sources, loaded.faults);
  loaded.faults.sort();
  if (!loaded.faults.has_errors()) loaded.library = std::move(library);
  return loaded;
}

std::vector<std::string> figures_named_in(std::string_view text) {
  constexpr std::string_view kOpening = "{policy.";
  std::vector<std::string> names;
  for (std::size_t at = text.find(kOpening); at != std::string_view::npos;
       at = text.find(kOpening, at)) {
    at += kOpening.size();
    std::string_view path = text.substr(at, text.find_first_of("},|", at) - at);
    for (const std::string_view prefix : {"days.", "firmness."}) {
      if (path.starts_with(prefix)) path.remove_prefix(prefix.size());
    }
    names.emplace_back(path.substr(0, path.find_first_of(".[ ")));
  }
  return names;
}

}  // namespace knowledge
