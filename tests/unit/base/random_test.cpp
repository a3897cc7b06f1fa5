#include "base/random.hpp"

#include <array>
#include <catch2/catch.hpp>

TEST_CASE("random: the same seed gives the same bytes, another seed others", "[base]") {
  base::SeededRandom first(7);
  base::SeededRandom second(7);
  base::SeededRandom third(8);
  const std::string text = first.hex(37);
  CHECK(text.size() == 74);
  CHECK(text == second.hex(37));
  CHECK(text != third.hex(37));
  CHECK(first.hex(37) != text);
}

TEST_CASE("random: below stays below its bound and reaches every value", "[base]") {
  base::SeededRandom seeded(3);
  base::SecureRandom secure;
  for (base::Random* random :
       {static_cast<base::Random*>(&seeded), static_cast<base::Random*>(&secure)}) {
    std::array<int, 6> seen{};
    for (int i = 0; i < 6000; ++i) ++seen.at(random->below(6));
    // Expected 1000 each, deviation about 29: 700 is ten deviations away.
    for (const int count : seen) CHECK(count > 700);
    CHECK(random->below(1) == 0);
  }
}

TEST_CASE("random: secure bytes fill the whole buffer", "[base]") {
  base::SecureRandom random;
  CHECK(random.hex(0).empty());
  // Each byte position is non-zero in at least one of 16 draws, but for odds of 2^-120.
  std::array<std::byte, 33> any{};
  for (int i = 0; i < 16; ++i) {
    std::array<std::byte, 33> drawn{};
    random.fill(drawn);
    for (std::size_t at = 0; at < drawn.size(); ++at) any[at] |= drawn[at];
  }
  for (const std::byte byte : any) CHECK(byte != std::byte{0});
}
