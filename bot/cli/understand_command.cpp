// `boomerang train` and `boomerang understand`: what the assistant was taught, and what it makes of
// a message, with the words it rests on.
#include <algorithm>
#include <cstdio>
#include <iostream>

#include "bot/cli/commands.hpp"
#include "bot/environment.hpp"
#include "bot/profile.hpp"
#include "bot/understanding/interpreter.hpp"
#include "bot/understanding/load_reader.hpp"
#include "bot/understanding/speaker.hpp"

namespace bot {
namespace {

std::string percent(double share) {
  char text[16];
  std::snprintf(text, sizeof text, "%.0f %%", share * 100);
  return text;
}

// The profile and its reader; nothing after the faults were printed.
struct Opened {
  Profile profile;
  LoadedReader loaded;
};
std::optional<Opened> open(const ProfileOptions& options) {
  auto profile = load_profile({options.profile, options.data, base::SystemClock().now(),
                               environment_variable, false, false});
  if (!profile.profile) {
    std::cerr << profile.faults.to_string();
    return std::nullopt;
  }
  ReaderSource source{options.profile,           std::filesystem::path(options.data) / "models",
                      *profile.profile->program, profile.profile->settings.default_locale,
                      Teaching::from_cache,      profile.profile->knowledge.get()};
  auto loaded = load_reader(source);
  if (loaded.reader == nullptr && !loaded.languages.empty() && !loaded.faults.has_errors()) {
    std::cerr << "learning the phrases of " << options.profile << ", kept in "
              << source.models.string() << "\n";
    source.teaching = Teaching::if_needed;
    loaded = load_reader(source);
  }
  std::cerr << loaded.faults.to_string();
  if (loaded.reader == nullptr) {
    if (!loaded.faults.has_errors()) std::cerr << options.profile << " has no training folder\n";
    return std::nullopt;
  }
  return Opened{std::move(*profile.profile), std::move(loaded)};
}

void print_reading(const dialogs::Classifier& classifier, std::string_view text,
                   const dialogs::ClauseReading& reading, dialogs::Spelling spelling) {
  const auto& verdict = reading.verdict;
  if (verdict.ranked.empty()) return;
  std::cout << "  \"" << text.substr(reading.begin, reading.end - reading.begin) << "\"\n    "
            << (verdict.is_in_scope ? "in scope " : "out of scope: in scope ")
            << percent(verdict.in_scope) << ", right " << percent(verdict.confidence) << "; ";
  for (std::size_t i = 0; i < verdict.ranked.size() && i < 3; ++i) {
    std::cout << (i == 0 ? "" : ", ") << classifier.labels()[verdict.ranked[i].label] << " "
              << percent(verdict.ranked[i].probability);
  }
  const auto part = text.substr(reading.begin, reading.end - reading.begin);
  const auto tokens = dialogs::in_cyrillic(part, dialogs::tokenize(part), spelling);
  std::cout << "\n    because of:";
  std::size_t count = 0;
  for (const auto& [token, weight] : classifier.evidence(tokens, verdict.ranked.front().label)) {
    if (++count > 4) break;
    std::cout << " " << tokens[token].text;
  }
  const auto& nearest = classifier.phrases()[verdict.nearest];
  std::cout << "\n    most like: \"" << nearest.text << "\" (" << classifier.labels()[nearest.label]
            << ", " << percent(verdict.similarity) << "); never seen "
            << percent(verdict.unknown_share) << "\n";
}

// What becomes of a command with that confidence, where no question is open.
std::string_view use_of(const dialogs::Command& command) {
  if (command.confidence >= dialogs::kSure) return "done";
  return command.confidence >= dialogs::kLikely ? "done, unless a question takes the words"
                                                : "offered as a button";
}

void print_command(std::string_view text, const dialogs::Command& command) {
  std::cout << "  " << dialogs::to_string(command.kind);
  if (!command.name.empty()) std::cout << " " << command.name;
  for (const auto& [question, words] : command.values) {
    std::cout << ", " << question << " = " << words;
  }
  std::cout << "  (" << percent(command.confidence) << ", " << use_of(command) << "; bytes "
            << command.begin << ".." << command.end << ": \""
            << text.substr(command.begin, command.end - command.begin) << "\")\n";
}

void print_answer(const knowledge::Answer& answer) {
  std::cout << "articles: " << to_string(answer.kind) << ", " << answer.reason << "\n";
  for (const auto& candidate : answer.candidates) {
    std::printf("  %.2f %s (learned: %s), nearest: %s\n", candidate.score,
                candidate.article.c_str(), percent(candidate.opinion).c_str(),
                candidate.matched.empty() ? "its text" : candidate.matched.c_str());
  }
  std::fflush(stdout);
}

}  // namespace

int train_command(const ProfileOptions& options) {
  const auto opened = open(options);
  if (!opened) return 1;
  for (const auto& language : opened->loaded.languages) {
    char megabytes[16];
    std::snprintf(megabytes, sizeof megabytes, "%.1f",
                  static_cast<double>(language.classifier->bytes()) / 1e6);
    std::cout << language.set.language << ": " << language.set.labels.size() << " intents, "
              << language.set.phrases.size() << " phrases, " << megabytes << " MB, "
              << (language.is_from_cache ? "unchanged, from the cache" : "learned") << "\n";
  }
  return 0;
}

int overlaps_command(const ProfileOptions& options) {
  const auto opened = open(options);
  if (!opened) return 1;
  std::size_t found = 0;
  for (const auto& language : opened->loaded.languages) {
    for (const auto& one : dialogs::find_overlaps(language.set, language.lexicon)) {
      ++found;
      std::cout << language.set.language << ": " << language.set.labels[one.label] << " reads as "
                << language.set.labels[one.said] << " in " << one.count << " of " << one.phrases
                << " phrases, such as \"" << one.example << "\"\n";
    }
  }
  std::cout << found << " pairs of intents overlap\n";
  return found == 0 ? 0 : 1;
}

int understand_command(const UnderstandOptions& options) {
  const auto opened = open(options.where);
  if (!opened) return 1;
  const auto& profile = opened->profile;
  if (!options.customer.empty() && !profile.shop->find_customer(options.customer)) {
    std::cerr << "the demo shop has no customer '" << options.customer << "'\n";
    return 1;
  }
  const SpeakerOf who(profile.shop.get(), options.customer,
                      options.locale.empty() ? profile.settings.default_locale : options.locale,
                      base::SystemClock().now());
  const Interpreter interpreter(opened->loaded.reader, profile.finder, *profile.program);
  const Heard heard = interpreter.hear(options.text, {who.speaker()});
  const dialogs::Understood& understood = heard.understood;
  const std::string_view text = options.text;
  std::cout << "language: " << understood.language.language << " ("
            << dialogs::to_string(understood.language.spelling)
            << (understood.language.is_clear() ? ", clear" : "") << ")\ncommands:\n";
  for (const auto& command : heard.proposals) print_command(text, command);
  if (heard.proposals.empty()) std::cout << "  none\n";
  print_answer(heard.answer);
  if (!understood.entities.empty()) std::cout << "named:\n";
  for (const auto& entity : understood.entities) {
    std::cout << "  " << entity.kind << " = " << entity.words << "  (bytes " << entity.begin << ".."
              << entity.end << ": \"" << text.substr(entity.begin, entity.end - entity.begin)
              << "\"; " << entity.rule << ")\n";
  }
  if (understood.whole.verdict.ranked.empty()) return 0;
  std::cout << "why:\n";
  for (const auto& language : opened->loaded.languages) {
    if (language.set.language != understood.language.language) continue;
    const auto print = [&](const dialogs::ClauseReading& reading) {
      print_reading(*language.classifier, text, reading, understood.language.spelling);
    };
    print(understood.whole);
    if (understood.clauses.size() < 2) break;
    std::for_each(understood.clauses.begin(), understood.clauses.end(), print);
  }
  return 0;
}

}  // namespace bot
