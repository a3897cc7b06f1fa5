#include "carriers/form.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace carriers {

namespace {

using Characters = std::bitset<128>;

constexpr std::pair<char, char> kLookAlikes[] = {{'O', '0'}, {'Q', '0'}, {'D', '0'},
                                                 {'I', '1'}, {'L', '1'}, {'Z', '2'},
                                                 {'S', '5'}, {'G', '6'}, {'B', '8'}};

std::size_t index_of(char character) {
  return static_cast<unsigned char>(character) & 127U;
}

Characters range(char first, char last) {
  Characters all;
  for (char each = first; each <= last; ++each) all.set(index_of(each));
  return all;
}

// What looks like `character` and is allowed; '\0' when nothing does.
char twin(char character, const Characters& allowed) {
  for (const auto& [letter, digit] : kLookAlikes) {
    if (character == letter && allowed.test(index_of(digit))) return digit;
    if (character == digit && allowed.test(index_of(letter))) return letter;
  }
  return '\0';
}

bool is_track_character(char character) {
  return (character >= 'A' && character <= 'Z') || (character >= '0' && character <= '9');
}

}  // namespace

// Reads the text once, left to right.
class FormParser {
 public:
  FormParser(std::string_view text, std::string& why) : text_(text), why_(why) {
    form_.text_ = text;
  }

  std::optional<Form> parse() {
    bool has_group = false;
    bool is_open = false;
    while (at_ < text_.size()) {
      const char next = text_[at_];
      if (next == '(') {
        if (has_group) return fail("a second pair of parentheses");
        ++at_;
        has_group = is_open = true;
        form_.group_first_ = form_.atoms_.size();
      } else if (next == ')') {
        if (!is_open) return fail("a parenthesis that was not opened");
        ++at_;
        is_open = false;
        form_.group_last_ = form_.atoms_.size();
      } else if (!read_atom()) {
        return std::nullopt;
      }
    }
    if (is_open) return fail("a parenthesis that is not closed");
    if (!has_group) form_.group_last_ = form_.atoms_.size();
    if (form_.group_first_ == form_.group_last_) return fail("nothing to check");
    std::size_t longest = 0;
    for (const auto& atom : form_.atoms_) longest += atom.max;
    if (longest > kMaxTrack) return fail("more than 40 characters");
    return std::move(form_);
  }

 private:
  std::optional<Form> fail(const std::string& why) {
    why_ = why;
    return std::nullopt;
  }

  bool read_atom() {
    const char next = text_[at_++];
    if (next == '\'') return read_literal();
    Form::Atom atom;
    if (next == '9') {
      atom.allowed = range('0', '9');
    } else if (next == 'A') {
      atom.allowed = range('A', 'Z');
    } else if (next == '#') {
      atom.allowed = range('0', '9') | range('A', 'Z');
    } else if (next == '[') {
      if (!read_class(atom.allowed)) return false;
    } else {
      std::string what(1, next);  // not one sum: g++ 12 sees an overflow in it that is none
      what.append("' stands for nothing").insert(0, "'");
      return fail(what), false;
    }
    if (!read_count(atom)) return false;
    form_.atoms_.push_back(atom);
    return true;
  }

  bool read_literal() {
    const std::size_t end = text_.find('\'', at_);
    if (end == std::string_view::npos || end == at_)
      return fail("a quote that is not closed"), false;
    for (; at_ < end; ++at_) {
      if (!is_track_character(text_[at_])) return fail("no capital or digit in quotes"), false;
      Form::Atom atom;
      atom.allowed.set(index_of(text_[at_]));
      form_.atoms_.push_back(atom);
    }
    ++at_;
    return true;
  }

  bool read_class(Characters& allowed) {
    while (at_ < text_.size() && text_[at_] != ']') {
      const char first = text_[at_++];
      char last = first;
      if (at_ + 1 < text_.size() && text_[at_] == '-') {
        last = text_[at_ + 1];
        at_ += 2;
      }
      if (!is_track_character(first) || !is_track_character(last) || last < first) {
        return fail("brackets with something else than capitals and digits"), false;
      }
      allowed |= range(first, last);
    }
    if (at_ == text_.size() || allowed.none()) return fail("brackets that are not closed"), false;
    ++at_;
    return true;
  }

  bool read_count(Form::Atom& atom) {
    if (at_ == text_.size() || text_[at_] != '{') return true;
    const std::size_t end = text_.find('}', at_);
    if (end == std::string_view::npos) return fail("a brace that is not closed"), false;
    const std::string_view inner = text_.substr(at_ + 1, end - at_ - 1);
    const std::size_t comma = inner.find(',');
    const auto low = number(inner.substr(0, comma));
    const auto high = comma == std::string_view::npos ? low : number(inner.substr(comma + 1));
    if (!low || !high || *low > *high || *high == 0) return fail("braces without a count"), false;
    atom.min = *low;
    atom.max = *high;
    at_ = end + 1;
    return true;
  }

  static std::optional<std::size_t> number(std::string_view text) {
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value > kMaxTrack) {
      return std::nullopt;
    }
    return value;
  }

  std::string_view text_;
  std::string& why_;
  std::size_t at_ = 0;
  Form form_;
};

// One attempt to lay a number over the atoms. Counts are tried longest first; numbers and forms are
// bounded (kMaxTrack), so trying all of them is cheap.
struct Form::Walk {
  const Form& form;
  std::string number;  // with look-alikes replaced, if they may be
  bool may_replace = false;
  Span span{};

  bool fits(std::size_t atom, std::size_t at) {
    if (atom == form.group_first_) span.first = at;
    if (atom == form.group_last_) span.last = at;
    if (atom == form.atoms_.size()) return at == number.size();
    const Atom& here = form.atoms_[atom];
    std::size_t count = 0;
    const std::string before = number;
    while (count < here.max && at + count < number.size() && take(here, number[at + count])) {
      ++count;
    }
    for (std::size_t tried = count + 1; tried-- > here.min;) {
      // What was replaced for this atom and now falls to the next is as it was.
      std::copy(before.begin() + static_cast<std::ptrdiff_t>(at + tried), before.end(),
                number.begin() + static_cast<std::ptrdiff_t>(at + tried));
      if (fits(atom + 1, at + tried)) return true;
    }
    number = before;
    return false;
  }

  bool take(const Atom& atom, char& character) const {
    if (atom.allowed.test(index_of(character))) return true;
    const char other = may_replace ? twin(character, atom.allowed) : '\0';
    if (other == '\0') return false;
    character = other;
    return true;
  }
};

std::optional<Form> Form::parse(std::string_view text, std::string& why) {
  return FormParser(text, why).parse();
}

std::optional<Form::Span> Form::match(std::string_view number) const {
  if (number.size() > kMaxTrack) return std::nullopt;
  Walk walk{*this, std::string(number)};
  if (!walk.fits(0, 0)) return std::nullopt;
  return walk.span;
}

std::optional<std::string> Form::match_look_alikes(std::string_view number) const {
  if (number.size() > kMaxTrack || match(number)) return std::nullopt;
  Walk walk{*this, std::string(number), true};
  if (!walk.fits(0, 0)) return std::nullopt;
  return walk.number;
}

}  // namespace carriers
