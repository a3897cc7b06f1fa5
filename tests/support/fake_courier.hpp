// A courier that carries nothing: it holds every parcel until the test says what became of it.
#pragma once

#include <deque>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "bot/net/courier.hpp"

namespace tests {

class FakeCourier final : public bot::Courier {
 public:
  struct Held {
    bot::Parcel parcel;
    std::function<void(bot::Receipt)> done;

    const bot::HttpParcel& http() const { return std::get<bot::HttpParcel>(parcel.content); }
    const bot::MailParcel& mail() const { return std::get<bot::MailParcel>(parcel.content); }
    std::string header(std::string_view name) const {
      for (const auto& header : http().headers) {
        if (header.name == name) return header.value;
      }
      return {};
    }
    std::string id() const { return header("webhook-id"); }
  };

  void send(bot::Parcel parcel, std::function<void(bot::Receipt)> done) override {
    held_.push_back({std::move(parcel), std::move(done)});
    ++sent_;
  }

  const std::deque<Held>& held() const { return held_; }
  std::size_t sent() const { return sent_; }
  // The oldest parcel that is under way comes to its end.
  Held answer(bot::Receipt receipt) {
    if (held_.empty()) throw std::logic_error("no parcel is under way");
    Held one = std::move(held_.front());
    held_.pop_front();
    one.done(std::move(receipt));
    return one;
  }
  // The oldest parcel is under way for ever.
  void forget_first() { held_.pop_front(); }
  // The process died: nobody hears of what was under way.
  void forget() { held_.clear(); }

  static bot::Receipt arrived() { return {true, 200, {}, {}}; }
  static bot::Receipt failed(int status = 500) {
    return {false, status, "it answers " + std::to_string(status), {}};
  }

 private:
  std::deque<Held> held_;
  std::size_t sent_ = 0;
};

}  // namespace tests
