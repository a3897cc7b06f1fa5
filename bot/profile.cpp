#include "bot/profile.hpp"

#include <algorithm>
#include <cstdlib>
#include <future>

#include "base/files.hpp"
#include "bot/knowledge_files.hpp"
#include "bot/publish/stored_profile.hpp"
#include "bot/sheet/return_sheet.hpp"
#include "bot/turns/case_announcements.hpp"
#include "bot/turns/dialog_port.hpp"
#include "bot/understanding/learned_cache.hpp"
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

// The folder of what was learned; empty when there is none.
std::filesystem::path models_of(const ProfileSource& source) {
  if (!source.models.empty() || source.data_folder.empty()) return source.models;
  return source.data_folder / "models";
}

PhraseSource phrase_source(const Profile& profile, const ProfileSource& source) {
  return {source.folder, models_of(source), profile.settings.default_locale, false};
}

// A cold start takes half the time when its parts are read side by side.

std::future<Phrases> begin_phrases(const PhraseSource& source) {
  return std::async(std::launch::async, [source] { return read_phrases(source); });
}

// With the classifiers of the articles, once there are articles.
std::future<Phrases> go_on_with_articles(std::future<Phrases> phrases,
                                         std::shared_ptr<const knowledge::Library> library,
                                         const PhraseSource& source) {
  if (library == nullptr) return phrases;
  return std::async(std::launch::async,
                    [phrases = std::move(phrases), library = std::move(library), source]() mutable {
                      auto read = phrases.get();
                      add_articles(read, *library, source);
                      return read;
                    });
}

struct LoadedLibrary {
  std::shared_ptr<const knowledge::Library> library;
  base::Faults faults;
};

// `profile` has its settings and its policy, and outlives what comes.
std::future<LoadedLibrary> begin_library(const Profile& profile) {
  return std::async(std::launch::async, [&profile] {
    LoadedLibrary loaded;
    if (profile.policy == nullptr) return loaded;
    loaded.library = load_knowledge(
        {profile.folder, profile.settings.default_locale, *profile.policy}, loaded.faults);
    return loaded;
  });
}

ReaderSource reader_source(const Profile& profile, const ProfileSource& source) {
  const auto teaching =
      source.reader == ProfileSource::Reader::taught ? Teaching::if_needed : Teaching::from_cache;
  return {source.folder, models_of(source),       *profile.program, profile.settings.default_locale,
          teaching,      profile.knowledge.get(), source.is_wanted};
}

using Finder = std::shared_ptr<const knowledge::AnswerFinder>;

std::future<Finder> index_articles(std::shared_ptr<const knowledge::Library> library,
                                   const ProfileSource& source) {
  const LearnedCache kept(models_of(source));
  knowledge::IndexCache cache;
  cache.load = [kept](const auto& name, const auto& hash) { return kept.load(name, hash); };
  // Who only looks at a profile leaves nothing behind.
  if (source.reader != ProfileSource::Reader::none) {
    cache.store = [kept](const auto& name, const auto& hash, auto bytes) {
      kept.store(name, hash, bytes);
    };
  }
  return std::async(std::launch::async, [library = std::move(library), cache]() -> Finder {
    if (library == nullptr) return nullptr;
    return std::make_shared<const knowledge::AnswerFinder>(library, cache);
  });
}

// Articles are said by the dialog engine, as texts of its own.
void add_article_texts(const knowledge::Library& library, dialogs::Sources& sources) {
  for (auto& text : library.texts()) {
    sources.articles.push_back({std::move(text.key), std::move(text.language), std::move(text.text),
                                text.where, std::move(text.start), text.is_not_stated});
  }
}

// Reads one profile, part beside part: a start waits for it.
class ProfileLoader {
 public:
  explicit ProfileLoader(const ProfileSource& source)
      : source_(source), files_(source.folder, result_.faults) {}

