#include "base/yaml_layout.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "base/yaml_source.hpp"

namespace base {
namespace {

constexpr std::size_t kStep = 2;  // blanks of indentation

class Layout {
 public:
  Layout(std::string_view text, const YamlNode& root, const LayoutRules& rules)
      : source_(text, root), rules_(rules) {}

  std::string write(const YamlNode& root) {
    if (root.is_map()) {
      write_map(root, 0, false, {});
    } else if (root.is_list()) {
      write_list(root, 0, {});
    }
    write_leading(last_line_of_file(), 0);
    return std::move(out_);
  }

 private:
  static int last_line_of_file() { return 1 << 30; }

  // ------------------------------------------------------------------ lines and comments

  void write_blank_line_before(int line) {
    if (out_.empty() || out_.ends_with("\n\n") || !source_.is_blank_line(line - 1)) return;
    out_ += '\n';
  }

  // The comments above a line, and the blank lines between.
  void write_leading(int line, std::size_t indent) {
    for (YamlComment& comment : source_.comments()) {
      if (comment.is_written || comment.line >= line) continue;
      write_blank_line_before(comment.line);
      out_ += std::string(indent, ' ') + comment.text + "\n";
      comment.is_written = true;
    }
    if (line != last_line_of_file()) write_blank_line_before(line);
  }

  // Ends the line, with the comment that stood at the end of source line `last` or before.
  void end_line(int last) {
    const std::size_t start =
        out_.find_last_of('\n') == std::string::npos ? 0 : out_.find_last_of('\n') + 1;
    for (YamlComment& comment : source_.comments()) {
      if (comment.is_written || comment.line > last || comment.is_own_line) continue;
      const std::size_t here = count_characters(std::string_view(out_).substr(start));
      // Comments of several lines stay in their column as long as the line has room.
      std::size_t column =
          std::max<std::size_t>(here + 2, static_cast<std::size_t>(comment.column) - 1);
      if (column + count_characters(comment.text) > rules_.width) column = here + 2;
      out_ += std::string(column - here, ' ') + comment.text;
      comment.is_written = true;
    }
    out_ += '\n';
  }

  // ------------------------------------------------------------------------ what fits inline

  int last_line(const YamlNode& node) const {
    int last = node.line;
    if (node.is_scalar()) last = std::max(last, source_.last_line(node));
    for (const YamlNode& item : node.items) last = std::max(last, last_line(item));
    for (const auto& [key, value] : node.members) {
      last = std::max({last, key.line, last_line(value)});
    }
    return last;
  }

  bool has_own_line(const YamlNode& node, std::string_view parent) const {
    for (const YamlNode& item : node.items) {
      if (has_own_line(item, parent)) return true;
    }
    for (const auto& [key, value] : node.members) {
      const bool is_text =
          value.is_scalar() && rules_.is_own_line && rules_.is_own_line(parent, key.scalar);
      if (is_text || has_own_line(value, key.scalar)) return true;
    }
    return false;
  }

  std::string inline_scalar(const YamlNode& node) const {
    return node.is_quoted ? std::string(source_.quoted(node)) : node.scalar;
  }

  std::string inline_text(const YamlNode& node) const {
    if (node.is_scalar()) return inline_scalar(node);
    std::string text;
    for (const YamlNode& item : node.items) text += (text.empty() ? "" : ", ") + inline_text(item);
    for (const auto& [key, value] : node.members) {
      text += (text.empty() ? "" : ", ") + inline_scalar(key) + ": " + inline_text(value);
    }
    if (node.is_list()) return "[" + text + "]";
    return text.empty() ? "{}" : "{ " + text + " }";
  }

  // Whether the node, written inline, may stay so at this column.
  bool stays_inline(const YamlNode& node, std::size_t column, std::string_view parent) const {
    if (node.items.empty() && node.members.empty()) return true;
    if (!node.is_flow_style || has_own_line(node, parent)) return false;
    if (source_.has_comment_within(node.line, last_line(node))) return false;
    const std::string text = inline_text(node);
    return text.find('\n') == std::string::npos &&
           (column + count_characters(text) <= rules_.width || is_wrappable(node));
  }

  static bool is_wrappable(const YamlNode& node) {
    return node.is_list() && std::all_of(node.items.begin(), node.items.end(),
                                         [](const YamlNode& item) { return item.is_scalar(); });
  }

  std::size_t column() const {
    const std::size_t start = out_.find_last_of('\n');
    return count_characters(
        std::string_view(out_).substr(start == std::string::npos ? 0 : start + 1));
  }

  // "[a, b," and what does not fit below it.
  void write_inline(const YamlNode& node) {
    const std::string text = inline_text(node);
    if (column() + count_characters(text) <= rules_.width || !is_wrappable(node)) {
      out_ += text;
      return;
    }
    const std::size_t indent = column() + 1;
    out_ += '[';
    for (std::size_t at = 0; at < node.items.size(); ++at) {
      const std::string item = inline_scalar(node.items[at]);
      const bool is_last = at + 1 == node.items.size();
      if (at > 0) {
        const bool fits = column() + 2 + count_characters(item) <= rules_.width;
        out_ += fits ? " " : "\n" + std::string(indent, ' ');
      }
      out_ += item + (is_last ? "]" : ",");
    }
  }

