// Frames to clients, to the byte: the journal keeps them and sends them again.
#include "bot/protocol/server_frame.hpp"

#include <catch2/catch.hpp>

#include "base/json.hpp"

using namespace bot;

namespace {

const base::Instant kTime = *base::from_iso("2026-11-22T10:15:00.250Z");

template <class... Arguments>
std::string written(void (*write)(std::string&, Arguments...),
                    std::type_identity_t<Arguments>... of) {
  std::string out;
  write(out, of...);
  REQUIRE(base::parse_json(out).has_value());
  CHECK(out.find('\n') == std::string::npos);
  return out;
}

std::string message(const MessageFrame& frame) {
  std::string out;
  write_message(out, frame);
  const auto parsed = base::parse_json(out);
  REQUIRE(parsed.has_value());
  CHECK(out.find('\n') == std::string::npos);
  return out;
}

}  // namespace

TEST_CASE("server frame: ack, turn, pong, typing", "[bot][protocol]") {
  CHECK(written(write_ack, "m-1", 4) == R"({"type":"ack","id":"m-1","seq":4})");
  CHECK(written(write_turn, "m-1", 6) == R"({"type":"turn","id":"m-1","seq":6})");
  CHECK(written(write_pong) == R"({"type":"pong"})");
  CHECK(written(write_typing) == R"({"type":"typing"})");
}

TEST_CASE("server frame: frames are appended, so that a turn is one write", "[bot][protocol]") {
  std::string out;
  write_ack(out, "1", 1);
  const std::size_t first = out.size();
  write_turn(out, "1", 2);
  CHECK(out.substr(first) == R"({"type":"turn","id":"1","seq":2})");
}

TEST_CASE("server frame: welcome says only what there is", "[bot][protocol]") {
  std::string out;
  write_welcome(out, {.conversation = "c", .seq = 0, .locale = "en"});
  CHECK(out == R"({"type":"welcome","conversation":"c","seq":0,"locale":"en","owner":"bot"})");
  const std::vector<Unfinished> tasks = {{"create_return", "Return of order 1042"}};
  out.clear();
  write_welcome(out, {.conversation = "c",
                      .seq = 9,
                      .guest_secret = "g_x",
                      .locale = "ru",
                      .unfinished = tasks,
                      .owner = Owner::queue});
  CHECK(out == R"({"type":"welcome","conversation":"c","seq":9,"guest_secret":"g_x","locale":"ru",)"
               R"("unfinished":[{"flow":"create_return","title":"Return of order 1042"}],)"
               R"("owner":"queue"})");
}

TEST_CASE("server frame: a reply becomes a message with all its parts", "[bot][protocol]") {
  dialogs::Reply reply;
  reply.text = "Which **order**?\n\"1042\"";
  reply.buttons = {{"q1.a", "1042", "two lamps"}, {"q1.b", "1057", ""}};
  reply.expects = dialogs::Expects{"choice", {{"optional", true}, {"kind", "text"}}};
  reply.cards = {{"order_card", "Order 1042", {{"Kettle", "34.90", "t1"}, {"Lamp", "12.00", ""}}}};
  reply.step = "create_return.order";
  MessageFrame frame = message_of(reply);
  frame.seq = 5;
  frame.id = "c-5";
  frame.time = kTime;
  frame.reply_to = "m-2";
  CHECK(message(frame) ==
        R"({"type":"message","seq":5,"id":"c-5","from":"bot","text":"Which **order**?\n\"1042\"",)"
        R"("buttons":[{"token":"q1.a","label":"1042","hint":"two lamps"},)"
        R"({"token":"q1.b","label":"1057"}],"expects":{"kind":"choice","optional":true},)"
        R"("cards":[{"kind":"order_card","title":"Order 1042","rows":[)"
        R"({"label":"Kettle","value":"34.90","token":"t1"},{"label":"Lamp","value":"12.00"}]}],)"
        R"("time":"2026-11-22T10:15:00.250Z","reply_to":"m-2","step":"create_return.order"})");
}

TEST_CASE("server frame: a customer's own message keeps text and files", "[bot][protocol]") {
  const std::vector<dialogs::Attachment> files = {{"u-1", "photo.jpg", "jpeg", 2048}};
  MessageFrame frame;
  frame.seq = 2;
  frame.id = "m-1";
  frame.from = From::customer;
  frame.text = "\xE2\x80\xAE<b>\t";
  frame.attachments = files;
  frame.time = kTime;
  CHECK(message(frame) ==
        "{\"type\":\"message\",\"seq\":2,\"id\":\"m-1\",\"from\":\"customer\","
        "\"text\":\"\xE2\x80\xAE<b>\\t\","
        R"("attachments":[{"upload":"u-1","name":"photo.jpg","type":"jpeg","size":2048}],)"
        R"("time":"2026-11-22T10:15:00.250Z"})");
}

TEST_CASE("server frame: bytes that are no UTF-8 never leave", "[bot][protocol]") {
  MessageFrame frame;
  frame.text =
      "a\xFF"
      "b";
  CHECK(message(frame).find("\xEF\xBF\xBD") != std::string::npos);
}

TEST_CASE("server frame: cases and owners", "[bot][protocol]") {
  std::string out;
  write_case(out, {"R-1042-1", "product_return", "approved", kTime});
  CHECK(out == R"({"type":"case","number":"R-1042-1","case_type":"product_return",)"
               R"("state":"approved","due":"2026-11-22T10:15:00.250Z"})");
  CHECK(written(write_owner, Owner::queue, 3, "") ==
        R"({"type":"owner","owner":"queue","position":3})");
  CHECK(written(write_owner, Owner::bot, std::nullopt, "") == R"({"type":"owner","owner":"bot"})");
  CHECK(written(write_owner, Owner::agent, std::nullopt, "Olga") ==
        R"({"type":"owner","owner":"agent","name":"Olga"})");
  CHECK(to_string(Owner::agent) == "agent");
  CHECK(to_string(From::system) == "system");
  CHECK(to_string(From::agent) == "agent");
}

TEST_CASE("server frame: errors name code, frame and field", "[bot][protocol]") {
  std::string out;
  write_error(out,
              base::Error{base::Code::invalid_argument, "bad_field", "no such field", "colour"},
              "m-1");
  CHECK(out == R"({"type":"error","code":"bad_field","message":"no such field","id":"m-1",)"
               R"("field":"colour"})");
  out.clear();
  write_error(out, base::Error{base::Code::limit_exceeded, "too_many", "wait"}, {}, 1500);
  CHECK(out == R"({"type":"error","code":"too_many","message":"wait","retry_after_ms":1500})");
}
