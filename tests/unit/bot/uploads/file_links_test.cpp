#include "bot/uploads/file_links.hpp"

#include <catch2/catch.hpp>

#include <map>

#include "base/check.hpp"

using namespace bot;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

const base::Instant kNow = *base::from_iso("2026-11-22T10:00:00.700Z");
const std::string kUpload = "0198c2f0-7b3e-7cc1-9f0e-1d6a2b3c4d5e";
const std::string kOther = "0198c2f0-7b3e-7cc1-9f0e-1d6a2b3c4d5f";
constexpr const char* kKey = "0123456789abcdef0123456789abcdef";

FileLinks links(std::string key = kKey) {
  return FileLinks(Secret(std::move(key)), minutes(5));
}

// A link taken apart.
struct Parts {
  std::map<std::string, std::string> query;
  FileLinkQuery view() const { return {query.at("until"), query.at("by"), query.at("sig")}; }
};

Parts parts_of(const std::string& link) {
  Parts parts;
  std::size_t at = link.find('?');
  while (at != std::string::npos) {
    const std::size_t equals = link.find('=', at);
    const std::size_t end = link.find('&', equals);
    parts.query[link.substr(at + 1, equals - at - 1)] = link.substr(equals + 1, end - equals - 1);
    at = end;
  }
  return parts;
}

std::string check(const Parts& parts, const std::string& upload, const std::string& owner,
                  base::Instant now) {
  const auto checked = links().check(upload, parts.view(), owner, now);
  return checked ? "ok" : std::string(checked.error().name);
}

const Principal kAnna = Customer{"anna"};

}  // namespace

TEST_CASE("file links: a link opens its file for its owner for five minutes", "[bot][uploads]") {
  const std::string link = links().link(kUpload, kAnna, kNow);
  CHECK(link.starts_with("/v1/files/" + kUpload + "?until="));
  CHECK(link.find("anna") == std::string::npos);
  const Parts parts = parts_of(link);
  CHECK(check(parts, kUpload, "customer:anna", kNow) == "ok");
  CHECK(check(parts, kUpload, "customer:anna", kNow + minutes(5) - seconds(1)) == "ok");
  CHECK(check(parts, kUpload, "customer:anna", kNow + minutes(5)) == "not_found");
  // Made in the future: a clock was wrong, or it is forged.
  CHECK(check(parts, kUpload, "customer:anna", kNow - seconds(2)) == "not_found");
}

TEST_CASE("file links: not for another file, nor of another owner", "[bot][uploads]") {
  const Parts parts = parts_of(links().link(kUpload, kAnna, kNow));
  CHECK(check(parts, kOther, "customer:anna", kNow) == "not_found");
  CHECK(check(parts, kUpload, "customer:boris", kNow) == "not_found");
  CHECK(check(parts, kUpload, "guest:anna", kNow) == "not_found");
  CHECK(check(parts, kUpload, "", kNow) == "not_found");
}

TEST_CASE("file links: the back office opens any owner's file, nobody passes for it",
          "[bot][uploads]") {
  const Parts staff = parts_of(links().link(kUpload, BackOffice{"desk", Role::support}, kNow));
  CHECK(check(staff, kUpload, "customer:anna", kNow) == "ok");
  CHECK(check(staff, kUpload, "guest:7", kNow) == "ok");
  const Parts tricky = parts_of(links().link(kUpload, Customer{"back_office"}, kNow));
  CHECK(check(tricky, kUpload, "customer:anna", kNow) == "not_found");
}

TEST_CASE("file links: any changed letter makes it nothing", "[bot][uploads]") {
  const Parts good = parts_of(links().link(kUpload, kAnna, kNow));
  for (const auto& [name, text] : good.query) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      Parts changed = good;
      changed.query[name][i] = text[i] == '1' ? '2' : '1';
      INFO(name << " " << i);
      CHECK(check(changed, kUpload, "customer:anna", kNow) == "not_found");
    }
    for (const char* other : {"", "0", "-1", "99999999999999999999", " 1", "a\nb"}) {
      Parts changed = good;
      changed.query[name] = other;
      CHECK(check(changed, kUpload, "customer:anna", kNow) == "not_found");
    }
    Parts longer = good;
    longer.query[name] += "1";
    CHECK(check(longer, kUpload, "customer:anna", kNow) == "not_found");
  }
}

TEST_CASE("file links: another key signs other links", "[bot][uploads]") {
  const Parts parts =
      parts_of(links("fedcba9876543210fedcba9876543210").link(kUpload, kAnna, kNow));
  CHECK(check(parts, kUpload, "customer:anna", kNow) == "not_found");
}

TEST_CASE("file links: no weak key and no long life", "[bot][uploads]") {
  CHECK_THROWS_AS(links("short"), base::InvariantError);
  CHECK_THROWS_AS(FileLinks(Secret(kKey), minutes(6)), base::InvariantError);
  CHECK_THROWS_AS(FileLinks(Secret(kKey), seconds(0)), base::InvariantError);
}
