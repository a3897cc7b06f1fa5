#include "workflow/return_number.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "base/random.hpp"

using namespace workflow;

TEST_CASE("return_number: looks as promised and survives its own reading", "[workflow]") {
  base::SeededRandom random(20261122);
  std::set<std::string> seen;
  for (int i = 0; i < 20'000; ++i) {
    const std::string number = make_return_number(random.next());
    REQUIRE(number.size() == 11);
    REQUIRE(number.substr(0, 2) == "R-");
    REQUIRE(number[6] == '-');
    REQUIRE(number.find_first_of("ILOU") == std::string::npos);
    REQUIRE(is_return_number(number));
    REQUIRE(normalise_return_number(number) == number);
    seen.insert(number);
  }
  CHECK(seen.size() >= 19'990);  // 35 bits: clashes are rare
  CHECK(make_return_number(1) == make_return_number(1 | (std::uint64_t{1} << 35)));
}

TEST_CASE("return_number: every single wrong character and every swap is noticed", "[workflow]") {
  base::SeededRandom random(7);
  const std::string alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  for (int i = 0; i < 200; ++i) {
    const std::string number = make_return_number(random.next());
    for (const std::size_t at : {2U, 3U, 4U, 5U, 7U, 8U, 9U, 10U}) {
      for (const char other : alphabet) {
        std::string wrong = number;
        wrong[at] = other;
        CHECK(is_return_number(wrong) == (other == number[at]));
      }
      const std::size_t next = at == 5 ? 7 : at + 1;
      if (next > 10 || number[at] == number[next]) continue;
      std::string swapped = number;
      std::swap(swapped[at], swapped[next]);
      INFO(number << " as " << swapped);
      CHECK_FALSE(is_return_number(swapped));
    }
  }
}

TEST_CASE("return_number: what people type is understood", "[workflow]") {
  const std::string number = make_return_number(0x0123456789ULL);
  std::string bare;
  std::string lower;
  for (const char c : number) {
    if (c != '-') bare += c;
    lower += static_cast<char>(std::tolower(c));
  }
  CHECK(normalise_return_number(bare) == number);
  CHECK(normalise_return_number(bare.substr(1)) == number);
  CHECK(normalise_return_number(lower) == number);
  CHECK(normalise_return_number("  r " + number.substr(2, 4) + " – " + number.substr(7) + "\n") ==
        number);
  CHECK_FALSE(is_return_number(lower));
  CHECK_FALSE(is_return_number(bare));
}

TEST_CASE("return_number: look-alikes are read as what they look like", "[workflow]") {
  // All zeros: its check character is zero, too.
  const std::string zeros = make_return_number(0);
  CHECK(zeros == "R-0000-0000");
  CHECK(normalise_return_number("R-OOOO-oooo") == zeros);
  CHECK(normalise_return_number("R-ОООО-оооо") == zeros);  // Cyrillic
  const std::string ones = make_return_number(0x42108421U);
  std::string typed = ones;
  for (char& c : typed) c = c == '1' ? 'l' : c;
  CHECK(normalise_return_number(typed) == ones);
}

TEST_CASE("return_number: nothing else is one", "[workflow]") {
  for (const char* text : {"", "R-", "R-0000", "R-0000-00000", "R-0000-0001", "hello you",
                           "12345678", "R-00*0-0000", "\xff\xff\xff\xff\xff\xff\xff\xff"}) {
    INFO(text);
    CHECK_FALSE(normalise_return_number(text));
  }
  CHECK_FALSE(normalise_return_number(std::string(100'000, '0')));
}
