// Each promise of docs/testing.md notices the fault that it is there for: a spoiled engine breaks
// exactly that one. Without this a promise could be empty and every simulation would still pass.
#include <catch2/catch.hpp>

#include "tests/exploration/customer.hpp"
#include "tests/exploration/promise.hpp"
#include "tests/exploration/releases.hpp"
#include "tests/exploration/talk.hpp"

namespace {

using Catch::Contains;
using dialogs::State;
using dialogs::StepResult;
using tests::Move;
using tests::Spoil;
using tests::Talk;

const std::vector<std::unique_ptr<tests::Edition>>& editions() {
  static const auto all = tests::releases();
  return all;
}

tests::Stage stage_with(Spoil spoil) {
  static const tests::Landmarks landmarks(editions().front()->program());
  return {{editions()[0].get(), editions()[1].get(), editions()[2].get()},
          &landmarks,
          nullptr,
          std::move(spoil)};
}

Move start(const std::string& flow) {
  return {Move::Kind::start, flow, {}, {}, false};
}
Move write(const std::string& text) {
  return {Move::Kind::write, text, {}, {}, false};
}

// A sound conversation up to the question of that name, then the engine is spoiled.
class Spoiled {
 public:
  Spoiled(const std::string& flow, const std::string& step, Spoil spoil)
      : stage_(stage_with(
            [this, spoil = std::move(spoil)](const auto& event, StepResult& result, State& after) {
              if (is_on_) spoil(event, result, after);
            })),
        talk_(stage_, 1, true, "en") {
    // What the simulated shop finds depends on the seed, and not every shop leads there.
    for (std::uint64_t seed = 1; !reach(flow, step) && seed < 100; ++seed) {
      talk_ = Talk(stage_, seed, true, "en");
    }
    REQUIRE(talk_.state().pending.has_value());
    REQUIRE(talk_.state().pending->path.ends_with(step));
    is_on_ = true;
  }

  // What the promise says when that happens; empty when nothing was noticed.
  std::string after(const Move& move) {
    try {
      talk_.play(move);
    } catch (const tests::BrokenPromise& broken) {
      return broken.what();
    }
    return {};
  }
  // The same for the answer that the open question takes.
  std::string after_answer() {
    is_on_ = false;
    const auto move = tests::right_answer(talk_).value();
    is_on_ = true;
    return after(move);
  }
  Talk& talk() { return talk_; }

 private:
  bool reach(const std::string& flow, const std::string& step) {
    talk_.play(start(flow));
    for (int turns = 0; turns < 20 && talk_.state().pending; ++turns) {
      if (talk_.state().pending->path.ends_with(step)) return true;
      talk_.play(tests::right_answer(talk_).value());
    }
    return false;
  }

  tests::Stage stage_;
  bool is_on_ = false;
  Talk talk_;
};

Spoil with_result(std::function<void(StepResult&)> spoil) {
  return [spoil = std::move(spoil)](const auto&, StepResult& result, State&) { spoil(result); };
}
Spoil with_state(std::function<void(State&)> spoil) {
  return [spoil = std::move(spoil)](const auto&, StepResult&, State& after) { spoil(after); };
}

}  // namespace

TEST_CASE("promises: a sound engine breaks none", "[exploration]") {
  Spoiled sound("create_return", "order", with_state([](State&) {}));
  CHECK(sound.after_answer().empty());
  CHECK(sound.after(write("why")).empty());
}

TEST_CASE("promises: a task is open and nothing is asked", "[exploration]") {
  Spoiled spoiled("create_return", "order",
                  with_state([](State& after) { after.pending.reset(); }));
  CHECK_THAT(spoiled.after(write("why")), Contains("nothing is asked"));
}

TEST_CASE("promises: the open question belongs to no task", "[exploration]") {
  Spoiled spoiled("create_return", "order",
                  with_state([](State& after) { after.pending->run = 99; }));
  CHECK_THAT(spoiled.after(write("why")), Contains("belongs to no task"));
}

