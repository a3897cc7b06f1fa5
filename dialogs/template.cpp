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
        const std::size_t end = text_.find('}', at);
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

  std::string_view text_;
  const base::Position& where_;
  base::Faults& faults_;
};

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
  for (const Part& part : parts) {
    if (!part.value) {
      out += part.text;
    } else if (part.head.empty()) {
      formatter.write(out, part.value->evaluate(scope), part);
    } else if (const base::Value* head = scope.find(part.head)) {
      formatter.write(out, part.rest.empty() ? *head : head->at(part.rest), part);
    }
  }
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
