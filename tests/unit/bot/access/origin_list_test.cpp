#include "bot/access/origin_list.hpp"

#include <catch2/catch.hpp>

using namespace bot;

namespace {

bool is_origin(std::string_view text) {
  return check_origin(text).has_value();
}

}  // namespace

TEST_CASE("origin list: an origin is written as browsers send it", "[bot][access]") {
  for (const char* text : {"https://shop.example", "http://localhost:8080", "http://127.0.0.1:1",
                           "https://xn--80ak6aa92e.example", "http://[::1]:8080",
                           "https://a-b.c1.example:65535", "http://shop.example:443"}) {
    INFO(text);
    CHECK(is_origin(text));
  }
  for (const char* text : {"",
                           "*",
                           "null",
                           "shop.example",
                           "https://",
                           "https://*.shop.example",
                           "HTTPS://shop.example",
                           "https://Shop.example",
                           "https://shop.example/",
                           "https://shop.example/path",
                           "https://shop.example:443",
                           "http://shop.example:80",
                           "https://shop.example:0",
                           "https://shop.example:65536",
                           "https://shop.example:08443",
                           "https://shop.example:",
                           "https://user@shop.example",
                           "https://shop.example?x",
                           "https://shop.example#x",
                           "https://sh\xD0\xBEp.example",
                           "https://shop\xE3\x80\x82"
                           "example",
                           "ftp://shop.example",
                           "https://.example",
                           "https://a..b",
                           "https://shop.example.",
                           "https://-a.example",
                           "https://a-.example",
                           "https:// shop.example",
                           "file://",
                           "https://shop.example\n"}) {
    INFO(text);
    CHECK_FALSE(is_origin(text));
  }
}

TEST_CASE("origin list: only exactly the same origin is let in", "[bot][access]") {
  const OriginList list({"https://shop.example", "https://shop.example:8443"}, false);
  CHECK(list.allows("https://shop.example"));
  CHECK(list.allows("https://shop.example:8443"));
  for (const char* text :
       {"http://shop.example", "https://shop.example:443", "https://shop.example/",
        "https://shop.example.evil.example", "https://evil-shop.example", "https://a.shop.example",
        "https://SHOP.example", "https://shop.example:84430", "https://shop.exampl",
        "https://shop.example ", "null", "", "*", "https://sh\xD0\xBEp.example",
        "https://shop\xE3\x80\x82"
        "example",
        "https://xn--shp-0qa.example"}) {
    INFO(text);
    CHECK_FALSE(list.allows(text));
  }
}

TEST_CASE("origin list: no Origin header is a choice, 'null' never", "[bot][access]") {
  const OriginList strict({}, false);
  const OriginList open({}, true);
  CHECK_FALSE(strict.allows(std::nullopt));
  CHECK(open.allows(std::nullopt));
  CHECK_FALSE(open.allows("null"));
  CHECK_FALSE(open.allows(""));
}

TEST_CASE("origin list: the server's own pages", "[bot][access]") {
  OriginList list({}, false);
  list.add_own("127.0.0.1", 8080);
  CHECK(list.allows("http://127.0.0.1:8080"));
  CHECK(list.allows("http://localhost:8080"));
  CHECK(list.allows("http://[::1]:8080"));
  CHECK_FALSE(list.allows("http://127.0.0.1:8081"));
  CHECK_FALSE(list.allows("http://127.0.0.1"));
  OriginList wide({}, false);
  wide.add_own("10.1.2.3", 80);
  CHECK(wide.allows("http://10.1.2.3"));
  CHECK_FALSE(wide.allows("http://localhost"));
  OriginList six({}, false);
  six.add_own("fd00::1", 8080);
  CHECK(six.allows("http://[fd00::1]:8080"));
}
