#include "dialogs/parsers/choice.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "dialogs/parsers/vocabulary.hpp"
#include "dialogs/parsers/words.hpp"

namespace dialogs {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view kNotAnOption = "not_an_option";
constexpr std::string_view kAmbiguous = "ambiguous";
constexpr std::size_t kMinPrefix = 3;

// The options folded once a message.
struct Folded {
  std::string label;
  std::string word;
};

std::vector<Folded> fold_all(std::span<const OptionText> options) {
  std::vector<Folded> folded;
  folded.reserve(options.size());
  for (const OptionText& option : options) {
    std::string word = lower(option.word);
    std::replace(word.begin(), word.end(), '_', ' ');
    folded.push_back({base::fold(option.label), std::move(word)});
  }
  return folded;
}

struct Match {
  std::optional<std::size_t> index;
  bool is_ambiguous = false;
};

// Exactly one option for which `fits` holds, or none, or too many.
template <class Fits>
Match only_one(const std::vector<Folded>& options, Fits fits) {
  Match match;
  for (std::size_t k = 0; k < options.size(); ++k) {
    if (!fits(options[k])) continue;
    if (match.index) return {std::nullopt, true};
    match.index = k;
  }
  return match;
}

// Two forms of one Russian word, as endings change with gender, number and case: four letters in
// common, and no more than three behind them in either.
bool is_same_stem(std::string_view left, std::string_view right) {
  constexpr std::size_t kStemBytes = 8;
  constexpr std::size_t kEndingBytes = 6;
  std::size_t shared = 0;
  while (shared < left.size() && shared < right.size() && left[shared] == right[shared]) ++shared;
  const std::size_t longest = std::max(left.size(), right.size());
  return shared >= kStemBytes && !is_letter(left.front()) && longest - shared <= kEndingBytes;
}

bool has_word(std::string_view label, std::string_view word) {
  for (const auto each : split_words(label)) {
    // "lamps" for "lamp" and the other way round.
    if (each == word) return true;
    if (each.size() + 1 == word.size() && word.starts_with(each) && word.back() == 's') return true;
    if (word.size() + 1 == each.size() && each.starts_with(word) && each.back() == 's') return true;
    if (is_same_stem(each, word)) return true;
  }
  return false;
}

Match match_one(std::string_view folded, const std::vector<Folded>& options) {
  if (folded.empty()) return {};
  const auto is_exact = [&](const Folded& option) {
    return option.label == folded || (!option.word.empty() && option.word == folded);
  };
  if (const Match exact = only_one(options, is_exact); exact.index || exact.is_ambiguous) {
    return exact;
  }
  if (const auto place = ordinal(folded)) {
    const auto count = static_cast<int>(options.size());
    const int index = *place == -1 ? count - 1 : *place - 1;
    if (index >= 0 && index < count) return {static_cast<std::size_t>(index), false};
  }
  const std::string_view body = skip_courtesy(folded);
  if (base::count_characters(body) < kMinPrefix) return {};
  const Match prefix = only_one(options, [&](const Folded& option) {
    return option.label.starts_with(body) || option.word.starts_with(body);
  });
  if (prefix.index || prefix.is_ambiguous) return prefix;
  const auto words = split_words(body);
  return only_one(options, [&](const Folded& option) {
    return std::all_of(words.begin(), words.end(),
                       [&](std::string_view word) { return has_word(option.label, word); });
  });
}

// "and ..." or "а ...": the word itself and more behind it.
bool starts_with_conjunction(std::string_view text) {
  const auto blank = text.find(' ');
  return blank != std::string_view::npos && blank > 0 &&
         begins_clause(lower(text.substr(0, blank)));
}

// Where something else may begin: after a mark or before a conjunction. npos when nowhere.
std::size_t next_break(std::string_view text, std::size_t from) {
  for (std::size_t at = from; at < text.size(); ++at) {
    if (text[at] == ',' || text[at] == ';' || text[at] == '!' || text[at] == '?') return at;
    if (text[at] == '.' && (at + 1 == text.size() || text[at + 1] == ' ')) return at;
    if (text[at] == ' ' && starts_with_conjunction(text.substr(at + 1))) return at;
  }
  return std::string_view::npos;
}

std::string_view after_break(std::string_view text, std::size_t at) {
  std::string_view rest = base::trim(text.substr(at + 1));
  while (starts_with_conjunction(rest)) rest = base::trim(rest.substr(rest.find(' ')));
  return base::trim(rest);
}

bool is_all(std::string_view folded, std::size_t count) {
  return is_all_words(folded) || (count == 2 && is_both_words(folded));
}

// The pieces of "1 and 3", "kettle, lamps & boots", "1 3".
std::vector<std::string> list_pieces(std::string_view text) {
  std::vector<std::string> pieces;
  std::string current;
  const auto flush = [&] {
    std::string folded = base::fold(current);
    if (!folded.empty()) pieces.push_back(std::move(folded));
    current.clear();
  };
  const std::string small = lower(text);
  bool only_digits = true;
  for (const char c : small) {
    if (!is_digit(c) && c != ' ') only_digits = false;
  }
  for (std::size_t at = 0; at < small.size();) {
    const std::string_view here = std::string_view(small).substr(at);
    if (small[at] == ',' || small[at] == ';' || small[at] == '&' || small[at] == '+' ||
        small[at] == '\n' || (only_digits && small[at] == ' ')) {
      flush();
      ++at;
    } else if (const std::size_t joining = joining_word(here); joining > 0) {
      flush();
      at += joining;
    } else {
      current += small[at++];
    }
  }
  flush();
  return pieces;
}

struct Several {
  std::vector<std::size_t> indices;
  std::string_view reason;  // empty: every piece fits
};

Several match_several(std::string_view text, const std::vector<Folded>& options) {
  Several result;
  const auto pieces = list_pieces(text);
  if (pieces.empty()) result.reason = kNotAnOption;
  for (const std::string& piece : pieces) {
    const Match match = match_one(piece, options);
    if (match.is_ambiguous) return {{}, kAmbiguous};
    if (!match.index) return {{}, kNotAnOption};
    result.indices.push_back(*match.index);
  }
  std::sort(result.indices.begin(), result.indices.end());
  result.indices.erase(std::unique(result.indices.begin(), result.indices.end()),
                       result.indices.end());
  return result;
}

base::Value as_value(const std::vector<std::size_t>& indices) {
  base::Value::List list;
  for (const std::size_t index : indices) list.emplace_back(static_cast<std::int64_t>(index));
  return list;
}

}  // namespace

