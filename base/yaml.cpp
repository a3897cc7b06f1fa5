#include "base/yaml.hpp"

#include <yaml.h>

#include <algorithm>
#include <new>
#include <utility>

#include "base/text.hpp"

namespace base {
namespace {

constexpr std::size_t kMaxBytes = 1024 * 1024;
constexpr std::size_t kMaxDepth = 32;

constexpr const char* kOwnLine =
    "a text with a comma or a colon cannot stand inside { } or [ ]: give it its own line, or quote "
    "it";

// One event of libyaml, freed with this.
class Event {
 public:
  // Nothing when the text cannot be read on; the parser knows why.
  static std::optional<Event> next(yaml_parser_t& parser) {
    Event event;
    if (yaml_parser_parse(&parser, &event.event_) == 0) return std::nullopt;
    return event;
  }
  Event(Event&& other) noexcept : event_(std::exchange(other.event_, {})) {}
  Event& operator=(Event&&) = delete;
  ~Event() { yaml_event_delete(&event_); }

  const yaml_event_t* operator->() const { return &event_; }

 private:
  Event() = default;
  yaml_event_t event_{};
};

class Parser {
 public:
  explicit Parser(std::string_view text) {
    if (yaml_parser_initialize(&parser_) == 0) throw std::bad_alloc();
    // libyaml counts bytes of its own sort.
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    yaml_parser_set_input_string(&parser_, bytes, text.size());
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
  }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;
  ~Parser() { yaml_parser_delete(&parser_); }

  yaml_parser_t& get() { return parser_; }

 private:
  yaml_parser_t parser_{};
};

std::string_view text_of(const unsigned char* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}

// Turns libyaml's events into nodes. Its own document tree loses the places of keys and resolves
// aliases, so it is not used.
class Builder {
 public:
  Builder(const std::string& file, Faults& faults) : file_(file), faults_(faults) {}

  YamlNode& root() { return root_; }
  bool is_inside_flow() const {
    return std::any_of(open_.begin(), open_.end(),
                       [](const Open& open) { return open.node.is_flow_style; });
  }

  // libyaml counts characters, from 0; people count from 1.
  Position position(const yaml_mark_t& mark) const {
    return {file_, static_cast<int>(mark.line) + 1, static_cast<int>(mark.column) + 1};
  }

  // False when it is refused: the fault is noted, and nothing more is to be taken.
  bool take(const Event& event) {
    const yaml_mark_t& mark = event->start_mark;
    switch (event->type) {
      case YAML_DOCUMENT_START_EVENT:
        if (documents_++ == 0) return true;
        return refuse(position(mark), "a second document begins here", "one file, one document");
      case YAML_ALIAS_EVENT:
        return refuse(position(mark), "aliases (*name) are not allowed",
                      "write the value out; quote a text that begins with '*'");
      case YAML_SCALAR_EVENT:
        return take_scalar(event->data.scalar, mark);
      case YAML_SEQUENCE_START_EVENT: {
        const auto& list = event->data.sequence_start;
        return is_plain(list.anchor, list.tag, mark) &&
               open(YamlNode::Kind::list, mark, list.style == YAML_FLOW_SEQUENCE_STYLE);
      }
      case YAML_MAPPING_START_EVENT: {
        const auto& map = event->data.mapping_start;
        return is_plain(map.anchor, map.tag, mark) &&
               open(YamlNode::Kind::map, mark, map.style == YAML_FLOW_MAPPING_STYLE);
      }
      case YAML_SEQUENCE_END_EVENT:
      case YAML_MAPPING_END_EVENT:
        return close();
      default:
        return true;
    }
  }

 private:
  struct Open {
    YamlNode node;
    bool awaits_value = false;  // of a map: its last key has no value yet
  };

  YamlNode make(YamlNode::Kind kind, const yaml_mark_t& mark) const {
    YamlNode node;
    node.kind = kind;
    node.line = static_cast<int>(mark.line) + 1;
    node.column = static_cast<int>(mark.column) + 1;
    return node;
  }

  bool refuse(const Position& where, std::string message, std::string hint = {}) {
    faults_.error(where, std::move(message), std::move(hint));
    return false;
  }

  bool is_plain(const unsigned char* anchor, const unsigned char* tag, const yaml_mark_t& mark) {
    if (anchor != nullptr) {
      return refuse(position(mark), "anchors (&name) are not allowed",
                    "write the value out where it is needed");
    }
    if (tag == nullptr) return true;
    return refuse(position(mark), "tags (!name) are not allowed",
                  "quote a text that begins with '!'");
  }

