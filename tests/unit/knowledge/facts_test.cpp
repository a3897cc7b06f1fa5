// Every fact of the rules (A to I) is asked in words that no article has; what is stated nowhere
// (facts 77 to 84d) must never get a figure. With BOOMERANG_FACTS_REPORT=<file> the first test also
// writes which article answers which fact.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <set>

#include "base/text.hpp"
#include "shipped.hpp"

using knowledge::Answer;
using namespace knowledge_test;

namespace {

constexpr double kRight = 0.95;  // at least so many get, or are offered, an article that states it

struct Outcome {
  int asked = 0;
  int right = 0;
  int wrong_figures = 0;
  std::string misses;
};

// An article that does not state the fact, and shows a figure which an article that does would not.
bool shows_wrong_figure(const Answer& answer, const std::string& fact) {
  std::set<std::string> allowed;
  for (const auto& article : shipped().library().articles) {
    if (!states(article.id, fact)) continue;
    for (const auto& figure : confusable_figures(article.id)) allowed.insert(figure);
  }
  const auto shown = confusable_figures(answer.article);
  return std::any_of(shown.begin(), shown.end(),
                     [&](const std::string& figure) { return !allowed.contains(figure); });
}

// When several are as likely each is offered, rather than one of them said.
bool offers(const Answer& answer, const std::string& fact) {
  return answer.kind == Answer::Kind::unclear &&
         std::any_of(answer.options.begin(), answer.options.end(),
                     [&](const std::string& option) { return states(option, fact); });
}

Outcome ask_all(const std::string& language, std::ostream* report) {
  Outcome outcome;
  for (const auto& [fact, ways] : questions(language, "questions")) {
    for (const std::string& way : ways) {
      const auto answer = shipped().find({way, language});
      ++outcome.asked;
      const bool is_article = answer.kind == Answer::Kind::article;
      const bool is_right = is_article ? states(answer.article, fact) : offers(answer, fact);
      if (is_right) {
        ++outcome.right;
      } else {
        outcome.misses += fact + " '" + way + "': " + std::string(to_string(answer.kind)) + " " +
                          answer.article + "\n";
        if (is_article && shows_wrong_figure(answer, fact)) {
          ++outcome.wrong_figures;
          outcome.misses += "  ^ shows a wrong figure or address\n";
        }
      }
      if (report != nullptr) {
        *report << fact << "\t" << language << "\t" << (is_right ? "right" : "missed") << "\t"
                << answer.article << "\t" << way << "\n";
      }
    }
  }
  return outcome;
}

}  // namespace

TEST_CASE("knowledge: every fact is found in both languages, and no wrong figure is shown",
          "[knowledge]") {
  const char* path = std::getenv("BOOMERANG_FACTS_REPORT");
  std::ofstream file(path == nullptr ? "/dev/null" : path);
  for (const char* language : {"en", "ru"}) {
    const Outcome outcome = ask_all(language, &file);
    INFO(language << ": " << outcome.right << " of " << outcome.asked << "\n" << outcome.misses);
    CHECK(outcome.wrong_figures == 0);
    CHECK(outcome.right >= kRight * outcome.asked);
    CHECK(outcome.asked >= 450);
  }
}

TEST_CASE("knowledge: questions of the test are in no article", "[knowledge]") {
  for (const char* language : {"en", "ru"}) {
    std::set<std::string> known;
    for (const auto& article : shipped().library().articles) {
      for (const auto& question : article.page(language).questions) {
        known.insert(base::fold(question));
      }
    }
    for (const auto& [fact, ways] : questions(language, "questions")) {
      for (const std::string& way : ways) {
        INFO(fact << " " << way);
        CHECK_FALSE(known.contains(base::fold(way)));
      }
    }
  }
}

TEST_CASE("knowledge: what is stated nowhere is never invented (facts 77 to 84d)", "[knowledge]") {
  for (const char* language : {"en", "ru"}) {
    for (const auto& [fact, ways] : questions(language, "questions")) {
      int number = std::atoi(fact.c_str());
      if (number < 77 || number > 84) continue;
      for (const std::string& way : ways) {
        const auto answer = shipped().find({way, language});
        INFO(fact << " " << way << " -> " << answer.article);
        if (answer.kind != Answer::Kind::article) continue;
        // Whatever is said instead, it states no length of time and no address.
        CHECK(confusable_figures(answer.article).empty());
      }
    }
  }
}
