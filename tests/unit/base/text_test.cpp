#include "base/text.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

using base::count_characters;
using base::fold;
using base::is_valid_utf8;
using base::parse_duration_ms;

TEST_CASE("text: only well-formed UTF-8 is valid", "[base]") {
  for (const std::string text :
       {"", "plain", "\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
        "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF", "12345678\xD0\x96 12345678"}) {
    INFO(text);
    CHECK(is_valid_utf8(text));
  }
  for (const std::string text :
       {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC2", "\xC2x", "\xE0\x9F\xBF", "\xE0\xA0",
        "\xED\xA0\x80", "\xED\xBF\xBF", "\xF0\x8F\xBF\xBF", "\xF0\x90\x80", "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80", "\xFF", "\xFE\xFF", "12345678\xD0", "1234567\xD0 12345678"}) {
    INFO(text);
    CHECK_FALSE(is_valid_utf8(text));
  }
}

TEST_CASE("text: every code point is read back, in as many bytes as it takes", "[base]") {
  for (char32_t code = 1; code <= 0x10FFFF; code += code < 0x3000 ? 1 : 7) {
    if (code >= 0xD800 && code <= 0xDFFF) continue;
    std::string text;
    const auto append = [&](char32_t byte) { text += static_cast<char>(byte); };
    if (code < 0x80) {
      append(code);
    } else if (code < 0x800) {
      append(0xC0 | (code >> 6));
    } else {
      append(code < 0x10000 ? 0xE0 | (code >> 12) : 0xF0 | (code >> 18));
      if (code >= 0x10000) append(0x80 | ((code >> 12) & 0x3F));
      append(0x80 | ((code >> 6) & 0x3F));
    }
    if (code >= 0x80) append(0x80 | (code & 0x3F));
    const base::Character first = base::first_character(text + "x");
    REQUIRE(first.code == code);
    REQUIRE(first.bytes == text.size());
  }
}

TEST_CASE("text: counting and cutting go by code points", "[base]") {
  CHECK(count_characters("") == 0);
  CHECK(count_characters("abcdefgh") == 8);
  CHECK(count_characters("Привет, мир") == 11);
  CHECK(count_characters("👨‍👩‍👧") == 5);
  CHECK(count_characters("a\xFFz") == 3);
  CHECK(base::first_characters("Привет", 3) == "При");
  CHECK(base::first_characters("Привет", 6) == "Привет");
  CHECK(base::first_characters("Привет", 60) == "Привет");
  CHECK(base::first_characters("😀😀", 1) == "😀");
  CHECK(base::first_characters("abc", 0).empty());
}

TEST_CASE("text: trim drops white space and zero-width characters at both ends only", "[base]") {
  CHECK(base::trim("  a  b\t\r\n") == "a  b");
  CHECK(base::trim("\u00A0\u2003\u200B\uFEFFx\u3000") == "x");
  CHECK(base::trim("\u200B\u2060").empty());
  CHECK(base::trim("").empty());
  CHECK(base::trim("é") == "é");
  CHECK(base::trim(" \xFF ") == "\xFF");
}

TEST_CASE("text: what shows nothing has no visible character", "[base]") {
  for (const char* text : {"", " ", "\n\t", "\u200B\u200D\u2060\uFEFF", "\u00A0\u3000", "\u202E",
                           "\u00AD", "\uFE0F", "\u3164", "\u2800"}) {
    const bool is_blank_pattern = std::string(text) == "\u2800";  // a drawn, if empty, character
    INFO(text);
    CHECK(base::has_visible_character(text) == is_blank_pattern);
  }
  for (const char* text : {".", "\u200Ba", "❤\uFE0F", "٣"}) {
    INFO(text);
    CHECK(base::has_visible_character(text));
  }
}

TEST_CASE("text: words that people type fold to one form", "[base]") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"Yes", "yes"},
      {"  «Да,\u00A0 КОНЕЧНО!» ", "да, конечно"},
      {"ΟΔΟΣ", "οδοσ"},
      {"Straße", "strasse"},
      {"I don't KNOW...", "i don't know"},
      {"１２３", "123"},
      {"e\u0301", "é"},
      {"é", "é"},
      {"a\u200Bb", "ab"},
      {"-5 €", "5 €"},
      {"?!", ""},
      {"", ""},
      {"\xFF", ""},
  };
  for (const auto& [text, folded] : rows) {
    INFO(text);
    CHECK(fold(text) == folded);
  }
  // What is folded without Unicode's tables, and beside a letter for which they are asked.
  for (unsigned code = 0x20; code < 0x460; ++code) {
    std::string text = "X";
    if (code >= 0x80) text += static_cast<char>(0xC0U | (code >> 6U));
    text += static_cast<char>(code < 0x80 ? code : 0x80U | (code & 0x3FU));
    text += "x";
    INFO(text);
    CHECK(fold(text) + "\u0101" == fold(text + "\u0101"));
  }
  CHECK(rc::check("folding twice changes nothing, and stays valid", [](const std::string& text) {
    const std::string once = fold(text);
    RC_ASSERT(is_valid_utf8(once));
    RC_ASSERT(fold(once) == once);
  }));
}

TEST_CASE("text: durations for people", "[base]") {
  CHECK(parse_duration_ms("5 days") == 432'000'000);
  CHECK(parse_duration_ms("1 day") == 86'400'000);
  CHECK(parse_duration_ms("24 hours") == 86'400'000);
  CHECK(parse_duration_ms("10 minutes") == 600'000);
  CHECK(parse_duration_ms(" 30  seconds ") == 30'000);
  CHECK(parse_duration_ms("2 weeks") == 1'209'600'000);
  CHECK(parse_duration_ms("1 day 2 hours") == 93'600'000);
  CHECK(parse_duration_ms("0 seconds") == 0);
  CHECK(parse_duration_ms("3660 days") == 3660LL * 86'400'000);
  for (const char* text :
       {"", " ", "5", "days", "5days", "-1 days", "+1 days", "1.5 days", "5 moons", "5 days 3",
        "5 Days", "3661 days", "5000000000 days", "99999999999999999999 days", "5 s",
        "3660 days 1 second", "5 days, 3 hours"}) {
    INFO(text);
    CHECK_FALSE(parse_duration_ms(text).has_value());
  }
}
