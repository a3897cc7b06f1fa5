#include "bot/pictures/picture.hpp"

#include "base/html.hpp"
#include "base/text.hpp"

namespace bot {
namespace {

using Shape = Picture::Shape;

constexpr std::size_t kLineWidth = 34;
constexpr std::size_t kMostLines = 4;

std::string joined(const std::vector<std::string>& lines, std::string_view between) {
  std::string out;
  for (const std::string& line : lines) {
    if (!out.empty()) out += between;
    out += line;
  }
  return out;
}

std::vector<std::string> escaped_lines(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  for (const std::string& line : wrapped(text, width, kMostLines))
    lines.push_back(base::escape_html(line));
  return lines;
}

struct Look {
  std::string_view open;  // of a Mermaid node
  std::string_view close;
  std::string_view dot;   // attributes of a Graphviz node
  std::string_view name;  // of a Mermaid class
  std::string_view colour;
};

const Look& look_of(Shape shape) {
  static const Look kBox{"[\"", "\"]", "shape=box", "plain", "#eef2f7"};
  static const Look kRound{"(\"", "\")", "shape=box style=\"rounded,filled\"", "says", "#f5f5f0"};
  static const Look kQuestion{"[/\"", "\"/]", "shape=box", "asks", "#dceafe"};
  static const Look kBranch{"{{\"", "\"}}", "shape=hexagon margin=\"0.05,0.02\"", "tests",
                            "#fff3cf"};
  static const Look kAction{"[[\"", "\"]]", "shape=box peripheries=2", "acts", "#e3f4e1"};
  static const Look kEnd{"([\"", "\"])", "shape=box style=\"rounded,filled\" penwidth=1.6", "ends",
                         "#e8e4ee"};
  switch (shape) {
    case Shape::box:
      return kBox;
    case Shape::round:
      return kRound;
    case Shape::question:
      return kQuestion;
    case Shape::branch:
      return kBranch;
    case Shape::action:
      return kAction;
    case Shape::end:
      break;
  }
  return kEnd;
}

}  // namespace

std::vector<std::string> wrapped(std::string_view text, std::size_t width, std::size_t lines) {
  std::vector<std::string> out;
  std::string line;
  const auto finish = [&] {
    if (!line.empty()) out.push_back(std::exchange(line, {}));
  };
  while (!text.empty()) {
    const std::size_t blank = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, blank);
    text.remove_prefix(std::min(blank + 1, text.size()));
    const std::size_t length = base::count_characters(line) + base::count_characters(word);
    if (!line.empty() && length + 1 > width) finish();
    if (out.size() == lines) {
      out.back() += " ...";
      return out;
    }
    line += (line.empty() ? "" : " ") + std::string(word);
  }
  finish();
  return out;
}

std::string to_mermaid(const Picture& picture) {
  std::string out = "---\ntitle: " + picture.title + "\n---\nflowchart TD\n";
  for (const Picture::Node& node : picture.nodes) {
    const Look& look = look_of(node.shape);
    std::string label = "<b>" + base::escape_html(node.title) + "</b>";
    if (!node.text.empty())
      label += "<br/>" + joined(escaped_lines(node.text, kLineWidth), "<br/>");
    out += "  " + node.id + std::string(look.open) + label + std::string(look.close) +
           ":::" + std::string(look.name) + "\n";
  }
  for (const Picture::Arrow& arrow : picture.arrows) {
    out += "  " + arrow.from + (arrow.is_dashed ? " -.->" : " -->");
    if (!arrow.label.empty()) {
      out += "|\"" + joined(escaped_lines(arrow.label, kLineWidth), "<br/>") + "\"|";
    }
    out += " " + arrow.to + "\n";
  }
  for (const Shape shape :
       {Shape::box, Shape::round, Shape::question, Shape::branch, Shape::action, Shape::end}) {
    const Look& look = look_of(shape);
    out += "  classDef " + std::string(look.name) + " fill:" + std::string(look.colour) +
           ",stroke:#5b6470,color:#1d232a\n";
  }
  return out;
}

std::string to_dot(const Picture& picture) {
  std::string out = "digraph \"" + base::escape_html(picture.title) + "\" {\n";
  out +=
      "  graph [rankdir=TB nodesep=0.35 ranksep=0.4 pad=0.3 fontname=\"Helvetica\" "
      "bgcolor=\"white\"];\n";
  out +=
      "  node [fontname=\"Helvetica\" fontsize=11 style=filled color=\"#5b6470\" "
      "fontcolor=\"#1d232a\" margin=\"0.14,0.08\"];\n";
  out +=
      "  edge [fontname=\"Helvetica\" fontsize=10 color=\"#5b6470\" fontcolor=\"#3a424c\" "
      "arrowsize=0.7];\n";
  for (const Picture::Node& node : picture.nodes) {
    const Look& look = look_of(node.shape);
    std::string label = "<b>" + base::escape_html(node.title) + "</b>";
    if (!node.text.empty()) {
      label += "<br/>" + joined(escaped_lines(node.text, kLineWidth), "<br/>");
    }
    out += "  " + node.id + " [" + std::string(look.dot) + " fillcolor=\"" +
           std::string(look.colour) + "\" label=<" + label + ">];\n";
  }
  for (const Picture::Arrow& arrow : picture.arrows) {
    out += "  " + arrow.from + " -> " + arrow.to + " [";
    if (!arrow.label.empty()) {
      out += "label=<" + joined(escaped_lines(arrow.label, kLineWidth), "<br/>") + ">";
    }
    out += arrow.is_dashed ? " style=dashed];\n" : "];\n";
  }
  return out + "}\n";
}

}  // namespace bot
