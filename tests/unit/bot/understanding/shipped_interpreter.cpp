#include "shipped_interpreter.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>

#include "base/yaml.hpp"
#include "bot/understanding/speaker.hpp"
#include "tests/support/taught_profile.hpp"
#include "tests/support/wishes.hpp"

namespace tests {
namespace {

const std::filesystem::path kRoot = BOOMERANG_SOURCE_DIR;

Shipped load() {
  auto profile =
      taught_profile(kRoot / "config", std::filesystem::path(BOOMERANG_BUILD_DIR) / "test_models");
  bot::Interpreter interpreter(profile.reader, profile.finder, *profile.program);
  return {std::move(profile), std::move(interpreter)};
}

}  // namespace

const Shipped& shipped() {
  static const Shipped all = load();
  return all;
}

bot::Heard heard(const std::string& text, const std::string& locale, const std::string& article) {
  const bot::SpeakerOf who(nullptr, "", locale, base::SystemClock().now());
  return shipped().interpreter.hear(text, {who.speaker(), article});
}

Questions questions_in(const std::string& file) {
  const auto path = kRoot / file;
  base::Faults faults;
  const auto text = bot::read_file(path);
  INFO(path);
  REQUIRE(text.has_value());
  const auto root = base::parse_yaml(*text, path.string(), faults);
  INFO(faults.to_string());
  REQUIRE(root);
  Questions all;
  const auto* by_fact = root->find("questions");
  REQUIRE(by_fact != nullptr);
  for (const auto& [fact, list] : by_fact->members) {
    std::vector<std::string> ways;
    for (const auto& way : list.items) ways.push_back(way.scalar);
    all.emplace_back(fact.scalar, std::move(ways));
  }
  return all;
}

std::vector<std::string> phrases_in(const std::string& file) {
  const auto path = kRoot / file;
  base::Faults faults;
  const auto text = bot::read_file(path);
  INFO(path);
  REQUIRE(text.has_value());
  const auto root = base::parse_yaml(*text, path.string(), faults);
  REQUIRE(root);
  const auto* list = root->find("phrases");
  REQUIRE(list != nullptr);
  std::vector<std::string> phrases;
  for (const auto& item : list->items) phrases.push_back(item.scalar);
  return phrases;
}

std::vector<std::pair<std::string, std::string>> held_out_wishes(const std::string& language) {
  std::vector<std::pair<std::string, std::string>> all;
  for (const auto& [intent, flow] : kFlowsOfIntents) {
    const std::string file = "tests/understanding/held_out/" + language + "/" + intent + ".yaml";
    for (auto& phrase : phrases_in(file)) all.emplace_back(flow, std::move(phrase));
  }
  return all;
}

bool states(const std::string& article, const std::string& fact) {
  const auto& library = shipped().profile.knowledge;
  const auto dot = article.find('.');
  if (dot != std::string::npos) {
    for (const auto& place : library->places.all()) {
      if (place.id != article.substr(dot + 1)) continue;
      const auto& all = place.facts;
      if (std::find(all.begin(), all.end(), fact) != all.end()) return true;
    }
  }
  const auto* found = library->find(article);
  return found != nullptr &&
         std::find(found->facts.begin(), found->facts.end(), fact) != found->facts.end();
}

}  // namespace tests
