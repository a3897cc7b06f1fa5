// A callable that can be moved but not copied, so that it can own what it will need: C++20 has only
// the copyable std::function. One allocation each. Called at most once.
#pragma once

#include <memory>
#include <utility>

namespace storage {

template <class... Arguments>
class Callback {
 public:
  Callback() = default;
  template <class Function>
  requires(!std::is_same_v<std::decay_t<Function>, Callback>)
      Callback(Function&& function)  // NOLINT: implicit, so that a lambda can be passed
      : body_(std::make_unique<Body<std::decay_t<Function>>>(std::forward<Function>(function))) {}

  explicit operator bool() const { return body_ != nullptr; }
  // Calls and destroys the function. Precondition: not empty.
  void operator()(Arguments... arguments) {
    const auto body = std::move(body_);
    body->call(std::move(arguments)...);
  }

 private:
  struct Callable {
    virtual ~Callable() = default;
    virtual void call(Arguments... arguments) = 0;
  };
  template <class Function>
  struct Body final : Callable {
    explicit Body(Function given) : function(std::move(given)) {}
    void call(Arguments... arguments) override { function(std::move(arguments)...); }
    Function function;
  };

  std::unique_ptr<Callable> body_;
};

}  // namespace storage
