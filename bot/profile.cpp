#include "bot/profile.hpp"

#include <algorithm>
#include <cstdlib>

#include "base/files.hpp"
#include "bot/knowledge_files.hpp"
#include "bot/publish/stored_profile.hpp"
#include "bot/sheet/return_sheet.hpp"
#include "bot/turns/case_announcements.hpp"
#include "bot/turns/dialog_port.hpp"
#include "bot/understanding/load_reader.hpp"

namespace bot {
namespace {

constexpr std::uintmax_t kMaxFileBytes = 4U << 20U;

// Reads the files of one profile, collecting what is wrong with each.
class ProfileReader {
 public:
  ProfileReader(std::filesystem::path folder, base::Faults& faults)
      : folder_(std::move(folder)), faults_(faults) {}

  // The file's text; a fault when it is missing.
  std::string required(const std::string& relative) {
    const auto path = folder_ / relative;
    auto text = read_file(path);
    if (!text) {
      faults_.error({path.string(), 0, 0}, "the profile has no such file",
                    "every profile needs " + relative);
    }
    return text.value_or("");
  }

  dialogs::SourceFile source(const std::string& relative) {
    return {(folder_ / relative).string(), required(relative)};
  }

  // Without a text when there is no such file.
  dialogs::SourceFile optional(const std::string& relative) {
    const auto path = folder_ / relative;
    return {path.string(), read_file(path).value_or("")};
  }

  // Every .yaml file of a subfolder, in order of names.
  std::vector<dialogs::SourceFile> all_in(const std::string& subfolder) {
    std::vector<std::string> names;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder_ / subfolder, ignored)) {
      if (entry.path().extension() == ".yaml") names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    std::vector<dialogs::SourceFile> files;
    for (const auto& name : names) files.push_back(source(subfolder + "/" + name));
    return files;
  }

