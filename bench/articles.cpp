// How the questions of the articles fare that nothing has learned from: each is asked of an
// assistant that was taught without it (cross-validation), or, with --asked, those of another
// profile are asked that this one does not have. Beside them the held-out wishes: what makes
// questions easier must not make tasks harder to begin.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/yaml.hpp"
#include "bench/row.hpp"
#include "bot/knowledge_files.hpp"
#include "bot/profile.hpp"
#include "bot/understanding/interpreter.hpp"
#include "bot/understanding/load_reader.hpp"
#include "bot/understanding/speaker.hpp"
#include "tests/support/taught_profile.hpp"
#include "tests/support/wishes.hpp"

namespace {

using dialogs::Command;
using Kind = dialogs::Command::Kind;
using knowledge::Library;

constexpr std::size_t kOptions = 3;

struct Options {
  std::string profile = "config";
  std::string asked;
  std::size_t folds = 4;
  std::size_t folds_asked = 4;
  bool shows_errors = false;
};

struct Asked {
  std::string article;
  std::string question;
};

struct Counts {
  std::size_t asked = 0;
  std::size_t said = 0;              // the article, at once
  std::size_t offered = 0;           // among three buttons
  std::size_t other = 0;             // another article was said
  std::size_t begun = 0;             // a task was begun instead
  std::size_t found[3] = {0, 0, 0};  // by the search alone: first, among two, among three
};

bool shares_a_fact(const Library& library, const std::string& one, const std::string& two) {
  if (one == two) return true;
  const auto* a = library.find(one);
  const auto* b = library.find(two);
  if (a == nullptr || b == nullptr) return false;
  return std::any_of(a->facts.begin(), a->facts.end(), [&](const std::string& fact) {
    return std::find(b->facts.begin(), b->facts.end(), fact) != b->facts.end();
  });
}

class Assistant {
 public:
  Assistant(const Options& options, const bot::Profile& profile,
            std::shared_ptr<const Library> library, const std::filesystem::path& models)
      : library_(std::move(library)) {
    const auto loaded = bot::load_reader({options.profile, models, *profile.program, "en",
                                          bot::Teaching::if_needed, library_.get()});
    if (loaded.reader == nullptr) throw std::runtime_error(loaded.faults.to_string());
    interpreter_ = std::make_unique<bot::Interpreter>(
        loaded.reader, std::make_shared<const knowledge::AnswerFinder>(library_), *profile.program);
  }

  bot::Heard hear(const std::string& text, const std::string& language) const {
    const bot::SpeakerOf who(nullptr, "", language, base::SystemClock().now());
    return interpreter_->hear(text, {who.speaker()});
  }
  const Library& library() const { return *library_; }

