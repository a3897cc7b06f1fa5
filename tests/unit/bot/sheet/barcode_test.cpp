#include "bot/sheet/barcode.hpp"

#include <catch2/catch.hpp>
#include <string>

TEST_CASE("barcode: Code 128 has the width and borders that the standard gives", "[bot]") {
  const auto code = bot::code128("R-7K2M-4QXD");
  REQUIRE(code.has_value());
  // Start, eleven characters of set B and the check character at 11 modules each, stop at 13.
  CHECK(code->width == (1 + 11 + 1) * 11 + 13);
  CHECK(code->bars.front().left == 0);
  CHECK(code->bars.front().width == 2);  // the start character begins with two modules of black
  CHECK(code->bars.back().left + code->bars.back().width == code->width);
  for (std::size_t at = 1; at < code->bars.size(); ++at) {
    CHECK(code->bars[at].left > code->bars[at - 1].left + code->bars[at - 1].width);
  }
}

TEST_CASE("barcode: what cannot be one is refused", "[bot]") {
  CHECK_FALSE(bot::code128("").has_value());
  CHECK_FALSE(bot::code128("Возврат").has_value());
  CHECK_FALSE(bot::code128("a b").has_value());
  CHECK_FALSE(bot::code128(std::string(61, 'A')).has_value());
  CHECK(bot::code128(std::string(60, 'A')).has_value());
}
