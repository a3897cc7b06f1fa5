#include "base/hash.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>
#include <map>
#include <vector>

using base::HashSlots;

TEST_CASE("hash slots: find what was put in, whatever the keys", "[base]") {
  // Few different keys, and such that meet in the same slot.
  const auto key = rc::gen::map(rc::gen::inRange<std::uint64_t>(0, 40),
                                [](std::uint64_t number) { return number << (number % 3 * 20); });
  CHECK(rc::check("as a map", [&] {
    const auto wanted = *rc::gen::container<std::vector<std::uint64_t>>(key);
    std::map<std::uint64_t, std::uint32_t> known;
    std::vector<std::uint64_t> keys;
    HashSlots grown;
    for (const std::uint64_t one : wanted) {
      const auto at = grown.find(one, keys);
      RC_ASSERT((at != HashSlots::kNone) == known.contains(one));
      if (at != HashSlots::kNone) continue;
      known[one] = static_cast<std::uint32_t>(keys.size());
      keys.push_back(one);
      grown.put_last(keys);
    }
    const HashSlots made(keys);
    for (const auto& [one, at] : known) {
      RC_ASSERT(grown.find(one, keys) == at);
      RC_ASSERT(made.find(one, keys) == at);
    }
    RC_ASSERT(made.find(~std::uint64_t{0}, keys) == HashSlots::kNone);
  }));
}

TEST_CASE("hash slots: nothing is in an empty table", "[base]") {
  CHECK(HashSlots().find(0, {}) == HashSlots::kNone);
  CHECK(HashSlots(std::span<const std::uint64_t>()).find(0, {}) == HashSlots::kNone);
}
