#include "bot/pictures/picture.hpp"

#include <catch2/catch.hpp>

#include "bot/pictures/flow_picture.hpp"
#include "bot/pictures/machine_picture.hpp"
#include "tests/unit/dialogs/compile.hpp"

using bot::Picture;

namespace {

Picture small() {
  Picture picture;
  picture.title = "small";
  picture.nodes = {{"a", "ask", "Is \"a\" < b?", Picture::Shape::question},
                   {"b", "over", "", Picture::Shape::end}};
  picture.arrows = {{"a", "b", "yes & no", false}, {"b", "a", "", true}};
  return picture;
}

bool has_arrow(const Picture& picture, const std::string& from, const std::string& to,
               const std::string& label) {
  const auto id_of = [&](const std::string& title) {
    for (const auto& node : picture.nodes) {
      if (node.title == title) return node.id;
    }
    return std::string("none");
  };
  for (const auto& arrow : picture.arrows) {
    if (arrow.from == id_of(from) && arrow.to == id_of(to) && arrow.label == label) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("picture: as Mermaid", "[bot]") {
  const std::string text = bot::to_mermaid(small());
  CHECK(text.find("flowchart TD\n") != std::string::npos);
  CHECK(text.find("  a[/\"<b>ask</b><br/>Is &quot;a&quot; &lt; b?\"/]:::asks\n") !=
        std::string::npos);
  CHECK(text.find("  a -->|\"yes &amp; no\"| b\n") != std::string::npos);
  CHECK(text.find("  b -.-> a\n") != std::string::npos);
}

TEST_CASE("picture: for Graphviz", "[bot]") {
  const std::string text = bot::to_dot(small());
  CHECK(text.starts_with("digraph \"small\" {\n"));
  CHECK(text.find("label=<<b>ask</b><br/>Is &quot;a&quot; &lt; b?>];\n") != std::string::npos);
  CHECK(text.find("  a -> b [label=<yes &amp; no>];\n") != std::string::npos);
  CHECK(text.find("  b -> a [ style=dashed];\n") != std::string::npos);
}

TEST_CASE("picture: long texts wrap and end", "[bot]") {
  CHECK(bot::wrapped("one two three", 7, 4) == std::vector<std::string>{"one two", "three"});
  CHECK(bot::wrapped("one two three four", 5, 2) == std::vector<std::string>{"one", "two ..."});
  CHECK(bot::wrapped("", 5, 2).empty());
}

TEST_CASE("picture: every way of a flow is an arrow", "[bot]") {
  const std::string steps = R"(  - ask: order
    as: pick_one
    from: shop.orders(customer)
    text: Which order?
    item: Order {order.number}
    when_empty:
      end: none
  - if: order.number == 'A'
    then:
      - say: Hello
    else:
      - ask_again: order
  - do: parcel.weigh
    with: { order: order }
    once_per: [order]
    trouble: { retry: never, then: handover.support }
  - end: done
)";
  std::string flow = dialogs::testing::flow_with(steps);
  flow.replace(flow.find("[done]"), 6, "[done, none]");
  const auto loaded = dialogs::load(dialogs::testing::sources_with({flow}));
  INFO(loaded.faults.to_string());
  REQUIRE(loaded.program != nullptr);
  const Picture picture = bot::picture_of(loaded.program->flows[0]);
  CHECK(has_arrow(picture, "f", "order", ""));
  CHECK(has_arrow(picture, "order", "none", "nothing to pick from"));
  CHECK(has_arrow(picture, "order", "if", ""));
  CHECK(has_arrow(picture, "if", "say", "yes"));
  CHECK(has_arrow(picture, "if", "ask_again", "no"));
  CHECK(has_arrow(picture, "ask_again", "order", ""));
  CHECK(has_arrow(picture, "say", "parcel_weigh", ""));
  CHECK(has_arrow(picture, "parcel_weigh", "a person", "trouble"));
  CHECK(has_arrow(picture, "parcel_weigh", "done", ""));
  CHECK(picture.arrows.size() == 9);
}

TEST_CASE("picture: every way between states is an arrow", "[bot]") {
  const auto policy = workflow::Policy::load(
      {"policy.yaml", dialogs::testing::read_file("tests/planted/sound/policy.yaml")});
  REQUIRE(policy.policy != nullptr);
  const auto loaded = workflow::load_machine(
      {"parcel.yaml", dialogs::testing::read_file("tests/planted/sound/cases/parcel.yaml")},
      *policy.policy);
  REQUIRE(loaded.machine != nullptr);
  const Picture picture = bot::picture_of(*loaded.machine);
  CHECK(picture.title == "parcel");
  CHECK(has_arrow(picture, "new", "waiting", "open"));
  CHECK(has_arrow(picture, "waiting", "closed", "send"));
  CHECK(picture.arrows.size() == 2);
}
