// The journal's format: what is written once must be readable for ever.
#include "dialogs/change.hpp"

#include <catch2/catch.hpp>

using namespace dialogs;

TEST_CASE("change: version 1 as it was written on the first day", "[dialogs]") {
  const std::string json =
      R"({"v":1,"ops":[{"op":"push","run":1,"flow":"f","hash":"h","kind":"task"},)"
      R"({"op":"answer","run":1,"answer":{"path":"a[0].b","value":{"n":1},"source":"button",)"
      R"("revision":1}},{"op":"issue","issue":{"number":1,"kind":"question","run":1,"path":"c"}},)"
      R"({"op":"pending","pending":{"kind":"question","run":1,"path":"c","issue":1,"tries":0,)"
      R"("offer":0,"correction":false,"options":null,"chosen":[]}},)"
      R"({"op":"done","run":1,"path":"say_1"},)"
      R"({"op":"move","run":1,"to":{"step":4,"loops":[[2,0]]}},{"op":"tries","count":2}]})";
  State state;
  REQUIRE(fold(state, json).has_value());
  REQUIRE(state.frames.size() == 1);
  CHECK(state.frames[0].position.loops[0].step == 2);
  CHECK(state.frames[0].find_answer("a[0].b")->value.at("n").integer() == 1);
  CHECK(state.frames[0].is_done("say_1"));
  CHECK(state.pending->tries == 2);
  CHECK(state.next_run == 2);
  CHECK(state.next_issue == 2);

  Frame frame;
  frame.run = 1;
  const Change changes[] = {
      PushFrame{1, 0, "f", "h", FrameKind::task},
      SetAnswer{1, {"a[0].b", base::Record{{"n", 1}}, Provenance::button, 1}},
      AddIssue{{1, Issue::Kind::question, 1, "c"}},
      SetPending{Pending{Pending::Kind::question, 1, "c", 1, 0, 0, false, {}, {}}},
      MarkDone{1, "say_1", true},
      MoveTo{1, {4, {{2, 0}}}},
      SetTries{2}};
  CHECK(to_json(std::span(changes)) == json);
}

TEST_CASE("change: what the customer was told from the articles is written and read", "[dialogs]") {
  const std::string json =
      R"({"v":1,"ops":[{"op":"informed","informed":{"article":"hours","asked":true,"now":true}}]})";
  State state;
  REQUIRE(fold(state, json).has_value());
  CHECK(state.informed == Informed{"hours", true, true});
  const Change changes[] = {SetInformed{{"hours", true, true}}};
  CHECK(to_json(std::span(changes)) == json);
  const auto again = state_from_json(to_json(state));
  REQUIRE(again.has_value());
  CHECK(again->informed == state.informed);
}

TEST_CASE("change: what is not a list of changes is refused", "[dialogs]") {
  for (const auto* json :
       {"", "[]", "{}", "null", R"({"v":2,"ops":[]})", R"({"v":1,"ops":[{"op":"fly"}]})",
        R"({"v":1,"ops":[{"op":"push","run":"one"}]})", R"({"v":1,"ops":[7]})",
        R"({"v":1,"ops":7})", R"({"v":1,"ops":[{"op":"push","run":1,"kind":"sort"}]})",
        R"({"v":1,"ops":[{"op":"move","run":1,"to":{"step":1,"loops":[[1]]}}]})"}) {
    INFO(json);
    State state;
    CHECK_FALSE(fold(state, json).has_value());
  }
}

TEST_CASE("change: operations on a frame that is gone do nothing", "[dialogs]") {
  State state;
  const State before = state;
  for (const Change& change : std::initializer_list<Change>{
           EndFrame{9}, SetStatus{9, FrameStatus::active}, MoveTo{9, {}},
           SetAnswer{9, {"a", 1, Provenance::message, 1}}, DropAnswer{9, "a", true},
           MarkDone{9, "a", true}, SetFence{9}, SetTries{3}}) {
    apply_change(state, change);
  }
  CHECK(state == before);
}

TEST_CASE("change: old buttons are forgotten beyond the bound", "[dialogs]") {
  State state;
  for (std::uint64_t number = 1; number <= 100; ++number) {
    apply_change(state, AddIssue{{number, Issue::Kind::start, 0, {}}});
  }
  CHECK(state.issues.size() == State::kMaxIssues);
  CHECK(state.find_issue(100) != nullptr);
  CHECK(state.find_issue(1) == nullptr);
}

TEST_CASE("state: a snapshot with fields missing reads as their defaults", "[dialogs]") {
  const auto state = state_from_json(R"({"v":1,"frames":[{"run":3,"flow":"f"}],"stack":[3]})");
  REQUIRE(state.has_value());
  CHECK(state->top()->flow == "f");
  CHECK_FALSE(state_from_json(R"({"v":1,"stack":["x"]})").has_value());
  CHECK_FALSE(state_from_json("{}").has_value());
  CHECK_FALSE(state_from_json("").has_value());
}
