// A profile: the folder of files that a shop changes (config/). Loads and checks everything in it
// at once, and is what the server runs on. Immutable once loaded; any thread.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/fault.hpp"
#include "bot/settings.hpp"
#include "bot/shop/demo_shop.hpp"
#include "dialogs/loader.hpp"
#include "dialogs/understanding/message_reader.hpp"
#include "knowledge/answer_finder.hpp"
#include "knowledge/library.hpp"
#include "storage/commit.hpp"
#include "workflow/machine.hpp"
#include "workflow/policy.hpp"

namespace bot {

struct Profile {
  std::filesystem::path folder;
  // Of the files that conversations depend on (publish/stored_profile.hpp).
  std::string version;
  std::vector<storage::ProfileFile> files;
  std::string settings_text;  // boomerang.yaml as it was read
  Settings settings;
  std::shared_ptr<const dialogs::Program> program;
  std::shared_ptr<const workflow::Policy> policy;
  carriers::Table carriers;
  std::map<std::string, std::shared_ptr<const workflow::Machine>, std::less<>> machines;
  std::shared_ptr<const DemoShop> shop;
  std::shared_ptr<const knowledge::Library> knowledge;  // nothing without articles
  // Finds in `knowledge`; one thread at a time, which is the loop's. Nothing without articles.
  std::shared_ptr<const knowledge::AnswerFinder> finder;
  // Reads messages. Nothing without training phrases, or when it was not asked for.
  std::shared_ptr<const dialogs::MessageReader> reader;
};

struct LoadedProfile {
  std::optional<Profile> profile;  // nothing when there are errors
  base::Faults faults;             // of every file, sorted; may hold warnings
};

struct ProfileSource {
  std::filesystem::path folder;
  std::filesystem::path data_folder;  // where a demo's generated secrets live
  base::Instant now{};                // the start that the demo's dates count back from
  std::function<std::optional<std::string>(const std::string&)> environment;
  bool is_demo = false;             // as if boomerang.yaml said `demo: yes`
  bool may_create_secrets = false;  // those of a demo, when missing
  // What Profile::reader is to be: `cached` is nothing where the cache does not have it, which
  // costs no time; learning takes seconds.
  enum class Reader { none, cached, taught };
  Reader reader = Reader::none;
  std::filesystem::path models = {};  // folder of the cache; empty: data_folder / "models"
  // Learning gives up soon after it says no, and there is no reader. Empty: always wanted.
  std::function<bool()> is_wanted = {};
};

// Reads what `reader` is to be, as load_profile does, for a profile that is loaded. Any thread.
std::shared_ptr<const dialogs::MessageReader> load_reader_of(const Profile& profile,
                                                             const ProfileSource& source,
                                                             base::Faults& faults);

// Reads boomerang.yaml, policy.yaml, carriers.yaml (may be missing), contracts.yaml, repair.yaml,
// flows/*.yaml, texts/*.yaml, cases/*.yaml, demo/shop.yaml and, when there are articles, the files
// of knowledge_files.hpp.
// Beside each file's own faults it reports what only shows between files: a case notice without a
// text, a text that names what its notice does not give, and a look-up or action of the contracts
// that this program does not have.
LoadedProfile load_profile(const ProfileSource& source);

// A whole file, or nothing when it cannot be read; at most 4 MiB.
std::optional<std::string> read_file(const std::filesystem::path& path);

}  // namespace bot
