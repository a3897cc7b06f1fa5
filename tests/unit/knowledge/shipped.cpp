#include "shipped.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/yaml.hpp"
#include "bot/knowledge_files.hpp"

namespace knowledge_test {
namespace {

const std::filesystem::path kRoot = BOOMERANG_SOURCE_DIR;

bool has(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  INFO(path);
  REQUIRE(file.good());
  return {std::istreambuf_iterator<char>(file), {}};
}

knowledge::AnswerFinder load() {
  const auto path = kRoot / "config/policy.yaml";
  const auto policy = workflow::Policy::load({path.string(), text_of(path)});
  INFO(policy.faults.to_string());
  REQUIRE(policy.policy != nullptr);
  base::Faults faults;
  auto library = bot::load_knowledge({kRoot / "config", "en", *policy.policy}, faults);
  INFO(faults.to_string());
  REQUIRE(library != nullptr);
  return knowledge::AnswerFinder(std::move(library));
}

}  // namespace

const knowledge::AnswerFinder& shipped() {
  static const knowledge::AnswerFinder finder = load();
  return finder;
}

std::vector<std::pair<std::string, std::vector<std::string>>> questions(const std::string& language,
                                                                        const std::string& file) {
  const auto path = kRoot / "tests/unit/knowledge" / file / (language + ".yaml");
  base::Faults faults;
  const auto root = base::parse_yaml(text_of(path), path.string(), faults);
  INFO(faults.to_string());
  REQUIRE(root);
  std::vector<std::pair<std::string, std::vector<std::string>>> all;
  const auto* by_fact = root->find("questions");
  REQUIRE(by_fact != nullptr);
  for (const auto& [fact, list] : by_fact->members) {
    std::vector<std::string> ways;
    for (const auto& way : list.items) ways.push_back(way.scalar);
    all.emplace_back(fact.scalar, std::move(ways));
  }
  return all;
}

bool states(const std::string& article, const std::string& fact) {
  const auto& library = shipped().library();
  const auto* found = library.find(article);
  if (found == nullptr) return false;
  if (found->kind != knowledge::Article::Kind::place) return has(found->facts, fact);
  const std::string id = article.substr(article.find('.') + 1);
  for (const auto& place : library.places.all()) {
    // What holds for all places of the article is in the article; who belongs to it, in the place.
    if (place.id == id && has(place.facts, fact)) return true;
  }
  const bool is_of_a_place =
      std::any_of(library.places.all().begin(), library.places.all().end(),
                  [&](const auto& place) { return !place.is_wide && has(place.facts, fact); });
  return has(found->facts, fact) && !is_of_a_place;
}

std::vector<std::string> confusable_figures(const std::string& article) {
  const auto& library = shipped().library();
  std::vector<std::string> found;
  const auto* one = library.find(article);
  if (one == nullptr) return found;
  for (const auto& figure : knowledge::figures_named_in(one->pages.front().text)) {
    for (const auto& group : library.confusables) {
      if (has(group.figures, figure)) found.push_back(figure);
    }
  }
  return found;
}

}  // namespace knowledge_test
