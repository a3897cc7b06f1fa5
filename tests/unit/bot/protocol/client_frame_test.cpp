// What a well-behaved client sends, and the exact edge of every limit.
#include "bot/protocol/client_frame.hpp"

#include <catch2/catch.hpp>

using namespace bot;

namespace {

const std::string kUpload = "0198c2f0-7b3e-7cc1-9f0e-1d6a2b3c4d5e";
const std::string kOther = "0198c2f0-7b3e-7cc1-9f0e-1d6a2b3c4d5f";

// The frame, or the error's name and field, as one word to compare.
std::string outcome(std::string_view frame, const FrameLimits& limits = {}) {
  const auto decoded = decode(frame, limits);
  if (decoded) return "ok";
  return std::string(decoded.error().name) + " " + decoded.error().field;
}

template <class Frame>
Frame decoded(std::string_view text) {
  auto frame = decode(text);
  INFO(text);
  REQUIRE(frame.has_value());
  REQUIRE(std::holds_alternative<Frame>(*frame));
  return std::get<Frame>(*frame);
}

std::string message_with(const std::string& id, const std::string& text) {
  return R"({"type":"message","id":")" + id + R"(","text":")" + text + R"("})";
}

std::string repeat(std::string_view piece, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += piece;
  return text;
}

}  // namespace

TEST_CASE("client frame: a hello has everything or nothing", "[bot][protocol]") {
  CHECK(decoded<Hello>(R"({"type":"hello"})") == Hello{});
  const Hello full =
      decoded<Hello>(R"({"type":"hello","token":"a.b.c","conversation":")" + kUpload +
                     R"(","after":17,"locale":"pt-BR","client":"widget 1.2"})");
  CHECK(full == Hello{"a.b.c", kUpload, 17, "pt-BR", "widget 1.2"});
  CHECK(decoded<Hello>(R"({"type":"hello","conversation":"new"})").conversation == "new");
  CHECK(decoded<Hello>(R"({"type":"hello","after":0})").after == 0);
  CHECK(decoded<Hello>(R"({"type":"hello","token":"a","guest_secret":"g_1"})").guest_secret ==
        "g_1");
  // null says the same as leaving a field out.
  CHECK(decoded<Hello>(R"({"type":"hello","token":null,"after":null})") == Hello{});
}

TEST_CASE("client frame: messages keep their text to the byte", "[bot][protocol]") {
  CHECK(decoded<Message>(message_with("1", "Hello")) == Message{"1", "Hello", {}});
  CHECK(decoded<Message>(message_with("1", R"(a\n\"b\" \\ \/ \u0416\ud83d\ude00)")).text ==
        "a\n\"b\" \\ / Ж😀");
  CHECK(decoded<Message>(message_with("a-Ж", "Здравствуйте, где моя посылка?")).text ==
        "Здравствуйте, где моя посылка?");
  CHECK(decoded<Message>(" { \"text\" : \"x\" ,\n\"id\":\"1\" , \"type\" :\t\"message\" } ").id ==
        "1");
}

TEST_CASE("client frame: attachments may stand alone", "[bot][protocol]") {
  const auto alone =
      decoded<Message>(R"({"type":"message","id":"1","attachments":[")" + kUpload + R"("]})");
  CHECK(alone.text.empty());
  CHECK(alone.attachments == std::vector{kUpload});
  const auto two = decoded<Message>(R"({"type":"message","id":"1","text":"see","attachments":[")" +
                                    kUpload + R"(",")" + kOther + R"("]})");
  CHECK(two.attachments.size() == 2);
  CHECK(outcome(R"({"type":"message","id":"1","text":"","attachments":[]})") == "empty text");
  CHECK(outcome(R"({"type":"message","id":"1","attachments":["x"]})") == "bad_field attachments");
  CHECK(outcome(R"({"type":"message","id":"1","attachments":[")" + kUpload + R"(",")" + kUpload +
                R"("]})") == "bad_field attachments");
}

