#include "bot/turns/recording.hpp"

#include <catch2/catch.hpp>

using namespace bot;  // NOLINT: a test file

TEST_CASE("recording: what a turn learned reads back", "[replay]") {
  Recording recording;
  CHECK(recording.to_json() == R"({"v":1})");
  recording.see({"p1", "en", "UTC", base::Record{{"id", "anna"}}});
  recording.step(dialogs::MessageEvent{"hello", {}}, R"({"message":{"text":"hello"}})");
  recording.step(dialogs::LookupResult{3, base::Value::List{7}, false}, "");
  recording.give(2);
  const auto json = recording.to_json();
  // The first version, as it is in journals: it must be readable for ever.
  CHECK(json ==
        R"({"v":1,"world":{"profile":"p1","locale":"en","zone":"UTC","customer":{"id":"anna"}},)"
        R"("events":[0,{"lookup":{"request":3,"value":[7]}}],"given":[2]})");
  const auto read = read_recording(json, R"({"message":{"text":"hello"}})");
  REQUIRE(read.has_value());
  REQUIRE(read->world.has_value());
  CHECK(read->world->customer.text_at("id") == "anna");
  REQUIRE(read->events.size() == 2);
  CHECK(std::get<dialogs::MessageEvent>(read->events[0]).text == "hello");
  CHECK(std::get<dialogs::LookupResult>(read->events[1]).request == 3);
  CHECK(read->given == std::vector<std::int64_t>{2});
}

TEST_CASE("recording: what cannot be read says why", "[replay]") {
  const auto name_of = [](std::string_view json, std::string_view input = "{}") {
    const auto read = read_recording(json, input);
    return read ? std::string("fine") : std::string(read.error().name);
  };
  CHECK(name_of("") == "nothing_recorded");
  CHECK(name_of(R"({"v":2})") == "newer_version");
  CHECK(name_of(R"({"v":1,"events":[{"dance":1}]})") == "bad_recording");
  CHECK(name_of(R"({"v":1,"events":[0]})", "no json") == "bad_recording");
  CHECK(name_of(R"({"v":1,"given":["one"]})") == "bad_recording");
  CHECK(name_of(R"({"v":1})") == "fine");
}
