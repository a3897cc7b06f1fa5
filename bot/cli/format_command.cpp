#include <algorithm>
#include <fstream>
#include <iostream>

#include "base/yaml_layout.hpp"
#include "bot/cli/commands.hpp"
#include "bot/profile.hpp"
#include "dialogs/text_keys.hpp"

namespace bot {
namespace {

std::vector<std::string> flow_files(const std::string& profile) {
  std::vector<std::string> files;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(profile + "/flows", ignored)) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// Writes beside the file and puts that in its place, so that a full disk leaves the old one.
bool replace_file(const std::string& file, const std::string& text) {
  const std::string fresh = file + ".new";
  {
    std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    if (!out) return false;
  }
  std::error_code error;
  std::filesystem::permissions(fresh, std::filesystem::status(file, error).permissions(), error);
  std::filesystem::rename(fresh, file, error);
  return !error;
}

}  // namespace

int format_command(const FormatOptions& options) {
  const auto files = options.files.empty() ? flow_files(options.where.profile) : options.files;
  const base::LayoutRules rules{dialogs::is_customer_text};
  int code = 0;
  for (const std::string& file : files) {
    const auto text = read_file(file);
    if (!text) {
      std::cerr << "boomerang: cannot read " << file << "\n";
      return 2;
    }
    base::Faults faults;
    const auto laid_out = base::lay_out_yaml(*text, file, rules, faults);
    std::cerr << faults.to_string();
    if (!laid_out) {
      code = 1;
    } else if (*laid_out != *text) {
      std::cout << file << (options.only_check ? " would change\n" : " laid out\n");
      if (options.only_check) {
        code = 1;
      } else if (!replace_file(file, *laid_out)) {
        std::cerr << "boomerang: cannot write " << file << "\n";
        return 2;
      }
    }
  }
  return code;
}

}  // namespace bot
