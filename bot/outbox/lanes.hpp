// The names of the outbox's lanes: one a receiver. Any thread.
#pragma once

#include <string>
#include <string_view>

namespace bot {

inline constexpr std::string_view kMailLane = "mail";

inline std::string lane_of_endpoint(std::string_view endpoint) {
  return "hook:" + std::string(endpoint);
}

}  // namespace bot
