#include "dialogs/template.hpp"

#include <algorithm>
#include <cctype>

#include "base/text.hpp"
#include "dialogs/texts.hpp"

namespace dialogs {
namespace {

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

// "ret.ship_by", but not "today", which is no name in reach but part of the condition language.
bool is_dotted_name(std::string_view text) {
  if (text.empty() || text == "today" || text == "yes" || text == "no") return false;
  bool is_start = true;
  for (const char c : text) {
    if (c == '.') {
      if (is_start) return false;
      is_start = true;
    } else {
      if (!is_name_character(c) || (is_start && c >= '0' && c <= '9')) return false;
      is_start = false;
    }
  }
  return !is_start;
}

// Where the brace opened at `at` closes, past those opened inside; npos when it does not. A doubled
// brace inside a form of a plural is a brace of the text.
std::size_t closing_brace(std::string_view text, std::size_t at) {
  int depth = 0;
  for (; at < text.size(); ++at) {
    if (text[at] == '{') ++depth;
    if (text[at] == '}' && --depth == 0) return at;
  }
  return std::string_view::npos;
}

class TemplateParser {
 public:
  TemplateParser(std::string_view text, const base::Position& where, base::Faults& faults)
      : text_(text), where_(where), faults_(faults) {}

  bool parse(std::vector<Template::Part>& parts) {
    std::string plain;
    for (std::size_t at = 0; at < text_.size(); ++at) {
      const char c = text_[at];
      const bool is_doubled = at + 1 < text_.size() && text_[at + 1] == c;
      if ((c == '{' || c == '}') && is_doubled) {
        plain += c;
        ++at;
      } else if (c == '}') {
        return fail(at, "a closing brace without an opening one", "write }} for a brace");
      } else if (c != '{') {
        plain += c;
      } else {
        const std::size_t end = closing_brace(text_, at);
        if (end == std::string_view::npos) {
          return fail(at, "a placeholder that is not closed", "write {{ for a brace");
        }
        if (!plain.empty()) parts.push_back(plain_part(std::exchange(plain, {})));
        if (!add_placeholder(text_.substr(at + 1, end - at - 1), at + 1, parts)) return false;
        at = end;
      }
    }
    if (!plain.empty()) parts.push_back(plain_part(std::move(plain)));
    return true;
  }

 private:
  static Template::Part plain_part(std::string text) {
    Template::Part part;
    part.text = std::move(text);
    return part;
  }

  base::Position position(std::size_t at) const {
    base::Position here = where_;
    if (here.column > 0) here.column += static_cast<int>(at);
    return here;
  }

  bool fail(std::size_t at, std::string message, std::string hint) {
    faults_.error(position(at), std::move(message), std::move(hint));
    return false;
  }

  bool add_placeholder(std::string_view inside, std::size_t at,
                       std::vector<Template::Part>& parts) {
    inside = base::trim(inside);
    if (inside.empty()) return fail(at, "an empty placeholder", "write {{ and }} for braces");
    constexpr std::string_view kPlural = ", plural,";
    if (const auto plural = inside.find(kPlural); plural != std::string_view::npos) {
      std::vector<Template::Part> number;
      if (!add_placeholder(inside.substr(0, plural), at, number)) return false;
      if (!add_forms(inside.substr(plural + kPlural.size()), at, number.front())) return false;
      parts.push_back(std::move(number.front()));
      return true;
    }
    Template::Part part;
    part.value = base::Expression::parse(inside, position(at), faults_);
    if (!part.value) return false;
    if (is_dotted_name(inside)) {
      const std::size_t dot = std::min(inside.find('.'), inside.size());
      part.head = inside.substr(0, dot);
      part.rest = inside.substr(std::min(dot + 1, inside.size()));
    }
    parts.push_back(std::move(part));
    return true;
  }

