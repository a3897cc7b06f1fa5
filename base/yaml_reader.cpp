#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "base/yaml.hpp"

namespace base {

YamlReader::YamlReader(const YamlNode& node, std::string file, std::string what, Faults& faults)
    : node_(node),
      file_(std::move(file)),
      what_(std::move(what)),
      faults_(faults),
      is_usable_(node.is_map()) {
  if (!is_usable_) {
    faults_.error(position(), "the " + what_ + " must be a map",
                  "write `name: value` lines, or { name: value }");
  }
}

Position YamlReader::position(const YamlNode& node) const {
  return {file_, node.line, node.column};
}

const YamlNode* YamlReader::required(std::string_view name) {
  const YamlNode* found = optional(name);
  if (found == nullptr && is_usable_) {
    // A key that is nearly this one is reported as unknown, with the same remedy.
    faults_.error(position(), "the " + what_ + " has no '" + std::string(name) + "'",
                  "add `" + std::string(name) + ":`");
  }
  return found;
}

const YamlNode* YamlReader::optional(std::string_view name) {
  known_.emplace_back(name);
  return node_.find(name);
}

std::optional<std::string> YamlReader::required_text(std::string_view name) {
  const YamlNode* found = required(name);
  return found == nullptr ? std::nullopt : yaml_text(*found, file_, faults_);
}

std::optional<std::string> YamlReader::optional_text(std::string_view name) {
  const YamlNode* found = optional(name);
  return found == nullptr ? std::nullopt : yaml_text(*found, file_, faults_);
}

std::optional<long long> YamlReader::optional_integer(std::string_view name, long long min,
                                                      long long max) {
  const YamlNode* found = optional(name);
  if (found == nullptr) return std::nullopt;
  const auto text = yaml_text(*found, file_, faults_);
  if (!text) return std::nullopt;
  long long value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc() || end != text->data() + text->size() || value < min || value > max) {
    faults_.error(position(*found),
                  "'" + std::string(name) + "' must be a whole number from " + std::to_string(min) +
                      " to " + std::to_string(max),
                  "write it in digits, without a unit");
    return std::nullopt;
  }
  return value;
}

std::optional<long long> YamlReader::required_integer(std::string_view name, long long min,
                                                      long long max) {
  required(name);
  return optional_integer(name, min, max);
}

std::optional<bool> YamlReader::optional_boolean(std::string_view name) {
  const YamlNode* found = optional(name);
  if (found == nullptr) return std::nullopt;
  if (found->is_scalar() && !found->is_quoted) {
    if (found->scalar == "yes" || found->scalar == "true") return true;
    if (found->scalar == "no" || found->scalar == "false") return false;
  }
  faults_.error(position(*found), "'" + std::string(name) + "' must be yes or no",
                "write `yes` or `no`, without quotes");
  return std::nullopt;
}

std::vector<std::string> YamlReader::optional_texts(std::string_view name) {
  std::vector<std::string> texts;
  const YamlNode* found = optional(name);
  if (found == nullptr) return texts;
  if (!found->is_list()) {
    if (auto text = yaml_text(*found, file_, faults_)) texts.push_back(std::move(*text));
    return texts;
  }
  for (const YamlNode& item : found->items) {
    if (auto text = yaml_text(item, file_, faults_)) texts.push_back(std::move(*text));
  }
  return texts;
}

std::optional<long long> YamlReader::optional_duration_ms(std::string_view name) {
  const YamlNode* found = optional(name);
  if (found == nullptr) return std::nullopt;
  const auto text = yaml_text(*found, file_, faults_);
  if (!text) return std::nullopt;
  const auto duration = parse_duration_ms(*text);
  if (!duration) {
    faults_.error(position(*found), "'" + std::string(name) + "' must be a duration",
                  "write it as '5 days', '24 hours', '10 minutes' or '30 seconds'");
  }
  return duration;
}

std::optional<long long> YamlReader::required_duration_ms(std::string_view name) {
  required(name);
  return optional_duration_ms(name);
}

void YamlReader::finish() {
  for (const auto& [key, value] : node_.members) {
    if (std::find(known_.begin(), known_.end(), key.scalar) != known_.end()) continue;
    faults_.error(position(key), "the " + what_ + " knows no '" + key.scalar + "'",
                  suggest_any(key.scalar, known_));
  }
}

}  // namespace base
