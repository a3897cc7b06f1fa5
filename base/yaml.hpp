// Strict YAML for files that people write: keeps line and column of every node, reads every scalar
// as text (types come from the schema, so `no`, `on` and dates are no traps), and refuses anchors,
// aliases, tags, tabs, several documents, duplicate keys, keys without a value inside { }, depth
// over 32 and files over 1 MiB. Any thread; no state.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/fault.hpp"

namespace base {

class YamlNode {
 public:
  enum class Kind { nothing, scalar, list, map };

  // Out of line: the pair of a node is not complete here.
  YamlNode();
  YamlNode(const YamlNode&);
  YamlNode(YamlNode&&) noexcept;
  YamlNode& operator=(const YamlNode&);
  YamlNode& operator=(YamlNode&&) noexcept;
  ~YamlNode();

  Kind kind = Kind::nothing;
  std::string scalar;           // kind scalar: the text
  bool is_quoted = false;       // kind scalar: written in quotes or as a block
  bool is_block = false;        // kind scalar: written as a block (| or >); begins a line below
  std::vector<YamlNode> items;  // kind list
  std::vector<std::pair<YamlNode, YamlNode>> members;  // kind map, in file order; keys are scalars
  int line = 0;                                        // from 1
  int column = 0;                                      // from 1, in characters
  bool is_flow_style = false;                          // written inline as { } or [ ]

  bool is_nothing() const { return kind == Kind::nothing; }
  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_list() const { return kind == Kind::list; }
  bool is_map() const { return kind == Kind::map; }
  // The member of that name, or nothing.
  const YamlNode* find(std::string_view name) const;
};

// One document. Nothing when it cannot be read at all; every fault goes to `faults`, with `file` as
// its name. An empty document is a node of kind nothing.
std::optional<YamlNode> parse_yaml(std::string_view text, const std::string& file, Faults& faults);

// Reads one map by schema: the fields asked for, each with its type; unknown keys are faults that
// suggest the nearest known one. Every reader method reports its own fault and returns nothing when
// the field is absent (optional) or unusable.
class YamlReader {
 public:
  // `what` names the thing in messages: "step", "policy figure". A node that is no map is one
  // fault; after it every reader method returns nothing in silence.
  YamlReader(const YamlNode& node, std::string file, std::string what, Faults& faults);

  const YamlNode* required(std::string_view name);
  const YamlNode* optional(std::string_view name);
  std::optional<std::string> required_text(std::string_view name);
  std::optional<std::string> optional_text(std::string_view name);
  // Whole numbers in [min, max].
  std::optional<long long> optional_integer(std::string_view name, long long min, long long max);
  std::optional<long long> required_integer(std::string_view name, long long min, long long max);
  // yes/no/true/false.
  std::optional<bool> optional_boolean(std::string_view name);
  // A list of scalars, or one scalar as a list of one.
  std::vector<std::string> optional_texts(std::string_view name);
  // Durations written for people, in milliseconds: "5 days", "24 hours", "30 seconds" (text.hpp).
  std::optional<long long> optional_duration_ms(std::string_view name);
  std::optional<long long> required_duration_ms(std::string_view name);
  // Reports every key that was not asked for. Called once, last.
  void finish();

  Position position(const YamlNode& node) const;
  Position position() const { return position(node_); }
  const YamlNode& node() const { return node_; }

 private:
  const YamlNode& node_;
  std::string file_;
  std::string what_;
  Faults& faults_;
  std::vector<std::string> known_;
  bool is_usable_;  // the node is a map; otherwise one fault says so, and nothing more is reported
};

// The scalar as text, or a fault.
std::optional<std::string> yaml_text(const YamlNode& node, const std::string& file, Faults& faults);

}  // namespace base
