#include "workflow/scope.hpp"

namespace workflow {

using Kind = base::Type::Kind;

base::Type event_type(const EventKind& event) {
  base::Type type = base::Type::of(Kind::record);
  for (const char* name : {"name", "actor", "actor_id", "channel", "key"}) {
    type.fields.emplace_back(name, base::Type::of(Kind::text));
  }
  type.fields.emplace_back("at", base::Type::of(Kind::instant));
  for (const FieldType& field : event.data) {
    type.fields.emplace_back(field.name, field.type);
    if (field.is_track) {
      type.fields.emplace_back(field.name + "_strength", base::Type::of(Kind::text));
      type.fields.emplace_back(field.name + "_note", base::Type::of(Kind::text));
    }
  }
  return type;
}

base::Type case_type(const std::vector<FieldType>& fields) {
  base::Type type = base::Type::of(Kind::record);
  for (const char* name : {"number", "state", "customer"}) {
    type.fields.emplace_back(name, base::Type::of(Kind::text));
  }
  for (const FieldType& field : fields) type.fields.emplace_back(field.name, field.type);
  return type;
}

const base::Type* TypeNames::find(std::string_view name) const {
  if (name == "case") return &case_;
  if (name == "event") return &event_;
  return name == "policy" ? &policy_ : nullptr;
}

base::Value case_record(const Case& subject) {
  base::Record record = subject.fields;
  record["number"] = subject.number;
  record["state"] = subject.state;
  record["customer"] = subject.customer;
  return record;
}

base::Value event_record(const CaseEvent& event, base::Record data, base::Instant now) {
  data["name"] = event.name;
  data["actor"] = to_string(event.actor);
  data["at"] = base::to_iso(now);
  // What is empty is missing, so that `is present` means something.
  if (!event.actor_id.empty()) data["actor_id"] = event.actor_id;
  if (!event.channel.empty()) data["channel"] = event.channel;
  if (!event.key.empty()) data["key"] = event.key;
  return data;
}

const base::Value* ValueNames::find(std::string_view name) const {
  if (name == "case") return &case_;
  if (name == "event") return &event_;
  return name == "policy" ? &policy_.figures() : nullptr;
}

std::string ValueNames::today() const {
  const auto date = local_date(now_, policy_.calendar().zone);
  return base::to_iso(base::Instant(date)).substr(0, 10);
}

}  // namespace workflow
