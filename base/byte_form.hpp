// What is written into files of a cache, and back: numbers in the machine's order, counts before
// contents, arrays on multiples of eight so that they can be used where they lie, and a checksum
// behind all. For files of this program on this machine only. Any thread; no state.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/frozen_array.hpp"

namespace base {

static_assert(std::endian::native == std::endian::little, "the form is little-endian");

// Bytes, and what keeps them alive.
struct SharedBytes {
  std::string_view bytes;
  std::shared_ptr<const void> owner;
};
SharedBytes shared(std::string bytes);

class ByteWriter {
 public:
  // `mark`: four characters that say what it is; `version` goes up when the form changes.
  ByteWriter(std::string_view mark, std::uint32_t version);

  template <class Number>
  void number(Number value) {
    static_assert(std::is_arithmetic_v<Number>);
    append(&value, sizeof value);
  }
  void text(std::string_view value);
  template <class T>
  void list(const FrozenArray<T>& values) {
    number<std::uint64_t>(values.size());
    align();
    append(values.data(), values.size() * sizeof(T));
  }
  // All of it, closed by the checksum. Once.
  std::string finish();

 private:
  void append(const void* bytes, std::size_t size);
  void align();

  std::string out_;
};

// Reads what ByteWriter wrote. Once something is missing or damaged, everything is zero and empty
// and is_sound says no; sizes are bounded by what is there.
class ByteReader {
 public:
  ByteReader(SharedBytes source, std::string_view mark, std::uint32_t version);

  template <class Number>
  Number number() {
    Number value{};
    if (take(sizeof value)) std::memcpy(&value, taken_.data(), sizeof value);
    return value;
  }
  std::string text();
  // Uses the source's bytes, and keeps them alive.
  template <class T>
  FrozenArray<T> list() {
    const auto count = number<std::uint64_t>();
    align();
    if (count > left_.size() / sizeof(T) || !take(count * sizeof(T))) {
      is_sound_ = false;
      return {};
    }
    const void* bytes = taken_.data();
    if (reinterpret_cast<std::uintptr_t>(bytes) % alignof(T) == 0) {
      return {{static_cast<const T*>(bytes), count}, source_.owner};
    }
    std::vector<T> copy(count);
    if (count > 0) std::memcpy(copy.data(), bytes, taken_.size());
    return copy;
  }
  // What was read does not fit together.
  void refuse() { is_sound_ = false; }
  bool is_sound() const { return is_sound_; }
  bool is_at_end() const { return left_.empty(); }

 private:
  bool take(std::uint64_t size);
  void align();

  SharedBytes source_;
  std::string_view left_;
  std::string_view taken_;
  bool is_sound_ = true;
};

}  // namespace base
