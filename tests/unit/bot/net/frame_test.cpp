#include "bot/net/frame.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <vector>

#include "client_bytes.hpp"

using bot::FrameReader;
using net_test::client_frame;
using net_test::close_frame;
using net_test::text_frame;

namespace {

// Writes down what a reader finds, one line each.
class Transcript : public bot::FrameSink {
 public:
  bool on_text(std::string_view text) override {
    if (text.size() > 200) {
      lines += "text of " + std::to_string(text.size()) + "\n";
    } else {
      lines.append("text ").append(text).append("\n");
    }
    return true;
  }
  bool on_ping(std::string_view payload) override {
    lines.append("ping ").append(payload.substr(0, 20)).append("\n");
    return true;
  }
  bool on_pong() override {
    lines += "pong\n";
    return true;
  }
  void on_close(bot::CloseCode code, std::string_view reason) override {
    lines += "close " + std::to_string(static_cast<int>(code));
    lines.append(" ").append(reason).append("\n");
  }
  std::string lines;
};

// Feeds the bytes in pieces of the sizes that `next_size` gives; the transcript ends with the
// fault.
template <class NextSize>
std::string read_in_pieces(std::string bytes, NextSize next_size) {
  const FrameReader::Limits limits;
  FrameReader reader(limits);
  Transcript transcript;
  std::size_t at = 0;
  while (at < bytes.size()) {
    const auto size = std::min<std::size_t>(next_size(), bytes.size() - at);
    const auto fault = reader.read(std::span<char>(bytes.data() + at, size), transcript);
    at += size;
    if (fault) {
      transcript.lines += "fault " + std::to_string(static_cast<int>(fault->code)) + "\n";
      break;
    }
  }
  if (at == bytes.size() && reader.is_amid()) transcript.lines += "amid\n";
  return transcript.lines;
}

struct Row {
  std::string name;
  std::string bytes;
  std::string expected;
};

std::vector<Row> rows() {
  const std::string utf8 = "\xCE\xBA\xE1\xBD\xB9\xCF\x83\xCE\xBC\xCE\xB5";
  std::vector<Row> rows = {
      {"empty text", text_frame(""), "text \n"},
      {"text", text_frame("hello"), "text hello\n"},
      {"text of 125", text_frame(std::string(125, 'a')), "text " + std::string(125, 'a') + "\n"},
      {"text of 126", text_frame(std::string(126, 'a')), "text " + std::string(126, 'a') + "\n"},
      {"text of 127", text_frame(std::string(127, 'a')), "text " + std::string(127, 'a') + "\n"},
      {"text of 65535", text_frame(std::string(65535, 'a')), "text of 65535\n"},
      {"text at the limit", text_frame(std::string(65536, 'a')), "text of 65536\n"},
      {"text over the limit", text_frame(std::string(65537, 'a')), "fault 1009\n"},
      {"announced 2^40", client_frame(0x81, "0123456789", 1ULL << 40U), "fault 1009\n"},
      {"limit over fragments",
       client_frame(0x01, std::string(65536, 'a')) + client_frame(0x80, "a"), "fault 1009\n"},
      {"two in a row", text_frame("a") + text_frame("b"), "text a\ntext b\n"},
      {"ping", client_frame(0x89, "x"), "ping x\n"},
      {"empty ping", client_frame(0x89, ""), "ping \n"},
      {"ping of 125", client_frame(0x89, std::string(125, 'p')), "ping pppppppppppppppppppp\n"},
      {"ping of 126", client_frame(0x89, std::string(126, 'p')), "fault 1002\n"},
      {"pong", client_frame(0x8A, "x"), "pong\n"},
      {"binary payload of a ping", client_frame(0x89, "\xFF\xFE"), "ping \xFF\xFE\n"},
      {"unmasked", std::string("\x81\x01x", 3), "fault 1002\n"},
      {"reserved bit 1", client_frame(0xC1, "x"), "fault 1002\n"},
      {"reserved bit 2", client_frame(0xA1, "x"), "fault 1002\n"},
      {"reserved bit 3", client_frame(0x91, "x"), "fault 1002\n"},
      {"length with its top bit", client_frame(0x81, "", 1ULL << 63U), "fault 1002\n"},
      {"fragmented ping", client_frame(0x09, "x"), "fault 1002\n"},
      {"fragmented close", client_frame(0x08, ""), "fault 1002\n"},
      {"nothing to continue", client_frame(0x80, "x"), "fault 1002\n"},
      {"nothing to continue, unfinished", client_frame(0x00, "x"), "fault 1002\n"},
      {"text inside a text", client_frame(0x01, "a") + text_frame("b"), "fault 1002\n"},
      {"binary", client_frame(0x82, "x"), "fault 1003\n"},
      {"fragments", client_frame(0x01, "a") + client_frame(0x00, "b") + client_frame(0x80, "c"),
       "text abc\n"},
      {"empty fragments", client_frame(0x01, "") + client_frame(0x00, "") + client_frame(0x80, ""),
       "text \n"},
      {"ping between fragments",
       client_frame(0x01, "a") + client_frame(0x89, "p") + client_frame(0x80, "c"),
       "ping p\ntext ac\n"},
      {"unfinished", client_frame(0x01, "a"), "amid\n"},
      {"half a header", text_frame("abc").substr(0, 3), "amid\n"},
      {"half a payload", text_frame("abc").substr(0, 8), "amid\n"},
      {"close", close_frame(1000), "close 1000 \n"},
      {"close with a reason", close_frame(1001, "bye"), "close 1001 bye\n"},
      {"close without a code", client_frame(0x88, ""), "close 1005 \n"},
      {"half a code", client_frame(0x88, "\x03"), "fault 1002\n"},
      {"close reason not UTF-8", close_frame(1000, "\xFF"), "fault 1007\n"},
      {"close reason cut", close_frame(1000, "\xCE"), "fault 1007\n"},
      {"close of 126", close_frame(1000, std::string(124, 'r')), "fault 1002\n"},
      {"nothing after close", close_frame(1000) + text_frame("x"), "close 1000 \n"},
      {"UTF-8", text_frame(utf8), "text " + utf8 + "\n"},
      {"UTF-8 split", client_frame(0x01, utf8.substr(0, 4)) + client_frame(0x80, utf8.substr(4)),
       "text " + utf8 + "\n"},
      {"UTF-8 cut at the end", text_frame(utf8.substr(0, utf8.size() - 1)), "fault 1007\n"},
      {"not UTF-8, told before the message ends", client_frame(0x01, "abc\xED\xA0\x80"),
       "fault 1007\n"},
      {"not UTF-8, told before the frame ends", client_frame(0x81, "\xF4\x90", 100),
       "fault 1007\n"},
  };
  for (const unsigned opcode : {3U, 4U, 5U, 6U, 7U, 11U, 12U, 13U, 14U, 15U}) {
    rows.push_back(
        {"opcode " + std::to_string(opcode), client_frame(0x80U | opcode, "x"), "fault 1002\n"});
  }
  for (const unsigned code :
       {0U, 999U, 1004U, 1005U, 1006U, 1015U, 1016U, 1100U, 2000U, 2999U, 5000U, 65535U}) {
    rows.push_back({"close code " + std::to_string(code), close_frame(code), "fault 1002\n"});
  }
  for (const unsigned code : {1000U, 1001U, 1002U, 1003U, 1007U, 1008U, 1009U, 1010U, 1011U, 3000U,
                              3999U, 4000U, 4999U}) {
    rows.push_back({"close code " + std::to_string(code), close_frame(code),
                    "close " + std::to_string(code) + " \n"});
  }
  for (const char* bad :
       {"\xC0\x80", "\xC1\xBF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xED\xBF\xBF", "\xF0\x80\x80\xAF",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFE", "\xFF", "\x80", "\xBF", "a\x80z", "\xC2",
        "\xE2\x82", "\xF0\x9F\x98", "12345678\xFF"}) {
    rows.push_back({"not UTF-8", text_frame(bad), "fault 1007\n"});
  }
  for (const char* good : {"\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
                           "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    rows.push_back({"UTF-8 edge", text_frame(good), std::string("text ") + good + "\n"});
  }
  return rows;
}

}  // namespace

TEST_CASE("frame: every case reads the same whole, byte by byte and in random pieces", "[net]") {
  const auto seed = std::random_device{}();
  std::mt19937 random(seed);
  CAPTURE(seed);
  for (const auto& row : rows()) {
    CAPTURE(row.name);
    CHECK(read_in_pieces(row.bytes, [] { return std::size_t{1} << 20U; }) == row.expected);
    CHECK(read_in_pieces(row.bytes, [] { return std::size_t{1}; }) == row.expected);
    for (int round = 0; round < 10; ++round) {
      CHECK(read_in_pieces(row.bytes, [&] { return std::size_t{1} + random() % 13; }) ==
            row.expected);
    }
  }
}

TEST_CASE("frame: a length must be written in its shortest form", "[net]") {
  std::string two_bytes("\x81\xFE\x00\x05\x00\x00\x00\x00hello", 13);
  std::string eight_bytes("\x81\xFF\x00\x00\x00\x00\x00\x00\x00\x05\x00\x00\x00\x00hello", 19);
  CHECK(read_in_pieces(two_bytes, [] { return std::size_t{99}; }) == "fault 1002\n");
  CHECK(read_in_pieces(eight_bytes, [] { return std::size_t{99}; }) == "fault 1002\n");
}

TEST_CASE("frame: a message has at most as many frames as allowed", "[net]") {
  const auto message_of = [](int frames) {
    auto bytes = client_frame(0x01, "");
    for (int i = 2; i < frames; ++i) bytes += client_frame(0x00, "");
    return bytes + client_frame(0x80, "");
  };
  const auto whole = [] { return std::size_t{1} << 20U; };
  CHECK(read_in_pieces(message_of(63), whole) == "text \n");
  CHECK(read_in_pieces(message_of(64), whole) == "text \n");
  CHECK(read_in_pieces(message_of(65), whole) == "fault 1008\n");
  CHECK(read_in_pieces(message_of(64) + message_of(64), whole) == "text \ntext \n");
  CHECK(read_in_pieces(message_of(1'000'000), whole) == "fault 1008\n");
}

TEST_CASE("frame: what a server writes has the right header, and its size is found again",
          "[net]") {
  for (const std::size_t size : {0U, 1U, 125U, 126U, 65535U, 65536U, 70000U}) {
    std::string frame;
    bot::append_frame(frame, bot::Opcode::text, std::string(size, 'x'));
    const std::size_t header = size < 126 ? 2 : size < 65536 ? 4 : 10;
    CHECK(frame.size() == header + size);
    CHECK(bot::frame_size(frame) == frame.size());
    CHECK(static_cast<unsigned char>(frame[0]) == 0x81);
    CHECK((static_cast<unsigned char>(frame[1]) & 0x80U) == 0);
  }
}

TEST_CASE("frame: a close reason is cut between characters", "[net]") {
  const auto payload_size = [](const std::string& reason) {
    return bot::close_payload(bot::CloseCode::normal, reason).size();
  };
  CHECK(payload_size(std::string(123, 'a')) == 125);
  CHECK(payload_size(std::string(124, 'a')) == 125);
  CHECK(payload_size(std::string(122, 'a') + "\xC3\xA9") == 124);
  CHECK(payload_size(std::string(121, 'a') + "\xC3\xA9") == 125);
  CHECK(payload_size(std::string(120, 'a') + "\xF0\x9F\x98\x80zz") == 122);
}
