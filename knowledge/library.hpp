// All that the assistant knows: the articles in every language, the places and the words of the
// languages, read and checked as a whole. Immutable once loaded; any thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/fault.hpp"
#include "knowledge/article.hpp"
#include "knowledge/language_words.hpp"
#include "knowledge/places.hpp"

namespace knowledge {

// A figure of the policy that articles may name.
struct Figure {
  std::string name;        // "ship_within"
  std::vector<int> facts;  // that it states
};

struct LanguageSource {
  std::string language;
  SourceFile words;
  std::vector<SourceFile> articles;
};

struct Sources {
  std::vector<LanguageSource> languages;  // the default language first
  SourceFile zones;
  SourceFile confusables;
  std::vector<Figure> figures;
  std::vector<int> facts;  // each must be stated by an article or a place
};

// Figures that people mix up (fact 150); an answer with one is given only when it is clear which.
struct Confusable {
  std::string name;  // "addresses"
  std::vector<std::string> figures;
};

// One article in one language as a text for customers, named "info.<article>" or
// "info.<article>.<place>".
struct InfoText {
  std::string key;
  std::string language;
  std::string text;
  base::Position where;
  std::string start = {};      // start button of the flow that comes next; may be empty
  bool is_not_stated = false;  // says that the rules are silent
};

struct Library {
  std::vector<Article> articles;
  Places places;
  std::vector<LanguageWords> languages;  // the default language first
  std::vector<Confusable> confusables;

  // Nothing when there is no such article; of "place_moscow.butovo" the article before the dot.
  const Article* find(std::string_view id) const;
  // Every text there is, in every language.
  std::vector<InfoText> texts() const;
};

struct LoadedLibrary {
  std::shared_ptr<const Library> library;  // nothing when there are errors
  base::Faults faults;
};

// The articles of one language by themselves; each language may be read by a thread of its own.
struct LanguageArticles {
  LanguageWords words;
  std::vector<Article> articles;  // with one page each
  base::Faults faults;
};
LanguageArticles read_articles(const LanguageSource& source, bool is_default);

LoadedLibrary load_library(const Sources& sources);
// The same from languages that were read before, in the order of the sources.
LoadedLibrary load_library(const Sources& sources, std::vector<LanguageArticles> languages);

// The figures that a text names: "{policy.mail_address.text}" gives "mail_address", and so do
// {policy.days.mail_address} and {policy.firmness.mail_address}.
std::vector<std::string> figures_named_in(std::string_view text);

}  // namespace knowledge
