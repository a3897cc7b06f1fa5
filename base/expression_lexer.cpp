#include "base/expression_lexer.hpp"

#include <algorithm>
#include <charconv>

#include "base/expression_node.hpp"
#include "base/text.hpp"

namespace base {
namespace {

using Kind = ExpressionToken::Kind;

bool is_letter(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}
bool is_digit(char byte) {
  return byte >= '0' && byte <= '9';
}

class Lexer {
 public:
  Lexer(std::string_view text, const Position& where, Faults& faults)
      : text_(text), where_(where), faults_(faults) {}

  std::optional<std::vector<ExpressionToken>> run() {
    while (true) {
      while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n')) ++at_;
      ExpressionToken token;
      token.begin = at_;
      token.column = static_cast<int>(count_characters(text_.substr(0, at_)));
      if (at_ == text_.size()) {
        tokens_.push_back(std::move(token));
        return std::move(tokens_);
      }
      if (!read(token)) return std::nullopt;
      token.spelling = text_.substr(token.begin, at_ - token.begin);
      tokens_.push_back(std::move(token));
    }
  }

 private:
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  bool read(ExpressionToken& token) {
    const char first = peek();
    if (is_letter(first)) return read_name(token);
    if (is_digit(first) || (first == '-' && is_digit(peek(1)))) return read_number(token);
    if (first == '\'' || first == '"') return read_text(token, first);
    return read_symbol(token);
  }

  bool read_name(ExpressionToken& token) {
    token.kind = Kind::name;
    do {
      ++at_;
      while (is_letter(peek()) || is_digit(peek())) ++at_;
    } while (peek() == '.' && is_letter(peek(1)));
    return true;
  }

  bool read_number(ExpressionToken& token) {
    token.kind = Kind::number;
    const char* const begin = text_.data() + at_;
    ++at_;
    while (is_digit(peek())) ++at_;
    const bool is_whole = !(peek() == '.' && is_digit(peek(1)));
    if (is_whole) {
      std::int64_t value = 0;
      if (std::from_chars(begin, text_.data() + at_, value).ec != std::errc()) {
        return fail(token, "the number is too large", "at most 18 digits");
      }
      token.value = Value(value);
    } else {
      ++at_;
      while (is_digit(peek())) ++at_;
      double value = 0;
      if (std::from_chars(begin, text_.data() + at_, value).ec != std::errc()) {
        return fail(token, "the number is too large", "at most 18 digits");
      }
      token.value = Value(value);
    }
    if (is_letter(peek())) return fail(token, "a number runs into a name", "put a blank between");
    return true;
  }

  // Quotes of either kind; the quote itself is written twice.
  bool read_text(ExpressionToken& token, char quote) {
    token.kind = Kind::text;
    std::string content;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == quote && peek(1) == quote)
        ++at_;
      else if (text_[at_] == quote)
        break;
      content += text_[at_];
    }
    if (at_ == text_.size())
      return fail(token, "the text has no closing quote", "end it with the quote it began with");
    ++at_;
    token.value = Value(std::move(content));
    return true;
  }

  bool read_symbol(ExpressionToken& token) {
    token.kind = Kind::symbol;
    const std::string_view rest = text_.substr(at_);
    for (const std::string_view symbol :
         {"==", "!=", "<=", ">=", "<", ">", "(", ")", "[", "]", ",", ":"}) {
      if (!rest.starts_with(symbol)) continue;
      at_ += symbol.size();
      return true;
    }
    if (rest.starts_with("=")) return fail(token, "'=' compares nothing", "write '=='");
    if (rest.starts_with("&")) return fail(token, "'&' is not known here", "write 'and'");
    if (rest.starts_with("|")) return fail(token, "'|' is not known here", "write 'or'");
    if (rest.starts_with("!")) return fail(token, "'!' is not known here", "write 'not'");
    const std::size_t bytes = std::max<std::size_t>(1, first_character(rest).bytes);
    return fail(token, "'" + std::string(rest.substr(0, bytes)) + "' is not known here");
  }

  bool fail(const ExpressionToken& token, std::string message, std::string hint = {}) {
    faults_.error(shifted(where_, token.column), std::move(message), std::move(hint));
    return false;
  }

  std::string_view text_;
  const Position& where_;
  Faults& faults_;
  std::size_t at_ = 0;
  std::vector<ExpressionToken> tokens_;
};

}  // namespace

std::optional<std::vector<ExpressionToken>> cut_expression(std::string_view text,
                                                           const Position& where, Faults& faults) {
  return Lexer(text, where, faults).run();
}

}  // namespace base
