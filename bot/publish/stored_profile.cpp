#include "bot/publish/stored_profile.hpp"

#include <algorithm>

#include "base/digest.hpp"
#include "base/json.hpp"

namespace bot {
namespace {

constexpr std::string_view kArticles = "articles/";

dialogs::ArticleText article_of(const storage::ProfileFile& file) {
  const std::string_view path = std::string_view(file.name).substr(kArticles.size());
  const auto slash = path.find('/');
  dialogs::ArticleText article{
      std::string(path.substr(slash == path.npos ? path.size() : slash + 1)),
      std::string(path.substr(0, slash)), file.text, base::Position{file.name, 0, 0}};
  if (const auto read = base::parse_json(file.text); read && read->is_record()) {
    article.text = read->text_at("text");
    article.start = read->text_at("start");
    article.offers_person = read->at("person").is_boolean() && read->at("person").boolean();
  }
  return article;
}

}  // namespace

storage::ProfileFile article_file(const dialogs::ArticleText& article) {
  return {
      std::string(kArticles) + article.language + "/" + article.key,
      base::to_json(base::Record{
          {"text", article.text}, {"start", article.start}, {"person", article.offers_person}})};
}

std::string version_of(std::vector<storage::ProfileFile> files) {
  std::sort(files.begin(), files.end(),
            [](const auto& left, const auto& right) { return left.name < right.name; });
  std::string all;
  for (const auto& file : files) all += file.name + "\n" + base::sha256_hex(file.text) + "\n";
  return base::sha256_hex(all);
}

CompiledProfile compile_profile(const std::vector<storage::ProfileFile>& files,
                                base::Faults& faults) {
  CompiledProfile compiled;
  dialogs::Sources sources;
  std::string language = "en";
  for (const auto& file : files) {
    if (file.name == kDefaultLanguageFile) language = file.text;
    if (file.name == "policy.yaml") {
      compiled.policy = workflow::Policy::load({file.name, file.text}).policy;
    } else if (file.name == "repair.yaml") {
      sources.repair = {file.name, file.text};
    } else if (file.name == "contracts.yaml") {
      sources.contracts = {file.name, file.text};
    } else if (file.name == "carriers.yaml") {
      sources.carriers = {file.name, file.text};
    } else if (file.name.starts_with("flows/")) {
      sources.flows.push_back({file.name, file.text});
    } else if (file.name.starts_with("texts/")) {
      sources.texts.push_back({file.name, file.text});
    } else if (file.name.starts_with(kArticles)) {
      sources.articles.push_back(article_of(file));
    }
  }
  if (compiled.policy == nullptr) {
    faults.error({"policy.yaml", 0, 0}, "this program cannot read the stored policy");
    return {};
  }
  sources.policy = compiled.policy->figures();
  sources.policy_type = compiled.policy->type();
  std::stable_partition(sources.texts.begin(), sources.texts.end(), [&](const auto& file) {
    return file.name == "texts/" + language + ".yaml";
  });
  auto loaded = dialogs::load(sources);
  faults.add(loaded.faults);
  compiled.program = loaded.program;
  if (compiled.program == nullptr) return {};
  return compiled;
}

storage::PublishedProfile published(std::string version, base::Instant at,
                                    std::vector<storage::ProfileFile> files,
                                    const dialogs::Program& program) {
  storage::PublishedProfile profile{std::move(version), at, std::move(files), {}};
  for (const auto& flow : program.flows) profile.flows.push_back({flow.hash, flow.name});
  return profile;
}

}  // namespace bot