 private:
  std::filesystem::path folder_;
  base::Faults& faults_;
};

// What the contracts promise and this program does not have.
void check_contracts(const dialogs::Contracts& contracts, base::Faults& faults) {
  const auto has = [](const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  for (const auto& lookup : contracts.lookups) {
    if (!has(DialogPort::lookup_names(), lookup.name)) {
      faults.error(lookup.where, "this program has no look-up '" + lookup.name + "'",
                   base::suggest_any(lookup.name, DialogPort::lookup_names()));
    }
  }
  for (const auto& action : contracts.actions) {
    if (!has(DialogPort::action_names(), action.name)) {
      faults.error(action.where, "this program has no action '" + action.name + "'",
                   base::suggest_any(action.name, DialogPort::action_names()));
    }
  }
}

// Each notice of a machine is a text that dialogs must have; it may name what the machine gives it.
void load_machines(ProfileReader& files, Profile& profile, dialogs::Sources& sources,
                   base::Faults& faults) {
  bool needs_sheet = false;
  for (const auto& file : files.all_in("cases")) {
    auto loaded = workflow::load_machine({file.name, file.text}, *profile.policy, profile.carriers);
    faults.add(loaded.faults);
    if (loaded.machine == nullptr) {
      sources.is_spoken_complete = false;  // its texts cannot be judged
      continue;
    }
    for (const auto& notice : loaded.machine->notices()) {
      auto names = loaded.machine->notice_type(notice->name, *profile.policy);
      if (names) sources.spoken.push_back({notice->key, std::move(*names)});
    }
    const auto& notices = loaded.machine->notices();
    needs_sheet = needs_sheet || std::any_of(notices.begin(), notices.end(),
                                             [](const auto& notice) { return notice->has_sheet; });
    profile.machines[loaded.machine->type()] = loaded.machine;
  }
  if (!needs_sheet) return;
  for (auto& text : sheet_texts()) sources.spoken.push_back(std::move(text));
}

// What e-mails about cases say beside the notice itself; needed once there is a mail server.
void add_mail_texts(const Settings& settings, dialogs::Sources& sources) {
  base::Type names = base::Type::of(base::Type::Kind::record);
  names.fields.emplace_back("number", base::Type::of(base::Type::Kind::text));
  auto& texts = settings.mail.server.host.empty() ? sources.spoken_if_there : sources.spoken;
  for (const char* key : {kMailSubjectText, kMailClosingText}) texts.push_back({key, names});
}

// What conversations depend on, by names within the profile, so that a profile that was moved is
// the same.
void keep_files(Profile& profile, const dialogs::Sources& sources,
                const dialogs::SourceFile& policy) {
  const auto keep = [&](const dialogs::SourceFile& file) {
    const auto name = std::filesystem::path(file.name).lexically_relative(profile.folder);
    profile.files.push_back({name.generic_string(), file.text});
  };
  for (const auto& file : sources.flows) keep(file);
  for (const auto& file : sources.texts) keep(file);
  keep(sources.repair);
  keep(sources.contracts);
  if (!sources.carriers.text.empty()) keep(sources.carriers);
  keep(policy);
  for (const auto& article : sources.articles) profile.files.push_back(article_file(article));
  profile.files.push_back({kDefaultLanguageFile, profile.settings.default_locale});
  profile.version = version_of(profile.files);
}

std::vector<std::string> start_buttons(const dialogs::Program& program) {
  std::vector<std::string> names;
  for (const auto& flow : program.flows) {
    if (!flow.starts.button.empty()) names.push_back(flow.starts.button);
  }
  return names;
}

// Articles are said by the dialog engine, as texts of its own.
void load_articles(Profile& profile, dialogs::Sources& sources, base::Faults& faults) {
  profile.knowledge =
      load_knowledge({profile.folder, profile.settings.default_locale, *profile.policy}, faults);
  if (profile.knowledge == nullptr) return;
  profile.finder = std::make_shared<const knowledge::AnswerFinder>(profile.knowledge);
  for (auto& text : profile.knowledge->texts()) {
    sources.articles.push_back({std::move(text.key), std::move(text.language), std::move(text.text),
                                text.where, std::move(text.start), text.is_not_stated});
  }
}

}  // namespace

std::optional<std::string> read_file(const std::filesystem::path& path) {
  return base::read_file(path, kMaxFileBytes);
}

std::shared_ptr<const dialogs::MessageReader> load_reader_of(const Profile& profile,
                                                             const ProfileSource& source,
                                                             base::Faults& faults) {
  if (source.reader == ProfileSource::Reader::none) return nullptr;
  const auto teaching =
      source.reader == ProfileSource::Reader::taught ? Teaching::if_needed : Teaching::from_cache;
  auto loaded = load_reader({source.folder,
                             source.models.empty() ? source.data_folder / "models" : source.models,
                             *profile.program, profile.settings.default_locale, teaching,
                             profile.knowledge.get(), source.is_wanted});
  faults.add(loaded.faults);
  return loaded.reader;
}

LoadedProfile load_profile(const ProfileSource& source) {
  LoadedProfile result;
  Profile profile;
  profile.folder = source.folder;
  ProfileReader files(source.folder, result.faults);

  profile.settings_text = files.required("boomerang.yaml");
  auto settings =
      read_settings({source.folder / "boomerang.yaml", profile.settings_text, source.data_folder,
                     source.environment, source.is_demo, source.may_create_secrets});
  result.faults.add(settings.faults);
  profile.settings = std::move(settings.settings);

  const auto policy_file = files.source("policy.yaml");
  auto policy = workflow::Policy::load({policy_file.name, policy_file.text});
  result.faults.add(policy.faults);
  profile.policy = policy.policy;

  dialogs::Sources sources;
  sources.flows = files.all_in("flows");
  sources.repair = files.source("repair.yaml");
  sources.contracts = files.source("contracts.yaml");
  sources.texts = files.all_in("texts");
  sources.carriers = files.optional("carriers.yaml");
  base::Faults told_below;  // by dialogs::load
  profile.carriers =
      carriers::Table::load(sources.carriers.text, sources.carriers.name, told_below);
  if (profile.policy != nullptr) {
    sources.is_spoken_complete = true;
    load_machines(files, profile, sources, result.faults);
    sources.policy = profile.policy->figures();
    sources.policy_type = profile.policy->type();
    load_articles(profile, sources, result.faults);
  }
  add_mail_texts(profile.settings, sources);
  // The default language comes first.
  const std::string first = profile.settings.default_locale + ".yaml";
  std::stable_partition(sources.texts.begin(), sources.texts.end(),
                        [&](const auto& file) { return file.name.ends_with("/" + first); });
  keep_files(profile, sources, policy_file);
  auto loaded = dialogs::load(sources);
  result.faults.add(loaded.faults);
  profile.program = loaded.program;
  // Also when there are faults elsewhere; those of the contracts themselves were reported above.
  base::Faults heard;
  check_contracts(dialogs::load_contracts(sources.contracts, heard), result.faults);
  if (profile.program != nullptr && profile.knowledge != nullptr) {
    check_start_buttons(*profile.knowledge, start_buttons(*profile.program), result.faults);
  }

  if (const auto text = read_file(source.folder / "demo/shop.yaml")) {
    profile.shop = std::make_shared<DemoShop>(*text, (source.folder / "demo/shop.yaml").string(),
                                              source.now, result.faults);
  } else {
    result.faults.error({(source.folder / "demo/shop.yaml").string(), 0, 0},
                        "the profile has no orders to return",
                        "describe the shop's customers in demo/shop.yaml");
  }
  if (!result.faults.has_errors()) profile.reader = load_reader_of(profile, source, result.faults);
  result.faults.sort();
  if (!result.faults.has_errors()) result.profile = std::move(profile);
  return result;
}

}  // namespace bot