  LoadedProfile load() {
    profile_.folder = source_.folder;
    read_settings_file();
    const auto phrases_of = phrase_source(profile_, source_);
    std::future<Phrases> phrases;
    if (source_.reader != ProfileSource::Reader::none) phrases = begin_phrases(phrases_of);
    const auto policy_file = read_policy();
    auto library = begin_library(profile_);
    dialogs::Sources sources = read_sources();
    take_library(library.get(), sources);
    if (phrases.valid()) {
      phrases = go_on_with_articles(std::move(phrases), profile_.knowledge, phrases_of);
    }
    auto finder = index_articles(profile_.knowledge, source_);
    keep_files(profile_, sources, policy_file);
    compile(sources);
    read_shop();
    if (phrases.valid() && !faults().has_errors()) {
      auto loaded = load_reader(reader_source(profile_, source_), phrases.get());
      faults().add(loaded.faults);
      profile_.reader = std::move(loaded.reader);
    }
    profile_.finder = finder.get();
    faults().sort();
    if (!faults().has_errors()) result_.profile = std::move(profile_);
    return std::move(result_);
  }

 private:
  base::Faults& faults() { return result_.faults; }

  void read_settings_file() {
    profile_.settings_text = files_.required("boomerang.yaml");
    auto settings = read_settings({source_.folder / "boomerang.yaml", profile_.settings_text,
                                   source_.data_folder, source_.environment, source_.is_demo,
                                   source_.may_create_secrets});
    faults().add(settings.faults);
    profile_.settings = std::move(settings.settings);
  }

  dialogs::SourceFile read_policy() {
    auto file = files_.source("policy.yaml");
    auto policy = workflow::Policy::load({file.name, file.text});
    faults().add(policy.faults);
    profile_.policy = policy.policy;
    return file;
  }

  // All but the articles.
  dialogs::Sources read_sources() {
    dialogs::Sources sources;
    sources.flows = files_.all_in("flows");
    sources.repair = files_.source("repair.yaml");
    sources.contracts = files_.source("contracts.yaml");
    sources.texts = files_.all_in("texts");
    sources.carriers = files_.optional("carriers.yaml");
    base::Faults told_below;  // by dialogs::load
    profile_.carriers =
        carriers::Table::load(sources.carriers.text, sources.carriers.name, told_below);
    if (profile_.policy != nullptr) {
      sources.is_spoken_complete = true;
      load_machines(files_, profile_, sources, faults());
      sources.policy = profile_.policy->figures();
      sources.policy_type = profile_.policy->type();
    }
    add_mail_texts(profile_.settings, sources);
    // The default language comes first.
    const std::string first = profile_.settings.default_locale + ".yaml";
    std::stable_partition(sources.texts.begin(), sources.texts.end(),
                          [&](const auto& file) { return file.name.ends_with("/" + first); });
    return sources;
  }

  void take_library(LoadedLibrary loaded, dialogs::Sources& sources) {
    faults().add(loaded.faults);
    profile_.knowledge = std::move(loaded.library);
    if (profile_.knowledge != nullptr) add_article_texts(*profile_.knowledge, sources);
  }

  void compile(const dialogs::Sources& sources) {
    auto loaded = dialogs::load(sources);
    faults().add(loaded.faults);
    profile_.program = loaded.program;
    // Also when there are faults elsewhere; those of the contracts themselves were reported above.
    base::Faults heard;
    check_contracts(dialogs::load_contracts(sources.contracts, heard), faults());
    if (profile_.program != nullptr && profile_.knowledge != nullptr) {
      check_start_buttons(*profile_.knowledge, start_buttons(*profile_.program), faults());
    }
  }

  void read_shop() {
    const auto path = source_.folder / "demo/shop.yaml";
    if (const auto text = read_file(path)) {
      profile_.shop = std::make_shared<DemoShop>(*text, path.string(), source_.now, faults());
    } else {
      faults().error({path.string(), 0, 0}, "the profile has no orders to return",
                     "describe the shop's customers in demo/shop.yaml");
    }
  }

  const ProfileSource& source_;
  LoadedProfile result_;
  ProfileReader files_;
  Profile profile_;
};

}  // namespace

std::optional<std::string> read_file(const std::filesystem::path& path) {
  return base::read_file(path, kMaxFileBytes);
}

std::shared_ptr<const dialogs::MessageReader> load_reader_of(const Profile& profile,
                                                             const ProfileSource& source,
                                                             base::Faults& faults) {
  if (source.reader == ProfileSource::Reader::none) return nullptr;
  auto loaded = load_reader(reader_source(profile, source));
  faults.add(loaded.faults);
  return loaded.reader;
}

LoadedProfile load_profile(const ProfileSource& source) {
  return ProfileLoader(source).load();
}

}  // namespace bot