Parsed parse_choice(std::string_view text, std::span<const OptionText> options) {
  const auto folded_options = fold_all(options);
  std::string folded = base::fold(text);
  std::replace(folded.begin(), folded.end(), '_', ' ');
  const Match whole = match_one(folded, folded_options);
  if (whole.index) return Parsed::whole(static_cast<std::int64_t>(*whole.index));
  if (whole.is_ambiguous) return Parsed::refused(kAmbiguous);
  for (std::size_t at = next_break(text, 0); at != std::string_view::npos;
       at = next_break(text, at + 1)) {
    const Match head = match_one(base::fold(text.substr(0, at)), folded_options);
    if (!head.index) continue;
    const Parsed rest = with_rest(static_cast<std::int64_t>(*head.index), text.substr(at), {});
    if (rest.fit == Fit::whole) return rest;
    return {
        Fit::part, static_cast<std::int64_t>(*head.index), std::string(after_break(text, at)), {}};
  }
  return Parsed::refused(kNotAnOption);
}

Parsed parse_choices(std::string_view text, std::span<const OptionText> options) {
  const auto folded_options = fold_all(options);
  const std::string folded = base::fold(text);
  if (const Match whole = match_one(folded, folded_options); whole.index) {
    return Parsed::whole(as_value({*whole.index}));
  }
  std::vector<std::size_t> all(options.size());
  for (std::size_t k = 0; k < all.size(); ++k) all[k] = k;
  if (is_all(folded, options.size())) return Parsed::whole(as_value(all));
  if (is_none_words(folded)) {
    return Parsed::whole(as_value({}));
  }
  for (const auto head : all_but_words()) {
    if (!folded.starts_with(head)) continue;
    const Several but = match_several(std::string_view(folded).substr(head.size()), folded_options);
    if (!but.reason.empty()) return Parsed::refused(but.reason);
    std::erase_if(all, [&](std::size_t index) {
      return std::binary_search(but.indices.begin(), but.indices.end(), index);
    });
    return Parsed::whole(as_value(all));
  }
  const Several several = match_several(text, folded_options);
  if (several.reason.empty()) return Parsed::whole(as_value(several.indices));
  // The longest beginning that is a list of options; the rest is something else.
  Parsed best = Parsed::refused(several.reason);
  for (std::size_t at = next_break(text, 0); at != std::string_view::npos;
       at = next_break(text, at + 1)) {
    const Several head = match_several(text.substr(0, at), folded_options);
    if (!head.reason.empty()) break;
    best = {Fit::part, as_value(head.indices), std::string(after_break(text, at)), {}};
  }
  return best;
}

Parsed parse_yes_no(std::string_view text, std::string_view yes, std::string_view no) {
  constexpr std::string_view kReason = "not_yes_or_no";
  const std::string folded = base::fold(text);
  if (folded == base::fold(yes)) return Parsed::whole(true);
  if (folded == base::fold(no)) return Parsed::whole(false);
  const auto starts = [&](std::string_view word, bool value) -> std::optional<Parsed> {
    const std::string small = lower(base::trim(text));
    if (!small.starts_with(word)) return std::nullopt;
    if (small.size() > word.size() &&
        (is_word_byte(small[word.size()]) || small[word.size()] == '\'')) {
      return std::nullopt;
    }
    const Parsed parsed = with_rest(value, base::trim(text).substr(word.size()), kReason);
    return parsed.fit == Fit::none ? std::nullopt : std::optional(parsed);
  };
  for (const auto word : yes_words()) {
    if (const auto parsed = starts(word, true)) return *parsed;
  }
  for (const auto word : no_words()) {
    if (const auto parsed = starts(word, false)) return *parsed;
  }
  return Parsed::refused(kReason);
}

}  // namespace dialogs
