#include "knowledge/place_names.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "knowledge/analyzer.hpp"

namespace knowledge {
namespace {

constexpr std::size_t kShortestStem = 3;
constexpr std::size_t kLongEnoughForSlips = 6;

// U+0430 to U+044F in order.
constexpr std::array<std::string_view, 32> kLatin = {
    "a", "b", "v", "g", "d", "e", "zh", "z",  "i",  "i",  "k", "l", "m", "n", "o", "p",
    "r", "s", "t", "u", "f", "h", "c",  "ch", "sh", "sh", "",  "i", "",  "e", "u", "a"};

// Latin spellings of one sound, the longer first.
constexpr std::array<std::pair<std::string_view, std::string_view>, 22> kSounds = {{
    {"shch", "sh"}, {"sch", "sh"}, {"dsht", "sht"}, {"kh", "h"}, {"ts", "c"}, {"tz", "c"},
    {"yu", "u"},    {"iu", "u"},   {"ya", "a"},     {"ia", "a"}, {"ye", "e"}, {"ie", "e"},
    {"yo", "e"},    {"io", "e"},   {"je", "e"},     {"ja", "a"}, {"y", "i"},  {"j", "i"},
    {"w", "v"},     {"x", "ks"},   {"ph", "f"},     {"ck", "k"},
}};

// Endings of Russian nouns and adjectives as they sound, the longer first.
constexpr std::array<std::string_view, 22> kEndings = {
    "ogo", "omu", "oju", "ami", "imi", "om", "oi", "oe", "ei", "em", "im",
    "ih",  "ah",  "ou",  "ii",  "i",   "e",  "a",  "u",  "o",  "iu", "ea"};

std::string to_latin(std::string_view word) {
  constexpr char32_t kFirst = 0x0430;
  std::string out;
  while (!word.empty()) {
    const base::Character next = base::first_character(word);
    const std::size_t bytes = std::max<std::size_t>(1, next.bytes);
    if (next.code >= kFirst && next.code < kFirst + kLatin.size()) {
      out += kLatin[next.code - kFirst];
    } else {
      out += word.substr(0, bytes);
    }
    word.remove_prefix(bytes);
  }
  return out;
}

std::string to_sound(std::string_view latin) {
  std::string out;
  while (!latin.empty()) {
    std::string_view sound = latin.substr(0, 1);
    std::size_t bytes = 1;
    for (const auto& [spelling, said] : kSounds) {
      if (!latin.starts_with(spelling)) continue;
      sound = said;
      bytes = spelling.size();
      break;
    }
    for (const char letter : sound) {
      if (out.empty() || out.back() != letter) out += letter;
    }
    latin.remove_prefix(bytes);
  }
  return out;
}

std::string without_ending(std::string sound) {
  for (const std::string_view ending : kEndings) {
    if (sound.size() < ending.size() + kShortestStem || !sound.ends_with(ending)) continue;
    sound.resize(sound.size() - ending.size());
    return sound;
  }
  return sound;
}

bool is_one_edit_apart(std::string_view one, std::string_view other) {
  if (one.size() > other.size()) std::swap(one, other);
  if (other.size() - one.size() > 1) return false;
  const auto [here, there] = std::mismatch(one.begin(), one.end(), other.begin());
  const auto at = static_cast<std::size_t>(here - one.begin());
  if (one.size() != other.size()) return one.substr(at) == other.substr(at + 1);
  if (one.substr(at + 1) == other.substr(at + 1)) return true;
  // Two letters that changed places.
  return at + 1 < one.size() && one[at] == other[at + 1] && one[at + 1] == other[at] &&
         one.substr(at + 2) == other.substr(at + 2);
}

}  // namespace

std::vector<std::string> place_key(std::string_view text) {
  std::vector<std::string> key;
  for (const std::string& word : words_of(text)) {
    key.push_back(without_ending(to_sound(to_latin(word))));
  }
  return key;
}

bool is_same_sound(std::string_view one, std::string_view other) {
  if (one == other) return true;
  if (std::min(one.size(), other.size()) < kLongEnoughForSlips) return false;
  // Nobody mistakes the first letter, and it keeps other words apart.
  return one.front() == other.front() && is_one_edit_apart(one, other);
}

}  // namespace knowledge
