#include "dialogs/engine/token.hpp"

#include <bit>
#include <charconv>
#include <iterator>

namespace dialogs {

namespace {

class Hash {
 public:
  void add(std::string_view bytes) {
    for (const char byte : bytes) add_byte(static_cast<unsigned char>(byte));
    add_byte(0xff);
  }
  void add(std::uint64_t number) {
    for (int shift = 0; shift < 64; shift += 8) {
      add_byte(static_cast<unsigned char>(number >> shift));
    }
  }
  void add(const base::Value& value) {
    if (value.is_text()) return add(std::string_view(value.text()));
    if (value.is_boolean()) return add(std::uint64_t{value.boolean() ? 2U : 1U});
    if (value.is_integer()) return add(static_cast<std::uint64_t>(value.integer()));
    if (value.is_real()) return add(std::bit_cast<std::uint64_t>(value.real()));
    if (value.is_list()) {
      for (const base::Value& item : value.list()) add(item);
      return add(std::uint64_t{value.list().size()});
    }
    if (value.is_record()) {
      for (const base::Field& field : value.record()) {
        add(std::string_view(field.name));
        add(field.value);
      }
    }
  }
  std::uint32_t folded() const { return static_cast<std::uint32_t>(hash_ ^ (hash_ >> 32)); }

 private:
  void add_byte(unsigned char byte) { hash_ = (hash_ ^ byte) * 1099511628211ULL; }

  std::uint64_t hash_ = 14695981039346656037ULL;
};

void append(std::string& out, std::uint64_t number) {
  char digits[16];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), number, 36).ptr;
  out.append(digits, end);
}

template <class Number>
bool take(std::string_view& text, Number& out) {
  const auto dot = text.find('.');
  const std::string_view part = text.substr(0, dot);
  const auto [end, failure] = std::from_chars(part.data(), part.data() + part.size(), out, 36);
  if (part.empty() || failure != std::errc() || end != part.data() + part.size()) return false;
  text.remove_prefix(dot == std::string_view::npos ? text.size() : dot + 1);
  return true;
}

}  // namespace

std::string encode(const Token& token) {
  std::string out;
  append(out, token.issue);
  out += '.';
  append(out, token.index);
  out += '.';
  append(out, token.check);
  return out;
}

std::optional<Token> decode(std::string_view text) {
  Token token;
  if (text.size() > 40 || !take(text, token.issue) || !take(text, token.index) ||
      !take(text, token.check) || !text.empty()) {
    return std::nullopt;
  }
  return token;
}

std::uint32_t check_of(std::string_view text) {
  Hash hash;
  hash.add(text);
  return hash.folded();
}

std::uint32_t check_of_value(const base::Value& value) {
  Hash hash;
  hash.add(value);
  return hash.folded();
}

}  // namespace dialogs
