// flow_coverage [--html FILE]: explores every shipped flow from its file alone, plays every
// question against every repair verb, and fails below 100 % of either. Random customers then say
// what they like: texts that nobody heard in some language are listed.

#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "tests/exploration/random_customer.hpp"
#include "tests/exploration/report.hpp"

namespace {

constexpr std::size_t kMaxTalksOfFlow = 60'000;
// Conversations of random customers, at most, for the texts that no exploration brings about.
constexpr std::uint64_t kMaxRandomTalks = 4'000;

// Passes what was said on to the texts seen, and every step to the coverage.
class Observer final : public tests::StepObserver {
 public:
  Observer(tests::Coverage& coverage, tests::TextCoverage& texts)
      : coverage_(coverage), texts_(texts) {}
  void on_step(const dialogs::State& before, const dialogs::Event& event,
               const dialogs::StepResult& result, const dialogs::State& after,
               const dialogs::Context& context) override {
    coverage_.on_step(before, event, result, after, context);
    for (const auto& reply : result.replies) texts_.note(reply, std::string(context.locale));
  }

 private:
  tests::Coverage& coverage_;
  tests::TextCoverage& texts_;
};

// What people say when they do not go straight on: cancelling everything, "one moment", a wrong
// file. The seeds are always the same.
std::size_t wander(const tests::Stage& stage, const tests::TextCoverage& texts,
                   std::vector<std::string>& broken) {
  std::uint64_t seed = 0;
  while (seed < kMaxRandomTalks && broken.empty()) {
    const auto talk = tests::simulate(stage, ++seed);
    if (!talk.broken.empty()) {
      broken.push_back("random customer, seed " + std::to_string(seed) + ": " + talk.broken);
    }
    // Looking through all the texts is not for every conversation.
    if (seed % 500 == 0 && texts.gaps() == 0) break;
  }
  return seed;
}

tests::Report explore_all() {
  const tests::Edition edition;
  const tests::Landmarks landmarks(edition.program());
  tests::Coverage coverage(edition.program());
  tests::TextCoverage texts(edition.program());
  Observer observer(coverage, texts);
  const tests::Stage stage{{&edition}, &landmarks, &observer};
  tests::Report report;
  report.languages = edition.languages();
  for (const auto& language : report.languages) {
    auto found = tests::explore(stage, coverage, language, kMaxTalksOfFlow);
    report.talks += found.talks;
    report.routes.merge(found.routes);
    std::move(found.broken.begin(), found.broken.end(), std::back_inserter(report.broken));
    report.matrices.push_back({language, tests::run_matrix(stage, found, language)});
  }
  report.talks += wander(stage, texts, report.broken);
  report.goals = coverage.goals();
  report.reached = coverage.reached();
  report.texts = texts.result();
  return report;
}

}  // namespace

int main(int argc, char** argv) {
  std::string html;
  for (int i = 1; i + 1 < argc; i += 2) {
    if (std::string(argv[i]) == "--html") html = argv[i + 1];
  }
  const auto report = explore_all();
  std::cout << tests::to_terminal(report);
  if (!html.empty()) {
    std::ofstream(html) << tests::to_html(report);
    std::cout << "the whole report: " << html << "\n";
  }
  return report.gaps() == 0 ? 0 : 1;
}
