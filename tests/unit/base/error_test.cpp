#include "base/error.hpp"

#include <catch2/catch.hpp>

#include "base/check.hpp"

using base::Code;
using base::Error;
using base::Result;

namespace {

Result<int> half(int value) {
  if (value % 2 != 0) return Error{Code::invalid_argument, "odd", "an odd number", "value"};
  return value / 2;
}

}  // namespace

TEST_CASE("error: a result holds a value or an error", "[base]") {
  CHECK(*half(4) == 2);
  const auto failed = half(3);
  REQUIRE_FALSE(failed.has_value());
  CHECK(failed.error().code == Code::invalid_argument);
  CHECK(failed.error().name == "odd");
  CHECK(failed.error().field == "value");
  CHECK(Result<>().has_value());
}

TEST_CASE("error: the value of a failed result throws the error", "[base]") {
  const auto failed = half(3);
  try {
    static_cast<void>(failed.value());
    FAIL("no exception");
  } catch (const base::ErrorException& thrown) {
    CHECK(thrown.error().name == "odd");
    CHECK(std::string(thrown.what()) == "odd: an odd number");
  }
}

TEST_CASE("error: every code has its own name", "[base]") {
  const std::vector<std::pair<Code, std::string>> rows = {
      {Code::invalid_argument, "invalid_argument"},
      {Code::not_found, "not_found"},
      {Code::conflict, "conflict"},
      {Code::limit_exceeded, "limit_exceeded"},
      {Code::unauthenticated, "unauthenticated"},
      {Code::forbidden, "forbidden"},
      {Code::unavailable, "unavailable"}};
  for (const auto& [code, name] : rows) CHECK(base::to_string(code) == name);
}

TEST_CASE("check: a broken invariant throws in every build, with place and reason", "[base]") {
  ENSURE(1 + 1 == 2, "arithmetic holds");
  try {
    ENSURE(1 + 1 == 3, "arithmetic broke");
    FAIL("no exception");
  } catch (const base::InvariantError& error) {
    const std::string what = error.what();
    CHECK(what.find("error_test.cpp:") != std::string::npos);
    CHECK(what.find("arithmetic broke (1 + 1 == 3)") != std::string::npos);
  }
}
