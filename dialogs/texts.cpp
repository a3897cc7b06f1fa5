#include "dialogs/texts.hpp"

#include <algorithm>

#include "dialogs/parsers/words.hpp"

namespace dialogs {
namespace {

std::string_view general_language(std::string_view locale) {
  return locale.substr(0, locale.find_first_of("-_"));
}

}  // namespace

void Texts::add(Text text) {
  index_.emplace(text.key, texts_.size());
  texts_.push_back(std::move(text));
}

void Texts::add_words(WordList words) {
  words_.push_back(std::move(words));
}

void Texts::set_formats(std::string language, DateFormats formats) {
  formats_.emplace_back(std::move(language), std::move(formats));
}

const Text* Texts::find(std::string_view key) const {
  const auto found = index_.find(key);
  return found == index_.end() ? nullptr : &texts_[found->second];
}

Text* Texts::find(std::string_view key) {
  const auto found = index_.find(key);
  return found == index_.end() ? nullptr : &texts_[found->second];
}

std::string Texts::render(std::string_view key, std::string_view locale,
                          const base::ValueScope& scope, const Formatter& formatter) const {
  const Text* text = find(key);
  if (text == nullptr || text->empty()) return "[" + std::string(key) + "]";
  return text->render(locale, scope, formatter);
}

bool Texts::is_word(std::string_view name, std::string_view locale, std::string_view folded) const {
  const std::string_view language = general_language(locale);
  for (const WordList& list : words_) {
    // The default language (the first) is understood whatever the page's language is.
    if (list.name != name) continue;
    if (list.language != language && list.language != words_.front().language) continue;
    if (std::find(list.words.begin(), list.words.end(), folded) != list.words.end()) return true;
  }
  return false;
}

const std::vector<std::string>& Texts::words(std::string_view name, std::string_view locale) const {
  static const std::vector<std::string> none;
  const std::vector<std::string>* fallback = &none;
  const std::string_view language = general_language(locale);
  for (const WordList& list : words_) {
    if (list.name != name) continue;
    if (list.language == language) return list.words;
    if (fallback->empty()) fallback = &list.words;
  }
  return *fallback;
}

std::optional<Texts::AskedArticle> Texts::asked_article(std::string_view locale,
                                                        std::string_view folded) const {
  constexpr std::string_view kPrefix = "info.";
  const std::string_view language = general_language(locale);
  std::optional<AskedArticle> best;
  for (const WordList& list : words_) {
    if (!std::string_view(list.name).starts_with(kPrefix)) continue;
    if (list.language != language && list.language != words_.front().language) continue;
    for (const std::string& phrase : list.words) {
      const bool is_longer = !best || phrase.size() > best->phrase.size();
      if (!is_longer || find_words(folded, phrase) == std::string_view::npos ||
          find(list.name) == nullptr)
        continue;
      best = AskedArticle{std::string_view(list.name).substr(kPrefix.size()), phrase};
    }
  }
  return best;
}

const DateFormats& Texts::formats(std::string_view locale) const {
  static const DateFormats plain;
  const std::string_view language = general_language(locale);
  for (const auto& [name, formats] : formats_) {
    if (name == locale || name == language) return formats;
  }
  return formats_.empty() ? plain : formats_.front().second;
}

std::vector<std::string> Texts::languages() const {
  std::vector<std::string> names;
  for (const auto& [name, formats] : formats_) names.push_back(name);
  return names;
}

std::string Texts::known_locale(std::string_view locale) const {
  const std::string_view language = general_language(locale);
  for (const auto& [name, formats] : formats_) {
    if (name == locale || name == language) return std::string(locale);
  }
  return formats_.empty() ? std::string(locale) : formats_.front().first;
}

std::string_view Texts::asked_language(std::string_view folded) const {
  for (const WordList& list : words_) {
    if (list.name != "language") continue;
    if (std::find(list.words.begin(), list.words.end(), folded) != list.words.end()) {
      return list.language;
    }
  }
  return {};
}

std::vector<std::string> Texts::keys() const {
  std::vector<std::string> keys;
  keys.reserve(texts_.size());
  for (const Text& text : texts_) keys.push_back(text.key);
  return keys;
}

const Formatter& Formatters::get(std::string_view locale, std::string_view zone) {
  std::string key(locale);
  key += ' ';
  key += zone;
  for (const Entry& entry : entries_) {
    if (entry.key == key) return *entry.formatter;
  }
  if (entries_.size() >= kMaxFormatters) entries_.erase(entries_.begin());
  auto formatter = std::make_unique<Formatter>(locale, zone, texts_.formats(locale));
  entries_.push_back({std::move(key), std::move(formatter)});
  return *entries_.back().formatter;
}

}  // namespace dialogs
