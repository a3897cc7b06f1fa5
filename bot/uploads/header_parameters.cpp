#include "bot/uploads/header_parameters.hpp"

#include <algorithm>

namespace bot {
namespace {

constexpr std::size_t kMaxParameters = 8;

bool is_token_byte(char byte) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
         (byte >= '0' && byte <= '9') || kMarks.find(byte) != std::string_view::npos;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool is_at_end() const { return rest_.empty(); }
  void skip_blanks() {
    while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\t')) {
      rest_.remove_prefix(1);
    }
  }
  bool take(char byte) {
    if (rest_.empty() || rest_.front() != byte) return false;
    rest_.remove_prefix(1);
    return true;
  }
  std::string take_token(std::string_view also = {}) {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), [&](char byte) {
      return is_token_byte(byte) || also.find(byte) != std::string_view::npos;
    });
    std::string token(rest_.begin(), end);
    rest_.remove_prefix(token.size());
    return token;
  }
  std::optional<std::string> take_quoted() {
    std::string text;
    while (!rest_.empty()) {
      const char byte = rest_.front();
      rest_.remove_prefix(1);
      if (byte == '"') return text;
      // A quote at the end of all is the closing one, whatever stands before it.
      const bool is_escape = byte == '\\' && rest_.size() > 1 && rest_.front() == '"';
      text += is_escape ? '"' : byte;
      if (is_escape) rest_.remove_prefix(1);
    }
    return std::nullopt;
  }

 private:
  std::string_view rest_;
};

}  // namespace

std::string lower_ascii(std::string_view text) {
  std::string lower(text);
  for (char& byte : lower) {
    if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte - 'A' + 'a');
  }
  return lower;
}

const std::string* HeaderParameters::find(std::string_view name) const {
  for (const auto& [key, text] : parameters) {
    if (key == name) return &text;
  }
  return nullptr;
}

std::optional<HeaderParameters> parse_header_parameters(std::string_view text) {
  Reader reader(text);
  HeaderParameters header;
  reader.skip_blanks();
  header.value = lower_ascii(reader.take_token("/"));
  if (header.value.empty()) return std::nullopt;
  for (reader.skip_blanks(); !reader.is_at_end(); reader.skip_blanks()) {
    if (!reader.take(';')) return std::nullopt;
    reader.skip_blanks();
    if (reader.is_at_end()) break;  // "value;" is seen in the wild and says nothing more
    std::string name = lower_ascii(reader.take_token());
    if (name.empty() || !reader.take('=') || header.find(name) != nullptr ||
        header.parameters.size() == kMaxParameters) {
      return std::nullopt;
    }
    std::optional<std::string> value;
    if (reader.take('"')) {
      value = reader.take_quoted();
    } else {
      value = reader.take_token();
      if (value->empty()) return std::nullopt;
    }
    if (!value) return std::nullopt;
    header.parameters.emplace_back(std::move(name), std::move(*value));
  }
  return header;
}

}  // namespace bot
