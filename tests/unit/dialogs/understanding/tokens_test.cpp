#include "dialogs/understanding/tokens.hpp"

#include <catch2/catch.hpp>

#include "base/text.hpp"

using dialogs::Spelling;
using dialogs::TextToken;
using dialogs::tokenize;

namespace {

std::string joined(const std::vector<TextToken>& tokens) {
  std::string out;
  for (const TextToken& token : tokens) out += (out.empty() ? "" : "|") + token.text;
  return out;
}

}  // namespace

TEST_CASE("tokens: case, apostrophes, accents of form and zero-width characters do not matter",
          "[understanding]") {
  CHECK(joined(tokenize("I DON'T want it!")) == "i|dont|want|it");
  CHECK(joined(tokenize("don’t")) == "dont");
  CHECK(joined(tokenize("Ещё ЁЛКА")) == "еще|елка");
  CHECK(joined(tokenize("re\u200Bturn")) == "return");
  CHECK(joined(tokenize("Ｒｅｔｕｒｎ １２")) == "return|12");
  CHECK(joined(tokenize("и\u0306 ок")) == "и|ок");
  CHECK(joined(tokenize("is it ok?")) == "is|it|ok|?");
  CHECK(joined(tokenize("\U0001F44D thanks")) == "\U0001F44D|thanks");
}

TEST_CASE("tokens: each points at its bytes of the message", "[understanding]") {
  const std::string text = "Где   мой «заказ» 1042?";
  for (const TextToken& token : tokenize(text)) {
    const std::string piece = text.substr(token.begin, token.end - token.begin);
    CHECK(joined(tokenize(piece)) == token.text);
  }
}

TEST_CASE("tokens: bad input is read as far as it goes and no further", "[understanding]") {
  CHECK(tokenize("").empty());
  CHECK(tokenize(" \t\n...").empty());
  CHECK(joined(tokenize(std::string("abc \xFF def"))) == "abc");
  CHECK(joined(tokenize("\u202Eevil\u202C text")) == "evil|text");
  const std::string endless(1 << 20, 'a');
  const auto tokens = tokenize(endless);
  REQUIRE(tokens.size() == 1);
  CHECK(tokens.front().text.size() == dialogs::kMaxCharactersRead);
}

TEST_CASE("tokens: Russian in Latin letters and on an English keyboard is read as Russian",
          "[understanding]") {
  CHECK(joined(dialogs::tokens_in("ru", "hochu vernut chajnik 1042")) == "хочу|вернут|чайник|1042");
  CHECK(joined(dialogs::tokens_in("ru", "трек DHL")) == "трек|dhl");
  CHECK(joined(dialogs::tokens_in("en", "return it")) == "return|it");
  const std::string typed = dialogs::keyboard_from_cyrillic("хочу вернуть чайник");
  const auto read = dialogs::in_cyrillic(typed, tokenize(typed), Spelling::keyboard);
  CHECK(joined(read) == "хочу|вернуть|чайник");
  REQUIRE(read.size() == 3);
  CHECK(typed.substr(read[0].begin, read[0].end - read[0].begin) == "[jxe");
}
