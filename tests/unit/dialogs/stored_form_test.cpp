// What the journal keeps is read for ever: upcasters bring older versions forward, and events come
// back as they were.
#include <array>
#include <catch2/catch.hpp>

#include "base/json.hpp"
#include "dialogs/event_json.hpp"
#include "dialogs/state.hpp"
#include "dialogs/upcast.hpp"

using namespace dialogs;  // NOLINT: a test file

namespace {

// As if version 2 had renamed `path` to `at`, and version 3 had put it into a list.
bool rename_path(base::Value& stored) {
  const base::Value path = stored.at("path");
  if (path.is_nothing()) return false;
  stored.record()["at"] = path;
  return stored.record().erase("path");
}
bool make_list(base::Value& stored) {
  stored.record()["at"] = base::Value::List{stored.at("at")};
  return true;
}
constexpr std::array kTable{Upcaster{1, rename_path}, Upcaster{2, make_list}};

base::Value json(std::string_view text) {
  return base::parse_json(text).value();
}

}  // namespace

TEST_CASE("upcast: a stored first version goes through every upcaster", "[dialogs]") {
  auto first = json(R"({"v":1,"path":"order"})");
  REQUIRE(upcast(first, 3, kTable).has_value());
  CHECK(base::to_json(first) == R"({"v":3,"at":["order"]})");
  auto second = json(R"({"v":2,"at":"order"})");
  REQUIRE(upcast(second, 3, kTable).has_value());
  CHECK(base::to_json(second) == R"({"v":3,"at":["order"]})");
  auto newest = json(R"({"v":3,"at":[]})");
  REQUIRE(upcast(newest, 3, kTable).has_value());
  CHECK(base::to_json(newest) == R"({"v":3,"at":[]})");
}

TEST_CASE("upcast: what cannot be brought forward is refused with the reason", "[dialogs]") {
  const auto name_of = [](std::string_view text) {
    auto stored = json(text);
    const auto result = upcast(stored, 3, kTable);
    return result ? std::string("fine") : std::string(result.error().name);
  };
  CHECK(name_of(R"({"v":4})") == "newer_version");
  CHECK(name_of(R"({"v":0})") == "bad_version");
  CHECK(name_of(R"({"path":"order"})") == "bad_version");
  CHECK(name_of(R"([])") == "bad_version");
  CHECK(name_of(R"({"v":1,"at":"order"})") == "bad_field");
}

TEST_CASE("upcast: a state of a newer program is refused, of the first version read", "[dialogs]") {
  const auto newer = state_from_json(R"({"v":2,"locale":"en"})");
  REQUIRE_FALSE(newer.has_value());
  CHECK(newer.error().name == "newer_version");
  const auto first = state_from_json(R"({"v":1,"locale":"en","stack":[],"frames":[]})");
  REQUIRE(first.has_value());
  CHECK(first->locale == "en");
}

TEST_CASE("event json: every kind of event comes back as it was", "[dialogs]") {
  const char* const events[] = {
      R"({"open":{}})",
      R"({"message":{"text":"hello"}})",
      R"({"message":{"text":"","attachments":[)"
      R"({"upload":"u1","name":"a.jpg","type":"jpeg","bytes":7}]}})",
      R"({"press":{"buttons":["1.2.3"],"values":{"n":1}}})",
      R"({"press":{"buttons":["1.2.3","1.3.4"]}})",
      R"({"start":"create_return"})",
      R"({"lookup":{"request":3,"value":[{"number":"1042"}]}})",
      R"({"lookup":{"request":3,"failed":true,"value":null}})",
      R"({"action":{"request":4,"outcome":"ok","value":{"number":"R-1"}}})",
      R"({"action":{"request":4,"outcome":"refused","refusal":"too_late",)"
      R"("value":{"until":"2026-11-27"}}})",
      R"({"action":{"request":4,"outcome":"trouble","value":null}})",
      R"({"timer":"nudge"})",
      R"({"signal":{"name":"claim.decided","subject":"C-1","value":{"approved":true}}})",
      R"({"handover_ended":"continue"})",
      R"({"language_chosen":{}})",
      R"({"republished":[1,5]})",
  };
  for (const char* const stored : events) {
    INFO(stored);
    const auto read = event_from_json(json(stored));
    REQUIRE(read.has_value());
    CHECK(to_json(*read) == stored);
  }
}

TEST_CASE("event json: what is no event is refused", "[dialogs]") {
  for (const char* const stored :
       {"[]", "{}", "null", R"({"dance":{}})", R"({"open":{},"timer":"x"})", R"({"start":7})",
        R"({"message":7})", R"({"message":{"text":7}})", R"({"press":{"buttons":[7]}})",
        R"({"action":{"request":1,"outcome":"maybe"}})", R"({"handover_ended":"perhaps"})",
        R"({"republished":["one"]})", R"({"republished":1})"}) {
    INFO(stored);
    CHECK_FALSE(event_from_json(json(stored)).has_value());
  }
}
