#include "bot/http/case_csv.hpp"

#include <catch2/catch.hpp>

TEST_CASE("csv: a cell that a spreadsheet would run begins with an apostrophe", "[bot]") {
  for (const char* formula :
       {"=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "  =1", "\tx", "\rx", "\n=x",
        "\xEF\xBC\x9D"
        "1",
        "\xEF\xBC\x8B"
        "1",
        "\xEF\xBC\x8D"
        "1",
        "\xEF\xBC\xA0"
        "x"}) {
    const std::string text = formula;
    INFO(text);
    CHECK(bot::csv_cell(text) == "\"'" + text + "\"");
  }
  for (const char* plain : {"", "R-7K2M-4QXD", "anna", "1042", "a=b", "\xD0\x90\xD0\xBD\xD0\xBD"}) {
    CHECK(bot::csv_cell(plain) == "\"" + std::string(plain) + "\"");
  }
}

TEST_CASE("csv: quotes are doubled, commas and line breaks stay in their cell", "[bot]") {
  CHECK(bot::csv_cell("a \"b\", c\r\nd") == "\"a \"\"b\"\", c\r\nd\"");
  CHECK(bot::csv_cell("\"=1") == "\"\"\"=1\"");
}

TEST_CASE("csv: one line of names, then one line a case", "[bot]") {
  storage::CaseRow row;
  row.number = "R-7K2M-4QXD";
  row.customer = "=anna";
  row.due = base::from_iso("2026-03-07T20:59:59Z");
  const auto csv = bot::case_csv({row});
  CHECK(csv.starts_with("\xEF\xBB\xBF\"number\",\"type\","));
  CHECK(std::count(csv.begin(), csv.end(), '\n') == 2);
  CHECK(csv.find("\"'=anna\"") != std::string::npos);
  CHECK(csv.find("\"2026-03-07T20:59:59.000Z\"") != std::string::npos);
}
