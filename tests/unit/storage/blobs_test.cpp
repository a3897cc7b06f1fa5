#include "storage/blobs.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "tests/support/temporary_folder.hpp"

using storage::Blobs;
using storage::StorageFailure;
using storage::StoredBlob;

namespace {

// Of "abc": FIPS 180-2, appendix B.1.
constexpr const char* kHashOfAbc =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

StoredBlob store(Blobs& blobs, std::string_view text) {
  auto writer = blobs.start();
  writer.write(bytes_of(text));
  return writer.finish();
}

std::size_t count(const Blobs& blobs) {
  std::size_t found = 0;
  blobs.for_each([&found](const std::string&, const std::filesystem::path&) { ++found; });
  return found;
}

std::size_t parts_in(const tests::TemporaryFolder& folder) {
  const std::filesystem::directory_iterator parts(folder.path() / "blobs" / "parts");
  return static_cast<std::size_t>(std::distance(begin(parts), end(parts)));
}

}  // namespace

TEST_CASE("blobs: named by the hash of their bytes, whatever the pieces", "[storage]") {
  const tests::TemporaryFolder folder;
  Blobs blobs(folder.path());
  auto writer = blobs.start();
  writer.write(bytes_of("a"));
  writer.write({});
  writer.write(bytes_of("bc"));
  CHECK(writer.bytes() == 3);
  const auto stored = writer.finish();
  CHECK(stored.hash == kHashOfAbc);
  CHECK(stored.bytes == 3);
  CHECK(blobs.find(kHashOfAbc) == folder.path() / "blobs" / "ba" / "78" / kHashOfAbc);
  CHECK(blobs.read(kHashOfAbc) == "abc");
  CHECK(parts_in(folder) == 0);
}

TEST_CASE("blobs: the same bytes twice are one file", "[storage]") {
  const tests::TemporaryFolder folder;
  Blobs blobs(folder.path());
  CHECK(store(blobs, "same").hash == store(blobs, "same").hash);
  store(blobs, "other");
  store(blobs, "");
  CHECK(count(blobs) == 3);
  CHECK(parts_in(folder) == 0);
}

TEST_CASE("blobs: one larger than any buffer, with every byte value", "[storage]") {
  const tests::TemporaryFolder folder;
  Blobs blobs(folder.path());
  std::string large(3'000'001, '\0');
  for (std::size_t i = 0; i < large.size(); ++i) large[i] = static_cast<char>(i * 31 >> 3);
  const auto stored = store(blobs, large);
  CHECK(stored.bytes == 3'000'001);
  CHECK(blobs.read(stored.hash) == large);
}

TEST_CASE("blobs: a writer given up leaves nothing; what a crash left is swept", "[storage]") {
  const tests::TemporaryFolder folder;
  Blobs blobs(folder.path());
  {
    auto writer = blobs.start();
    writer.write(bytes_of("half a fi"));
    CHECK(parts_in(folder) == 1);
  }
  CHECK(parts_in(folder) == 0);
  std::ofstream(folder.path() / "blobs" / "parts" / "a1b2c3") << "truncated by a crash";
  std::ofstream(folder.path() / "blobs" / "parts" / "d4e5f6") << "";
  const auto kept = store(blobs, "kept");
  Blobs again(folder.path());
  CHECK(again.sweep_parts() == 2);
  CHECK(again.sweep_parts() == 0);
  CHECK(again.read(kept.hash) == "kept");
}

TEST_CASE("blobs: a name that is no hash finds nothing", "[storage]") {
  const tests::TemporaryFolder folder;
  Blobs blobs(folder.path());
  std::ofstream(folder.path() / "secret") << "x";
  for (const auto* name : {"", "ab", "../../secret", "parts",
                           "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
                           "../7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}) {
    CHECK_FALSE(blobs.find(name));
    CHECK_FALSE(blobs.read(name));
  }
  CHECK_FALSE(blobs.find(kHashOfAbc));
}

TEST_CASE("blobs: damaged bytes are never returned", "[storage]") {
  const tests::TemporaryFolder folder;
  Blobs blobs(folder.path());
  const auto stored = store(blobs, "abc");
  std::ofstream(*blobs.find(stored.hash)) << "abd";
  CHECK_THROWS_AS(blobs.read(stored.hash), StorageFailure);
}

TEST_CASE("blobs: only their owner can read them", "[storage]") {
  const tests::TemporaryFolder folder;
  Blobs blobs(folder.path());
  const auto path = blobs.find(store(blobs, "abc").hash);
  struct ::stat status {};
  REQUIRE(::stat(path->c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  REQUIRE(::stat((folder.path() / "blobs").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0700);
}
