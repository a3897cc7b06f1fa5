// How well messages are understood: the profile's classifiers on phrases that were written apart
// from the training phrases and are never trained on, clean and with one typo each; with --data the
// public sets CLINC150 and BANKING77. One JSON line a row (docs/understanding.md explains them).
#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>

#include "base/json.hpp"
#include "bench/row.hpp"
#include "bench/scores.hpp"
#include "dialogs/understanding/classifier.hpp"
#include "dialogs/understanding/typos.hpp"

namespace {

using dialogs::Classifier;
using dialogs::LabelledPhrase;
using dialogs::TrainingSet;

double seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::optional<std::string> read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

struct Measured {
  std::vector<bench::Outcome> outcomes;
  std::vector<double> microseconds;
};

// Classifies each phrase; the time is of tokenizing and classifying, on one thread.
Measured measure(const Classifier& classifier, const std::vector<LabelledPhrase>& phrases,
                 bool has_typos) {
  dialogs::SeededNumbers numbers(7);
  Measured measured;
  for (const auto& phrase : phrases) {
    const std::string text = has_typos ? dialogs::with_typo(phrase.text, numbers) : phrase.text;
    const double begin = seconds();
    const auto verdict = classifier.classify(dialogs::tokens_in(classifier.language(), text));
    measured.microseconds.push_back((seconds() - begin) * 1e6);
    bench::Outcome outcome;
    outcome.truth = phrase.label;
    const auto outside = classifier.find_label(dialogs::kOutOfScope);
    outcome.said = verdict.is_in_scope ? verdict.ranked[0].label : outside;
    outcome.best = verdict.ranked.empty() ? outside : verdict.ranked[0].label;
    outcome.confidence = verdict.confidence;
    outcome.in_scope = verdict.in_scope;
    measured.outcomes.push_back(outcome);
  }
  return measured;
}

void print(const std::string& set, const Classifier& classifier, const Measured& clean,
           const Measured& typos, double trained_seconds) {
  const std::size_t outside = classifier.find_label(dialogs::kOutOfScope);
  const bench::Scores scores = bench::score(clean.outcomes, outside);
  const bench::Scores with_typos = bench::score(typos.outcomes, outside);
  auto sorted = clean.microseconds;
  std::sort(sorted.begin(), sorted.end());
  bench::Row row("understanding");
  row.text("set", set)
      .text("language", classifier.language())
      .count("intents", classifier.labels().size())
      .count("messages", clean.outcomes.size())
      .number("in_scope_accuracy", scores.accuracy * 100)
      .number("macro_f1", scores.macro_f1 * 100)
      .number("typo_accuracy", with_typos.accuracy * 100)
      .number("out_of_scope_auroc", scores.auroc * 100)
      .number("out_of_scope_recall_at_5", scores.out_of_scope_recall * 100)
      .number("accuracy_at_5", scores.accuracy_after_rejection * 100)
      .number("p50_us", sorted[sorted.size() / 2])
      .number("p99_us", sorted[sorted.size() * 99 / 100])
      .number("model_mb", static_cast<double>(classifier.bytes()) / 1e6)
      .number("trained_s", trained_seconds);
  row.print();
}

std::vector<dialogs::SourceFile> files_in(const std::filesystem::path& folder) {
  std::vector<dialogs::SourceFile> files;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    const auto text = read_file(entry.path());
    if (entry.path().extension() == ".yaml" && text) files.push_back({entry.path(), *text});
  }
  std::sort(files.begin(), files.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return files;
}

// Labels of `read`, which was read alone, as those of `known`; phrases of others are dropped.
std::vector<LabelledPhrase> relabelled(const TrainingSet& read, const TrainingSet& known) {
  std::vector<LabelledPhrase> out;
  for (const auto& phrase : read.phrases) {
    const auto label = known.find_label(read.labels[phrase.label]);
    if (label < known.labels.size()) out.push_back({phrase.text, label, {}});
  }
  return out;
}

// What went wrong, for whoever improves the phrases.
void list_errors(const Classifier& classifier, const std::vector<LabelledPhrase>& phrases,
                 const Measured& measured) {
  for (std::size_t i = 0; i < phrases.size(); ++i) {
    const auto& outcome = measured.outcomes[i];
    if (outcome.said == outcome.truth) continue;
    std::fprintf(stderr, "%-28s said %-28s %.2f  %s\n", classifier.labels()[outcome.truth].c_str(),
                 classifier.labels()[outcome.said].c_str(), outcome.confidence,
                 phrases[i].text.c_str());
  }
}

int own(const std::filesystem::path& training, const std::filesystem::path& held_out,
        bool shows_errors, const dialogs::LearningOptions& options) {
  for (const std::string language : {"en", "ru"}) {
    base::Faults faults;
    const TrainingSet set =
        dialogs::read_training(language, files_in(training / language), 1, faults);
    const TrainingSet apart =
        dialogs::read_training(language, files_in(held_out / language), 1, faults);
    const auto words = training / "lexicon" / (language + ".yaml");
    const auto lexicon = std::make_shared<const dialogs::Lexicon>(
        dialogs::Lexicon::read({words, read_file(words).value_or("{}")}, faults));
    std::cerr << faults.to_string();
    if (faults.has_errors() || set.phrases.empty() || apart.phrases.empty()) return 1;
    const double begin = seconds();
    const auto classifier =
        std::make_shared<const Classifier>(Classifier::train(set, lexicon, options));
    const double trained = seconds() - begin;
    const auto phrases = relabelled(apart, set);
    const Measured clean = measure(*classifier, phrases, false);
    print("own", *classifier, clean, measure(*classifier, phrases, true), trained);
    if (shows_errors) list_errors(*classifier, phrases, clean);
  }
  return 0;
}

void add(TrainingSet& set, std::vector<LabelledPhrase>& phrases, const std::string& label,
         const std::string& text) {
  auto at = set.find_label(label);
  if (at == set.labels.size()) set.labels.push_back(label);
  phrases.push_back({text, at, {}});
}

void train_and_print(const std::string& name, const TrainingSet& set,
                     const std::vector<LabelledPhrase>& test) {
  dialogs::LearningOptions options;
  options.folds_trained = 1;
  options.cost = 0.5;
  const double begin = seconds();
  const Classifier classifier =
      Classifier::train(set, std::make_shared<dialogs::Lexicon>(), options);
  const double trained = seconds() - begin;
  print(name, classifier, measure(classifier, test, false), measure(classifier, test, true),
        trained);
}

void banking(const std::filesystem::path& folder) {
  TrainingSet set;
  set.language = "en";
  std::vector<LabelledPhrase> test;
  for (const auto* part : {"train.tsv", "test.tsv"}) {
    const auto text = read_file(folder / part).value_or("");
    auto& phrases = std::string_view(part) == "train.tsv" ? set.phrases : test;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      const std::string line = text.substr(at, end - at);
      const std::size_t tab = line.find('\t');
      if (tab != std::string::npos) add(set, phrases, line.substr(0, tab), line.substr(tab + 1));
      at = end + 1;
    }
  }
  if (!test.empty()) train_and_print("banking77", set, test);
}

