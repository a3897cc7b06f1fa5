// The table of client ids against std::map: whatever is set is found, and nothing else.
#include "bot/turns/seen_ids.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>
#include <map>

namespace {

// Fingerprints that fall on the same places of a small table are as likely as others.
std::uint64_t some_print() {
  return *rc::gen::oneOf(rc::gen::arbitrary<std::uint64_t>(),
                         rc::gen::map(rc::gen::inRange<std::uint64_t>(0, 8),
                                      [](std::uint64_t high) { return high << 40U; }),
                         rc::gen::just<std::uint64_t>(0));
}

}  // namespace

TEST_CASE("seen ids: an empty table finds nothing", "[turns]") {
  const bot::SeenIds seen;
  CHECK_FALSE(seen.find(0).has_value());
  CHECK_FALSE(seen.find(17).has_value());
}

TEST_CASE("seen ids: it answers as a map does, also after growing and clearing", "[turns]") {
  CHECK(rc::check([] {
    bot::SeenIds seen;
    std::map<std::uint64_t, std::int64_t> model;
    const int rounds = *rc::gen::inRange(0, 300);
    for (int i = 1; i <= rounds; ++i) {
      const auto print = some_print();
      seen.set(print, i);
      model[print] = i;
      const auto other = some_print();
      RC_ASSERT(seen.find(other).has_value() == model.contains(other));
    }
    for (const auto& [print, row] : model) RC_ASSERT(seen.find(print).value_or(0) == row);
    std::map<std::uint64_t, std::int64_t> visited;
    seen.for_each([&](std::uint64_t print, std::int64_t row) {
      RC_ASSERT(visited.emplace(print, row).second);
    });
    RC_ASSERT(visited == model);
    seen.clear();
    for (const auto& [print, row] : model) RC_ASSERT(!seen.find(print).has_value());
  }));
}
