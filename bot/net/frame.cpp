#include "bot/net/frame.hpp"

#include <algorithm>
#include <cstring>

#include "base/check.hpp"

namespace bot {
namespace {

constexpr std::size_t kMaxControlBytes = 125;
constexpr std::size_t kMaxReasonBytes = kMaxControlBytes - 2;

using Fault = FrameReader::Fault;

Fault broken(std::string_view why) {
  return {CloseCode::protocol_error, why};
}

// XORs with the mask, whose first byte to use is mask[at]; eight bytes at a time where it can.
void unmask(std::span<char> bytes, const std::uint8_t* mask, std::size_t at) {
  std::array<char, 8> key{};
  for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<char>(mask[(at + i) % 4]);
  std::uint64_t key_word = 0;
  std::memcpy(&key_word, key.data(), 8);
  std::size_t i = 0;
  for (; i + 8 <= bytes.size(); i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + i, 8);
    word ^= key_word;
    std::memcpy(bytes.data() + i, &word, 8);
  }
  for (; i < bytes.size(); ++i) bytes[i] = static_cast<char>(bytes[i] ^ key[i % 8]);
}

bool may_be_received(std::uint16_t code) {
  if (code >= 3000 && code <= 4999) return true;
  return code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006;
}

}  // namespace

void append_frame(std::string& out, Opcode opcode, std::string_view payload) {
  const auto size = payload.size();
  std::array<char, 10> header{};
  std::size_t header_size = 2;
  header[0] = static_cast<char>(0x80U | static_cast<unsigned>(opcode));
  if (size < 126) {
    header[1] = static_cast<char>(size);
  } else if (size <= 0xFFFF) {
    header[1] = 126;
    header[2] = static_cast<char>(size >> 8U);
    header[3] = static_cast<char>(size & 0xFFU);
    header_size = 4;
  } else {
    header[1] = 127;
    for (unsigned i = 0; i < 8; ++i) header[2 + i] = static_cast<char>(size >> (56U - 8U * i));
    header_size = 10;
  }
  out.append(header.data(), header_size);
  out.append(payload);
}

std::string close_payload(CloseCode code, std::string_view reason) {
  if (reason.size() > kMaxReasonBytes) {
    reason = reason.substr(0, kMaxReasonBytes + 1);
    while (!reason.empty() && (static_cast<std::uint8_t>(reason.back()) & 0xC0U) == 0x80) {
      reason.remove_suffix(1);
    }
    reason.remove_suffix(1);
  }
  const auto number = static_cast<std::uint16_t>(code);
  std::string payload{static_cast<char>(number >> 8U), static_cast<char>(number & 0xFFU)};
  payload.append(reason);
  return payload;
}

std::size_t frame_size(std::string_view bytes) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(bytes.at(i)); };
  const std::size_t length = byte(1) & 0x7FU;
  if (length < 126) return 2 + length;
  if (length == 126) return 4 + (static_cast<std::size_t>(byte(2)) << 8U | byte(3));
  std::size_t long_length = 0;
  for (std::size_t i = 2; i < 10; ++i) long_length = long_length << 8U | byte(i);
  return 10 + long_length;
}

std::optional<Fault> FrameReader::read(std::span<char> bytes, FrameSink& sink) {
  while (!is_over_ && !bytes.empty()) {
    if (!in_payload_) {
      if (auto fault = read_header(bytes)) {
        is_over_ = true;
        return fault;
      }
    }
    if (in_payload_) {
      if (auto fault = read_payload(bytes, sink)) {
        is_over_ = true;
        return fault;
      }
    }
  }
  return std::nullopt;
}

std::size_t FrameReader::header_needs() const {
  if (header_size_ < 2) return 2;
  const auto length = header_[1] & 0x7FU;
  return 2 + (length == 126 ? 2U : length == 127 ? 8U : 0U) + 4;
}

// Takes header bytes; at the end of the header the payload begins.
std::optional<Fault> FrameReader::read_header(std::span<char>& bytes) {
  while (!bytes.empty()) {
    const auto needs = header_needs();
    const auto take = std::min(needs - header_size_, bytes.size());
    std::memcpy(header_.data() + header_size_, bytes.data(), take);
    header_size_ = static_cast<std::uint8_t>(header_size_ + take);
    bytes = bytes.subspan(take);
    if (header_size_ < needs) return std::nullopt;
    if (needs == 2) {
      if (auto fault = check_start()) return fault;
    } else {
      return begin_payload();
    }
  }
  return std::nullopt;
}

