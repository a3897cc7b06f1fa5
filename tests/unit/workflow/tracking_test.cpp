#include "workflow/tracking.hpp"

#include <catch2/catch.hpp>
#include <tuple>

using namespace workflow;

TEST_CASE("tracking: typed numbers are cleaned", "[workflow]") {
  CHECK(normalise_track(" rb 473 124 829-us ") == "RB473124829US");
  CHECK(normalise_track("rb473124829us\xE2\x80\x8B") == "RB473124829US");  // zero-width space
  CHECK(normalise_track("СР 473124829 КМ") == "CP473124829KM");            // Cyrillic letters
  CHECK(normalise_track("1Z/999") == "1Z?999");
}

TEST_CASE("tracking: S10 is strong only with its check digit and a real country", "[workflow]") {
  const std::tuple<const char*, TrackStrength, bool> rows[] = {
      {"RB473124829US", TrackStrength::strong, false},  // the standard's own example digits
      {"RB473124829BY", TrackStrength::strong, false},
      {"RB473124829KZ", TrackStrength::strong, false},
      {"RB473124829IL", TrackStrength::strong, false},
      {"RB473124828US", TrackStrength::weak, true},  // wrong check digit
      {"RB473142829US", TrackStrength::weak, true},  // two digits swapped
      {"RB473124829XX", TrackStrength::weak, true},  // no such country
      {"RB00000000"
       "5US",
       TrackStrength::strong, false},  // 11 becomes 5
      {"1Z999AA10123456784", TrackStrength::weak, false},
      {"1234567890", TrackStrength::weak, false},
      {"12345", TrackStrength::unusable, false},
      {"ABCDEFGH", TrackStrength::unusable, false},  // no digit at all
      {"1Z?999999", TrackStrength::unusable, false},
      {"", TrackStrength::unusable, false}};
  for (const auto& [track, strength, mistyped] : rows) {
    INFO(track);
    CHECK(check_track(track).strength == strength);
    CHECK(check_track(track).looks_mistyped == mistyped);
  }
  CHECK(check_track(std::string(40, '1')).strength == TrackStrength::weak);
  CHECK(check_track(std::string(41, '1')).strength == TrackStrength::unusable);
}
