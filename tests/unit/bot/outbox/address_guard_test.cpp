// Outgoing connections must not reach the inside (reliability.md, threat "Outgoing webhooks"; the
// IPv4-mapped case is the one of CVE-2026-2455).
#include "bot/net/address_guard.hpp"

#include <catch2/catch.hpp>
#include <string>

TEST_CASE("addresses: the inside in every spelling is not public", "[bot]") {
  for (const char* inside : {"127.0.0.1",
                             "127.255.255.254",
                             "10.0.0.1",
                             "172.16.0.1",
                             "172.31.255.255",
                             "192.168.1.1",
                             "169.254.169.254",
                             "100.64.0.1",
                             "100.127.255.255",
                             "0.0.0.0",
                             "0.1.2.3",
                             "192.0.0.8",
                             "192.0.2.1",
                             "198.18.0.1",
                             "198.19.255.255",
                             "198.51.100.7",
                             "203.0.113.9",
                             "224.0.0.1",
                             "239.255.255.255",
                             "240.0.0.1",
                             "255.255.255.255",
                             "::",
                             "::1",
                             "::127.0.0.1",
                             "::ffff:127.0.0.1",
                             "::ffff:10.1.2.3",
                             "::ffff:a9fe:a9fe",
                             "64:ff9b::7f00:1",
                             "64:ff9b:1::1",
                             "2002:7f00:1::",
                             "2002:c0a8:101::1",
                             "2001::1",
                             "2001:db8::1",
                             "fc00::1",
                             "fdff::1",
                             "fe80::1",
                             "febf::1",
                             "fec0::1",
                             "ff02::1",
                             "100::1",
                             "3fff::1",
                             "5f00::1"}) {
    INFO(inside);
    CHECK_FALSE(bot::is_public_address(inside));
  }
}

TEST_CASE("addresses: the edges of the ranges belong to the internet", "[bot]") {
  for (const char* outside :
       {"1.1.1.1",          "9.255.255.255",   "11.0.0.0",    "100.63.255.255",
        "100.128.0.0",      "126.255.255.255", "128.0.0.1",   "169.253.255.255",
        "169.255.0.0",      "172.15.255.255",  "172.32.0.0",  "192.167.255.255",
        "192.169.0.0",      "198.17.255.255",  "198.20.0.0",  "223.255.255.255",
        "2606:4700::1111",  "2a00::1",         "2001:200::1", "::ffff:8.8.8.8",
        "64:ff9b::808:808", "2002:808:808::1"}) {
    INFO(outside);
    CHECK(bot::is_public_address(outside));
  }
}

TEST_CASE("addresses: what is none is not public", "[bot]") {
  for (const char* text : {"", "localhost", "127.1", "0x7f000001", "2130706433", "1.1.1.1 ",
                           "1.1.1.256", "[::1]", "1.1.1.1:80"}) {
    INFO(text);
    CHECK_FALSE(bot::is_public_address(std::string_view(text)));
  }
  const sockaddr nothing{};
  CHECK_FALSE(bot::is_public_address(&nothing, sizeof(nothing)));
}
