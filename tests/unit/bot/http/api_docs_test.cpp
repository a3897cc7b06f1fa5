#include "bot/http/api_docs.hpp"

#include <catch2/catch.hpp>

#include "tests/support/case_maker.hpp"

namespace {

std::string header(const bot::HttpResponse& response, std::string_view name) {
  for (const auto& one : response.headers) {
    if (one.name == name) return one.value;
  }
  return {};
}

}  // namespace

TEST_CASE("docs: a page without scripts that tells every address", "[bot]") {
  const tests::TemporaryFolder folder;
  tests::SimServer server(folder.path(), *base::from_iso("2026-03-02T10:00:00+03:00"), 5);
  const auto page = server.call("GET", "/docs/", "");
  REQUIRE(page.status == 200);
  const auto html = tests::body_of(page);
  const auto parsed = base::parse_json(bot::openapi_text(), {1U << 20U, 32, 1'000});
  REQUIRE(parsed.has_value());
  for (const auto& [path, item] : parsed->at("paths").record()) {
    INFO(path);
    CHECK(html.find("<code>" + path + "</code>") != std::string::npos);
  }
  CHECK(html.find("<script") == std::string::npos);
  CHECK(html.find("style=") == std::string::npos);
  CHECK(html.find("http://") == std::string::npos);
  CHECK(html.find("https://") == std::string::npos);
  CHECK(
      header(page, "Content-Security-Policy").starts_with("default-src 'none'; style-src 'self'"));
  CHECK(server.call("GET", "/docs/style.css", "").status == 200);
  CHECK(tests::body_of(server.call("GET", "/docs/openapi.json", "")) == bot::openapi_text());
  CHECK(header(server.call("GET", "/docs", ""), "Location") == "/docs/");
  CHECK(server.call("GET", "/docs/../boomerang.yaml", "").status == 404);
  CHECK(server.call("POST", "/docs/", "").status == 405);
}
