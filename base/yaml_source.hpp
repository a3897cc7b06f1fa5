// The text of a YAML file beside its nodes: where each scalar is written, and the comments, which a
// YAML reader drops. Private to base/yaml_layout.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/yaml.hpp"

namespace base {

struct YamlComment {
  int line = 0;
  int column = 0;  // from 1, in characters
  bool is_own_line = false;
  bool is_written = false;  // for whoever writes them out again
  std::string text;         // with its '#', without blanks at the end
};

class YamlSource {
 public:
  // `root` is what parse_yaml made of `text`, which outlives this.
  YamlSource(std::string_view text, const YamlNode& root);

  std::vector<YamlComment>& comments() { return comments_; }
  bool is_blank_line(int line) const;
  // A quoted scalar or key as it is written, with its quotes; it may have several lines.
  std::string_view quoted(const YamlNode& scalar) const;
  // "|" or ">-" of a block.
  std::string_view block_header(const YamlNode& block) const;
  // The lines of a block without their common indentation, and without blank lines at the end.
  std::vector<std::string> block_lines(const YamlNode& block) const;
  // The last line of a scalar.
  int last_line(const YamlNode& scalar) const;
  // Whether a comment stands in the lines from one to the other, but for the end of the last.
  bool has_comment_within(int first_line, int last_line) const;

 private:
  struct Extent {
    std::size_t begin = 0;
    std::size_t end = 0;
  };

  std::size_t offset(int line, int column) const;
  std::string_view line(int number) const;
  Extent extent(const YamlNode& scalar) const;
  void cover(const YamlNode& node);
  void find_comments();

  std::string_view text_;
  std::vector<std::size_t> line_starts_;
  std::vector<bool> is_covered_;  // by byte: inside quotes or a block
  std::vector<YamlComment> comments_;
};

}  // namespace base
