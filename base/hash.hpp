// Quick hashes of 64 bits for what is looked up by its text, and the table that finds them. For
// words of people, not against those who look for collisions: two texts that share a hash are taken
// for one word, and nothing worse. Any thread.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace base {

// FNV-1a; `hash` is what came before.
constexpr std::uint64_t continued_hash(std::string_view bytes,
                                       std::uint64_t hash = 0xcbf29ce484222325ULL) {
  for (const char byte : bytes) {
    hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3ULL;
  }
  return hash;
}

// Spreads what FNV leaves in the high bits; closes a hash.
constexpr std::uint64_t mixed_hash(std::uint64_t hash) {
  hash ^= hash >> 33U;
  hash *= 0xff51afd7ed558ccdULL;
  return hash ^ (hash >> 33U);
}

// Finds the place of a key among keys that somebody else holds: open addressing.
class HashSlots {
 public:
  static constexpr std::uint32_t kNone = 0xffffffffU;

  HashSlots() = default;
  // For all of `keys`, which differ.
  explicit HashSlots(std::span<const std::uint64_t> keys) { rebuild(keys); }

  // Its place in `keys`, which are those that were put in, or kNone.
  std::uint32_t find(std::uint64_t key, std::span<const std::uint64_t> keys) const {
    if (slots_.empty()) return kNone;
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = (key >> 1U) & mask; slots_[at] != 0; at = (at + 1) & mask) {
      if (keys[slots_[at] - 1] == key) return slots_[at] - 1;
    }
    return kNone;
  }
  // The last of `keys` is new; the others are those before.
  void put_last(std::span<const std::uint64_t> keys) {
    if (keys.size() * 2 > slots_.size()) return rebuild(keys);
    put(keys.back(), keys.size());
  }

 private:
  void put(std::uint64_t key, std::size_t number) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = (key >> 1U) & mask;
    while (slots_[at] != 0) at = (at + 1) & mask;
    slots_[at] = static_cast<std::uint32_t>(number);
  }
  void rebuild(std::span<const std::uint64_t> keys) {
    slots_.assign(std::bit_ceil(keys.size() * 2 + 2), 0);
    for (std::size_t i = 0; i < keys.size(); ++i) put(keys[i], i + 1);
  }

  std::vector<std::uint32_t> slots_;  // number of the key, from 1; 0: free
};

}  // namespace base
