// ENSURE states an invariant. It stays on in every build: a broken one throws InvariantError, which
// the turn boundary catches (the turn rolls back, the conversation is set aside, the process goes
// on); in tests it fails the test. Never used for input, which can be wrong without a bug of ours.
// (Not called CHECK: that is Catch2's.)
#pragma once

#include <stdexcept>
#include <string>

namespace base {

class InvariantError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

[[noreturn]] void fail_check(const char* condition, const char* file, int line,
                             const std::string& why);

}  // namespace base

#define ENSURE(condition, why)                                   \
  do {                                                           \
    if (!(condition)) {                                          \
      ::base::fail_check(#condition, __FILE__, __LINE__, (why)); \
    }                                                            \
  } while (false)