TEST_CASE("client frame: a press has one button, several, or the values of a form",
          "[bot][protocol]") {
  CHECK(decoded<Press>(R"({"type":"press","id":"1","button":"q1.yes"})") ==
        Press{"1", {"q1.yes"}, {}});
  CHECK(decoded<Press>(R"({"type":"press","id":"1","buttons":["a","b"]})").buttons ==
        std::vector<std::string>{"a", "b"});
  const auto form = decoded<Press>(R"({"type":"press","id":"1","button":"ok",)"
                                   R"("values":{"a":"x","b":3,"c":true,"d":1.5,"e":["y"]}})");
  CHECK(form.values.size() == 5);
  CHECK(form.values.find("b")->integer() == 3);
  CHECK(outcome(R"({"type":"press","id":"1"})") == "bad_field button");
  CHECK(outcome(R"({"type":"press","id":"1","buttons":[]})") == "bad_field button");
  CHECK(outcome(R"({"type":"press","id":"1","values":{}})") == "bad_field button");
  CHECK(outcome(R"({"type":"press","id":"1","button":""})") == "bad_field button");
  CHECK(outcome(R"({"type":"press","id":"1","button":"a","buttons":["b"]})") ==
        "bad_field buttons");
  CHECK(outcome(R"({"type":"press","id":"1","values":{"a":{"b":1}}})") == "bad_field values.a");
  CHECK(outcome(R"({"type":"press","id":"1","values":{"a":[1]}})") == "bad_field values.a");
  CHECK(outcome(R"({"type":"press","id":"1","values":{"":1}})") == "bad_field values.");
}

TEST_CASE("client frame: the small frames take nothing more", "[bot][protocol]") {
  decoded<Ping>(R"({"type":"ping"})");
  decoded<Typing>(R"({"type":"typing"})");
  CHECK(decoded<Read>(R"({"type":"read","seq":12})").seq == 12);
  CHECK(outcome(R"({"type":"ping","id":"1"})") == "bad_field id");
  CHECK(outcome(R"({"type":"typing","text":"x"})") == "bad_field text");
  CHECK(outcome(R"({"type":"read"})") == "bad_field seq");
  CHECK(outcome(R"({"type":"read","seq":-1})") == "bad_field seq");
  CHECK(outcome(R"({"type":"read","seq":9007199254740991})") == "ok");
  CHECK(outcome(R"({"type":"read","seq":9007199254740992})") == "bad_field seq");
}

TEST_CASE("client frame: an id has 1 to 64 characters of one line", "[bot][protocol]") {
  CHECK(outcome(message_with("", "x")) == "bad_field id");
  CHECK(outcome(message_with(repeat("a", 63), "x")) == "ok");
  CHECK(outcome(message_with(repeat("a", 64), "x")) == "ok");
  CHECK(outcome(message_with(repeat("a", 65), "x")) == "too_long id");
  CHECK(outcome(message_with(repeat("Ж", 64), "x")) == "ok");
  CHECK(outcome(message_with(repeat("Ж", 65), "x")) == "too_long id");
  CHECK(outcome(message_with(R"(a\nb)", "x")) == "bad_text id");
  CHECK(outcome(R"({"type":"message","text":"x"})") == "bad_field id");
}

TEST_CASE("client frame: a text has at most 4,096 characters", "[bot][protocol]") {
  for (const std::string_view letter : {"a", "Ж", "😀"}) {
    CHECK(outcome(message_with("1", repeat(letter, 4095))) == "ok");
    CHECK(outcome(message_with("1", repeat(letter, 4096))) == "ok");
    CHECK(outcome(message_with("1", repeat(letter, 4097))) == "too_long text");
  }
  const FrameLimits lower{.text_characters = 100};
  CHECK(outcome(message_with("1", repeat("a", 100)), lower) == "ok");
  CHECK(outcome(message_with("1", repeat("a", 101)), lower) == "too_long text");
}

