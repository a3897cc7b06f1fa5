#include "carriers/correction.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>
#include <cstdlib>
#include <random>

#include "carriers/track.hpp"
#include "shipped_table.hpp"

using namespace carriers;

namespace {

std::uint64_t seed() {
  const char* given = std::getenv("BOOMERANG_SEED");
  return given != nullptr ? std::strtoull(given, nullptr, 10) : 20260302;
}

struct Kind {
  const char* name;
  const char* carrier;
  std::string head;    // before the random digits
  std::size_t digits;  // random ones
  std::string tail;    // behind the check digit
  CheckRule rule;
  // Undetected at most, in percent; measured over thousands of random numbers (workflow.md 4), with
  // room for chance.
  double wrong_digit;
  double swapped;
};

const std::vector<Kind>& kinds() {
  using K = CheckRule::Kind;
  static const std::vector<Kind> kKinds = {
      {"S10", "BelPost", "RR", 8, "BY", {K::s10, {}, {}}, 3.5, 4.5},
      {"UPS", "UPS", "1Z879E93", 9, "", {K::mod10, {1, 2}, {}}, 6.0, 12.0},
      {"FedEx 12", "FedEx", "", 11, "", {K::mod11_10, {3, 1, 7}, {}}, 3.0, 4.0},
      {"DHL Express", "DHL", "", 9, "", {K::mod7, {}, {}}, 9.5, 8.0},
      {"USPS 22", "USPS", "94", 19, "", {K::mod10, {3, 1}, {}}, 0.0, 13.5},
      {"Russian Post", "Russian Post", "", 13, "", {K::mod10, {3, 1}, {}}, 0.0, 13.5}};
  return kKinds;
}

std::string random_number(const Kind& kind, std::mt19937_64& random) {
  // The check digit of UPS is reckoned behind 1Z only.
  const std::string unchecked = kind.name == std::string("UPS") ? "1Z" : "";
  std::string checked =
      kind.rule.kind == CheckRule::Kind::s10 ? "" : kind.head.substr(unchecked.size());
  for (std::size_t at = 0; at < kind.digits; ++at) {
    checked += static_cast<char>('0' + random() % 10);
  }
  const auto digit = check_digit(kind.rule, checked);
  REQUIRE(digit.has_value());
  const std::string front = kind.rule.kind == CheckRule::Kind::s10 ? kind.head : unchecked;
  return front + checked + *digit + kind.tail;
}

bool is_strong(const std::string& number, const char* carrier) {
  return check_track(shipped_table(), number, carrier).strength == Strength::strong;
}

std::vector<const Format*> formats_of(const char* carrier) {
  std::vector<const Format*> formats;
  for (const Format& one : shipped_table().find(carrier)->formats) formats.push_back(&one);
  static const Format kS10 = [] {
    std::string why;
    return Format{*Form::parse("A{2}(9{9})A{2}", why), CheckRule{CheckRule::Kind::s10, {}, {}},
                  true};
  }();
  formats.push_back(&kS10);
  return formats;
}

bool finds(const std::string& wrong, const std::string& original, const char* carrier) {
  const auto all = corrections(wrong, formats_of(carrier));
  return std::any_of(all.begin(), all.end(),
                     [&](const Correction& one) { return one.number == original; });
}

}  // namespace

TEST_CASE("correction: slips are detected as often as the rules promise, and undone",
          "[carriers]") {
  CAPTURE(seed());
  std::mt19937_64 random(seed());
  constexpr int kTrials = 1500;
  for (const Kind& kind : kinds()) {
    int digit_missed = 0;
    int swap_missed = 0;
    int swaps = 0;
    for (int trial = 0; trial < kTrials; ++trial) {
      const std::string number = random_number(kind, random);
      INFO(kind.name << " " << number);
      REQUIRE(is_strong(number, kind.carrier));
      const std::size_t first = kind.head.size();
      const std::size_t last = number.size() - kind.tail.size();
      const std::size_t at = first + random() % (last - first);
      std::string wrong = number;
      wrong[at] = static_cast<char>('0' + (wrong[at] - '0' + 1 + random() % 9) % 10);
      if (is_strong(wrong, kind.carrier))
        ++digit_missed;
      else
        CHECK(finds(wrong, number, kind.carrier));
      const std::size_t left = first + random() % (last - first - 1);
      std::string swapped = number;
      std::swap(swapped[left], swapped[left + 1]);
      if (swapped == number) continue;
      ++swaps;
      if (is_strong(swapped, kind.carrier))
        ++swap_missed;
      else
        CHECK(finds(swapped, number, kind.carrier));
    }
    INFO(kind.name);
    CHECK(100.0 * digit_missed / kTrials <= kind.wrong_digit);
    CHECK(100.0 * swap_missed / swaps <= kind.swapped);
  }
}

TEST_CASE("correction: characters that look alike come first", "[carriers]") {
  const auto check = [](std::string_view number, std::string_view carrier) {
    return check_track(shipped_table(), number, carrier).suggested;
  };
  using List = std::vector<std::string>;
  CHECK(check("RR47312482QBY", "BelPost").empty());  // Q is 0, and 0 is wrong here
  CHECK(check("RR473I24829BY", "BelPost") == List{"RR473124829BY"});
  CHECK(check("33I88IOO25", "DHL") == List{"3318810025"});
  CHECK(check("1ZSR89390357567127", "UPS").empty());  // right by itself: letters count too
  CHECK(check("IZ5R89390357567127", "UPS") == List{"1Z5R89390357567127"});
  CHECK(check("RR4731248299BY", "BelPost") == List{"RR473124829BY"});  // typed twice
}

TEST_CASE("correction: swapped neighbours are offered, and only numbers that fit", "[carriers]") {
  const auto found = check_track(shipped_table(), "RR473142829BY", "BelPost");
  CHECK(found.doubt == Doubt::mistyped);
  REQUIRE_FALSE(found.suggested.empty());
  CHECK(std::count(found.suggested.begin(), found.suggested.end(), "RR473124829BY") == 1);
  for (const std::string& one : found.suggested) CHECK(is_strong(one, "BelPost"));
  CHECK(found.suggested.size() <= kMaxSuggested);
}
