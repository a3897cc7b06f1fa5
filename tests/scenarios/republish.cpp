#include "tests/scenarios/republish.hpp"

#include <fstream>
#include <iterator>

#include "base/json.hpp"
#include "tests/scenarios/scenario_chat.hpp"

namespace tests {
namespace {

namespace fs = std::filesystem;

void carry_out(const Republishing::Edit& edit, const fs::path& profile) {
  const fs::path path = profile / edit.file;
  std::ifstream stream(path);
  std::string text(std::istreambuf_iterator<char>(stream), {});
  auto at = text.find(edit.from);
  if (at == std::string::npos) throw Divergence(edit.file + " does not say: " + edit.from);
  for (; at != std::string::npos; at = text.find(edit.from, at + edit.to.size())) {
    text.replace(at, edit.from.size(), edit.to);
  }
  std::ofstream(path) << text;
}

}  // namespace

std::unique_ptr<TemporaryFolder> republish(SimServer& server, const Republishing& changes) {
  auto folder = std::make_unique<TemporaryFolder>();
  const fs::path profile = folder->path() / "profile";
  fs::copy(server.profile_folder(), profile, fs::copy_options::recursive);
  if (!changes.folder.empty()) {
    fs::copy(changes.folder, profile,
             fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  }
  for (const auto& edit : changes.edits) carry_out(edit, profile);
  const std::string answer = server.publish(profile);
  const auto report = base::parse_json(answer, {1U << 20U, 32, 10'000});
  if (!report || report->at("published") != base::Value(true)) {
    throw Divergence("the profile was not published: " + answer);
  }
  return folder;
}

}  // namespace tests
