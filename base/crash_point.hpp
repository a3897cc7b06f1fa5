// Named places where a crash hurts most. The fault tests start the server with
//   BOOMERANG_CRASH_AT=name[:n]
// and the process kills itself (SIGKILL, nothing is flushed) the n-th time it passes that place.
// Without the variable a crash point costs one load of a constant.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace base {

// Dies here if the environment asks for it. `name` is listed in crash_points(). Any thread.
void crash_point(std::string_view name);

// Every name there is, for the tests that visit them all.
const std::vector<std::string>& crash_points();

}  // namespace base