  // ------------------------------------------------------------------------------ block nodes

  void write_map(const YamlNode& map, std::size_t indent, bool is_behind_dash,
                 std::string_view parent) {
    for (std::size_t at = 0; at < map.members.size(); ++at) {
      const auto& [key, value] = map.members[at];
      if (at > 0 || !is_behind_dash) {
        write_leading(key.line, indent);
        out_ += std::string(indent, ' ');
      }
      out_ += inline_scalar(key) + ":";
      write_value(value, key, indent, parent);
    }
  }

  void write_value(const YamlNode& value, const YamlNode& key, std::size_t indent,
                   std::string_view) {
    if (value.is_nothing()) return end_line(key.line);
    if (value.is_scalar()) {
      out_ += ' ';
      return write_scalar(value, indent);
    }
    if (stays_inline(value, column() + 1, key.scalar)) {
      out_ += ' ';
      write_inline(value);
      return end_line(last_line(value));
    }
    end_line(std::max(key.line, value.is_flow_style ? value.line : key.line));
    if (value.is_map()) {
      write_map(value, indent + kStep, false, key.scalar);
    } else {
      write_list(value, indent + kStep, key.scalar);
    }
  }

  void write_list(const YamlNode& list, std::size_t indent, std::string_view parent) {
    for (const YamlNode& item : list.items) {
      write_leading(item.line, indent);
      out_ += std::string(indent, ' ') + "-";
      if (item.is_nothing()) {
        end_line(item.line);
      } else if (item.is_scalar()) {
        out_ += ' ';
        write_scalar(item, indent);
      } else if (stays_inline(item, column() + 1, parent)) {
        out_ += ' ';
        write_inline(item);
        end_line(last_line(item));
      } else if (item.is_map()) {
        out_ += ' ';
        write_map(item, indent + kStep, true, parent);
      } else {
        end_line(item.line);
        write_list(item, indent + kStep, parent);
      }
    }
  }

  // Behind a key or a dash and its blank; `indent` is theirs.
  void write_scalar(const YamlNode& scalar, std::size_t indent) {
    if (scalar.is_block) {
      out_ += source_.block_header(scalar);
      end_line(scalar.line);
      return write_lines(source_.block_lines(scalar), indent + kStep);
    }
    const std::string text = inline_scalar(scalar);
    const bool fits = column() + count_characters(text) <= rules_.width;
    if (scalar.is_quoted || fits || !is_foldable(text)) {
      out_ += text;
      return end_line(source_.last_line(scalar));
    }
    out_ += ">-";
    end_line(source_.last_line(scalar));
    write_lines(folded(text, rules_.width - indent - kStep), indent + kStep);
  }

  void write_lines(const std::vector<std::string>& lines, std::size_t indent) {
    for (const std::string& line : lines) {
      if (!line.empty()) out_ += std::string(indent, ' ') + line;
      out_ += '\n';
    }
  }

  static bool is_foldable(const std::string& text) {
    return text.find("  ") == std::string::npos && text.find('\n') == std::string::npos;
  }

  static std::vector<std::string> folded(std::string_view text, std::size_t width) {
    std::vector<std::string> lines;
    std::string line;
    while (!text.empty()) {
      const std::size_t blank = std::min(text.find(' '), text.size());
      const std::string_view word = text.substr(0, blank);
      text.remove_prefix(std::min(blank + 1, text.size()));
      if (!line.empty() && count_characters(line) + 1 + count_characters(word) > width) {
        lines.push_back(std::exchange(line, {}));
      }
      line += (line.empty() ? "" : " ") + std::string(word);
    }
    lines.push_back(std::move(line));
    return lines;
  }

  YamlSource source_;
  const LayoutRules& rules_;
  std::string out_;
};

}  // namespace

bool is_same_content(const YamlNode& left, const YamlNode& right) {
  if (left.kind != right.kind || left.scalar != right.scalar) return false;
  // Quotes make a difference to "yes" and "12"; a text of several words is a text either way.
  const bool is_word = left.scalar.find(' ') == std::string::npos;
  if (left.is_scalar() && is_word && left.is_quoted != right.is_quoted) return false;
  return std::equal(left.items.begin(), left.items.end(), right.items.begin(), right.items.end(),
                    is_same_content) &&
         std::equal(left.members.begin(), left.members.end(), right.members.begin(),
                    right.members.end(), [](const auto& one, const auto& other) {
                      return is_same_content(one.first, other.first) &&
                             is_same_content(one.second, other.second);
                    });
}

std::optional<std::string> lay_out_yaml(std::string_view text, const std::string& file,
                                        const LayoutRules& rules, Faults& faults) {
  const auto root = parse_yaml(text, file, faults);
  if (!root) return std::nullopt;
  std::string laid_out = Layout(text, *root, rules).write(*root);
  // What cannot be laid out is left alone rather than damaged.
  Faults unheard;
  const auto again = parse_yaml(laid_out, file, unheard);
  if (!again || !is_same_content(*root, *again)) {
    faults.error({file, 1, 1}, "the file cannot be laid out without changing what it says",
                 "write texts of several lines as a block (>-), and nothing across lines in { }");
    return std::nullopt;
  }
  return laid_out;
}

}  // namespace base
