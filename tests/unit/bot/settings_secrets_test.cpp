// Where secrets come from, and whom they are safe from (B96).
#include "bot/settings_secrets.hpp"

#include <sys/stat.h>
#include <catch2/catch.hpp>

#include <fstream>
#include <set>
#include <thread>

#include "bot/settings.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace bot;
namespace fs = std::filesystem;

namespace {

const std::string kSecret = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

void put(const fs::path& path, const std::string& text, unsigned mode) {
  std::ofstream(path, std::ios::binary) << text;
  fs::permissions(path, fs::perms(mode));
}

std::string read(const fs::path& folder, const fs::path& path, Secrecy secrecy = Secrecy::secret) {
  const auto secret = read_secret_file(folder, path, secrecy);
  return secret ? std::string(secret->reveal()) : "! " + secret.error().detail;
}

bool says(const std::string& answer, const std::string& part) {
  INFO(answer);
  return answer.starts_with("! ") && answer.find(part) != std::string::npos;
}

Settings demo(const fs::path& folder, bool may_create, base::Faults* faults = nullptr) {
  SettingsSource source;
  source.file = folder / "boomerang.yaml";
  source.text = "demo: yes\n";
  source.data_folder = folder / "data";
  source.may_create_secrets = may_create;
  auto result = read_settings(source);
  if (faults != nullptr) {
    *faults = result.faults;
  } else {
    CHECK(result.faults.to_string().empty());
  }
  return std::move(result.settings);
}

}  // namespace

TEST_CASE("secret files: only the owner may read them", "[bot][settings]") {
  const tests::TemporaryFolder folder;
  const fs::path file = folder.path() / "a.key";
  for (const unsigned mode : {0600U, 0400U}) {
    put(file, kSecret + "\n", mode);
    CHECK(read(folder.path(), "a.key") == kSecret);
    fs::remove(file);
  }
  for (const unsigned mode : {0644U, 0640U, 0660U, 0604U, 0602U, 0700U, 0620U, 0777U}) {
    INFO(std::oct << mode);
    put(file, kSecret, mode);
    CHECK(says(read(folder.path(), "a.key"), "chmod 600"));
    CHECK(read(folder.path(), "a.key", Secrecy::open) == kSecret);
    fs::remove(file);
  }
}

TEST_CASE("secret files: one line break at the end is not part of it", "[bot][settings]") {
  const tests::TemporaryFolder folder;
  const auto content = [&](const std::string& text) {
    put(folder.path() / "a.key", text, 0600);
    return read(folder.path(), "a.key");
  };
  CHECK(content("abc") == "abc");
  CHECK(content("abc\n") == "abc");
  CHECK(content("abc\r\n") == "abc");
  CHECK(content("abc\n\n") == "abc\n");
  CHECK(content("").empty());
  CHECK(content(std::string(kMaxSecretBytes, 'x')).size() == kMaxSecretBytes);
  CHECK(says(content(std::string(kMaxSecretBytes + 1, 'x')), "too large"));
}

TEST_CASE("secret files: not through a link out of the folder", "[bot][settings]") {
  const tests::TemporaryFolder folder;
  const fs::path inside = folder.path() / "profile";
  fs::create_directories(inside / "deep");
  put(folder.path() / "outside.key", kSecret, 0600);
  put(inside / "real.key", kSecret, 0600);
  fs::create_symlink(folder.path() / "outside.key", inside / "out.key");
  fs::create_symlink("real.key", inside / "in.key");
  fs::create_directory_symlink(folder.path(), inside / "up");
  fs::create_symlink("missing", inside / "dangling.key");
  CHECK(read(inside, "real.key") == kSecret);
  CHECK(read(inside, "in.key") == kSecret);
  CHECK(read(inside, "deep/../real.key") == kSecret);
  CHECK(says(read(inside, "out.key"), "outside"));
  CHECK(says(read(inside, "up/outside.key"), "outside"));
  CHECK(says(read(inside, "../outside.key"), "outside"));
  CHECK(says(read(inside, "dangling.key"), "does not exist"));
  // An absolute path is meant as it is.
  CHECK(read(inside, folder.path() / "outside.key") == kSecret);
}

TEST_CASE("secret files: no folders, pipes or missing files", "[bot][settings]") {
  const tests::TemporaryFolder folder;
  CHECK(says(read(folder.path(), "none.key"), "does not exist"));
  CHECK(says(read(folder.path(), "."), "no plain file"));
  REQUIRE(::mkfifo((folder.path() / "pipe").c_str(), 0600) == 0);
  CHECK(says(read(folder.path(), "pipe"), "no plain file"));
}

TEST_CASE("demo secrets: made once, kept, guarded", "[bot][settings]") {
  const tests::TemporaryFolder folder;
  const Settings first = demo(folder.path(), true);
  const Settings second = demo(folder.path(), false);
  REQUIRE(first.identity.keys.size() == 1);
  REQUIRE(second.identity.keys.size() == 1);
  CHECK(first.identity.keys[0].material.reveal() == second.identity.keys[0].material.reveal());
  CHECK(first.file_link_key.reveal() == second.file_link_key.reveal());
  CHECK(first.identity.issuer == "demo-shop");
  std::set<std::string> secrets = {std::string(first.file_link_key.reveal()),
                                   std::string(first.identity.keys[0].material.reveal())};
  REQUIRE(first.back_office.size() == 3);
  for (const BackOfficeAccess& access : first.back_office) {
    secrets.insert(std::string(access.key.reveal()));
    CHECK(access.entry.hash == sha256(access.key.reveal()));
  }
  CHECK(secrets.size() == 5);
  const fs::path made = folder.path() / "data" / "secrets";
  CHECK((fs::status(made).permissions() & fs::perms::all) == fs::perms::owner_all);
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator(made)) {
    ++files;
    CHECK((entry.status().permissions() & fs::perms::all) == fs::perms(0600));
  }
  CHECK(files == 5);
}

TEST_CASE("demo secrets: a check makes nothing and complains of nothing", "[bot][settings]") {
  const tests::TemporaryFolder folder;
  const Settings settings = demo(folder.path(), false);
  CHECK(settings.identity.keys.empty());
  CHECK_FALSE(fs::exists(folder.path() / "data"));
}

TEST_CASE("demo secrets: one that others can read, or a weak one, is refused", "[bot][settings]") {
  const tests::TemporaryFolder folder;
  demo(folder.path(), true);
  const fs::path file = folder.path() / "data" / "secrets" / "support.key";
  fs::permissions(file, fs::perms(0644));
  base::Faults faults;
  demo(folder.path(), true, &faults);
  CHECK(faults.to_string().find("chmod 600") != std::string::npos);
  put(file, "weak", 0600);
  demo(folder.path(), true, &faults);
  CHECK(faults.to_string().find("too weak") != std::string::npos);
}

TEST_CASE("demo secrets: processes that start at once get the same one", "[bot][settings]") {
  for (int round = 0; round < 20; ++round) {
    const tests::TemporaryFolder folder;
    std::vector<std::string> seen(4);
    std::vector<std::thread> threads;
    for (std::string& mine : seen) {
      threads.emplace_back([&] {
        const auto secret = demo_secret(folder.path(), "customers", true);
        mine = secret ? std::string(secret->reveal()) : secret.error().detail;
      });
    }
    for (std::thread& thread : threads) thread.join();
    for (const std::string& mine : seen) {
      CHECK(mine == seen[0]);
      CHECK(mine.size() == 64);
    }
    CHECK(std::distance(fs::directory_iterator(folder.path() / "secrets"), {}) == 1);
  }
}
