#include "base/byte_form.hpp"

#include <array>

namespace base {
namespace {

constexpr std::size_t kAlignment = 8;

// Four chains of eight bytes a step, so that reading a cache of many megabytes is not felt. Each
// step is one to one in what it takes in, so no single damaged word goes unseen.
std::uint64_t checksum(std::string_view bytes) {
  constexpr std::uint64_t kPrime = 0x9e3779b97f4a7c15ULL;
  std::array<std::uint64_t, 4> chains = {1, 2, 3, 4};
  const auto mixed = [](std::uint64_t hash, std::uint64_t word) {
    return std::rotl((hash ^ word) * kPrime, 29);
  };
  constexpr std::size_t kStep = sizeof chains;
  std::array<std::uint64_t, 4> words{};
  std::size_t at = 0;
  for (; at + kStep <= bytes.size(); at += kStep) {
    std::memcpy(words.data(), bytes.data() + at, kStep);
    for (std::size_t i = 0; i < 4; ++i) chains[i] = mixed(chains[i], words[i]);
  }
  words = {};
  std::memcpy(words.data(), bytes.data() + at, bytes.size() - at);
  for (std::size_t i = 0; i < 4; ++i) chains[i] = mixed(chains[i], words[i]);
  std::uint64_t hash = bytes.size();
  for (const std::uint64_t chain : chains) hash = mixed(hash, chain);
  return hash;
}

}  // namespace

SharedBytes shared(std::string bytes) {
  const auto owner = std::make_shared<const std::string>(std::move(bytes));
  return {*owner, owner};
}

ByteWriter::ByteWriter(std::string_view mark, std::uint32_t version) : out_(mark) {
  number(version);
}

void ByteWriter::append(const void* bytes, std::size_t size) {
  out_.append(static_cast<const char*>(bytes), size);
}

void ByteWriter::align() {
  out_.resize((out_.size() + kAlignment - 1) / kAlignment * kAlignment, '\0');
}

void ByteWriter::text(std::string_view value) {
  number<std::uint64_t>(value.size());
  out_ += value;
}

std::string ByteWriter::finish() {
  number(checksum(out_));
  return std::move(out_);
}

ByteReader::ByteReader(SharedBytes source, std::string_view mark, std::uint32_t version)
    : source_(std::move(source)) {
  const std::string_view all = source_.bytes;
  std::uint64_t expected = 0;
  is_sound_ = all.size() >= sizeof expected && all.starts_with(mark);
  if (!is_sound_) return;
  left_ = all.substr(0, all.size() - sizeof expected);
  std::memcpy(&expected, all.data() + left_.size(), sizeof expected);
  is_sound_ = checksum(left_) == expected;
  take(mark.size());
  if (number<std::uint32_t>() != version) is_sound_ = false;
}

bool ByteReader::take(std::uint64_t size) {
  if (size > left_.size()) is_sound_ = false;
  if (!is_sound_) return false;
  taken_ = left_.substr(0, size);
  left_.remove_prefix(size);
  return true;
}

void ByteReader::align() {
  const auto at = static_cast<std::size_t>(left_.data() - source_.bytes.data());
  if (is_sound_) take((kAlignment - at % kAlignment) % kAlignment);
}

std::string ByteReader::text() {
  const auto size = number<std::uint64_t>();
  return take(size) ? std::string(taken_) : std::string();
}

}  // namespace base
