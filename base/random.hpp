// The only source of randomness. Production uses the operating system's; the simulation a seeded
// one, so that a seed reproduces a run to the byte.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace base {

class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::byte> bytes) = 0;

  // Uniform in [0, bound); bound at least 1.
  std::uint64_t below(std::uint64_t bound);
  // Lower-case hexadecimal of `bytes` random bytes (16 bytes = 128 bits for an unguessable id).
  std::string hex(std::size_t bytes);
};

// libsodium's generator. Any thread.
class SecureRandom final : public Random {
 public:
  SecureRandom();
  void fill(std::span<std::byte> bytes) override;
};

// splitmix64 (Steele, Lea, Flood 2014): tiny, seeded, good enough for tests; never for secrets.
// One thread.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
  void fill(std::span<std::byte> bytes) override;
  std::uint64_t next();

 private:
  std::uint64_t state_;
};

}  // namespace base
