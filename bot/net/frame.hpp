// WebSocket frames (RFC 6455), without sockets: FrameReader takes the bytes that a client sends, in
// pieces of any size, and gives whole messages; append_frame writes what a server sends.
//
// Own code rather than a library's so that each limit holds before anything is buffered (frames of
// one message, empty continuations, announced sizes) and an idle connection needs no buffer at all.
// No extensions. One thread an object.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "bot/net/close_code.hpp"
#include "bot/net/utf8_check.hpp"

namespace bot {

enum class Opcode : std::uint8_t {
  continuation = 0x0,
  text = 0x1,
  binary = 0x2,
  close = 0x8,
  ping = 0x9,
  pong = 0xA,
};

// Appends one whole, unmasked frame. A control frame's payload is at most 125 bytes.
void append_frame(std::string& out, Opcode opcode, std::string_view payload);
// The payload of a close frame: the code, and the reason cut at 123 bytes between characters.
std::string close_payload(CloseCode code, std::string_view reason);
// The size of the server's frame that starts at `bytes` (its header is complete there).
std::size_t frame_size(std::string_view bytes);

// What a FrameReader found. Views are good until the call returns; false stops the reading.
class FrameSink {
 public:
  virtual ~FrameSink() = default;
  virtual bool on_text(std::string_view text) = 0;
  virtual bool on_ping(std::string_view payload) = 0;
  virtual bool on_pong() = 0;
  // `code` is CloseCode::no_code when the frame had none. Nothing is read after it.
  virtual void on_close(CloseCode code, std::string_view reason) = 0;
};

class FrameReader {
 public:
  struct Limits {
    std::size_t max_message_bytes = 64 * 1024;
    std::size_t max_frames_per_message = 64;
  };
  struct Fault {
    CloseCode code;
    std::string_view why;
  };

  explicit FrameReader(const Limits& limits) : limits_(&limits) {}  // limits must outlive it

  // Reads all bytes (unmasking them in place), telling the sink what is complete. A fault or a
  // sink's false ends the reading for good. Faults: 1002 broken framing, 1003 binary, 1007 not
  // UTF-8, 1008 too many frames, 1009 too large (as soon as it is announced).
  std::optional<Fault> read(std::span<char> bytes, FrameSink& sink);

  // Whether a message or a frame has begun and not ended.
  bool is_amid() const { return !is_over_ && (header_size_ != 0 || in_payload_ || in_message_); }

 private:
  std::optional<Fault> read_header(std::span<char>& bytes);
  std::optional<Fault> check_start() const;
  std::optional<Fault> begin_payload();
  std::optional<Fault> read_payload(std::span<char>& bytes, FrameSink& sink);
  std::optional<Fault> end_frame(std::string_view whole, FrameSink& sink);
  std::optional<Fault> end_control(std::string_view payload, FrameSink& sink);
  std::size_t header_needs() const;
  Opcode opcode() const { return static_cast<Opcode>(header_[0] & 0x0F); }
  bool is_final() const { return (header_[0] & 0x80) != 0; }
  bool is_control() const { return (header_[0] & 0x08) != 0; }

  const Limits* limits_;
  std::uint64_t remaining_ = 0;  // of the frame's payload
  std::string message_;          // text of the frames before, and of a frame that is not complete
  std::string control_;          // the same of a control frame
  std::size_t frames_ = 0;       // of the message
  std::array<std::uint8_t, 14> header_{};
  std::uint8_t header_size_ = 0;
  std::uint8_t mask_at_ = 0;
  Utf8Check utf8_;
  bool in_payload_ = false;
  bool in_message_ = false;
  bool is_over_ = false;
};

}  // namespace bot
