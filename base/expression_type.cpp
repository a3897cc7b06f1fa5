// Types of values in conditions and texts.
#include <algorithm>

#include "base/expression.hpp"

namespace base {

Type::Type() = default;
Type::Type(const Type&) = default;
Type::Type(Type&&) noexcept = default;
Type& Type::operator=(const Type&) = default;
Type& Type::operator=(Type&&) noexcept = default;
Type::~Type() = default;

Type Type::of(Kind kind) {
  Type type;
  type.kind = kind;
  return type;
}

Type Type::list_of(Type item) {
  Type list = of(Kind::list);
  list.item = std::make_shared<const Type>(std::move(item));
  return list;
}

const Type* Type::field(std::string_view name) const {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const auto& field) { return field.first == name; });
  return found == fields.end() ? nullptr : &found->second;
}

}  // namespace base
