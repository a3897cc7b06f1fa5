// A customer text, split once at load: plain pieces and placeholders in braces, such as
// "Please send it by {ret.ship_by}." A placeholder is an expression over the names in reach; the
// checker types it and so fixes how its value is written (a date in words, an option's label).
// A word that follows a number names its forms as ICU's messages do:
// "{count(lines), plural, one {# item} other {# items}}". `{{` and `}}` stand for braces. Rendering
// allocates only the result. Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/expression.hpp"
#include "base/fault.hpp"

namespace dialogs {

class Formatter;

// How the value of a placeholder is written.
enum class Format { automatic, text, number, date, instant, money, choice, list, duration, file };

struct Template {
  struct Part {
    std::string text;  // plain text; used when `value` is empty
    std::optional<base::Expression> value;
    std::string head;  // a placeholder that is a bare dotted name: its first part ...
    std::string rest;  // ... and what follows the first dot; then `value` need not be evaluated
    Format format = Format::automatic;
    // Format choice (also inside a list): the words with their labels in this template's language.
    std::vector<std::pair<std::string, std::string>> labels;
    // Of a plural placeholder: what is written for each of the language's kinds of number ("one",
    // "few", "many", "other"); `other` is always there. A `#` in it is a part like this one.
    struct PluralForm {
      std::string kind;
      std::vector<Part> parts;
    };
    std::vector<PluralForm> plural;
  };

  // Nothing and a fault when braces do not match or a placeholder does not parse.
  static std::optional<Template> parse(std::string_view text, const base::Position& where,
                                       base::Faults& faults);

  // Appends the text. A placeholder without a value is written as nothing at all; the checker
  // refuses texts that may read one.
  void render(std::string& out, const base::ValueScope& scope, const Formatter& formatter) const;

  bool is_plain() const { return parts.size() <= 1 && (parts.empty() || !parts[0].value); }

  std::vector<Part> parts;
  std::string source;  // as written, for messages of the checker
  base::Position where;
};

// One text in every language it has. The first entry is the profile's default language.
struct Text {
  std::string key;  // "create_return.order", "create_return.order.why", "repair.reask"
  std::vector<std::pair<std::string, Template>> languages;

  bool empty() const { return languages.empty(); }
  // The best of: the exact locale ("pt-BR"), its language ("pt"), the default.
  // Precondition: not empty.
  const Template& in(std::string_view locale) const;
  std::string render(std::string_view locale, const base::ValueScope& scope,
                     const Formatter& formatter) const;
};

}  // namespace dialogs
