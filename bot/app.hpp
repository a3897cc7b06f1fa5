// The real server: owns everything in order of dependency, from the data folder to the listening
// sockets, and runs until a signal. The only place where the parts meet.
#pragma once

#include <string>

#include "base/clock.hpp"
#include "bot/profile.hpp"

namespace bot {

struct ServeOptions {
  std::string profile = "config";
  std::string data = "./data";
  std::string listen;  // empty: as boomerang.yaml says
  std::string admin;
  base::Duration clock_offset{};
  bool is_demo = false;
  std::string shop_url;  // empty: as boomerang.yaml says
};

// Serves until SIGTERM or SIGINT, then drains. Prints one line of JSON with both addresses on
// standard output once it is ready. Returns the exit code: 0 after a drain, 1 when it could not
// start or had to stop (the reason is on standard error).
int serve(const ServeOptions& options);

}  // namespace bot
