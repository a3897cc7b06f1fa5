#include "base/yaml.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>
#include <utility>

#include "base/text.hpp"

namespace base {
namespace {

constexpr std::size_t kMaxBytes = 1024 * 1024;
constexpr std::size_t kMaxDepth = 32;

constexpr const char* kOwnLine =
    "a text with a comma or a colon cannot stand inside { } or [ ]: give it its own line, or quote "
    "it";

// Thrown by the builder once the fault is noted, to leave yaml-cpp; never leaves parse_yaml.
struct Stop {};

// Turns yaml-cpp's events into nodes. yaml-cpp's own document tree loses the places of keys and
// resolves aliases, so it is not used.
class Builder final : public YAML::EventHandler {
 public:
  Builder(std::string_view text, const std::string& file, Faults& faults)
      : text_(text), file_(file), faults_(faults) {
    line_starts_.push_back(0);
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\n') line_starts_.push_back(i + 1);
    }
  }

  YamlNode& root() { return root_; }
  bool is_inside_flow() const {
    return std::any_of(open_.begin(), open_.end(),
                       [](const Open& open) { return open.node.is_flow_style; });
  }

  // yaml-cpp counts from 0, and bytes; people count from 1, and characters.
  Position position(const YAML::Mark& mark) const {
    if (mark.is_null()) return {file_, 0, 0};
    const auto line = static_cast<std::size_t>(std::max(0, mark.line));
    const auto column = static_cast<std::size_t>(std::max(0, mark.column));
    std::string_view before;
    if (line < line_starts_.size()) before = text_.substr(line_starts_[line], column);
    return {file_, mark.line + 1, static_cast<int>(count_characters(before)) + 1};
  }

  [[noreturn]] void stop(const Position& where, std::string message, std::string hint = {}) {
    faults_.error(where, std::move(message), std::move(hint));
    throw Stop();
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents_++ > 0)
      stop(position(mark), "a second document begins here", "one file, one document");
  }
  void OnDocumentEnd() override {}
  void OnAnchor(const YAML::Mark& mark, const std::string&) override { refuse_anchor(mark); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    stop(position(mark), "aliases (*name) are not allowed", "write the value out");
  }
  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
    YamlNode node = make(YamlNode::Kind::nothing, mark);
    // yaml-cpp takes these words as "no value"; here every plain scalar is text.
    const auto at = static_cast<std::size_t>(std::max(0, mark.pos));
    const std::string_view rest = at <= text_.size() ? text_.substr(at) : std::string_view();
    for (const std::string_view word : {"null", "Null", "NULL", "~"}) {
      if (!rest.starts_with(word)) continue;
      node.kind = YamlNode::Kind::scalar;
      node.scalar = word;
    }
    place(std::move(node));
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse(mark, tag, anchor);
    YamlNode node = make(YamlNode::Kind::scalar, mark);
    node.scalar = value;
    node.is_quoted = tag == "!";
    const auto at = static_cast<std::size_t>(std::max(0, mark.pos));
    const char first = at < text_.size() ? text_[at] : ' ';
    node.is_block = node.is_quoted && (first == '|' || first == '>');
    place(std::move(node));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    open(YamlNode::Kind::list, mark, tag, anchor, style);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    open(YamlNode::Kind::map, mark, tag, anchor, style);
  }
  void OnMapEnd() override { close(); }

 private:
  YamlNode make(YamlNode::Kind kind, const YAML::Mark& mark) const {
    YamlNode node;
    node.kind = kind;
    const Position where = position(mark);
    node.line = where.line;
    node.column = where.column;
    return node;
  }

  [[noreturn]] void refuse_anchor(const YAML::Mark& mark) {
    stop(position(mark), "anchors (&name) are not allowed",
         "write the value out where it is needed");
  }

  void refuse(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor) refuse_anchor(mark);
    // "?" and "!" are how yaml-cpp reports plain and quoted scalars without a tag.
    if (!tag.empty() && tag != "?" && tag != "!") {
      stop(position(mark), "tags (!name) are not allowed", "quote a text that begins with '!'");
    }
  }

  void open(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag,
            YAML::anchor_t anchor, YAML::EmitterStyle::value style) {
    refuse(mark, tag, anchor);
    if (open_.size() >= kMaxDepth) {
      stop(position(mark), "nested deeper than " + std::to_string(kMaxDepth) + " levels");
    }
    Open& opened = open_.emplace_back();
    opened.node = make(kind, mark);
    opened.node.is_flow_style = style == YAML::EmitterStyle::Flow;
  }

  void close() {
    YamlNode node = std::move(open_.back().node);
    open_.pop_back();
    place(std::move(node));
  }

  // Puts a finished node into the innermost open one: as item, as key, or as the value of the key
  // before it.
  void place(YamlNode node) {
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.is_list()) {
      parent.node.items.push_back(std::move(node));
      return;
    }
    if (std::exchange(parent.awaits_value, !parent.awaits_value)) {
      set_value(parent.node, std::move(node));
    } else {
      add_key(parent.node, std::move(node));
    }
  }

  void set_value(YamlNode& map, YamlNode value) {
    auto& [key, empty] = map.members.back();
    if (value.is_nothing()) {
      // yaml-cpp places it at whatever follows.
      value.line = key.line;
      value.column = key.column;
      if (map.is_flow_style) {
        stop({file_, key.line, key.column}, "'" + key.scalar + "' has no value inside { }",
             kOwnLine);
      }
    }
    empty = std::move(value);
  }

  void add_key(YamlNode& map, YamlNode key) {
    const Position where{file_, key.line, key.column};
    if (!key.is_scalar())
      stop(where, "a key must be a word", "quote a text that begins with { or [");
    if (map.find(key.scalar) != nullptr) {
      stop(where, "'" + key.scalar + "' is written twice", "keep one of the two");
    }
    map.members.emplace_back(std::move(key), YamlNode());
  }

  struct Open {
    YamlNode node;
    bool awaits_value = false;  // of a map: its last key has no value yet
  };

  std::string_view text_;
  const std::string& file_;
  Faults& faults_;
  std::vector<std::size_t> line_starts_;
  std::vector<Open> open_;
  YamlNode root_;
  int documents_ = 0;
};