  template <class Scalar>  // libyaml's has no name
  bool take_scalar(const Scalar& scalar, const yaml_mark_t& mark) {
    if (!is_plain(scalar.anchor, scalar.tag, mark)) return false;
    const bool is_quoted = scalar.style != YAML_PLAIN_SCALAR_STYLE;
    const bool is_missing = !is_quoted && scalar.length == 0;
    YamlNode node = make(is_missing ? YamlNode::Kind::nothing : YamlNode::Kind::scalar, mark);
    node.scalar = text_of(scalar.value, scalar.length);
    node.is_quoted = is_quoted;
    node.is_block =
        scalar.style == YAML_LITERAL_SCALAR_STYLE || scalar.style == YAML_FOLDED_SCALAR_STYLE;
    return place(std::move(node));
  }

  bool open(YamlNode::Kind kind, const yaml_mark_t& mark, bool is_flow_style) {
    if (open_.size() >= kMaxDepth) {
      return refuse(position(mark), "nested deeper than " + std::to_string(kMaxDepth) + " levels");
    }
    Open& opened = open_.emplace_back();
    opened.node = make(kind, mark);
    opened.node.is_flow_style = is_flow_style;
    return true;
  }

  bool close() {
    YamlNode node = std::move(open_.back().node);
    open_.pop_back();
    return place(std::move(node));
  }

  // Puts a finished node into the innermost open one: as item, as key, or as the value of the key
  // before it.
  bool place(YamlNode node) {
    if (open_.empty()) {
      root_ = std::move(node);
      return true;
    }
    Open& parent = open_.back();
    if (parent.node.is_list()) {
      parent.node.items.push_back(std::move(node));
      return true;
    }
    if (std::exchange(parent.awaits_value, !parent.awaits_value)) {
      return set_value(parent.node, std::move(node));
    }
    return add_key(parent.node, std::move(node));
  }

  bool set_value(YamlNode& map, YamlNode value) {
    auto& [key, empty] = map.members.back();
    if (value.is_nothing()) {
      // libyaml places it behind the colon.
      value.line = key.line;
      value.column = key.column;
      if (map.is_flow_style) {
        return refuse({file_, key.line, key.column}, "'" + key.scalar + "' has no value inside { }",
                      kOwnLine);
      }
    }
    empty = std::move(value);
    return true;
  }

  bool add_key(YamlNode& map, YamlNode key) {
    const Position where{file_, key.line, key.column};
    if (!key.is_scalar())
      return refuse(where, "a key must be a word", "quote a text that begins with { or [");
    if (map.find(key.scalar) != nullptr) {
      return refuse(where, "'" + key.scalar + "' is written twice", "keep one of the two");
    }
    map.members.emplace_back(std::move(key), YamlNode());
    return true;
  }

  const std::string& file_;
  Faults& faults_;
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

// What to do about what libyaml says.
constexpr std::pair<std::string_view, const char*> kHints[] = {
    {"mapping values are not allowed",
     "quote a text that contains ': '; or check the indentation of this line"},
    {"did not find expected key", "check the indentation of this line and the one before"},
    {"did not find expected '-'", "check the indentation of this line and the one before"},
    {"could not find expected ':'", "write 'name: value', or indent it as the text above it"},
    {"found character that cannot start", "quote a text that begins with this character"},
    {"found unexpected end of stream", "a quote is opened here and never closed"},
};

void explain(const yaml_parser_t& parser, const Builder& builder, Faults& faults) {
  const std::string_view problem = parser.problem != nullptr ? parser.problem : "unreadable";
  const char* hint = builder.is_inside_flow() ? kOwnLine : "";
  // Noticed lines later, where the text ends, which helps nobody.
  const bool is_endless = problem.starts_with("found unexpected end of stream");
  const bool is_late = is_endless || problem.starts_with("could not find expected ':'");
  if (!builder.is_inside_flow() || is_endless) {
    for (const auto& [beginning, what] : kHints) {
      if (problem.starts_with(beginning)) hint = what;
    }
  }
  const auto& mark =
      is_late && parser.context != nullptr ? parser.context_mark : parser.problem_mark;
  faults.error(builder.position(mark), "not valid YAML: " + std::string(problem), hint);
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
  Builder builder(file, faults);
  Parser parser(text);
  for (bool is_over = false; !is_over;) {
    const auto event = Event::next(parser.get());
    if (!event) explain(parser.get(), builder, faults);
    if (!event || !builder.take(*event)) return std::nullopt;
    is_over = (*event)->type == YAML_STREAM_END_EVENT;
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
