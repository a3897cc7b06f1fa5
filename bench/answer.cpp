// How long the answer to a question takes with the shipped articles, and everything that is done
// with a message; with --data how often the right paragraph of XQuAD comes first (question to
// paragraph, English and Russian; the set is not part of this repository).
#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/yaml.hpp"
#include "bench/row.hpp"
#include "bench/xquad.hpp"
#include "bot/environment.hpp"
#include "bot/knowledge_files.hpp"
#include "bot/profile.hpp"
#include "bot/understanding/interpreter.hpp"
#include "bot/understanding/speaker.hpp"
#include "knowledge/answer_finder.hpp"
#include "knowledge/passage_index.hpp"
#include "tests/support/taught_profile.hpp"

namespace {

using Clock = std::chrono::steady_clock;

double us_since(Clock::time_point start) {
  return std::chrono::duration<double, std::micro>(Clock::now() - start).count();
}

std::vector<std::string> test_questions(const std::string& language) {
  const std::string path = "tests/unit/knowledge/questions/" + language + ".yaml";
  base::Faults faults;
  const auto root = base::parse_yaml(bot::read_file(path).value_or(""), path, faults);
  std::vector<std::string> all;
  const auto* facts = root ? root->find("questions") : nullptr;
  if (facts == nullptr) return all;
  for (const auto& [fact, list] : facts->members) {
    for (const auto& item : list.items) all.push_back(item.scalar);
  }
  return all;
}

double percentile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

void measure_latency(const knowledge::AnswerFinder& finder, const std::string& language) {
  std::vector<double> us;
  const auto questions = test_questions(language);
  for (int round = 0; round < 5; ++round) {
    for (const std::string& question : questions) {
      const auto start = Clock::now();
      const auto answer = finder.find({question, language});
      us.push_back(us_since(start));
      if (answer.candidates.size() > 5) return;  // the answer is used, so it is made
    }
  }
  bench::Row("answer")
      .text("language", language)
      .number("p50_us", percentile(us, 0.5))
      .number("p99_us", percentile(us, 0.99))
      .count("questions", questions.size())
      .print();
}

// From the words to the proposals: which language, what is named, each clause and the whole, and
// what the articles say to them. Every message twice, the first time to warm up.
bool measure_whole() {
  const auto profile = tests::taught_profile(
      "config", std::filesystem::temp_directory_path() / "boomerang_bench_models");
  const bot::Interpreter interpreter(profile.reader, profile.finder, *profile.program);
  std::vector<double> us;
  std::size_t messages = 0;
  for (const std::string language : {"en", "ru"}) {
    const bot::SpeakerOf who(nullptr, "", language, base::SystemClock().now());
    const auto questions = test_questions(language);
    messages += questions.size();
    for (const bool is_measured : {false, true}) {
      for (const auto& question : questions) {
        const auto start = Clock::now();
        const auto spoken = interpreter.guess_language(question, language);
        const auto heard = interpreter.hear(question, {who.speaker(), "", "", spoken});
        if (is_measured) us.push_back(us_since(start));
        if (heard.proposals.size() > 100) return false;  // used, so it is made
      }
    }
  }
  bench::Row("whole_message")
      .count("messages", messages)
      .number("p50_us", percentile(us, 0.5))
      .number("p99_us", percentile(us, 0.99))
      .print();
  return true;
}

void measure_recall(const std::string& path, const knowledge::LanguageWords& words) {
  const auto set = bench::read_xquad(path);
  if (!set) {
    std::fprintf(stderr, "bench_answer: %s cannot be read\n", path.c_str());
    return;
  }
  knowledge::LanguageWords
      plain;  // only the stemmer: the words of our articles are not of this set
  plain.language = words.language;
  plain.stemmer = words.stemmer;
  knowledge::Analyzer analyzer(plain);
  std::vector<knowledge::PassageIndex::Passage> passages;
  for (std::uint32_t at = 0; at < set->texts.size(); ++at) {
    passages.push_back({at, analyzer.learn(set->texts[at])});
  }
  const knowledge::PassageIndex index(passages);
  std::size_t first = 0;
  std::size_t in_three = 0;
  std::vector<double> us;
  for (const auto& [question, paragraph] : set->questions) {
    const auto start = Clock::now();
    auto hits = index.search(analyzer.analyze(question));
    std::stable_sort(hits.begin(), hits.end(),
                     [](const auto& a, const auto& b) { return a.score > b.score; });
    us.push_back(us_since(start));
    for (std::size_t rank = 0; rank < std::min<std::size_t>(3, hits.size()); ++rank) {
      if (index.owner(hits[rank].passage) != paragraph) continue;
      in_three += 1;
      first += rank == 0 ? 1 : 0;
    }
  }
  const auto share = [&](std::size_t count) {
    return static_cast<double>(count) / static_cast<double>(set->questions.size());
  };
  bench::Row("answer_xquad")
      .text("language", words.language)
      .number("recall_1_percent", 100 * share(first))
      .number("recall_3_percent", 100 * share(in_three))
      .number("p50_us", percentile(us, 0.5))
      .print();
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Answers and whole messages: latency, and recall on XQuAD", "bench_answer");
  std::string data;
  app.add_option("--data", data, "A folder with xquad/xquad.<language>.json");
  CLI11_PARSE(app, argc, argv);
  const auto policy = workflow::Policy::load(
      {"config/policy.yaml", bot::read_file("config/policy.yaml").value_or("")});
  base::Faults faults;
  const auto library = policy.policy == nullptr
                           ? nullptr
                           : bot::load_knowledge({"config", "en", *policy.policy}, faults);
  if (library == nullptr) {
    std::fputs((policy.faults.to_string() + faults.to_string()).c_str(), stderr);
    return 1;
  }
  const knowledge::AnswerFinder finder(library);
  for (const auto& words : library->languages) {
    measure_latency(finder, words.language);
    if (!data.empty()) measure_recall(data + "/xquad/xquad." + words.language + ".json", words);
  }
  return measure_whole() ? 0 : 1;
}
