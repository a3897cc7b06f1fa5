// What a WebSocket client puts on the wire, well formed or not.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace net_test {

// A masked frame whose first byte is given; the length may be claimed other than it is.
inline std::string client_frame(unsigned first_byte, std::string_view payload,
                                std::uint64_t claimed_size = UINT64_MAX) {
  const std::array<unsigned char, 4> mask{0x37, 0xFA, 0x21, 0x3D};
  const std::uint64_t size = claimed_size == UINT64_MAX ? payload.size() : claimed_size;
  std::string frame(1, static_cast<char>(first_byte));
  if (size < 126) {
    frame += static_cast<char>(0x80U | size);
  } else if (size <= 0xFFFF) {
    frame += static_cast<char>(0xFE);
    frame += static_cast<char>(size >> 8U);
    frame += static_cast<char>(size & 0xFFU);
  } else {
    frame += static_cast<char>(0xFF);
    for (int shift = 56; shift >= 0; shift -= 8) frame += static_cast<char>(size >> shift);
  }
  for (const auto byte : mask) frame += static_cast<char>(byte);
  for (std::size_t i = 0; i < payload.size(); ++i) {
    frame += static_cast<char>(static_cast<unsigned char>(payload[i]) ^ mask.at(i % 4));
  }
  return frame;
}

inline std::string text_frame(std::string_view payload) {
  return client_frame(0x81, payload);
}

inline std::string close_frame(unsigned code, std::string_view reason = {}) {
  std::string payload{static_cast<char>(code >> 8U), static_cast<char>(code & 0xFFU)};
  return client_frame(0x88, payload.append(reason));
}

}  // namespace net_test
