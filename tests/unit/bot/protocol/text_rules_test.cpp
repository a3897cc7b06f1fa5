#include "bot/protocol/text_rules.hpp"

#include <catch2/catch.hpp>

#include "bot/protocol/client_frame.hpp"

using namespace bot;

TEST_CASE("text rules: real writing is never too long for its marks", "[bot][protocol]") {
  for (const char* text : {
           "Việt Nam đẹp",                                            // Vietnamese
           "שָׁלוֹם עֲלֵיכֶם",                                              // Hebrew with points
           "हिन्दी में लिखा",                                            // Devanagari
           "ที่นี่",                                                      // Thai
           "👩🏽‍🚀👨‍👩‍👧‍👦🏳️‍🌈",  // emoji in sequences
           "বাংলা, தமிழ், മലയാളം",
       }) {
    INFO(text);
    CHECK(what_is_too_long(text, 4096).empty());
  }
}

TEST_CASE("text rules: what is too long is said in words", "[bot][protocol]") {
  CHECK(what_is_too_long("abc", 3).empty());
  CHECK(what_is_too_long("abcd", 3) == "too many characters");
  CHECK(what_is_too_long(std::string(kMaxTextLines - 1, '\n'), 4096).empty());
  CHECK(what_is_too_long(std::string(kMaxTextLines, '\n'), 4096) == "too many lines");
  std::string tower = "a";
  for (std::size_t i = 0; i < kMaxMarksInARow; ++i) tower += "\xCC\x81";
  CHECK(what_is_too_long(tower, 4096).empty());
  CHECK(what_is_too_long(tower + "\xCC\x81", 4096) == "too many marks on one letter");
  CHECK(what_is_too_long(tower + "b" + tower, 4096).empty());
}

TEST_CASE("text rules: one line has no kind of line break", "[bot][protocol]") {
  CHECK(is_one_line("one line"));
  CHECK(is_one_line(""));
  for (const char* text : {"a\nb", "a\rb", "a\tb",
                           "a\xE2\x80\xA8"
                           "b",
                           "a\xE2\x80\xA9"
                           "b"}) {
    CHECK_FALSE(is_one_line(text));
  }
}
