#include "base/check.hpp"

namespace base {

void fail_check(const char* condition, const char* file, int line, const std::string& why) {
  throw InvariantError(std::string(file) + ":" + std::to_string(line) + ": " + why + " (" +
                       condition + ")");
}

}  // namespace base
