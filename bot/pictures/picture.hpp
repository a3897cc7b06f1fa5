// A picture of a graph, as text for Mermaid (read by GitHub and many editors) or for Graphviz,
// which makes an SVG of it. Knows boxes and arrows, not what they stand for. Any thread; no state.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bot {

struct Picture {
  enum class Shape { box, round, question, branch, action, end };
  struct Node {
    std::string id;     // small letters, digits and _; unique
    std::string title;  // in bold
    std::string text;   // below it; may be empty
    Shape shape = Shape::box;
  };
  struct Arrow {
    std::string from;
    std::string to;
    std::string label;  // may be empty
    bool is_dashed = false;
  };

  std::string title;
  std::vector<Node> nodes;
  std::vector<Arrow> arrows;
};

// A Mermaid flowchart.
std::string to_mermaid(const Picture& picture);
// The same for Graphviz's `dot`, from top to bottom, with colours that print well.
std::string to_dot(const Picture& picture);

// Words cut at `width` characters into lines, at most `lines`; the rest is "...".
std::vector<std::string> wrapped(std::string_view text, std::size_t width, std::size_t lines);

}  // namespace bot
