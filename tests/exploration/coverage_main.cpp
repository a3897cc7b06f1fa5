// flow_coverage [--html FILE] [--not-yet VERB]...: explores every shipped flow from its file alone,
// plays every question against every repair verb, and fails below 100 %. `--not-yet` names verbs
// whose broken cells are shown but do not count.

#include <algorithm>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "tests/exploration/report.hpp"

namespace {

constexpr std::size_t kMaxTalksOfFlow = 60'000;

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

void forgive(tests::Report& report, const std::vector<std::string>& verbs) {
  for (auto& matrix : report.matrices) {
    for (auto& row : matrix.rows) {
      for (int verb = 0; verb < tests::kVerbs; ++verb) {
        auto& cell = row.cells[static_cast<std::size_t>(verb)];
        const std::string name(tests::to_string(static_cast<tests::Verb>(verb)));
        const bool is_named = std::find(verbs.begin(), verbs.end(), name) != verbs.end();
        if (!is_named || cell.result != tests::Cell::Result::broken) continue;
        cell.result = tests::Cell::Result::does_not_apply;
        cell.note = "not built yet: " + cell.note;
      }
    }
  }
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
  report.goals = coverage.goals();
  report.reached = coverage.reached();
  report.texts = texts.result();
  return report;
}

}  // namespace

int main(int argc, char** argv) {
  std::string html;
  std::vector<std::string> not_yet;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string option = argv[i];
    if (option == "--html") html = argv[i + 1];
    if (option == "--not-yet") not_yet.emplace_back(argv[i + 1]);
  }
  auto report = explore_all();
  forgive(report, not_yet);
  std::cout << tests::to_terminal(report);
  if (!html.empty()) {
    std::ofstream(html) << tests::to_html(report);
    std::cout << "the whole report: " << html << "\n";
  }
  return report.gaps() == 0 ? 0 : 1;
}
