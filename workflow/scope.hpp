// The names in reach of a condition: `case`, `event`, `policy`; their types while a machine is
// checked, their values while it runs. Private to this module.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/expression.hpp"
#include "workflow/machine.hpp"

namespace workflow {

// Everything an event's record has beside its declared data, and a case's beside its fields.
base::Type event_type(const EventKind& event);
base::Type case_type(const std::vector<FieldType>& fields);

class TypeNames final : public base::TypeScope {
 public:
  TypeNames(const base::Type& case_record, const base::Type& event, const base::Type& policy)
      : case_(case_record), event_(event), policy_(policy) {}
  const base::Type* find(std::string_view name) const override;
  std::vector<std::string> names() const override { return {"case", "event", "policy"}; }

 private:
  const base::Type& case_;
  const base::Type& event_;
  const base::Type& policy_;
};

base::Value case_record(const Case& subject);
base::Value event_record(const CaseEvent& event, base::Record data, base::Instant now);

class ValueNames final : public base::ValueScope {
 public:
  ValueNames(const Case& subject, const base::Value& event, const Policy& policy, base::Instant now)
      : case_(case_record(subject)), event_(event), policy_(policy), now_(now) {}
  const base::Value* find(std::string_view name) const override;
  base::Instant now() const override { return now_; }
  std::string today() const override;

 private:
  base::Value case_;
  const base::Value& event_;
  const Policy& policy_;
  base::Instant now_;
};

}  // namespace workflow