TEST_CASE("client frame: lists have their bounds", "[bot][protocol]") {
  const auto buttons = [](std::size_t count) {
    std::string list;
    for (std::size_t i = 0; i < count; ++i) list += (i ? ",\"b" : "\"b") + std::to_string(i) + '"';
    return R"({"type":"press","id":"1","buttons":[)" + list + "]}";
  };
  CHECK(outcome(buttons(49)) == "ok");
  CHECK(outcome(buttons(50)) == "ok");
  CHECK(outcome(buttons(51)) == "bad_field buttons");
  const auto uploads = [](std::size_t count) {
    std::string list;
    for (std::size_t i = 0; i < count; ++i) {
      list += (i ? ",\"" : "\"") + kUpload.substr(0, kUpload.size() - 1) + std::to_string(i) + '"';
    }
    return R"({"type":"message","id":"1","attachments":[)" + list + "]}";
  };
  CHECK(outcome(uploads(4)) == "ok");
  CHECK(outcome(uploads(5)) == "ok");
  CHECK(outcome(uploads(6)) == "bad_field attachments");
  const auto token = [](std::size_t length) {
    return R"({"type":"press","id":"1","button":")" + repeat("t", length) + R"("})";
  };
  CHECK(outcome(token(255)) == "ok");
  CHECK(outcome(token(256)) == "ok");
  CHECK(outcome(token(257)) == "too_long button");
  const auto form = [](std::size_t count) {
    std::string fields;
    for (std::size_t i = 0; i < count; ++i) {
      fields += (i ? ",\"f" : "\"f") + std::to_string(i) + "\":1";
    }
    return R"({"type":"press","id":"1","values":{)" + fields + "}}";
  };
  CHECK(outcome(form(63)) == "ok");
  CHECK(outcome(form(64)) == "ok");
  CHECK(outcome(form(65)) == "bad_field values");
}

TEST_CASE("client frame: a frame has at most 64 KiB", "[bot][protocol]") {
  const auto padded = [](std::size_t bytes) {
    const std::string frame = R"({"type":"ping"})";
    return frame + repeat(" ", bytes - frame.size());
  };
  CHECK(outcome(padded(64 * 1024 - 1)) == "ok");
  CHECK(outcome(padded(64 * 1024)) == "ok");
  CHECK(outcome(padded(64 * 1024 + 1)) == "too_large ");
}

TEST_CASE("client frame: the words of a hello are checked by shape only", "[bot][protocol]") {
  const auto locale = [](const std::string& tag) {
    return outcome(R"({"type":"hello","locale":")" + tag + R"("})");
  };
  for (const char* tag : {"en", "ru", "pt-BR", "zh-Hans-CN", "de-1996", ""})
    CHECK(locale(tag) == "ok");
  for (const char* tag : {"e", "en_US", "en-", "-en", "12", "en US", "../en", "e1", "toolongtag"}) {
    CHECK(locale(tag) == "bad_field locale");
  }
  CHECK(outcome(R"({"type":"hello","conversation":"42"})") == "bad_field conversation");
  CHECK(outcome(R"({"type":"hello","client":"a\nb"})") == "bad_text client");
  // However long, a token is refused as a token, so that the answer is the same for all wrong ones.
  CHECK(outcome(R"({"type":"hello","token":")" + repeat("x", 60'000) + R"("})") == "ok");
}

TEST_CASE("client frame: an error can name the frame it is about", "[bot][protocol]") {
  CHECK(client_id_of(R"({"type":"message","id":"m-7","text":""})") == "m-7");
  CHECK(client_id_of(R"({"type":"mesage","id":"m-7"})") == "m-7");
  CHECK(client_id_of(R"({"id":7})").empty());
  CHECK(client_id_of(R"({"id":"a\nb"})").empty());
  CHECK(client_id_of("{").empty());
  CHECK(client_id_of("[1]").empty());
}
