// Scopes for the tests of conditions: names from a map of types, values from a record.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/expression.hpp"

namespace base_test {

class Types final : public base::TypeScope {
 public:
  explicit Types(std::map<std::string, base::Type, std::less<>> types) : types_(std::move(types)) {}

  const base::Type* find(std::string_view name) const override {
    const auto found = types_.find(name);
    return found == types_.end() ? nullptr : &found->second;
  }
  std::vector<std::string> names() const override {
    std::vector<std::string> names;
    for (const auto& [name, type] : types_) names.push_back(name);
    return names;
  }

 private:
  std::map<std::string, base::Type, std::less<>> types_;
};

class Values final : public base::ValueScope {
 public:
  explicit Values(base::Record record) : record_(std::move(record)) {}

  const base::Value* find(std::string_view name) const override { return record_.find(name); }
  base::Instant now() const override { return *base::from_iso("2026-03-10T22:30:00Z"); }
  // The shop is three hours ahead of UTC: its next day has begun.
  std::string today() const override { return "2026-03-11"; }

 private:
  base::Record record_;
};

}  // namespace base_test
