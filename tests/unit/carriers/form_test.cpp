#include "carriers/form.hpp"

#include <catch2/catch.hpp>

using carriers::Form;

namespace {

Form form(std::string_view text) {
  std::string why;
  auto parsed = Form::parse(text, why);
  INFO(text << " has " << why);
  REQUIRE(parsed.has_value());
  return *parsed;
}

// "3-7": what the check digit is reckoned over; "no" when the number has another form.
std::string span(std::string_view text, std::string_view number) {
  const auto found = form(text).match(number);
  return found ? std::to_string(found->first) + "-" + std::to_string(found->last) : "no";
}

std::string fault(std::string_view text) {
  std::string why;
  CHECK_FALSE(Form::parse(text, why).has_value());
  return why;
}

}  // namespace

TEST_CASE("form: numbers have it or not", "[carriers]") {
  CHECK(span("A{2}(9{9})A{2}", "RR473124829BY") == "2-11");
  CHECK(span("A{2}(9{9})A{2}", "RR47312482BY") == "no");
  CHECK(span("A{2}(9{9})A{2}", "RR4731248290BY") == "no");
  CHECK(span("A{2}(9{9})A{2}", "4R473124829BY") == "no");
  CHECK(span("9{9,10}", "123456789") == "0-9");
  CHECK(span("9{9,10}", "12345678901") == "no");
  CHECK(span("'1Z'(#{15}9)", "1Z5R89390357567127") == "2-18");
  CHECK(span("'1Z'(#{15}9)", "2Z5R89390357567127") == "no");
  CHECK(span("[AHJKTV](9{10})", "K1506235620") == "1-11");
  CHECK(span("[0-8]9", "95") == "no");
  CHECK(span("[0-8]9", "85") == "0-2");
  CHECK(span("A{0,4}(9{2})", "12") == "0-2");
  // The first atom has to give back what the second one needs.
  CHECK(span("#{1,5}(9{2})A", "AB12C") == "2-4");
  CHECK(span("9", std::string(41, '1')) == "no");
}

TEST_CASE("form: characters that look alike", "[carriers]") {
  CHECK(form("A{2}9{4}").match_look_alikes("0O1O1O") == "OO1010");
  CHECK(form("9{4}").match_look_alikes("S1BO") == "5180");
  CHECK_FALSE(form("9{4}").match_look_alikes("5180").has_value());
  CHECK_FALSE(form("9{4}").match_look_alikes("X180").has_value());
  CHECK_FALSE(form("9{4}").match_look_alikes("S1BOO").has_value());
  CHECK(form("#{1,3}9{2}").match_look_alikes("OOOO") == "OO00");
}

TEST_CASE("form: what is wrong is said", "[carriers]") {
  CHECK(fault("") == "nothing to check");
  CHECK(fault("x") == "'x' stands for nothing");
  CHECK(fault("9{3") == "a brace that is not closed");
  CHECK(fault("9{3,2}") == "braces without a count");
  CHECK(fault("9{0}") == "braces without a count");
  CHECK(fault("9{x}") == "braces without a count");
  CHECK(fault("'ab'") == "no capital or digit in quotes");
  CHECK(fault("'AB") == "a quote that is not closed");
  CHECK(fault("[0-8") == "brackets that are not closed");
  CHECK(fault("[8-0]") == "brackets with something else than capitals and digits");
  CHECK(fault("(9)(9)") == "a second pair of parentheses");
  CHECK(fault("(9") == "a parenthesis that is not closed");
  CHECK(fault("9)") == "a parenthesis that was not opened");
  CHECK(fault("9{40}9") == "more than 40 characters");
}