TEST_CASE("promises: what is known is asked", "[exploration]") {
  Spoiled spoiled("create_return", "order", with_state([](State& after) {
                    if (!after.pending || after.frames.front().answers.empty()) return;
                    auto& frame = after.frames.front();
                    dialogs::Answer known = frame.answers.front();
                    known.path = after.pending->path;
                    frame.answers.push_back(known);
                  }));
  CHECK_THAT(spoiled.after_answer(), Contains("asks what it knows"));
}

TEST_CASE("promises: a guess changes what words beyond doubt mean", "[exploration]") {
  dialogs::Command guess;
  guess.kind = dialogs::Command::Kind::cancel;
  guess.source = dialogs::Command::Source::classifier;
  guess.confidence = 0.95;
  const auto heed = [](const dialogs::Event& event, StepResult&, State& after) {
    const auto* said = std::get_if<dialogs::MessageEvent>(&event);
    if (said != nullptr && !said->proposals.empty()) after.not_understood = 2;
  };
  Spoiled spoiled("create_return", "lines", heed);
  const auto* offered = &spoiled.talk().offered().front();
  const Move answer{Move::Kind::write, offered->label, {}, {}, false, {guess}};
  CHECK_THAT(spoiled.after(answer), Contains("words beyond doubt"));
}

TEST_CASE("promises: a text is missing", "[exploration]") {
  Spoiled spoiled("create_return", "order", with_result([](StepResult& result) {
                    result.replies.front().text = "[repair.reask]";
                  }));
  CHECK_THAT(spoiled.after(write("why")), Contains("says nothing"));
}

TEST_CASE("promises: a thing is said twice", "[exploration]") {
  Spoiled spoiled("create_return", "order", with_result([](StepResult& result) {
                    result.replies.insert(result.replies.begin(), result.replies.front());
                  }));
  CHECK_THAT(spoiled.after(write("why")), Contains("says a thing twice"));
}

TEST_CASE("promises: two questions are asked at once", "[exploration]") {
  Spoiled spoiled("create_return", "order", with_result([](StepResult& result) {
                    result.replies.push_back(result.replies.back());
                    result.replies.back().text += "?";
                  }));
  CHECK_THAT(spoiled.after(write("why")), Contains("two questions at once"));
}

TEST_CASE("promises: the bot talks on after its question", "[exploration]") {
  Spoiled spoiled("create_return", "order", with_result([](StepResult& result) {
                    dialogs::Reply more;
                    more.step = "create_return.more";
                    more.text = "And another thing.";
                    result.replies.push_back(more);
                  }));
  CHECK_THAT(spoiled.after(write("why")), Contains("talking after its question"));
}

TEST_CASE("promises: the customer gets no answer", "[exploration]") {
  Spoiled spoiled("create_return", "order",
                  with_result([](StepResult& result) { result.replies.clear(); }));
  CHECK_THAT(spoiled.after(write("why")), Contains("without an answer"));
}

TEST_CASE("promises: the bot talks while a person has the dialog", "[exploration]") {
  Spoiled spoiled("create_return", "order", with_result([](StepResult& result) {
                    dialogs::Reply chat;
                    chat.step = "repair.chitchat";
                    chat.text = "You are welcome!";
                    result.replies.push_back(chat);
                  }));
  spoiled.after(write("human"));
  REQUIRE(spoiled.talk().state().is_mute());
  CHECK_THAT(spoiled.after(write("hello")), Contains("while a person has the dialog"));
}

TEST_CASE("promises: the stack grows beyond its limit, or names what is gone", "[exploration]") {
  Spoiled deep("create_return", "order", with_state([](State& after) {
                 const dialogs::Frame base = after.frames.front();
                 for (int more = 0; more < 4; ++more) {
                   dialogs::Frame frame = base;
                   frame.run = after.next_run++;
                   after.stack.insert(after.stack.begin(), frame.run);
                   after.frames.insert(after.frames.begin(), frame);
                 }
               }));
  CHECK_THAT(deep.after(write("why")), Contains("tasks are open at once"));
  Spoiled gone("create_return", "order",
               with_state([](State& after) { after.stack.insert(after.stack.begin(), 99); }));
  CHECK_THAT(gone.after(write("why")), Contains("names a task that is gone"));
}

