// The texts of a profile that no flow owns (greeting, repair, words people use, case notices, date
// formats) and the formatter that writes values in a language and time zone. Flow texts are part of
// the compiled flow (template.hpp: Text); `texts/<language>.yaml` overlays both.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/expression.hpp"
#include "dialogs/template.hpp"

namespace dialogs {

// Words that customers type, folded (base::fold), by use: "cancel", "back", "repeat", "human",
// "yes", "no", "skip", "continue".
struct WordList {
  std::string name;
  std::string language;
  std::vector<std::string> words;
};

// How dates, times and lengths of time are written in one language; patterns of ICU.
struct DateFormats {
  std::string date = "EEEE d MMMM y";
  std::string instant = "EEEE d MMMM y, HH:mm '('VVV 'time)'";
  // By unit ("day", "working day", "hour" ...) a message with the number as {0}:
  // "{0, plural, one {# день} few {# дня} other {# дней}}". A unit without one is written as the
  // policy has it.
  std::vector<std::pair<std::string, std::string>> units;
};

// Immutable once loaded. Any thread.
class Texts {
 public:
  void add(Text text);
  void add_words(WordList words);
  void set_formats(std::string language, DateFormats formats);

  // Nothing when there is no such key ("repair.reask").
  const Text* find(std::string_view key) const;
  Text* find(std::string_view key);
  // The text in the best language, or the key itself in brackets when there is none (the checker
  // refuses a profile that lacks a text the engine needs).
  std::string render(std::string_view key, std::string_view locale, const base::ValueScope& scope,
                     const Formatter& formatter) const;
  // Whether the folded message is, as a whole, one of these words.
  bool is_word(std::string_view name, std::string_view locale, std::string_view folded) const;
  const std::vector<std::string>& words(std::string_view name, std::string_view locale) const;
  // The article that the folded message asks about: the list of words "info.<name>" with the
  // longest phrase in it as whole words, if there is a text of that key; nothing without one.
  struct AskedArticle {
    std::string_view name;  // without "info."
    std::string_view phrase;
  };
  std::optional<AskedArticle> asked_article(std::string_view locale, std::string_view folded) const;
  const DateFormats& formats(std::string_view locale) const;
  // The languages of the profile, the default first.
  std::vector<std::string> languages() const;
  // The locale itself when its language is one of the profile's, else the default language.
  std::string known_locale(std::string_view locale) const;
  // The language that the folded message as a whole asks for ("на русском"); empty when none.
  std::string_view asked_language(std::string_view folded) const;
  std::vector<std::string> keys() const;

 private:
  std::vector<Text> texts_;
  struct KeyHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const {
      return std::hash<std::string_view>()(key);
    }
  };

  std::unordered_map<std::string, std::size_t, KeyHash, std::equal_to<>> index_;
  std::vector<WordList> words_;
  std::vector<std::pair<std::string, DateFormats>> formats_;
};

// Writes values for people in one language and one time zone. Holds ICU objects, which cost much to
// make and little to use: make one and keep it (Formatters). One thread at a time.
class Formatter {
 public:
  // An unknown zone counts as UTC, an unknown language as English.
  Formatter(std::string_view locale, std::string_view zone, const DateFormats& formats);
  ~Formatter();
  Formatter(Formatter&&) noexcept;
  Formatter& operator=(Formatter&&) noexcept;

  // Each appends. Values that are not what the format expects are written as they are.
  void write(std::string& out, const base::Value& value, const Template::Part& part) const;
  void date(std::string& out, std::string_view iso) const;      // "Friday 27 November 2026"
  void instant(std::string& out, base::Instant instant) const;  // with time and zone
  void number(std::string& out, const base::Value& value) const;
  void money(std::string& out, std::int64_t minor_units, std::string_view currency) const;
  // "5 days" or "3 working days" of the policy, in this language; anything else as it is.
  void duration(std::string& out, std::string_view text) const;
  // The kind of number that decides a word's form in this language: "one", "few", "other" ...
  std::string plural_kind(const base::Value& number) const;
  // "yyyy-mm-dd" of the moment in this zone: what `today` means.
  std::string local_date(base::Instant instant) const;
  std::string_view locale() const;

 private:
  void write_list(std::string& out, const base::Value::List& items,
                  const Template::Part& part) const;
  void write_record(std::string& out, const base::Value& record, const Template::Part& part) const;

  struct Icu;
  std::unique_ptr<Icu> icu_;
};

// The kinds of number that a language tells apart, "other" among them (CLDR).
std::vector<std::string> plural_kinds(std::string_view locale);

// The formatters in use, one for each language and zone; at most 64, then the oldest goes.
// One thread at a time.
class Formatters {
 public:
  explicit Formatters(const Texts& texts) : texts_(texts) {}
  static constexpr std::size_t kMaxFormatters = 64;

  // Holds until 64 others were asked for: use it within the turn.
  const Formatter& get(std::string_view locale, std::string_view zone);

 private:
  struct Entry {
    std::string key;
    std::unique_ptr<Formatter> formatter;
  };
  const Texts& texts_;
  std::vector<Entry> entries_;
};

}  // namespace dialogs
