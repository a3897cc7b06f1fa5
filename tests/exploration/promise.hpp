// What a conversation may never break, and the error that says it did.
#pragma once

#include <stdexcept>

namespace tests {

class BrokenPromise : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace tests
