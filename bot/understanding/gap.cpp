#include "bot/understanding/gap.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace bot {
namespace {

constexpr std::size_t kFewestDigits = 4;

bool is_blank(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Whether the word has so many digits that it may be somebody's: a number of an order, a phone, a
// card.
bool is_number(std::string_view word) {
  const auto digits = std::count_if(word.begin(), word.end(), is_digit);
  return static_cast<std::size_t>(digits) >= kFewestDigits;
}

std::string_view masked_word(std::string_view word) {
  if (word.find('@') != std::string_view::npos) return "(e-mail)";
  if (word.find("://") != std::string_view::npos) return "(link)";
  return is_number(word) ? "#" : word;
}

}  // namespace

std::string masked_question(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto blank = std::find_if(text.begin(), text.end(), is_blank);
    const auto length = static_cast<std::size_t>(blank - text.begin());
    const std::string_view word = text.substr(0, length);
    text.remove_prefix(std::min(text.size(), length + 1));
    if (word.empty()) continue;
    const std::string_view shown = masked_word(word);
    // A phone number is often written in parts.
    if (shown == "#" && out.ends_with('#')) continue;
    if (!out.empty()) out += ' ';
    out += shown;
  }
  return std::string(base::first_characters(out, kMaxGapCharacters));
}

std::optional<Gap> gap_in(const std::vector<dialogs::Reply>& replies, std::string_view article) {
  for (const dialogs::Reply& reply : replies) {
    if (reply.step.starts_with("repair.not_understood")) return Gap{"not_understood", {}};
    if (reply.step == "repair.unanswered") return Gap{"unanswered", {}};
    if (reply.step == "repair.helped_no") return Gap{"not_helped", std::string(article)};
  }
  return std::nullopt;
}

}  // namespace bot
