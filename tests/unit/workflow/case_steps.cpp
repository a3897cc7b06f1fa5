#include "case_steps.hpp"

#include <catch2/catch.hpp>

namespace workflow_test {

using base::Value;

std::string text(const workflow::Case& subject, std::string_view path) {
  return std::string(Value(subject.fields).text_at(path));
}

std::set<std::string> due_rows(const workflow::Transition& transition) {
  std::set<std::string> out;
  for (const auto& change : transition.due) {
    const auto name = workflow::parse_due_id(change.id);
    REQUIRE(name.has_value());
    REQUIRE(name->case_id == transition.after.id);
    out.insert(change.start ? name->timer + " " + base::to_iso(*change.start) + " " + change.event
                            : "cancel " + name->timer);
  }
  return out;
}

std::set<std::string> texts(const workflow::Transition& transition) {
  std::set<std::string> out;
  for (const auto& notice : transition.notices) out.insert(notice.text);
  return out;
}

base::Error refused(const workflow::Case& subject, const workflow::CaseEvent& sent,
                    base::Instant now) {
  const auto result = decide(machine(), policy(), subject, sent, now);
  REQUIRE(!result);
  return result.error();
}

workflow::CaseEvent with(workflow::CaseEvent sent, std::string_view field, Value value) {
  sent.data[field] = std::move(value);
  return sent;
}

workflow::CaseEvent without(workflow::CaseEvent sent, std::string_view field) {
  REQUIRE(sent.data.erase(field));
  return sent;
}

}  // namespace workflow_test
