#include "base/byte_form.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>
#include <vector>

using base::ByteReader;
using base::ByteWriter;

namespace {

constexpr std::string_view kMark = "TEST";

struct Pair {
  std::uint32_t key = 0;
  float value = 0;
};

std::string written(const std::string& text, const std::vector<double>& numbers) {
  ByteWriter out(kMark, 3);
  out.text(text);
  out.list<double>(numbers);
  out.list<Pair>({{{1, 0.5F}, {2, 0.25F}}});
  out.number<std::uint8_t>(7);
  return out.finish();
}

// What was read of it, or nothing when it is not sound.
bool is_read(const std::string& bytes, std::uint32_t version = 3) {
  ByteReader in(base::shared(bytes), kMark, version);
  in.text();
  in.list<double>();
  in.list<Pair>();
  in.number<std::uint8_t>();
  return in.is_sound() && in.is_at_end();
}

}  // namespace

TEST_CASE("byte form: what was written is read", "[base]") {
  CHECK(rc::check("round trip", [](const std::string& text, const std::vector<double>& numbers) {
    ByteReader in(base::shared(written(text, numbers)), kMark, 3);
    RC_ASSERT(in.text() == text);
    const auto list = in.list<double>();
    RC_ASSERT(std::equal(list.begin(), list.end(), numbers.begin(), numbers.end()));
    const auto pairs = in.list<Pair>();
    RC_ASSERT(pairs.size() == 2U);
    RC_ASSERT(pairs[1].key == 2U);
    RC_ASSERT(in.number<std::uint8_t>() == 7);
    RC_ASSERT(in.is_sound());
    RC_ASSERT(in.is_at_end());
  }));
}

TEST_CASE("byte form: an array outlives the reader that it came from", "[base]") {
  base::FrozenArray<double> list;
  {
    ByteReader in(base::shared(written("x", {1, 2, 3})), kMark, 3);
    in.text();
    list = in.list<double>();
  }
  CHECK(std::vector<double>(list.begin(), list.end()) == std::vector<double>{1, 2, 3});
}

TEST_CASE("byte form: bytes that do not lie on multiples of eight are read too", "[base]") {
  const std::string bytes = written("abc", {4, 5});
  const auto shifted = base::shared(" " + bytes);
  ByteReader in({shifted.bytes.substr(1), shifted.owner}, kMark, 3);
  CHECK(in.text() == "abc");
  CHECK(in.list<double>()[1] == 5);
  CHECK(in.is_sound());
}

TEST_CASE("byte form: damage of any byte, a cut and another version are noticed", "[base]") {
  const std::string bytes = written("some text", {1, 2, 3, 4, 5});
  REQUIRE(is_read(bytes));
  CHECK_FALSE(is_read(bytes, 4));
  CHECK_FALSE(is_read(bytes + "x"));
  CHECK_FALSE(is_read(""));
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    INFO("byte " << at);
    for (int bit = 0; bit < 8; ++bit) {
      std::string damaged = bytes;
      damaged[at] = static_cast<char>(damaged[at] ^ (1 << bit));
      CHECK_FALSE(is_read(damaged));
    }
    CHECK_FALSE(is_read(bytes.substr(0, at)));
  }
}

TEST_CASE("byte form: reading more than there is gives nothing, and no size is believed",
          "[base]") {
  ByteWriter out(kMark, 1);
  out.number<std::uint64_t>(~std::uint64_t{0});  // a list of that many, it says
  ByteReader in(base::shared(out.finish()), kMark, 1);
  CHECK(in.list<double>().empty());
  CHECK_FALSE(in.is_sound());
  CHECK(in.number<std::uint64_t>() == 0);
  CHECK(in.text().empty());
}