// What cannot stand anywhere in such a file; true when nothing was found.
bool check_characters(std::string_view text, const std::string& file, Faults& faults) {
  if (text.size() > kMaxBytes) {
    faults.error({file, 0, 0}, "larger than 1 MiB", "split it");
    return false;
  }
  if (text.starts_with("\xEF\xBB\xBF")) {
    faults.error({file, 1, 1}, "begins with a byte order mark", "save it as plain UTF-8");
    return false;
  }
  Position where{file, 1, 1};
  for (std::size_t at = 0; at < text.size();) {
    const Character next = first_character(text.substr(at));
    if (next.bytes == 0) {
      faults.error(where, "not valid UTF-8", "save it as UTF-8");
      return false;
    }
    if (next.code == '\t') {
      faults.error(where, "a tab", "use blanks; inside a text write \"\\t\" in double quotes");
      return false;
    }
    const bool ends_line =
        next.code == '\n' || (next.code == '\r' && text.substr(at + 1, 1) == "\n");
    if (!ends_line && (next.code < 0x20 || (next.code >= 0x7F && next.code < 0xA0))) {
      faults.error(where, "a control character", "remove it");
      return false;
    }
    at += next.bytes;
    ++where.column;
    if (next.code == '\n') where = {file, where.line + 1, 1};
  }
  return true;
}

void explain(const YAML::ParserException& problem, const Builder& builder, Faults& faults) {
  std::string hint;
  if (builder.is_inside_flow()) {
    hint = kOwnLine;
  } else if (problem.msg == YAML::ErrorMsg::MAP_VALUE) {
    hint = "quote a text that contains ': '; or check the indentation of this line";
  } else if (problem.msg == YAML::ErrorMsg::UNKNOWN_ANCHOR) {
    hint = "aliases (*name) are not allowed; quote a text that begins with '*'";
  } else if (problem.msg == YAML::ErrorMsg::END_OF_MAP ||
             problem.msg == YAML::ErrorMsg::END_OF_SEQ) {
    hint = "check the indentation of this line and the one before";
  }
  faults.error(builder.position(problem.mark), "not valid YAML: " + problem.msg, std::move(hint));
}

}  // namespace

YamlNode::YamlNode() = default;
YamlNode::YamlNode(const YamlNode&) = default;
YamlNode::YamlNode(YamlNode&&) noexcept = default;
YamlNode& YamlNode::operator=(const YamlNode&) = default;
YamlNode& YamlNode::operator=(YamlNode&&) noexcept = default;
YamlNode::~YamlNode() = default;

const YamlNode* YamlNode::find(std::string_view name) const {
  const auto found = std::find_if(members.begin(), members.end(),
                                  [&](const auto& member) { return member.first.scalar == name; });
  return found == members.end() ? nullptr : &found->second;
}

std::optional<YamlNode> parse_yaml(std::string_view text, const std::string& file, Faults& faults) {
  if (!check_characters(text, file, faults)) return std::nullopt;
  Builder builder(text, file, faults);
  std::istringstream stream{std::string(text)};
  try {
    YAML::Parser parser(stream);
    // The second round finds nothing, or a second document, which the builder refuses.
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Stop&) {
    return std::nullopt;
  } catch (const YAML::ParserException& problem) {
    explain(problem, builder, faults);
    return std::nullopt;
  }
  return std::move(builder.root());
}

std::optional<std::string> yaml_text(const YamlNode& node, const std::string& file,
                                     Faults& faults) {
  if (node.is_scalar()) return node.scalar;
  const char* found = node.is_nothing() ? "nothing" : node.is_list() ? "a list" : "a map";
  faults.error({file, node.line, node.column}, std::string("expected a text, found ") + found,
               "write one value behind the colon");
  return std::nullopt;
}

}  // namespace base
