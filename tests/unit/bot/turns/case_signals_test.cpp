// Which changes of cases wake flows that wait.
#include "bot/turns/case_signals.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace bot;

namespace {

workflow::Transition moved(std::string type, std::string from, std::string to,
                           base::Record fields = {}) {
  workflow::Transition transition;
  transition.after.type = std::move(type);
  transition.after.number = "R-7K2M-4QXD";
  transition.after.fields = std::move(fields);
  transition.from = std::move(from);
  transition.to = std::move(to);
  transition.after.state = transition.to;
  return transition;
}

}  // namespace

TEST_CASE("case signals: a decision names its case, its outcome and the reason", "[bot]") {
  const auto refused = signal_of(moved("delivery_compensation", "under_review", "declined",
                                       {{"decision_reason", "Another parcel."}}));
  REQUIRE(refused.has_value());
  CHECK(refused->name == "claims.decided");
  CHECK(refused->subject == "R-7K2M-4QXD");
  CHECK(refused->value.text_at("outcome") == "declined");
  CHECK(refused->value.text_at("reason") == "Another parcel.");
  const auto refunded = signal_of(moved("product_return", "refund_pending", "refunded"));
  REQUIRE(refunded.has_value());
  CHECK(refunded->name == "returns.refunded");
}

TEST_CASE("case signals: a claim that opens is not one that was asked about", "[bot]") {
  CHECK_FALSE(signal_of(moved("delivery_compensation", "new", "invited")));
  const auto asked = signal_of(
      moved("delivery_compensation", "under_review", "invited", {{"question", "Which parcel?"}}));
  REQUIRE(asked.has_value());
  CHECK(asked->value.text_at("outcome") == "asked");
}

TEST_CASE("case signals: what leaves the state as it is wakes nobody", "[bot]") {
  CHECK_FALSE(signal_of(moved("delivery_compensation", "declined", "declined")));
  CHECK_FALSE(signal_of(moved("product_return", "inspecting", "extended_check")));
  CHECK_FALSE(signal_of(moved("reward_return", "docs_out", "accepted")));
}

TEST_CASE("case signals: every name that is sent is declared", "[bot]") {
  const auto& names = signal_names();
  for (const char* name :
       {"customer.signed_in", "claims.decided", "returns.decided", "returns.refunded"}) {
    CHECK(std::count(names.begin(), names.end(), name) == 1);
  }
}
