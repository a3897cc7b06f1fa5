#include "tests/scenarios/side_by_side.hpp"

#include "base/text.hpp"

namespace tests {
namespace {

constexpr std::size_t kLeft = 46;
constexpr std::size_t kRight = 70;

// One line of at most so many characters, filled up with blanks.
std::string cell(std::string text, std::size_t width) {
  for (char& c : text) {
    if (c == '\n') c = ' ';
  }
  std::size_t length = base::count_characters(text);
  if (length > width) {
    text = std::string(base::first_characters(text, width - 1)) + "…";
    length = width;
  }
  return text + std::string(width - length, ' ');
}

}  // namespace

void SideBySide::did(int line, std::string what) {
  rows_.push_back({' ', line, std::move(what), {}});
}
void SideBySide::held(int line, std::string expected, std::string got) {
  rows_.push_back({' ', line, "  bot " + expected, std::move(got)});
}
void SideBySide::diverged(int line, std::string expected, std::string got, std::string why) {
  rows_.push_back({'!', line, std::move(expected), std::move(got)});
  why_ = std::move(why);
}
void SideBySide::unexpected(std::string got) {
  rows_.push_back({'+', 0, {}, std::move(got)});
}
void SideBySide::not_reached(int line, std::string expected) {
  rows_.push_back({'-', line, std::move(expected), "not reached"});
}

std::string SideBySide::to_string() const {
  std::string out;
  for (const auto& row : rows_) {
    const std::string line = row.line > 0 ? std::to_string(row.line) : "";
    out += std::string(1, row.mark) + " " +
           std::string(5 - std::min<std::size_t>(line.size(), 5), ' ') + line + " | " +
           cell(row.expected, kLeft) + " | ";
    std::string right = cell(row.got, kRight);
    while (!right.empty() && right.back() == ' ') right.pop_back();
    out += right + "\n";
  }
  if (!why_.empty()) out += "  " + why_ + "\n";
  return out + notes_;
}

}  // namespace tests
