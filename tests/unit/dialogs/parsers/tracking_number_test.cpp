#include "dialogs/parsers/tracking_number.hpp"

#include <catch2/catch.hpp>

#include "dialogs/parsers/files.hpp"

using dialogs::Accept;
using dialogs::Attachment;
using dialogs::Fit;

namespace {

std::string track(std::string_view text) {
  const auto parsed = dialogs::parse_tracking_number(text, {}, {});
  if (parsed.fit == Fit::none) return "none " + std::string(parsed.reason);
  CHECK_FALSE(parsed.value.at("confirmed").boolean());
  const std::string doubt(parsed.value.text_at("doubt"));
  return std::string(parsed.value.text_at("number")) + " " +
         std::string(parsed.value.text_at("match")) + (doubt.empty() ? "" : " " + doubt);
}

std::string files(const std::vector<Attachment>& attachments,
                  const base::Value::List& before = {}) {
  const Accept accept{{"jpeg", "png"}, {2, 3}, 1000};
  const auto parsed = dialogs::parse_files(attachments, before, accept);
  if (parsed.fit == Fit::none) return "none " + std::string(parsed.reason);
  std::string out;
  for (const auto& file : parsed.value.list()) out += std::string(file.text_at("upload")) + " ";
  return out;
}

}  // namespace

TEST_CASE("track number: S10 with its check digit is strong", "[dialogs]") {
  // 473124829: the example of the Universal Postal Union's S10 standard.
  CHECK(track("RR473124829BY") == "RR473124829BY strong");
  CHECK(track("rr 473 124 829 by") == "RR473124829BY strong");
  CHECK(track("it's RR473124829BY.") == "RR473124829BY strong");
  CHECK(track("№ СР473124829ВУ") == "CP473124829BY strong");  // Cyrillic letters
  CHECK(track("RR473124820BY") == "RR473124820BY weak mistyped");
  CHECK(track("RR473142829BY") == "RR473142829BY weak mistyped");
}

TEST_CASE("track number: other forms are weak, and nonsense is none", "[dialogs]") {
  CHECK(track("1Z999AA10123456784") == "1Z999AA10123456784 weak unknown_carrier");
  CHECK(track("1234 5678 90") == "1234567890 weak unknown_carrier");
  CHECK(track("мой номер 1234567890") == "1234567890 weak unknown_carrier");
  for (const auto* text : {"", "no idea", "12345", "ABCDEFGHIJ", "RR4731248_9BY",
                           "123456789012345678901234567890123456"}) {
    INFO(text);
    CHECK(track(text) == "none not_a_track");
  }
}

TEST_CASE("track number: what the carrier publishes proves it", "[dialogs]") {
  base::Faults faults;
  const auto table = carriers::Table::load(
      "carriers:\n  ups:\n    name: UPS\n    formats:\n"
      "      - { form: \"'1Z'(#{15}9)\", check: { rule: mod10, weights: [1, 2] } }\n",
      "c.yaml", faults);
  REQUIRE(faults.empty());
  const auto parse = [&](std::string_view text) {
    return dialogs::parse_tracking_number(text, table, "by UPS").value;
  };
  CHECK(parse("1Z5R89390357567127").text_at("match") == "strong");
  CHECK(parse("1Z5R89390357567127").at("doubt").is_nothing());
  const auto wrong = parse("1Z5R89390357567128");
  CHECK(wrong.text_at("doubt") == "mistyped");
  const auto corrected = dialogs::corrected_tracks(wrong);
  REQUIRE_FALSE(corrected.empty());
  for (const auto& one : corrected) {
    CHECK(one.text_at("match") == "strong");
    CHECK(parse(one.text_at("number")).text_at("match") == "strong");
  }
}

TEST_CASE("files: kind, size and count", "[dialogs]") {
  const Attachment a{"a", "a.jpg", "jpeg", 10};
  const Attachment b{"b", "b.png", "png", 1000};
  const Attachment c{"c", "c.pdf", "pdf", 10};
  const Attachment d{"d", "d.png", "png", 1001};
  const Attachment e{"e", "e.png", "png", 1};
  const Attachment f{"f", "f.png", "png", 1};
  const base::Value::List before = {base::Record{{"upload", "a"}}};
  CHECK(files({a, b}) == "a b ");
  CHECK(files({b}, before) == "a b ");
  CHECK(files({a, b}, before) == "a b ");
  CHECK(files({a}) == "none too_few_files");
  CHECK(files({a, c}) == "none file_type");
  CHECK(files({a, d}) == "none file_too_large");
  CHECK(files({a, b, e, f}) == "none too_many_files");
  CHECK(files({}) == "none no_files");
}
