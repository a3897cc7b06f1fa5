// Carries parcels with libcurl: one thread, at most kMaxTransfers connections at once; more wait in
// order. Every connection is checked by address_guard. Owns its thread.
#pragma once

#include <cstddef>
#include <memory>

#include "bot/loop.hpp"
#include "bot/net/courier.hpp"

namespace bot {

class CurlCourier final : public Courier {
 public:
  static constexpr std::size_t kMaxTransfers = 64;

  // Answers come to `loop`, which outlives this.
  explicit CurlCourier(Loop& loop);
  // Drops what is under way; nobody is told.
  ~CurlCourier() override;
  void send(Parcel parcel, std::function<void(Receipt)> done) override;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace bot
