#include "knowledge/article_checks.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <string>
#include <unordered_map>

#include "base/hash.hpp"
#include "base/text.hpp"

namespace knowledge {
namespace {

constexpr int kFirstRewardFact = 85;
constexpr int kFirstAdversarialFact = 150;
constexpr std::size_t kFewestQuestions = 3;

int number_of(std::string_view fact) {
  int number = 0;
  std::from_chars(fact.data(), fact.data() + fact.size(), number);
  return number;
}

class Checks {
 public:
  Checks(const Library& library, const Sources& sources, base::Faults& faults)
      : library_(library), sources_(sources), faults_(faults) {}

  void run() {
    for (const Article& article : library_.articles) {
      check_names(article);
      for (const Article::Page& page : article.pages) {
        check_figures(article, page);
        if (article.kind != Article::Kind::place && page.questions.size() < kFewestQuestions) {
          faults_.error(page.where, "article '" + article.id + "' needs more ways to ask for it",
                        "at least three, in the words of customers");
        }
      }
      for (const LanguageSource& language : sources_.languages) {
        const bool has = std::any_of(
            article.pages.begin(), article.pages.end(),
            [&](const Article::Page& page) { return page.language == language.language; });
        if (!has) {
          faults_.error(article.pages.front().where,
                        "article '" + article.id + "' is missing in language " + language.language,
                        "add articles/" + language.language + "/" + article.id + ".md");
        }
      }
    }
    check_places();
    check_facts();
  }

 private:
  void check_names(const Article& article) {
    const base::Position& where = article.pages.front().where;
    for (const std::string& option : article.options) {
      if (library_.find(option) == nullptr) {
        std::vector<std::string> ids;
        for (const Article& one : library_.articles) ids.push_back(one.id);
        faults_.error(where, "there is no article '" + option + "' to offer",
                      base::suggest(option, ids));
      }
    }
    if (article.kind == Article::Kind::asks && article.options.size() < 2) {
      faults_.error(where, "an article that asks needs two or more options");
    }
  }

  // A figure that the text names must exist, and be of the article's own world.
  void check_figures(const Article& article, const Article::Page& page) {
    std::vector<std::string> names;
    for (const Figure& figure : sources_.figures) names.push_back(figure.name);
    for (const std::string& name : figures_named_in(page.text)) {
      const auto known = std::find_if(sources_.figures.begin(), sources_.figures.end(),
                                      [&](const Figure& figure) { return figure.name == name; });
      if (known == sources_.figures.end()) {
        faults_.error(page.text_at, "the policy has no figure '" + name + "'",
                      base::suggest(name, names));
        continue;
      }
      if (article.world == World::any) continue;
      for (const int fact : known->facts) {
        const World world = world_of_fact(fact);
        if (world == World::any || world == article.world) continue;
        faults_.error(page.text_at,
                      "an article about " + std::string(to_string(article.world)) + " names '" +
                          name + "', a figure of fact " + std::to_string(fact),
                      "products and Rewards have different rules (fact 150)");
        break;
      }
    }
    if (article.kind != Article::Kind::place && page.text.find("{place}") != std::string::npos) {
      faults_.error(page.text_at, "only an article of kind place knows {place}");
    }
  }

  void check_places() {
    std::set<std::string> ids;
    for (const Place& place : library_.places.all()) {
      if (!ids.insert(place.id).second) {
        faults_.error(place.where, "place '" + place.id + "' exists already");
      }
      const Article* article = library_.find(place.article);
      if (article == nullptr || article->kind != Article::Kind::place) {
        faults_.error(place.where, "there is no article '" + place.article + "' of kind place");
      }
      for (const LanguageSource& language : sources_.languages) {
        const bool has = std::any_of(place.names.begin(), place.names.end(), [&](const auto& one) {
          return one.first == language.language;
        });
        if (!has) {
          faults_.error(place.where,
                        "place '" + place.id + "' has no name in language " + language.language);
        }
      }
    }
  }

  void check_facts() {
    std::set<int> stated;
    for (const Article& article : library_.articles) {
      for (const std::string& fact : article.facts) stated.insert(number_of(fact));
    }
    for (const Place& place : library_.places.all()) {
      for (const std::string& fact : place.facts) stated.insert(number_of(fact));
    }
    for (const int fact : sources_.facts) {
      if (!stated.contains(fact)) {
        faults_.error({sources_.zones.name, 0, 0},
                      "no article or place states fact " + std::to_string(fact),
                      "the policy cites it, so customers may ask for it");
      }
    }
  }

  const Library& library_;
  const Sources& sources_;
  base::Faults& faults_;
};

}  // namespace

World world_of_fact(int fact) {
  if (fact >= kFirstAdversarialFact) return World::any;
  return fact >= kFirstRewardFact ? World::reward : World::product;
}

void check_digits(const Article::Page& page, const SourceFile& file, base::Faults& faults) {
  int line = 1;
  int column = 1;
  bool is_inside = false;
  for (const char c : file.text) {
    if (line >= page.text_at.line) {
      if (c == '{') is_inside = true;
      if (c == '}') is_inside = false;
      if (!is_inside && c >= '0' && c <= '9') {
        faults.error({file.name, line, column}, "an article types a figure by hand",
                     "name it as {policy.<figure>}, so that it changes with the policy");
        return;
      }
    }
    // Columns count characters, not the bytes that continue one.
    if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++column;
    if (c == '\n') {
      ++line;
      column = 1;
    }
  }
}

void check_questions(const std::vector<Article>& articles, base::Faults& faults) {
  std::unordered_map<std::uint64_t, std::string_view> known;  // by the folded text's hash: article
  for (const Article& article : articles) {
    const Article::Page& page = article.pages.front();
    for (const std::string& question : page.questions) {
      const auto key = base::continued_hash(base::fold(question));
      const auto [first, is_new] = known.emplace(key, article.id);
      if (is_new) continue;
      faults.error(page.where, "'" + question + "' asks for article '" +
                                   std::string(first->second) + "' already");
    }
  }
}

void check_articles(const Library& library, const Sources& sources, base::Faults& faults) {
  Checks(library, sources, faults).run();
}

}  // namespace knowledge
