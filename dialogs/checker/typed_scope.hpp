// The names in reach at one step, with their types, for the checker of conditions. Load time only;
// one thread.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/expression.hpp"

namespace dialogs {

class TypedScope final : public base::TypeScope {
 public:
  TypedScope() = default;
  // Everything of another scope; names set here win.
  explicit TypedScope(const TypedScope* outer) : outer_(outer) {}

  void set(std::string name, base::Type type);

  const base::Type* find(std::string_view name) const override;
  std::vector<std::string> names() const override;

 private:
  const TypedScope* outer_ = nullptr;
  std::deque<std::pair<std::string, base::Type>> names_;
};

// Whether a value of type `from` can stand where `to` is expected; if not, why, as the end of a
// sentence ("is a text where a number is expected"). Empty when it can.
std::string why_not(const base::Type& from, const base::Type& to);

}  // namespace dialogs
