// What is kept of a question that nothing answered.
#include "bot/understanding/gap.hpp"

#include <catch2/catch.hpp>

#include "base/text.hpp"

using bot::gap_in;
using bot::masked_question;

TEST_CASE("gaps: numbers, addresses and links of somebody are taken out", "[understanding]") {
  CHECK(masked_question("where is order 1042?") == "where is order #");
  CHECK(masked_question("call +7 (495) 232-10-00 or write anna@example.org, thanks") ==
        "call +7 (495) # or write (e-mail) thanks");
  CHECK(masked_question("card 4276 1600 1234 5678\nplease") == "card # please");
  CHECK(masked_question("see https://example.org/x?y=1") == "see (link)");
  CHECK(masked_question("в течение 14 дней") == "в течение 14 дней");
  CHECK(masked_question("   ") == "");
}

TEST_CASE("gaps: what is kept is bounded and whole characters", "[understanding]") {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "ё";
  const auto kept = masked_question(text);
  CHECK(base::count_characters(kept) == bot::kMaxGapCharacters);
  CHECK(kept.size() == 2 * bot::kMaxGapCharacters);
}

TEST_CASE("gaps: only replies that answer nothing leave one", "[understanding]") {
  dialogs::Reply reply;
  reply.step = "article:ship_deadline";
  CHECK_FALSE(gap_in({reply}, "ship_deadline").has_value());
  reply.step = "repair.not_understood_reworded";
  REQUIRE(gap_in({reply}, "").has_value());
  CHECK(gap_in({reply}, "")->reason == "not_understood");
  reply.step = "repair.unanswered";
  CHECK(gap_in({reply}, "")->reason == "unanswered");
  reply.step = "repair.helped_no";
  CHECK(gap_in({reply}, "money_time")->reason == "not_helped");
  CHECK(gap_in({reply}, "money_time")->article == "money_time");
}
