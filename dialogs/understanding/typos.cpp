#include "dialogs/understanding/typos.hpp"

#include <algorithm>
#include <vector>

#include "base/text.hpp"
#include "dialogs/understanding/tokens.hpp"

namespace dialogs {
namespace {

constexpr std::u32string_view kRows[] = {
    U"qwertyuiop", U"asdfghjkl", U"zxcvbnm", U"йцукенгшщзхъ", U"фывапролджэ", U"ячсмитьбю",
};
constexpr std::size_t kShortestWord = 4;

// A letter beside this one on the keyboard; the letter itself when it is on none.
char32_t neighbour(char32_t letter, SeededNumbers& numbers) {
  for (const auto row : kRows) {
    const auto at = row.find(letter);
    if (at == std::u32string_view::npos) continue;
    if (at == 0) return row[1];
    if (at + 1 == row.size()) return row[at - 1];
    return numbers.below(2) == 0 ? row[at - 1] : row[at + 1];
  }
  return letter;
}

bool is_word_letter(char32_t code) {
  return (code >= U'a' && code <= U'z') || (code >= U'A' && code <= U'Z') || is_cyrillic(code);
}

std::u32string code_points(std::string_view text) {
  std::u32string out;
  while (!text.empty()) {
    const base::Character next = base::first_character(text);
    if (next.bytes == 0) break;
    out += next.code;
    text.remove_prefix(next.bytes);
  }
  return out;
}

// Positions of letters inside words that are long enough.
std::vector<std::size_t> places(const std::u32string& text) {
  std::vector<std::size_t> out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_word_letter(text[end])) ++end;
    if (end - at >= kShortestWord) {
      for (std::size_t i = at; i < end; ++i) out.push_back(i);
    }
    at = std::max(end, at + 1);
  }
  return out;
}

}  // namespace

std::uint64_t SeededNumbers::next() {
  std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31U);
}

std::string with_typo(std::string_view text, SeededNumbers& numbers) {
  std::u32string letters = code_points(text);
  const auto where = places(letters);
  if (!where.empty()) {
    const std::size_t at = where[numbers.below(where.size())];
    switch (numbers.below(4)) {
      case 0:
        letters.erase(at, 1);
        break;
      case 1:
        letters.insert(at, 1, letters[at]);
        break;
      case 2:
        letters[at] = neighbour(letters[at], numbers);
        break;
      default:
        if (at + 1 < letters.size() && is_word_letter(letters[at + 1])) {
          std::swap(letters[at], letters[at + 1]);
        } else {
          letters.erase(at, 1);
        }
    }
  }
  std::string out;
  for (const char32_t code : letters) append_utf8(out, code);
  return out;
}

}  // namespace dialogs
