#include "base/yaml_source.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace base {
namespace {

std::size_t indentation(std::string_view line) {
  return std::min(line.find_first_not_of(' '), line.size());
}

std::string_view without_end_blanks(std::string_view text) {
  const std::size_t last = text.find_last_not_of(" \r\n");
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

}  // namespace

YamlSource::YamlSource(std::string_view text, const YamlNode& root)
    : text_(text), is_covered_(text.size(), false) {
  line_starts_.push_back(0);
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\n') line_starts_.push_back(at + 1);
  }
  cover(root);
  find_comments();
}

std::string_view YamlSource::line(int number) const {
  const auto at = static_cast<std::size_t>(number - 1);
  if (number < 1 || at >= line_starts_.size()) return {};
  const std::size_t end = at + 1 < line_starts_.size() ? line_starts_[at + 1] : text_.size();
  return text_.substr(line_starts_[at], end - line_starts_[at]);
}

std::size_t YamlSource::offset(int number, int column) const {
  const std::string_view before =
      first_characters(line(number), static_cast<std::size_t>(std::max(0, column - 1)));
  return line_starts_[static_cast<std::size_t>(number - 1)] + before.size();
}

bool YamlSource::is_blank_line(int number) const {
  return number >= 1 && static_cast<std::size_t>(number) < line_starts_.size() &&
         without_end_blanks(line(number)).empty();
}

YamlSource::Extent YamlSource::extent(const YamlNode& scalar) const {
  const std::size_t begin = offset(scalar.line, scalar.column);
  if (scalar.is_block) {
    const auto header_end = std::min(text_.find('\n', begin), text_.size());
    std::size_t end = header_end;
    std::size_t indent = 0;
    for (int number = scalar.line + 1; static_cast<std::size_t>(number) <= line_starts_.size();
         ++number) {
      const std::string_view content = line(number);
      const bool is_blank = without_end_blanks(content).empty();
      if (!is_blank && indent == 0) indent = std::max<std::size_t>(1, indentation(content));
      if (!is_blank && indentation(content) < indent) break;
      if (scalar.scalar.empty()) break;
      if (!is_blank) end = line_starts_[static_cast<std::size_t>(number - 1)] + content.size();
    }
    return {begin, end};
  }
  if (scalar.is_quoted) {
    const char quote = text_[begin];
    std::size_t at = begin + 1;
    for (; at < text_.size(); ++at) {
      if (quote == '"' && text_[at] == '\\') {
        ++at;
      } else if (text_[at] == quote) {
        if (quote != '\'' || text_.substr(at + 1, 1) != "'") break;
        ++at;
      }
    }
    return {begin, std::min(at + 1, text_.size())};
  }
  // A plain scalar: as many words as it has, over as many lines as they take.
  std::size_t at = begin;
  for (std::string_view rest = scalar.scalar; !rest.empty();) {
    rest.remove_prefix(std::min(rest.find_first_not_of(" \n"), rest.size()));
    const std::size_t word = std::min(rest.find_first_of(" \n"), rest.size());
    if (word == 0) break;
    at = std::min(text_.find_first_not_of(" \r\n", at), text_.size());
    at = std::min(at + word, text_.size());
    rest.remove_prefix(word);
  }
  return {begin, at};
}

void YamlSource::cover(const YamlNode& node) {
  if (node.is_scalar() && node.is_quoted) {
    Extent whole = extent(node);
    // A comment may stand behind the header of a block.
    if (node.is_block) whole.begin = std::min(text_.find('\n', whole.begin), whole.end);
    for (std::size_t at = whole.begin; at < whole.end; ++at) is_covered_[at] = true;
  }
  for (const YamlNode& item : node.items) cover(item);
  for (const auto& [key, value] : node.members) {
    cover(key);
    cover(value);
  }
}

void YamlSource::find_comments() {
  for (std::size_t number = 1; number <= line_starts_.size(); ++number) {
    const std::string_view whole = line(static_cast<int>(number));
    const std::size_t start = line_starts_[number - 1];
    for (std::size_t at = 0; at < whole.size(); ++at) {
      const bool begins =
          whole[at] == '#' && !is_covered_[start + at] && (at == 0 || whole[at - 1] == ' ');
      if (!begins) continue;
      YamlComment comment;
      comment.line = static_cast<int>(number);
      comment.column = static_cast<int>(count_characters(whole.substr(0, at))) + 1;
      comment.is_own_line = indentation(whole) == at;
      comment.text = without_end_blanks(whole.substr(at));
      comments_.push_back(std::move(comment));
      break;
    }
  }
}

std::string_view YamlSource::quoted(const YamlNode& scalar) const {
  const Extent whole = extent(scalar);
  return text_.substr(whole.begin, whole.end - whole.begin);
}

std::string_view YamlSource::block_header(const YamlNode& block) const {
  const std::size_t begin = offset(block.line, block.column);
  return text_.substr(begin, text_.find_first_of(" \r\n", begin) - begin);
}

std::vector<std::string> YamlSource::block_lines(const YamlNode& block) const {
  std::vector<std::string> lines;
  const Extent whole = extent(block);
  std::size_t indent = std::string_view::npos;
  for (int number = block.line + 1; static_cast<std::size_t>(number) <= line_starts_.size();
       ++number) {
    if (line_starts_[static_cast<std::size_t>(number - 1)] >= whole.end) break;
    const std::string_view content = without_end_blanks(line(number));
    if (!content.empty()) indent = std::min(indent, indentation(content));
    lines.emplace_back(content);
  }
  for (std::string& one : lines) one.erase(0, std::min(indent, one.size()));
  return lines;
}

int YamlSource::last_line(const YamlNode& scalar) const {
  const std::size_t end = extent(scalar).end;
  const std::size_t last = end == 0 ? 0 : end - 1;
  const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), last);
  return static_cast<int>(next - line_starts_.begin());
}

bool YamlSource::has_comment_within(int first_line, int last_line) const {
  return std::any_of(comments_.begin(), comments_.end(), [&](const YamlComment& comment) {
    return comment.line >= first_line && comment.line < last_line;
  });
}

}  // namespace base
