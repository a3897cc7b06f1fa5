#include "storage/data_folder.hpp"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <optional>

#include "tests/support/temporary_folder.hpp"

using storage::DataFolder;
using storage::FailureKind;
using storage::StorageFailure;

TEST_CASE("data folder: made where it is missing, with its parents", "[storage]") {
  const tests::TemporaryFolder folder;
  const DataFolder made(folder.path() / "a" / "b");
  CHECK(std::filesystem::is_directory(folder.path() / "a" / "b"));
  CHECK(made.database() == folder.path() / "a" / "b" / "boomerang.db");
}

TEST_CASE("data folder: not made for somebody who only looks", "[storage]") {
  const tests::TemporaryFolder folder;
  CHECK_THROWS_AS(DataFolder(folder.data(), DataFolder::Missing::refuse), StorageFailure);
  CHECK_FALSE(std::filesystem::exists(folder.data()));
}

TEST_CASE("data folder: the lock goes with its owner", "[storage]") {
  const tests::TemporaryFolder folder;
  std::optional<DataFolder> first(folder.data());
  CHECK_THROWS_AS(DataFolder(folder.data()), StorageFailure);
  first.reset();
  CHECK_NOTHROW(DataFolder(folder.data()));
}

TEST_CASE("data folder: a file in its place is refused by name", "[storage]") {
  const tests::TemporaryFolder folder;
  std::ofstream(folder.data()) << "x";
  try {
    const DataFolder made(folder.data());
    FAIL("a file was taken for a folder");
  } catch (const StorageFailure& failure) {
    CHECK(failure.kind() == FailureKind::refused);
    CHECK_THAT(failure.what(), Catch::Contains(folder.data().string()));
  }
}
