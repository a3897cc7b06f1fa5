#include "bot/net/address_guard.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>

namespace bot {
namespace {

struct Range4 {
  std::uint32_t begin;
  int bits;
};

// The IANA registry of special-purpose addresses (RFC 6890 and its updates), multicast and the rest
// of what is not globally reachable.
constexpr std::array kInside4 = {
    Range4{0x00000000, 8},   // "this network"
    Range4{0x0A000000, 8},   // private
    Range4{0x64400000, 10},  // shared by carriers
    Range4{0x7F000000, 8},   // loopback
    Range4{0xA9FE0000, 16},  // link-local; cloud metadata
    Range4{0xAC100000, 12},  // private
    Range4{0xC0000000, 24},  // protocol assignments
    Range4{0xC0000200, 24},  // documentation
    Range4{0xC0586300, 24},  // 6to4 relays
    Range4{0xC0A80000, 16},  // private
    Range4{0xC6120000, 15},  // benchmarks
    Range4{0xC6336400, 24},  // documentation
    Range4{0xCB007100, 24},  // documentation
    Range4{0xE0000000, 4},   // multicast
    Range4{0xF0000000, 4},   // reserved, broadcast
};

using Bytes16 = std::array<std::uint8_t, 16>;

struct Range6 {
  Bytes16 begin;
  int bits;
};

constexpr std::array kInside6 = {
    Range6{{0x00, 0x64, 0xff, 0x9b, 0x00, 0x01}, 48},  // NAT64 of one's own
    Range6{{0x01, 0x00}, 64},                          // discard
    Range6{{0x20, 0x01, 0x00, 0x00}, 23},              // protocol assignments, Teredo among them
    Range6{{0x20, 0x01, 0x0d, 0xb8}, 32},              // documentation
    Range6{{0x3f, 0xff}, 20},                          // documentation
    Range6{{0x5f, 0x00}, 16},                          // segment routing
    Range6{{0xfc, 0x00}, 7},                           // unique local
    Range6{{0xfe, 0x80}, 10},                          // link-local
    Range6{{0xfe, 0xc0}, 10},                          // site-local of old
    Range6{{0xff, 0x00}, 8},                           // multicast
};

bool is_public4(std::uint32_t address) {
  return std::none_of(kInside4.begin(), kInside4.end(), [&](const Range4& range) {
    return (address ^ range.begin) >> (32 - range.bits) == 0;
  });
}

bool begins_with(const Bytes16& address, const Bytes16& begin, int bits) {
  for (int bit = 0; bit < bits; ++bit) {
    const auto byte = static_cast<std::size_t>(bit / 8);
    const int mask = 0x80 >> (bit % 8);
    if (((address[byte] ^ begin[byte]) & mask) != 0) return false;
  }
  return true;
}

std::uint32_t four_at(const Bytes16& address, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value << 8 | address[at + i];
  return value;
}

bool is_public6(const Bytes16& address) {
  // Unspecified, loopback and the IPv4-compatible addresses of old: all of ::/96.
  if (begins_with(address, {}, 96)) return false;
  constexpr Bytes16 kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (begins_with(address, kMapped, 96)) return is_public4(four_at(address, 12));
  constexpr Bytes16 kNat64{0x00, 0x64, 0xff, 0x9b};
  if (begins_with(address, kNat64, 96)) return is_public4(four_at(address, 12));
  constexpr Bytes16 k6to4{0x20, 0x02};
  if (begins_with(address, k6to4, 16)) return is_public4(four_at(address, 2));
  return std::none_of(kInside6.begin(), kInside6.end(), [&](const Range6& range) {
    return begins_with(address, range.begin, range.bits);
  });
}

}  // namespace

bool is_public_address(const sockaddr* address, socklen_t length) {
  if (address->sa_family == AF_INET && length >= sizeof(sockaddr_in)) {
    sockaddr_in found{};
    std::memcpy(&found, address, sizeof(found));
    return is_public4(ntohl(found.sin_addr.s_addr));
  }
  if (address->sa_family == AF_INET6 && length >= sizeof(sockaddr_in6)) {
    sockaddr_in6 found{};
    std::memcpy(&found, address, sizeof(found));
    Bytes16 bytes{};
    std::memcpy(bytes.data(), &found.sin6_addr, bytes.size());
    return is_public6(bytes);
  }
  return false;
}

bool is_public_address(std::string_view digits) {
  const std::string text(digits);
  sockaddr_in four{};
  four.sin_family = AF_INET;
  if (inet_pton(AF_INET, text.c_str(), &four.sin_addr) == 1) {
    return is_public_address(reinterpret_cast<const sockaddr*>(&four), sizeof(four));
  }
  sockaddr_in6 six{};
  six.sin6_family = AF_INET6;
  if (inet_pton(AF_INET6, text.c_str(), &six.sin6_addr) == 1) {
    return is_public_address(reinterpret_cast<const sockaddr*>(&six), sizeof(six));
  }
  return false;
}

}  // namespace bot