  // "one {# item} other {# items}".
  bool add_forms(std::string_view text, std::size_t at, Template::Part& number) {
    const Template::Part count = number;
    while (!(text = base::trim(text)).empty()) {
      const std::size_t open = text.find('{');
      const std::size_t close = open == std::string_view::npos ? open : closing_brace(text, open);
      if (close == std::string_view::npos) {
        return fail(at, "a form of a plural without its braces", "write one {# item}");
      }
      Template::Part::PluralForm form;
      form.kind = base::trim(text.substr(0, open));
      const std::string_view words = text.substr(open + 1, close - open - 1);
      if (!TemplateParser(words, where_, faults_).parse(form.parts)) return false;
      put_count(form.parts, count);
      number.plural.push_back(std::move(form));
      text.remove_prefix(close + 1);
    }
    const auto is_other = [](const auto& form) { return form.kind == "other"; };
    if (std::any_of(number.plural.begin(), number.plural.end(), is_other)) return true;
    return fail(at, "a plural without the form 'other'", "write other {# items}");
  }

  // Puts the number where the form says `#`.
  static void put_count(std::vector<Template::Part>& parts, const Template::Part& count) {
    std::vector<Template::Part> split;
    for (Template::Part& part : parts) {
      std::string_view rest = part.text;
      while (!part.value && rest.find('#') != std::string_view::npos) {
        const std::size_t sign = rest.find('#');
        if (sign > 0) split.push_back(plain_part(std::string(rest.substr(0, sign))));
        split.push_back(count);
        rest.remove_prefix(sign + 1);
      }
      if (part.value) {
        split.push_back(std::move(part));
      } else if (!rest.empty()) {
        split.push_back(plain_part(std::string(rest)));
      }
    }
    parts = std::move(split);
  }

  std::string_view text_;
  const base::Position& where_;
  base::Faults& faults_;
};

void render_parts(std::string& out, const std::vector<Template::Part>& parts,
                  const base::ValueScope& scope, const Formatter& formatter);

void render_value(std::string& out, const base::Value& value, const Template::Part& part,
                  const base::ValueScope& scope, const Formatter& formatter) {
  if (part.plural.empty()) return formatter.write(out, value, part);
  const std::string kind = formatter.plural_kind(value);
  const Template::Part::PluralForm* form = nullptr;
  for (const auto& one : part.plural) {
    if (one.kind == kind || (form == nullptr && one.kind == "other")) form = &one;
  }
  if (form != nullptr) render_parts(out, form->parts, scope, formatter);
}

void render_parts(std::string& out, const std::vector<Template::Part>& parts,
                  const base::ValueScope& scope, const Formatter& formatter) {
  for (const Template::Part& part : parts) {
    if (!part.value) {
      out += part.text;
    } else if (part.head.empty()) {
      render_value(out, part.value->evaluate(scope), part, scope, formatter);
    } else if (const base::Value* head = scope.find(part.head)) {
      render_value(out, part.rest.empty() ? *head : head->at(part.rest), part, scope, formatter);
    }
  }
}

}  // namespace

std::optional<Template> Template::parse(std::string_view text, const base::Position& where,
                                        base::Faults& faults) {
  Template result;
  result.source = text;
  result.where = where;
  if (!TemplateParser(text, where, faults).parse(result.parts)) return std::nullopt;
  return result;
}

void Template::render(std::string& out, const base::ValueScope& scope,
                      const Formatter& formatter) const {
  render_parts(out, parts, scope, formatter);
}

const Template& Text::in(std::string_view locale) const {
  for (const auto& [language, text] : languages) {
    if (language == locale) return text;
  }
  const std::string_view general = locale.substr(0, locale.find_first_of("-_"));
  for (const auto& [language, text] : languages) {
    if (language == general) return text;
  }
  return languages.front().second;
}

std::string Text::render(std::string_view locale, const base::ValueScope& scope,
                         const Formatter& formatter) const {
  std::string out;
  in(locale).render(out, scope, formatter);
  return out;
}

}  // namespace dialogs