void clinc(const std::filesystem::path& folder) {
  const auto text = read_file(folder / "data_full.json").value_or("");
  base::JsonLimits limits;
  limits.max_bytes = 8U << 20U;
  limits.max_members = 100'000;
  const auto read = base::parse_json(text, limits);
  if (!read.has_value()) return;
  TrainingSet set;
  set.language = "en";
  std::vector<LabelledPhrase> test;
  const auto take = [&](const char* part, std::vector<LabelledPhrase>& phrases) {
    const base::Value& rows = read->at(part);
    if (!rows.is_list()) return;
    for (const auto& row : rows.list()) {
      const std::string& label = row.list()[1].text();
      add(set, phrases, label == "oos" ? std::string(dialogs::kOutOfScope) : label,
          row.list()[0].text());
    }
  };
  take("train", set.phrases);
  take("oos_train", set.phrases);
  take("test", test);
  take("oos_test", test);
  if (!test.empty()) train_and_print("clinc150", set, test);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Accuracy, robustness and speed of understanding, one JSON line a row."};
  std::string training = "config/training";
  std::string held_out = "tests/understanding/held_out";
  std::string data;
  bool shows_errors = false;
  app.add_option("--training", training, "Folder of the training phrases")->capture_default_str();
  app.add_option("--held-out", held_out, "Folder of phrases never trained on")
      ->capture_default_str();
  app.add_option("--data", data, "Folder with clinc150/ and banking77/");
  app.add_flag("--errors", shows_errors, "List what was misunderstood on standard error");
  dialogs::LearningOptions options;
  app.add_option("--cost", options.cost, "Cost of errors in training")->capture_default_str();
  app.add_option("--outside-cost", options.outside_cost, "Of out of scope, a share of the cost")
      ->capture_default_str();
  app.add_option("--typo-copies", options.typo_copies, "Copies with a typo of each phrase")
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  if (const int code = own(training, held_out, shows_errors, options); code != 0) return code;
  if (!data.empty()) {
    banking(std::filesystem::path(data) / "banking77");
    clinc(std::filesystem::path(data) / "clinc150");
  }
  return 0;
}
