#include "bot/protocol/error_table.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace bot;
using base::Code;
using base::Error;

TEST_CASE("error table: every name is there once, in order, with a sensible row",
          "[bot][protocol]") {
  const std::set<std::uint16_t> closes = {0, 1008, 1009, 1011, 1012, 4400, 4401, 4403, 4408, 4429};
  std::set<std::string_view> names;
  for (const ErrorRow& row : error_rows()) {
    INFO(row.name);
    CHECK(names.insert(row.name).second);
    CHECK(row.status >= 400);
    CHECK(row.status < 600);
    CHECK(closes.count(row.close) == 1);
    CHECK_FALSE(row.title.empty());
    // A fault of ours is always seen by an operator, one of theirs is not an error of ours.
    if (row.status < 500) CHECK(row.log != LogAs::error);
    CHECK(&error_row(Error{Code::invalid_argument, row.name}) == &row);
  }
}

TEST_CASE("error table: a name of its own goes by its code", "[bot][protocol]") {
  const auto status = [](Code code) { return http_status(Error{code, "receipt_too_old"}); };
  CHECK(status(Code::invalid_argument) == 400);
  CHECK(status(Code::not_found) == 404);
  CHECK(status(Code::conflict) == 409);
  CHECK(status(Code::limit_exceeded) == 429);
  CHECK(status(Code::unauthenticated) == 401);
  CHECK(status(Code::forbidden) == 403);
  CHECK(status(Code::unavailable) == 503);
}

TEST_CASE("error table: the codes that clients rely on", "[bot][protocol]") {
  const auto row = [](std::string_view name) {
    return error_row(Error{Code::invalid_argument, name});
  };
  CHECK(row("auth_failed").close == 4401);
  CHECK(row("bad_frame").close == 4400);
  CHECK(row("bad_json").close == 0);
  CHECK(row("too_many_connections").close == 4429);
  CHECK(row("too_large").status == 413);
  CHECK(row("bad_type").status == 415);
  CHECK(row("too_long").status == 422);
  CHECK(row("restarting").close == 1012);
}

TEST_CASE("error table: problem details", "[bot][protocol]") {
  CHECK(problem_body(Error{Code::not_found, "not_found", "there is none"}) ==
        R"({"title":"There is no such thing","status":404,"code":"not_found",)"
        R"("detail":"there is none"})");
  CHECK(problem_body(Error{Code::limit_exceeded, "too_many", "wait", "id"}, 2000) ==
        R"({"title":"Too often; wait a little","status":429,"code":"too_many","detail":"wait",)"
        R"("field":"id","retry_after_ms":2000})");
  // The stable name survives also where the table knows only the code.
  CHECK(problem_body(Error{Code::conflict, "already_approved"}) ==
        R"({"title":"The same key with another content","status":409,"code":"already_approved"})");
}