TEST_CASE("promises: a task is gone without a word", "[exploration]") {
  Spoiled spoiled("create_return", "lines", with_state([](State& after) {
                    after.frames.clear();
                    after.stack.clear();
                    after.pending.reset();
                  }));
  CHECK_THAT(spoiled.after(write("why")), Contains("gone without a word"));
}

TEST_CASE("promises: an answer is lost", "[exploration]") {
  Spoiled spoiled("create_return", "lines",
                  with_state([](State& after) { after.frames.front().answers.clear(); }));
  CHECK_THAT(spoiled.after(write("why")), Contains("lost the answer create_return.order"));
}

TEST_CASE("promises: something is done twice", "[exploration]") {
  Spoiled spoiled("create_return", "return_summary", with_result([](StepResult& result) {
                    for (std::size_t at = 0; at < result.requests.size(); ++at) {
                      auto* act = std::get_if<dialogs::ActionRequest>(&result.requests[at]);
                      if (act == nullptr) continue;
                      // The same act under another key: as if a retry had made a new one.
                      dialogs::ActionRequest again = *act;
                      const auto step = again.key.find(':', again.key.find(':') + 1);
                      again.key.insert(step + 1, "1");
                      result.requests.emplace_back(again);
                      return;
                    }
                  }));
  CHECK_THAT(spoiled.after_answer(), Contains("effect twice"));
}

TEST_CASE("promises: a turn does not end", "[exploration]") {
  Spoiled spoiled(
      "create_return", "order", with_result([](StepResult& result) {
        result.requests.emplace_back(dialogs::LookupRequest{1, "shop.returnable_orders", {}});
      }));
  CHECK_THAT(spoiled.after(write("why")), Contains("the turn does not end"));
}

TEST_CASE("promises: the journal says something else than the memory", "[exploration]") {
  Spoiled spoiled("create_return", "order", with_result([](StepResult& result) {
                    if (!result.changes.empty()) result.changes.pop_back();
                  }));
  spoiled.after_answer();
  CHECK_THAT(spoiled.after({Move::Kind::crash, {}, {}, {}, false}),
             Contains("folded journal is another state"));
}

TEST_CASE("promises: an open task changes its version, or its version is lost", "[exploration]") {
  const auto& newer = editions()[1]->program();
  const std::string hash = newer.flows[newer.find_flow("create_return")].hash;
  Spoiled moved("create_return", "lines",
                with_state([&](State& after) { after.frames.front().hash = hash; }));
  // The changed flow is deployed: the run is pinned and goes on, unless the engine moves it.
  CHECK(moved.after({Move::Kind::publish, {}, {1}, {}, false}).empty());
  CHECK_THAT(moved.after(write("why")), Contains("has changed its version"));
  Spoiled lost("create_return", "lines",
               with_state([](State& after) { after.frames.front().hash = "no such version"; }));
  CHECK_THAT(lost.after(write("why")), Contains("is not kept"));
}

TEST_CASE("promises: a deployment that renames a question loses its answer", "[exploration]") {
  const Move publish{Move::Kind::publish, {}, {1}, {}, false};
  Spoiled sound("return_reward", "description", with_state([](State&) {}));
  REQUIRE(sound.talk().given_answers().size() > 2);
  CHECK(sound.after(publish).empty());
  const auto& program = editions()[1]->program();
  CHECK(sound.talk().state().frames.front().hash ==
        program.flows[program.find_flow("return_reward")].hash);
  Spoiled spoiled("return_reward", "description",
                  with_state([](State& after) { after.frames.front().answers.pop_back(); }));
  CHECK_THAT(spoiled.after(publish), Contains("moving to another version lost the answer"));
}
