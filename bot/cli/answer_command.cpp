#include <cstdio>
#include <iostream>

#include "bot/cli/commands.hpp"
#include "bot/environment.hpp"
#include "bot/profile.hpp"
#include "bot/turns/notice_scope.hpp"
#include "dialogs/template.hpp"
#include "dialogs/texts.hpp"
#include "knowledge/answer_finder.hpp"

namespace bot {
namespace {

// The article's text with the figures of the policy, as the customer would read it.
std::string rendered(const Profile& profile, const knowledge::Library& library,
                     const std::string& article, const std::string& language) {
  const std::string key = "info." + article;
  const knowledge::InfoText* found = nullptr;
  const auto texts = library.texts();
  for (const auto& text : texts) {
    if (text.key != key) continue;
    if (found == nullptr || language.starts_with(text.language)) found = &text;
  }
  base::Faults faults;
  const auto parsed =
      found == nullptr ? std::nullopt : dialogs::Template::parse(found->text, found->where, faults);
  if (!parsed) return faults.to_string();
  dialogs::Formatters formatters(profile.program->texts);
  const base::Record names{{"policy", profile.policy->figures()}};
  const NoticeScope scope(names, base::SystemClock().now(), "");
  std::string out;
  parsed->render(out, scope, formatters.get(found->language, "UTC"));
  return out;
}

void print_title(const knowledge::Library& library, const std::string& id,
                 const std::string& language) {
  const auto* article = library.find(id);
  if (article != nullptr)
    std::cout << "  - " << article->page(language).title << " (" << id << ")\n";
}

}  // namespace

int answer_command(const AnswerOptions& options) {
  const auto loaded = load_profile({options.where.profile, options.where.data,
                                    base::SystemClock().now(), environment_variable, false, false});
  if (!loaded.profile) {
    std::cerr << loaded.faults.to_string();
    return 1;
  }
  const Profile& profile = *loaded.profile;
  const std::string language =
      options.language.empty() ? profile.settings.default_locale : options.language;
  const auto& library = profile.knowledge;
  if (library == nullptr) {
    std::cerr << "boomerang: the profile has no articles\n";
    return 1;
  }
  const auto answer = profile.finder->find({options.question, language, options.previous});
  if (!answer.article.empty()) {
    std::cout << rendered(profile, *library, answer.article, language) << "\n\n";
  }
  for (const auto& option : answer.options) print_title(*library, option, language);
  std::cout << to_string(answer.kind) << " " << answer.article << ": " << answer.reason
            << "\nlanguage " << answer.language << ", about " << to_string(answer.world);
  if (const auto* article = library->find(answer.article)) {
    std::cout << ", facts";
    for (const auto& fact : article->facts) std::cout << " " << fact;
  }
  std::cout << "\n";
  for (const auto& candidate : answer.candidates) {
    std::printf("  %.3f %s, nearest: %s\n", candidate.score, candidate.article.c_str(),
                candidate.matched.c_str());
  }
  return answer.kind == knowledge::Answer::Kind::unsure ? 1 : 0;
}

}  // namespace bot
