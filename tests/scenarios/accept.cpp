#include "tests/scenarios/accept.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "tests/scenarios/scenario_expect.hpp"

namespace tests {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t from = 0;
  while (from < text.size()) {
    const auto end = std::min(text.find('\n', from), text.size());
    lines.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return lines;
}

std::size_t indent_of(const std::string& line) {
  return std::min(line.find_first_not_of(' '), line.size());
}

// How many lines an item takes that begins at `at`: up to the next one that is not indented deeper.
std::size_t length_of_item(const std::vector<std::string>& lines, std::size_t at) {
  std::size_t end = at + 1;
  while (end < lines.size() && !lines[end].empty() &&
         indent_of(lines[end]) > indent_of(lines[at])) {
    ++end;
  }
  return end - at;
}

std::string expectation_of(const base::Value& message) {
  const std::string step(message.text_at("step"));
  const bool asks = !message.at("expects").is_nothing();
  const bool is_shared = step.starts_with("repair.") || step.starts_with("greeting.") ||
                         step.starts_with("case.") || step.starts_with("handover.");
  const auto dot = step.find('.');
  const bool is_short = !is_shared && dot != std::string::npos;
  return "- bot: { " + std::string(asks && !is_shared ? "asks" : "says") + ": " +
         (is_short ? step.substr(dot + 1) : step) + " }";
}

}  // namespace

std::string accept_messages(const std::string& text, const std::vector<HeardMessages>& heard) {
  std::vector<std::string> lines = lines_of(text);
  // From the last line to the first, so that earlier places stay where they are.
  std::map<int, HeardMessages> groups;
  for (const auto& group : heard) {
    const bool is_opening = group.after_line == 0;
    if (is_opening && group.expected.empty()) continue;  // nowhere to write it
    groups.emplace(is_opening ? group.expected.front().line - 1 : group.after_line, group);
  }
  for (auto at = groups.rbegin(); at != groups.rend(); ++at) {
    const auto& [expected, messages] = std::pair(at->second.expected, at->second.messages);
    const auto first = static_cast<std::size_t>(at->first) - 1;
    std::size_t place = first + length_of_item(lines, first);
    const std::string indent(indent_of(lines[first]), ' ');
    std::vector<std::string> replacement;
    std::size_t taken = 0;
    for (const auto& line : expected) {
      const auto from = static_cast<std::size_t>(line.line) - 1;
      const auto length = length_of_item(lines, from);
      const bool is_group = line.kind == ScenarioLine::Kind::unordered;
      const bool holds =
          is_group || (taken < messages.size() && !difference(line, messages[taken], true));
      if (holds) {
        replacement.insert(replacement.end(), lines.begin() + static_cast<std::ptrdiff_t>(from),
                           lines.begin() + static_cast<std::ptrdiff_t>(from + length));
      } else if (taken < messages.size()) {
        replacement.push_back(indent + expectation_of(messages[taken]));
      }
      taken += is_group ? line.messages.size() : 1;
    }
    for (; taken < messages.size(); ++taken) {
      replacement.push_back(indent + expectation_of(messages[taken]));
    }
    std::size_t end = place;
    if (!expected.empty()) {
      place = static_cast<std::size_t>(expected.front().line) - 1;
      const auto last = static_cast<std::size_t>(expected.back().line) - 1;
      end = last + length_of_item(lines, last);
    }
    lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(place),
                lines.begin() + static_cast<std::ptrdiff_t>(end));
    lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(place), replacement.begin(),
                 replacement.end());
  }
  std::string out;
  for (const auto& line : lines) out += line + "\n";
  return out;
}

std::string show_difference(const std::string& before, const std::string& after) {
  const auto old_lines = lines_of(before);
  const auto new_lines = lines_of(after);
  std::string out;
  std::size_t left = 0;
  std::size_t right = 0;
  while (left < old_lines.size() || right < new_lines.size()) {
    if (left < old_lines.size() && right < new_lines.size() &&
        old_lines[left] == new_lines[right]) {
      ++left;
      ++right;
      continue;
    }
    // The nearest place where both go on the same.
    std::size_t skip = 1;
    const auto goes_on = [&](std::size_t l, std::size_t r) {
      return l < old_lines.size() && r < new_lines.size() && old_lines[l] == new_lines[r];
    };
    while (!goes_on(left + skip, right) && !goes_on(left, right + skip) &&
           !goes_on(left + skip, right + skip) && left + skip <= old_lines.size() + 1) {
      ++skip;
    }
    const std::size_t gone = goes_on(left, right + skip) ? 0 : skip;
    const std::size_t come = goes_on(left + skip, right) && gone > 0 ? 0 : skip;
    for (std::size_t i = 0; i < gone && left < old_lines.size(); ++i, ++left) {
      out += "-" + std::to_string(left + 1) + ": " + old_lines[left] + "\n";
    }
    for (std::size_t i = 0; i < come && right < new_lines.size(); ++i, ++right) {
      out += "+" + std::to_string(right + 1) + ": " + new_lines[right] + "\n";
    }
  }
  return out;
}

}  // namespace tests