// What the first two bytes tell.
std::optional<Fault> FrameReader::check_start() const {
  if ((header_[0] & 0x70U) != 0) return broken("reserved bit");
  const auto code = header_[0] & 0x0FU;
  if ((code > 0x2 && code < 0x8) || code > 0xA) return broken("reserved opcode");
  if ((header_[1] & 0x80U) == 0) return broken("unmasked frame");
  if (is_control()) {
    if (!is_final()) return broken("fragmented control frame");
    if ((header_[1] & 0x7FU) > kMaxControlBytes) return broken("control frame too large");
    return std::nullopt;
  }
  if (opcode() == Opcode::continuation && !in_message_) return broken("nothing to continue");
  if (opcode() != Opcode::continuation && in_message_) return broken("message inside a message");
  if (opcode() == Opcode::binary) return Fault{CloseCode::unsupported, "binary frame"};
  return std::nullopt;
}

std::optional<Fault> FrameReader::begin_payload() {
  std::uint64_t length = header_[1] & 0x7FU;
  const std::size_t extended = length == 126 ? 2 : length == 127 ? 8 : 0;
  if (extended != 0) {
    length = 0;
    for (std::size_t i = 0; i < extended; ++i) length = length << 8U | header_[2 + i];
    if (length >> 63U != 0) return broken("length out of range");
    if (length < 126 || (extended == 8 && length <= 0xFFFF)) return broken("length not minimal");
  }
  if (!is_control()) {
    if (++frames_ > limits_->max_frames_per_message) {
      return Fault{CloseCode::policy, "too many frames in a message"};
    }
    if (length > limits_->max_message_bytes - message_.size()) {
      return Fault{CloseCode::too_large, "message too large"};
    }
    in_message_ = true;
  }
  remaining_ = length;
  mask_at_ = 0;
  in_payload_ = true;
  return std::nullopt;
}

std::optional<Fault> FrameReader::read_payload(std::span<char>& bytes, FrameSink& sink) {
  const auto take = static_cast<std::size_t>(std::min<std::uint64_t>(remaining_, bytes.size()));
  const auto part = bytes.first(take);
  bytes = bytes.subspan(take);
  unmask(part, header_.data() + header_size_ - 4, mask_at_);
  mask_at_ = static_cast<std::uint8_t>((mask_at_ + take) % 4);
  remaining_ -= take;
  const std::string_view text(part.data(), part.size());
  if (!is_control() && !utf8_.feed(text)) return Fault{CloseCode::bad_text, "not UTF-8"};

  auto& kept = is_control() ? control_ : message_;
  if (remaining_ == 0) {
    // The usual frame came whole: its text is never copied.
    if (kept.empty() && is_final()) return end_frame(text, sink);
    kept.append(text);
    return end_frame(kept, sink);
  }
  kept.append(text);
  return std::nullopt;
}

std::optional<Fault> FrameReader::end_frame(std::string_view whole, FrameSink& sink) {
  header_size_ = 0;
  in_payload_ = false;
  if (is_control()) {
    auto fault = end_control(whole, sink);
    control_ = {};
    return fault;
  }
  if (!is_final()) return std::nullopt;
  if (!utf8_.complete()) return Fault{CloseCode::bad_text, "not UTF-8"};
  in_message_ = false;
  frames_ = 0;
  if (!sink.on_text(whole)) is_over_ = true;
  message_ = {};
  return std::nullopt;
}

std::optional<Fault> FrameReader::end_control(std::string_view payload, FrameSink& sink) {
  if (opcode() == Opcode::ping) {
    if (!sink.on_ping(payload)) is_over_ = true;
    return std::nullopt;
  }
  if (opcode() == Opcode::pong) {
    if (!sink.on_pong()) is_over_ = true;
    return std::nullopt;
  }
  is_over_ = true;
  if (payload.empty()) {
    sink.on_close(CloseCode::no_code, {});
    return std::nullopt;
  }
  if (payload.size() == 1) return broken("half a close code");
  const auto code = static_cast<std::uint16_t>(static_cast<std::uint8_t>(payload[0]) << 8U |
                                               static_cast<std::uint8_t>(payload[1]));
  if (!may_be_received(code)) return broken("bad close code");
  Utf8Check reason;
  if (!reason.feed(payload.substr(2)) || !reason.complete()) {
    return Fault{CloseCode::bad_text, "close reason not UTF-8"};
  }
  sink.on_close(static_cast<CloseCode>(code), payload.substr(2));
  return std::nullopt;
}

}  // namespace bot
