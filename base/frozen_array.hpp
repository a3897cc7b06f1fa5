// Numbers that never change again: an array of its own, or a part of somebody's bytes, which it
// keeps alive. So what a cache holds is used where it lies. Copies share; any thread.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace base {

template <class T>
class FrozenArray {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  FrozenArray() = default;
  FrozenArray(std::vector<T> items) {
    auto own = std::make_shared<const std::vector<T>>(std::move(items));
    items_ = *own;
    owner_ = std::move(own);
  }
  // `items` live as long as `owner`.
  FrozenArray(std::span<const T> items, std::shared_ptr<const void> owner)
      : items_(items), owner_(std::move(owner)) {}

  const T* data() const { return items_.data(); }
  std::size_t size() const { return items_.size(); }
  bool empty() const { return items_.empty(); }
  const T& operator[](std::size_t at) const { return items_[at]; }
  const T* begin() const { return items_.data(); }
  const T* end() const { return items_.data() + items_.size(); }

 private:
  std::span<const T> items_;
  std::shared_ptr<const void> owner_;
};

}  // namespace base
