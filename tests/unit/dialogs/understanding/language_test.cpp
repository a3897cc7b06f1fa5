#include "dialogs/understanding/language.hpp"

#include <catch2/catch.hpp>

#include "shipped.hpp"

using dialogs::LanguageDetector;
using dialogs::Spelling;

namespace {

const LanguageDetector& detector() {
  static const LanguageDetector kDetector({tests::shipped_set("en"), tests::shipped_set("ru")});
  return kDetector;
}

}  // namespace

TEST_CASE("language: held-out messages are told apart, whatever the conversation's language",
          "[understanding]") {
  for (const std::string usual : {"en", "ru"}) {
    std::size_t wrong = 0;
    std::size_t all = 0;
    for (const std::string language : {"en", "ru"}) {
      for (const auto& phrase : tests::held_out_set(language).phrases) {
        const auto guess = detector().guess(phrase.text, usual);
        ++all;
        if (guess.language != language) ++wrong;
        // Clear evidence is never wrong: it would change the customer's language.
        INFO(phrase.text);
        CHECK((!guess.is_clear() || guess.language == language));
      }
    }
    CHECK(wrong * 100 <= all * 3);
  }
}

TEST_CASE("language: Russian by other letters is Russian", "[understanding]") {
  const auto latin = detector().guess("zdravstvujte, hochu otmenit svoj vozvrat", "en");
  CHECK(latin.language == "ru");
  CHECK(latin.spelling == Spelling::latin);
  const auto keyboard = detector().guess("[jxe dthyenm rehnre b jnghfdbnm j,hfnyj", "ru");
  CHECK(keyboard.language == "ru");
  CHECK(keyboard.spelling == Spelling::keyboard);
}

TEST_CASE("language: little evidence changes nothing", "[understanding]") {
  for (const std::string text : {"DHL", "ok", "1042", "RR473124829BY", "", "👍", "...", "iPhone"}) {
    INFO(text);
    CHECK_FALSE(detector().guess(text, "ru").is_clear());
    CHECK_FALSE(detector().guess(text, "en").is_clear());
  }
  CHECK(detector().guess("1042", "ru").language == "ru");
  CHECK(detector().guess("1042", "en").language == "en");
}

TEST_CASE("language: the cached form guesses the same, and a damaged one is refused",
          "[understanding]") {
  const std::string bytes = detector().to_bytes();
  const auto read = LanguageDetector::from_bytes(base::shared(bytes));
  REQUIRE(read.has_value());
  for (const auto& phrase : tests::held_out_set("ru").phrases) {
    const auto guess = read->guess(phrase.text, "en");
    CHECK(guess.language == detector().guess(phrase.text, "en").language);
    CHECK(guess.margin == detector().guess(phrase.text, "en").margin);
  }
  std::string damaged = bytes;
  damaged[bytes.size() / 2] ^= 1;
  CHECK_FALSE(LanguageDetector::from_bytes(base::shared(damaged)).has_value());
  CHECK_FALSE(LanguageDetector::from_bytes(base::shared("")).has_value());
}
