// The shipped training phrases, and those held out from them.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "dialogs/understanding/lexicon.hpp"
#include "dialogs/understanding/training_set.hpp"

namespace tests {

inline std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

inline dialogs::TrainingSet set_in(const std::filesystem::path& folder,
                                   const std::string& language) {
  std::vector<dialogs::SourceFile> files;
  const auto place = std::filesystem::path(BOOMERANG_SOURCE_DIR) / folder / language;
  for (const auto& entry : std::filesystem::directory_iterator(place)) {
    files.push_back({entry.path().string(), text_of(entry.path())});
  }
  std::sort(files.begin(), files.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  base::Faults faults;
  return dialogs::read_training(language, files, 1, faults);
}

inline dialogs::TrainingSet shipped_set(const std::string& language) {
  return set_in("config/training", language);
}
inline dialogs::TrainingSet held_out_set(const std::string& language) {
  return set_in("tests/understanding/held_out", language);
}

inline std::shared_ptr<const dialogs::Lexicon> shipped_lexicon(const std::string& language) {
  const auto path = std::filesystem::path(BOOMERANG_SOURCE_DIR) / "config/training/lexicon" /
                    (language + ".yaml");
  base::Faults faults;
  return std::make_shared<const dialogs::Lexicon>(
      dialogs::Lexicon::read({path.string(), text_of(path)}, faults));
}

}  // namespace tests
