#include "dialogs/checker/typed_scope.hpp"

#include <algorithm>

namespace dialogs {

using base::Type;

void TypedScope::set(std::string name, Type type) {
  names_.emplace_front(std::move(name), std::move(type));
}

const Type* TypedScope::find(std::string_view name) const {
  for (const auto& [known, type] : names_) {
    if (known == name) return &type;
  }
  return outer_ == nullptr ? nullptr : outer_->find(name);
}

std::vector<std::string> TypedScope::names() const {
  std::vector<std::string> all = outer_ == nullptr ? std::vector<std::string>() : outer_->names();
  for (const auto& [name, type] : names_) all.push_back(name);
  return all;
}

namespace {

std::string why_not_record(const Type& from, const Type& to) {
  for (const auto& [name, wanted] : to.fields) {
    const Type* field = from.field(name);
    if (field == nullptr) {
      if (!wanted.may_be_missing) return "has no field '" + name + "'";
      continue;
    }
    const std::string reason = why_not(*field, wanted);
    if (!reason.empty()) return "has a field '" + name + "' that " + reason;
  }
  return {};
}

}  // namespace

std::string why_not(const Type& from, const Type& to) {
  if (from.kind == Type::Kind::any || to.kind == Type::Kind::any) return {};
  if (from.may_be_missing && !to.may_be_missing) return "may be missing";
  if (from.kind == Type::Kind::choice && to.kind == Type::Kind::text) return {};
  if (from.kind != to.kind) {
    return "is a " + to_string(from) + " where a " + to_string(to) + " is expected";
  }
  if (from.kind == Type::Kind::list && from.item != nullptr && to.item != nullptr) {
    const std::string reason = why_not(*from.item, *to.item);
    return reason.empty() ? reason : "has items of which each " + reason;
  }
  if (from.kind == Type::Kind::choice) {
    for (const std::string& word : from.choices) {
      if (std::find(to.choices.begin(), to.choices.end(), word) == to.choices.end()) {
        return "may be '" + word + "', which is not expected";
      }
    }
  }
  return from.kind == Type::Kind::record ? why_not_record(from, to) : std::string();
}

}  // namespace dialogs
