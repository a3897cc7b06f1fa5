#include "base/fault.hpp"

#include <algorithm>
#include <tuple>

namespace base {
namespace {

// Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours cost one.
std::size_t edit_distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> before_previous;
  std::vector<std::size_t> previous(right.size() + 1);
  for (std::size_t j = 0; j <= right.size(); ++j) previous[j] = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    std::vector<std::size_t> current(right.size() + 1);
    current[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t change = left[i - 1] == right[j - 1] ? 0 : 1;
      current[j] = std::min({previous[j] + 1, current[j - 1] + 1, previous[j - 1] + change});
      if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]) {
        current[j] = std::min(current[j], before_previous[j - 2] + 1);
      }
    }
    before_previous = std::move(previous);
    previous = std::move(current);
  }
  return previous[right.size()];
}

}  // namespace

std::string to_string(const Fault& fault) {
  std::string text = fault.where.file;
  if (fault.where.line > 0) text += ':' + std::to_string(fault.where.line);
  if (fault.where.line > 0 && fault.where.column > 0) {
    text += ':' + std::to_string(fault.where.column);
  }
  if (!text.empty()) text += ": ";
  text += fault.severity == Severity::error ? "error: " : "warning: ";
  text += fault.message;
  if (!fault.hint.empty()) text += " (" + fault.hint + ")";
  return text;
}

void Faults::error(Position where, std::string message, std::string hint) {
  all_.push_back({std::move(where), std::move(message), std::move(hint), Severity::error});
}

void Faults::warn(Position where, std::string message, std::string hint) {
  all_.push_back({std::move(where), std::move(message), std::move(hint), Severity::warning});
}

void Faults::add(const Faults& others) {
  // A copy first, so that adding a list to itself is safe.
  const std::vector<Fault> more = others.all_;
  all_.insert(all_.end(), more.begin(), more.end());
}

bool Faults::has_errors() const {
  return std::any_of(all_.begin(), all_.end(),
                     [](const Fault& fault) { return fault.severity == Severity::error; });
}

void Faults::sort() {
  std::stable_sort(all_.begin(), all_.end(), [](const Fault& left, const Fault& right) {
    return std::tie(left.where.file, left.where.line, left.where.column) <
           std::tie(right.where.file, right.where.line, right.where.column);
  });
}

std::string Faults::to_string() const {
  std::string text;
  for (const Fault& fault : all_) text += base::to_string(fault) + '\n';
  return text;
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  // Longer words are never a slip of one known name, and the distance costs their product.
  constexpr std::size_t kMaxWord = 64;
  if (word.size() > kMaxWord) return {};
  std::string best;
  std::size_t best_distance = 3;
  for (const std::string& candidate : candidates) {
    if (candidate.size() > word.size() + 2 || word.size() > candidate.size() + 2) continue;
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < best_distance && distance * 2 < word.size()) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

std::string suggest(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string found = nearest(word, candidates);
  return found.empty() ? std::string() : "did you mean '" + found + "'?";
}

}  // namespace base
