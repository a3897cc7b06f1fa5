// The form of a tracking number, written as people read one: `A{2}(9{9})A{2}`.
//
//   9   a digit            A   a letter            #   a letter or digit
//   '1Z'  these characters     [0-8]  [AHJKTV]   one of these
//   {4} {9,10}   so often the character before      (...)  what the check digit is reckoned over;
//                                                   its last character is the check digit
//
// Numbers are upper-case Latin letters and digits (normalise_track). Any thread.
#pragma once

#include <bitset>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace carriers {

// Longest number that a form may stand for.
inline constexpr std::size_t kMaxTrack = 40;

class Form {
 public:
  // What the check digit is reckoned over, as positions in the number: [first, last).
  struct Span {
    std::size_t first = 0;
    std::size_t last = 0;
  };

  // Nothing when the text is no form; `why` then says what is wrong with it.
  static std::optional<Form> parse(std::string_view text, std::string& why);

  // Where the parentheses lie in the number (the whole of it without parentheses); nothing when it
  // has another form.
  std::optional<Span> match(std::string_view number) const;
  // The number with characters that look alike (0 and O, 1 and I, 5 and S ...) replaced where only
  // that makes it fit; nothing when it fits as it is or never does.
  std::optional<std::string> match_look_alikes(std::string_view number) const;

  const std::string& text() const { return text_; }

 private:
  struct Atom {
    std::bitset<128> allowed;
    std::size_t min = 1;
    std::size_t max = 1;
  };
  struct Walk;
  friend class FormParser;

  std::string text_;
  std::vector<Atom> atoms_;
  // The atoms in parentheses: [group_first_, group_last_).
  std::size_t group_first_ = 0;
  std::size_t group_last_ = 0;
};

}  // namespace carriers
