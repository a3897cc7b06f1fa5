// The quick reader and the reference agree on every frame: real ones, damaged ones, made-up ones.
// rapidcheck prints its seed.
#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include <iostream>
#include <random>

#include "base/random.hpp"
#include "bot/protocol/client_frame.hpp"
#include "bot/protocol/client_frame_scanner.hpp"

using namespace bot;

namespace {

const std::vector<std::string>& frames() {
  static const std::vector<std::string> kFrames = {
      R"({"type":"message","id":"7f0e-1","text":"I want to return order 1042"})",
      R"({"type":"message","id":"1","text":"Хочу вернуть \"чайник\"\nпожалуйста 😀"})",
      R"({"type":"message","id":"1","text":"",)"
      R"("attachments":["0198c2f0-7b3e-7cc1-9f0e-1d6a2b3c4d5e"]})",
      R"({"type":"press","id":"2","button":"create_return.order#3.1042"})",
      R"({"type":"press","id":"2","buttons":["a","b","c"]})",
      R"({"type":"press","id":"2","button":"ok","values":{"iban":"DE02","n":3,"l":["a"]}})",
      R"({"type":"read","seq":17})",
      R"({"type":"ping"})",
      R"({"type":"typing"})",
      R"({"type":"hello","token":"a.b.c","after":3,"locale":"en"})",
  };
  return kFrames;
}

void check_agreement(const std::string& frame) {
  const auto reference = decode_by_value(frame);
  if (const auto scanned = scan_client_frame(frame, {})) {
    RC_ASSERT(reference.has_value());
    RC_ASSERT(*scanned == *reference);
  }
  const auto whole = decode(frame);
  RC_ASSERT(whole.has_value() == reference.has_value());
  if (whole) {
    RC_ASSERT(*whole == *reference);
  } else {
    RC_ASSERT(whole.error().name == reference.error().name);
  }
}

}  // namespace

TEST_CASE("frame agreement: the quick reader takes the frames that matter", "[bot][protocol]") {
  // Otherwise it could "agree" by taking nothing.
  for (std::size_t i : {0U, 1U, 2U, 3U, 4U, 6U, 7U, 8U}) {
    INFO(frames()[i]);
    CHECK(scan_client_frame(frames()[i], {}).has_value());
  }
}

TEST_CASE("frame agreement: on frames with a few bytes changed", "[bot][protocol]") {
  CHECK(rc::check("damaged frames", [] {
    std::string frame = *rc::gen::elementOf(frames());
    const int changes = *rc::gen::inRange(0, 4);
    for (int i = 0; i < changes; ++i) {
      const auto at = *rc::gen::inRange<std::size_t>(0, frame.size());
      const auto byte = *rc::gen::oneOf(
          rc::gen::arbitrary<char>(),
          rc::gen::element('"', '\\', '{', '}', '[', ']', ',', ':', ' ', '0', '-', 'u', '\n'));
      if (*rc::gen::arbitrary<bool>()) {
        frame[at] = byte;
      } else if (*rc::gen::arbitrary<bool>()) {
        frame.insert(at, 1, byte);
      } else {
        frame.erase(at, 1);
      }
      if (frame.empty()) break;
    }
    check_agreement(frame);
  }));
}

TEST_CASE("frame agreement: on very many damaged frames", "[bot][protocol]") {
  const std::uint64_t seed = std::random_device()();
  std::cout << "frame agreement: seed " << seed << '\n';
  base::SeededRandom random(seed);
  constexpr std::string_view kBytes = "\"\\{}[],: 01-eu\n\t\x7F\xC2\x85\xD0\x96\xED\xA0\x80";
  for (int round = 0; round < 200'000; ++round) {
    std::string frame = frames()[random.below(frames().size())];
    for (std::uint64_t changes = random.below(3) + 1; changes > 0 && !frame.empty(); --changes) {
      const std::size_t at = random.below(frame.size());
      const char byte = kBytes[random.below(kBytes.size())];
      const std::uint64_t kind = random.below(4);
      if (kind == 0) frame[at] = byte;
      if (kind == 1) frame.insert(at, 1, byte);
      if (kind == 2) frame.erase(at, 1);
      if (kind == 3) frame.insert(at, frame.substr(at, random.below(12)));
    }
    const auto scanned = scan_client_frame(frame, {});
    if (!scanned) continue;
    const auto reference = decode_by_value(frame);
    INFO("seed " << seed << ", round " << round << ": " << frame);
    REQUIRE(reference.has_value());
    REQUIRE((*reference == *scanned));
  }
}

TEST_CASE("frame agreement: on frames put together at random", "[bot][protocol]") {
  const auto pieces = rc::gen::element<std::string>(
      R"("type":"message")", R"("type":"press")", R"("type":"read")", R"("type":"ping")",
      R"("id":"1")", R"("id":"")", R"("id":"a\n")", R"("id":null)", R"("text":"x")",
      R"("text":" ")", R"("text":"\u0416")", R"("text":"\u200b")", R"("button":"b")",
      R"("button":"")", R"("button":null)", R"("buttons":["a","b"])", R"("buttons":[])",
      R"("buttons":[1])", R"("attachments":[])",
      R"("attachments":["0198c2f0-7b3e-7cc1-9f0e-1d6a2b3c4d5e"])", R"("attachments":["x"])",
      R"("seq":5)", R"("seq":05)", R"("seq":-1)", R"("seq":5.0)", R"("values":{"a":"b"})",
      R"("values":{})", R"("extra":1)", R"("ty\u0070e":"ping")");
  CHECK(rc::check("made-up frames", [&] {
    const auto members = *rc::gen::container<std::vector<std::string>>(pieces);
    std::string frame = "{";
    for (const std::string& member : members) frame += (frame.size() > 1 ? "," : "") + member;
    check_agreement(frame + "}");
  }));
}

TEST_CASE("frame agreement: on any text in any place", "[bot][protocol]") {
  CHECK(rc::check("any bytes as text", [](const std::string& text) {
    check_agreement(R"({"type":"message","id":"1","text":")" + text + R"("})");
    check_agreement(R"({"type":"message","id":")" + text + R"(","text":"x"})");
    check_agreement(R"({"type":"press","id":"1","button":")" + text + R"("})");
    check_agreement(text);
  }));
}
