// Profiles with planted faults: every one of them is reported, by its name and in its line, and
// nothing else is. A comment in the file says what is expected there:
//
//   as: nubmer            # fault: unknown-type-of-question
//   # fault+1: a; b x2    in the next line a, and b twice (`x*`: once or more); `fault-3:` three
//                         lines above, `fault@1:` in line 1
//
// A name is what base::rule_of makes of the message, or how it begins. The folder `sound` has no
// fault; the others are laid over it.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "bot/profile.hpp"
#include "dialogs/text_keys.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

namespace fs = std::filesystem;

const fs::path kFolder = fs::path(BOOMERANG_SOURCE_DIR) / "tests/planted";

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// Every text that the engine needs, behind the `texts:` that each language file ends with; and the
// words, where the file has none.
void add_needed_texts(const fs::path& file) {
  std::string text = read(file);
  const bool has_words = text.find("words:") != std::string::npos;
  if (text.find("texts:") == std::string::npos) text += "texts:\n";
  for (const dialogs::NeededText& needed : dialogs::kNeededTexts) {
    std::string names;
    for (const char c : std::string(needed.names))
      names += c == ' ' ? std::string("} {") : std::string(1, c);
    if (!names.empty()) names = " {" + names + "}";
    text += "  " + std::string(needed.key) + ": 'Some words" + names + "'\n";
  }
  if (!has_words) {
    text += "words:\n";
    for (const std::string_view words : dialogs::kNeededWords) {
      text += "  '" + std::string(words) + "': ['" + std::string(words) + "']\n";
    }
  }
  std::ofstream(file, std::ios::binary) << text;
}

void lay_out(const tests::TemporaryFolder& folder, const std::string& name) {
  const auto options = fs::copy_options::recursive | fs::copy_options::overwrite_existing;
  fs::copy(kFolder / "sound", folder.path(), options);
  fs::copy(kFolder / name, folder.path(), options);
  for (const auto& entry : fs::directory_iterator(folder.path() / "texts")) {
    add_needed_texts(entry.path());
  }
}

std::optional<std::string> variable(const std::string& name) {
  if (name == "PLANTED_WEAK") return "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
  return std::nullopt;
}

base::Faults faults_of(const tests::TemporaryFolder& folder) {
  const auto loaded = bot::load_profile(
      {folder.path(), folder.path() / "data", base::Instant{}, variable, false, true});
  CHECK(loaded.profile.has_value() != loaded.faults.has_errors());
  return loaded.faults;
}

// By "flows/questions.yaml:12" what is expected there.
struct Planted {
  std::string name;
  bool any_number = false;  // `x*`
  bool was_found = false;
};
using Expected = std::multimap<std::string, Planted>;

void read_names(std::string_view names, const std::string& place, Expected& expected) {
  while (!names.empty()) {
    const std::size_t end = std::min(names.find(';'), names.size());
    std::string name(names.substr(0, end));
    names.remove_prefix(std::min(end + 1, names.size()));
    name.erase(0, name.find_first_not_of(' '));
    name.erase(name.find_last_not_of(' ') + 1);
    int times = 1;
    bool any_number = false;
    if (const std::size_t by = name.find(" x"); by != std::string::npos) {
      any_number = name.ends_with("*");
      if (!any_number) times = std::atoi(name.c_str() + by + 2);
      name.resize(by);
    }
    for (int time = 0; time < times; ++time) {
      expected.emplace(place, Planted{name, any_number, false});
    }
  }
}

Expected expected_in(const tests::TemporaryFolder& folder) {
  Expected expected;
  for (const auto& entry : fs::recursive_directory_iterator(folder.path())) {
    if (entry.path().extension() != ".yaml") continue;
    const std::string file = fs::relative(entry.path(), folder.path()).string();
    std::istringstream text(read(entry.path()));
    std::string line;
    for (int number = 1; std::getline(text, line); ++number) {
      const std::size_t at = line.find("# fault");
      if (at == std::string::npos) continue;
      const std::size_t colon = line.find(':', at);
      REQUIRE(colon != std::string::npos);
      const std::string where = line.substr(at + 7, colon - at - 7);
      int target = number;
      if (where.starts_with("@")) {
        target = std::atoi(where.c_str() + 1);
      } else if (!where.empty()) {
        target += std::atoi(where.c_str());
      }
      read_names(std::string_view(line).substr(colon + 1), file + ":" + std::to_string(target),
                 expected);
    }
  }
  return expected;
}

// What is expected and not reported, and what is reported and not expected; empty when they agree.
std::string difference(const tests::TemporaryFolder& folder, const base::Faults& faults,
                       Expected expected) {
  std::string out;
  for (const base::Fault& fault : faults.all()) {
    const std::string file = fs::relative(fault.where.file, folder.path()).string();
    const std::string place = file + ":" + std::to_string(fault.where.line);
    const std::string rule = base::rule_of(fault);
    auto [here, end] = expected.equal_range(place);
    while (here != end && ((here->second.was_found && !here->second.any_number) ||
                           !rule.starts_with(here->second.name))) {
      ++here;
    }
    if (here != end) {
      here->second.was_found = true;
    } else {
      out += "not planted: " + place + " " + rule + " | " + fault.message + "\n";
    }
  }
  for (const auto& [place, planted] : expected) {
    if (!planted.was_found) out += "missed: " + place + " " + planted.name + "\n";
  }
  return out;
}

std::size_t check_folder(const std::string& name) {
  const tests::TemporaryFolder folder;
  lay_out(folder, name);
  const base::Faults faults = faults_of(folder);
  const Expected expected = expected_in(folder);
  INFO(name);
  CHECK(difference(folder, faults, expected) == "");
  for (const base::Fault& fault : faults.all()) {
    INFO(base::to_string(fault));
    CHECK(fault.where.line > 0);
    CHECK(fault.where.column > 0);
    CHECK(!fault.hint.empty());
    CHECK(!base::rule_of(fault).empty());
  }
  return expected.size();
}

}  // namespace

TEST_CASE("planted faults: the sound profile has none", "[planted]") {
  CHECK(check_folder("sound") == 0);
}

TEST_CASE("planted faults: every one is named, and nothing else", "[planted]") {
  const std::size_t planted =
      check_folder("profile") + check_folder("policy") + check_folder("languages");
  CHECK(planted >= 200);
}
