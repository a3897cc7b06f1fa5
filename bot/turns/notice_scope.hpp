// Names in reach of a case notice: the values that the case machine gave it. Loop thread only.
#pragma once

#include <string>

#include "base/expression.hpp"

namespace bot {

class NoticeScope final : public base::ValueScope {
 public:
  // The record outlives the scope. `today`: the customer's local date, ISO.
  NoticeScope(const base::Record& values, base::Instant now, std::string today)
      : values_(values), now_(now), today_(std::move(today)) {}

  const base::Value* find(std::string_view name) const override { return values_.find(name); }
  base::Instant now() const override { return now_; }
  std::string today() const override { return today_; }

 private:
  const base::Record& values_;
  base::Instant now_;
  std::string today_;
};

}  // namespace bot
