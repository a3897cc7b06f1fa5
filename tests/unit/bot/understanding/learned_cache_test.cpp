#include "bot/understanding/learned_cache.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "tests/support/temporary_folder.hpp"

using bot::LearnedCache;

namespace {

std::string loaded(const LearnedCache& cache, const std::string& name, const std::string& hash) {
  const auto bytes = cache.load(name, hash);
  return bytes ? std::string(bytes->bytes) : "(none)";
}

std::size_t files_in(const std::filesystem::path& folder) {
  const std::filesystem::directory_iterator all(folder);
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

}  // namespace

TEST_CASE("learned cache: keeps one file a name, the newest", "[understanding]") {
  const tests::TemporaryFolder folder;
  const LearnedCache cache(folder.path() / "models");
  CHECK(loaded(cache, "en", "a") == "(none)");
  cache.store("en", "a", "old");
  cache.store("articles_en", "a", "other");
  CHECK(loaded(cache, "en", "a") == "old");
  const auto still_read = cache.load("en", "a");
  cache.store("en", "b", "new");
  CHECK(loaded(cache, "en", "a") == "(none)");
  CHECK(loaded(cache, "en", "b") == "new");
  CHECK(loaded(cache, "articles_en", "a") == "other");
  CHECK(still_read->bytes == "old");  // whoever has it keeps it
  CHECK(files_in(folder.path() / "models") == 2);
}

TEST_CASE("learned cache: without a folder nothing is kept", "[understanding]") {
  const LearnedCache cache{std::filesystem::path()};
  cache.store("en", "a", "x");
  CHECK_FALSE(cache.load("en", "a"));
}

TEST_CASE("learned cache: an empty file is nothing, and one that cannot be written no fault",
          "[understanding]") {
  const tests::TemporaryFolder folder;
  const LearnedCache cache(folder.path());
  std::ofstream(folder.path() / "en-a.model").flush();
  CHECK_FALSE(cache.load("en", "a"));
  std::ofstream(folder.path() / "file") << "x";
  LearnedCache(folder.path() / "file").store("en", "a", "x");
}
