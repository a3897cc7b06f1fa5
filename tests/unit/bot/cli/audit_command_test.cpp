// `boomerang audit verify` on a trail of 10,000 rows with one of them changed, removed or moved.
#include <SQLiteCpp/Database.h>

#include <catch2/catch.hpp>
#include <iostream>
#include <sstream>

#include "bot/cli/commands.hpp"
#include "storage/sqlite_store.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

constexpr int kRows = 10'000;

void write_trail(const std::filesystem::path& folder) {
  storage::SqliteOptions options;
  options.durability = storage::Durability::none;
  const auto store = storage::open_sqlite_store(folder, options);
  for (int i = 0; i < kRows; i += 100) {
    storage::Commit commit;
    for (int j = 1; j <= 100; ++j) {
      const auto number = std::to_string(i + j);
      commit.audit.push_back({base::from_milliseconds(i + j), "back_office:erp", "case.approve",
                              std::string("case-").append(number), "{}"});
    }
    const storage::Commit* const batch[] = {&commit};
    REQUIRE(store->write(batch).front().status == storage::CommitStatus::ok);
  }
  store->close();
}

// What the command prints, with its exit code before it.
std::string verify(const std::filesystem::path& folder, const std::string& expected = "") {
  std::ostringstream out;
  auto* const before = std::cout.rdbuf(out.rdbuf());
  std::vector<std::string> arguments = {"audit", "verify", "--data", folder.string()};
  if (!expected.empty()) arguments.insert(arguments.end(), {"--expect", expected});
  const int code = bot::run_command_line(arguments);
  std::cout.rdbuf(before);
  return std::to_string(code) + " " + out.str();
}

}  // namespace

TEST_CASE("audit verify: names the row that was changed, removed or moved, of 10,000 (P19)",
          "[bot]") {
  const tests::TemporaryFolder folder;
  write_trail(folder.data());
  const std::string sound = verify(folder.data());
  CHECK(sound.starts_with("0 10000 rows, sound"));
  const std::string head = sound.substr(sound.rfind("10000:"), 6 + 64);
  CHECK(verify(folder.data(), head).starts_with("0 "));

  const std::pair<const char*, const char*> damages[] = {
      {"UPDATE audit SET actor = 'back_office:till' WHERE id = 7321", "1 row 7321 "},
      {"DELETE FROM audit WHERE id = 4096", "1 row 4096 "},
      {"UPDATE audit SET id = -1 WHERE id = 9998; UPDATE audit SET id = 9998 WHERE id = 9999;"
       "UPDATE audit SET id = 9999 WHERE id = -1",
       "1 row 9998 "}};
  for (const auto& [damage, found] : damages) {
    INFO(damage);
    const tests::TemporaryFolder copy;
    std::filesystem::copy(folder.data(), copy.data());
    {
      SQLite::Database database((copy.data() / "boomerang.db").string(), SQLite::OPEN_READWRITE);
      database.exec(damage);
    }
    const std::string said = verify(copy.data());
    INFO(said);
    CHECK(said.starts_with(found));
  }
  // The end cut off is a trail that is sound in itself, but no longer holds the head noted before.
  SQLite::Database database((folder.data() / "boomerang.db").string(), SQLite::OPEN_READWRITE);
  database.exec("DELETE FROM audit WHERE id > 9990");
  CHECK(verify(folder.data(), head).starts_with("1 row "));
}