 private:
  std::shared_ptr<const Library> library_;
  std::unique_ptr<bot::Interpreter> interpreter_;
};

void judge(const Assistant& assistant, const Asked& asked, const std::string& language,
           bool shows_errors, Counts& counts) {
  const auto heard = assistant.hear(asked.question, language);
  ++counts.asked;
  // An article that asks back is told by its options.
  bool is_said = heard.answer.kind == knowledge::Answer::Kind::unclear &&
                 heard.answer.article == asked.article;
  bool is_offered = false;
  bool is_other = false;
  bool is_begun = false;
  std::size_t options = 0;
  std::string all;
  for (const Command& one : heard.proposals) {
    all += " " + std::string(to_string(one.kind)) + ":" + one.name;
    const bool is_done = one.confidence >= dialogs::kLikely || heard.proposals.size() == 1;
    if (!is_done) ++options;
    for (const auto& [other, title] : one.values) {
      const bool is_article = one.kind == Kind::info;
      is_offered =
          is_offered || (is_article && shares_a_fact(assistant.library(), other, asked.article));
    }
    if (one.kind == Kind::info && !one.name.empty()) {
      const bool is_right = shares_a_fact(assistant.library(), one.name, asked.article);
      is_said = is_said || (is_done && is_right);
      is_offered = is_offered || (!is_done && options <= kOptions && is_right);
      is_other = is_other || (is_done && !is_right);
    } else if (is_done && one.kind != Kind::info && one.kind != Kind::chitchat) {
      is_begun = true;
    }
  }
  for (std::size_t at = 0; at < std::min(kOptions, heard.answer.candidates.size()); ++at) {
    if (!shares_a_fact(assistant.library(), heard.answer.candidates[at].article, asked.article)) {
      continue;
    }
    for (std::size_t i = at; i < kOptions; ++i) ++counts.found[i];
    break;
  }
  counts.said += is_said ? 1 : 0;
  counts.offered += !is_said && is_offered ? 1 : 0;
  counts.other += !is_said && is_other ? 1 : 0;
  counts.begun += !is_said && !is_offered && !is_other && is_begun ? 1 : 0;
  if (shows_errors && !is_said && !is_offered) {
    std::string near;
    for (const auto& one : heard.answer.candidates) {
      char text[96];
      std::snprintf(text, sizeof text, " %s %.2f/%.2f", one.article.c_str(), one.score,
                    one.opinion);
      near += text;
    }
    const auto& whole = heard.understood.whole.verdict;
    std::fprintf(stderr, "%s '%s':%s  <%s%s; scope %.2f>\n", asked.article.c_str(),
                 asked.question.c_str(), all.c_str(),
                 std::string(to_string(heard.answer.kind)).c_str(), near.c_str(), whole.in_scope);
  }
}

// Questions of articles, and what is left of the library without them.
struct Split {
  std::shared_ptr<const Library> taught;
  std::map<std::string, std::vector<Asked>> asked;  // by language
};

Split split(const Library& library, std::size_t fold, std::size_t folds) {
  Split out;
  auto taught = std::make_shared<Library>(library);
  for (auto& article : taught->articles) {
    for (auto& page : article.pages) {
      std::vector<std::string> kept;
      for (std::size_t i = 0; i < page.questions.size(); ++i) {
        if (i % folds == fold) {
          out.asked[page.language].push_back({article.id, page.questions[i]});
        } else {
          kept.push_back(page.questions[i]);
        }
      }
      page.questions = std::move(kept);
    }
  }
  out.taught = std::move(taught);
  return out;
}

Split beyond(std::shared_ptr<const Library> library, const Library& other) {
  Split out;
  std::set<std::string> known;
  for (const auto& article : library->articles) {
    for (const auto& page : article.pages) {
      known.insert(page.questions.begin(), page.questions.end());
    }
  }
  for (const auto& article : other.articles) {
    for (const auto& page : article.pages) {
      for (const auto& question : page.questions) {
        if (!known.contains(question)) out.asked[page.language].push_back({article.id, question});
      }
    }
  }
  out.taught = std::move(library);
  return out;
}

void measure_wishes(const Assistant& assistant, const std::string& language, bool shows_errors) {
  std::size_t all = 0;
  std::size_t begun = 0;
  std::size_t offered = 0;
  std::size_t answered = 0;
  for (const std::string folder : {"held_out", "development"}) {
    for (const auto& [intent, flow] : tests::kFlowsOfIntents) {
      const std::string path =
          "tests/understanding/" + folder + "/" + language + "/" + intent + ".yaml";
      base::Faults faults;
      const auto root = base::parse_yaml(bot::read_file(path).value_or(""), path, faults);
      const auto* list = root ? root->find("phrases") : nullptr;
      if (list == nullptr) continue;
      for (const auto& item : list->items) {
        ++all;
        bool is_begun = false;
        bool is_offered = false;
        bool is_answered = false;
        std::string told;
        const auto heard = assistant.hear(item.scalar, language);
        for (const Command& one : heard.proposals) {
          told += " " + std::string(to_string(one.kind)) + ":" + one.name;
          const bool is_done = one.confidence >= dialogs::kLikely || heard.proposals.size() == 1;
          const bool is_it = one.kind == Kind::start && one.name == flow;
          is_begun = is_begun || (is_it && is_done);
          is_offered = is_offered || is_it;
          is_answered = is_answered || (one.kind == Kind::info && is_done);
        }
        begun += is_begun ? 1 : 0;
        offered += !is_begun && is_offered ? 1 : 0;
        answered += !is_begun && is_answered ? 1 : 0;
        if (shows_errors && !is_begun && !is_offered) {
          std::fprintf(stderr, "%s '%s':%s  <%s %.2f>\n", flow, item.scalar.c_str(), told.c_str(),
                       heard.answer.article.c_str(), heard.answer.score);
        }
      }
    }
  }
  bench::Row("wishes")
      .text("language", language)
      .count("wished", all)
      .count("begun", begun)
      .count("offered", offered)
      .count("answered_instead", answered)
      .print();
}

int run(const Options& options) {
  const auto models = std::filesystem::temp_directory_path() / "boomerang_bench_models";
  const auto profile =
      tests::taught_profile(options.profile, models, bot::ProfileSource::Reader::none);
  std::vector<Split> splits;
  if (options.asked.empty()) {
    for (std::size_t fold = 0; fold < std::min(options.folds, options.folds_asked); ++fold) {
      splits.push_back(split(*profile.knowledge, fold, options.folds));
    }
  } else {
    base::Faults faults;
    const auto other = bot::load_knowledge({options.asked, "en", *profile.policy}, faults);
    if (other == nullptr) throw std::runtime_error(faults.to_string());
    splits.push_back(beyond(profile.knowledge, *other));
  }
  std::map<std::string, Counts> counts;
  bool is_first = true;
  for (const auto& one : splits) {
    const Assistant assistant(options, profile, one.taught, models);
    for (const auto& [language, all] : one.asked) {
      for (const Asked& asked : all) {
        judge(assistant, asked, language, options.shows_errors, counts[language]);
      }
    }
    if (is_first) {
      for (const std::string language : {"en", "ru"}) {
        measure_wishes(assistant, language, options.shows_errors);
      }
    }
    is_first = false;
  }
  for (const auto& [language, seen] : counts) {
    const auto share = [&](std::size_t count) {
      return 100.0 * static_cast<double>(count) / static_cast<double>(seen.asked);
    };
    bench::Row("articles")
        .text("language", language)
        .count("asked", seen.asked)
        .number("said_percent", share(seen.said))
        .number("said_or_offered_percent", share(seen.said + seen.offered))
        .number("another_said_percent", share(seen.other))
        .number("task_begun_percent", share(seen.begun))
        .number("found_first_percent", share(seen.found[0]))
        .number("found_in_two_percent", share(seen.found[1]))
        .number("found_in_three_percent", share(seen.found[2]))
        .print();
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("How questions fare that nothing has learned from", "bench_articles");
  Options options;
  app.add_option("--profile", options.profile, "Its articles")->capture_default_str();
  app.add_option("--asked", options.asked, "A profile whose further questions are asked");
  app.add_option("--folds", options.folds, "Of how many parts one is left out")
      ->check(CLI::Range(2, 20))
      ->capture_default_str();
  app.add_option("--folds-asked", options.folds_asked, "How many of them are asked");
  app.add_flag("--errors", options.shows_errors, "What was neither said nor offered");
  CLI11_PARSE(app, argc, argv);
  try {
    return run(options);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_articles: %s\n", error.what());
    return 1;
  }
}
