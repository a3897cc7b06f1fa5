#include "tests/exploration/edition.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "bot/knowledge_files.hpp"
#include "dialogs/loader.hpp"
#include "dialogs/versions.hpp"
#include "workflow/policy.hpp"

namespace tests {
namespace {

// The shop's zone decides what day it is; any one will do here.
constexpr std::string_view kZone = "Europe/Moscow";

const std::filesystem::path& config() {
  static const auto folder = std::filesystem::path(BOOMERANG_SOURCE_DIR) / "config";
  return folder;
}

dialogs::SourceFile source(const std::string& relative) {
  std::ifstream file(config() / relative, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read config/" + relative);
  return {"config/" + relative, std::string(std::istreambuf_iterator<char>(file), {})};
}

std::vector<std::string> names_in(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(config() / folder)) {
    if (entry.path().extension() == ".yaml") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::shared_ptr<const dialogs::Program> with_older(const dialogs::Program& program,
                                                   const dialogs::Program& before) {
  auto both = std::make_shared<dialogs::Program>(program);
  std::vector<std::string> hashes;
  for (const auto* flows : {&before.flows, &before.older}) {
    for (const auto& flow : *flows) hashes.push_back(flow.hash);
  }
  dialogs::keep_older(*both, before, hashes);
  return both;
}

// What the questions in between are answered with (R4).
std::vector<dialogs::ArticleText> articles(const workflow::Policy& policy) {
  base::Faults faults;
  const auto library = bot::load_knowledge({config(), "en", policy}, faults);
  if (library == nullptr) throw std::runtime_error(faults.to_string());
  std::vector<dialogs::ArticleText> texts;
  for (auto& text : library->texts()) {
    texts.push_back({std::move(text.key), std::move(text.language), std::move(text.text),
                     text.where, std::move(text.start), text.is_not_stated});
  }
  return texts;
}

std::pair<std::shared_ptr<const dialogs::Program>, base::Value> load(const FileEdit& edit,
                                                                     const Edition* before) {
  const auto policy_file = source("policy.yaml");
  const auto policy = workflow::Policy::load({policy_file.name, policy_file.text});
  if (policy.policy == nullptr) throw std::runtime_error(policy.faults.to_string());
  dialogs::Sources sources;
  for (const auto& name : names_in("flows")) {
    sources.flows.push_back(source("flows/" + name + ".yaml"));
    if (edit) sources.flows.back().text = edit("flows/" + name, sources.flows.back().text);
  }
  sources.repair = source("repair.yaml");
  sources.contracts = source("contracts.yaml");
  sources.carriers = source("carriers.yaml");
  // The default language, that of the flow files, comes first.
  sources.texts.push_back(source("texts/en.yaml"));
  for (const auto& name : names_in("texts")) {
    if (name != "en") sources.texts.push_back(source("texts/" + name + ".yaml"));
  }
  for (auto& texts : sources.texts) {
    const auto name = std::filesystem::path(texts.name).stem().string();
    if (edit) texts.text = edit("texts/" + name, texts.text);
  }
  sources.articles = articles(*policy.policy);
  sources.policy = policy.policy->figures();
  sources.policy_type = policy.policy->type();
  const auto loaded = dialogs::load(sources);
  if (loaded.program == nullptr) throw std::runtime_error(loaded.faults.to_string());
  const bool is_first = before == nullptr;
  return {is_first ? loaded.program : with_older(*loaded.program, before->program()),
          policy.policy->figures()};
}

}  // namespace

Edition::Edition(const FileEdit& edit, const Edition* before) : Edition(load(edit, before)) {}

Edition::Edition(std::pair<std::shared_ptr<const dialogs::Program>, base::Value> loaded)
    : program_(std::move(loaded.first)),
      policy_(std::move(loaded.second)),
      engine_(program_),
      languages_(names_in("texts")) {
  std::stable_partition(languages_.begin(), languages_.end(),
                        [&](const auto& one) { return one == program_->default_language; });
  for (const auto& language : languages_) {
    formatters_[language] =
        std::make_unique<dialogs::Formatter>(language, kZone, program_->texts.formats(language));
  }
}

const dialogs::Formatter& Edition::formatter(std::string_view language) const {
  return *formatters_.find(language)->second;
}

}  // namespace tests
