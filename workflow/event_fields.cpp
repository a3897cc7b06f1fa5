#include "workflow/event_fields.hpp"

#include <algorithm>
#include <string>

#include "base/text.hpp"
#include "carriers/track.hpp"

namespace workflow {
namespace {

using Kind = base::Type::Kind;

base::Error bad_data(const std::string& field, const std::string& why) {
  return {base::Code::invalid_argument, "bad_data", "'" + field + "' " + why, field};
}

base::Result<base::Value> check(const std::string& name, const base::Type& type,
                                const base::Value& value);

base::Result<base::Value> check_text(const std::string& name, const base::Value& value) {
  if (!value.is_text()) return bad_data(name, "must be text");
  if (!base::is_valid_utf8(value.text())) return bad_data(name, "is not valid UTF-8");
  const std::string_view trimmed = base::trim(value.text());
  if (base::count_characters(trimmed) > kMaxTextCharacters) {
    return bad_data(name, "has more than " + std::to_string(kMaxTextCharacters) + " characters");
  }
  if (!base::has_visible_character(trimmed)) return base::Value();
  return base::Value(trimmed);
}

base::Result<base::Value> check_choice(const std::string& name, const base::Type& type,
                                       const base::Value& value) {
  const bool is_known = value.is_text() && std::find(type.choices.begin(), type.choices.end(),
                                                     value.text()) != type.choices.end();
  if (is_known) return value;
  std::string all;
  for (const std::string& choice : type.choices) all += (all.empty() ? "" : ", ") + choice;
  return bad_data(name, "must be one of: " + all);
}

base::Result<base::Value> check_time(const std::string& name, bool is_date,
                                     const base::Value& value) {
  const auto instant = value.is_text() ? base::from_iso(value.text()) : std::nullopt;
  if (!instant || (is_date && value.text().size() != 10)) {
    return bad_data(name, is_date ? "must be a date such as 2026-11-27"
                                  : "must be an instant such as 2026-11-27T20:59:59.000Z");
  }
  if (is_date) return value;
  return base::Value(base::to_iso(*instant));
}

base::Result<base::Value> check_list(const std::string& name, const base::Type& type,
                                     const base::Value& value) {
  if (!value.is_list()) return bad_data(name, "must be a list");
  if (value.list().size() > kMaxListItems) return bad_data(name, "has too many items");
  base::Value::List items;
  for (const base::Value& item : value.list()) {
    auto checked = check(name, type.item ? *type.item : base::Type{}, item);
    if (!checked) return checked.error();
    if (!checked->is_nothing()) items.push_back(std::move(*checked));
  }
  return base::Value(std::move(items));
}

// Fields that the declaration does not know stay: an item of an order has more than we judge.
base::Result<base::Value> check_record(const std::string& name, const base::Type& type,
                                       const base::Value& value) {
  if (!value.is_record()) return bad_data(name, "must be a record");
  base::Record record = value.record();
  for (const auto& [field, field_type] : type.fields) {
    base::Value* inner = record.find(field);
    if (inner == nullptr || inner->is_nothing()) continue;
    auto checked = check(name + "." + field, field_type, *inner);
    if (!checked) return checked.error();
    *inner = std::move(*checked);
  }
  return base::Value(std::move(record));
}

base::Result<base::Value> check(const std::string& name, const base::Type& type,
                                const base::Value& value) {
  switch (type.kind) {
    case Kind::text:
      return check_text(name, value);
    case Kind::choice:
      return check_choice(name, type, value);
    case Kind::date:
      return check_time(name, true, value);
    case Kind::instant:
      return check_time(name, false, value);
    case Kind::list:
      return check_list(name, type, value);
    case Kind::record:
      return check_record(name, type, value);
    case Kind::boolean:
      if (!value.is_boolean()) return bad_data(name, "must be yes or no");
      return value;
    case Kind::number:
      if (!value.is_number()) return bad_data(name, "must be a number");
      return value;
    case Kind::file:  // the id of an upload, or the record of an attachment
      if (value.is_record()) return value;
      return check_text(name, value);
    case Kind::any:
      return value;
  }
  return value;
}

}  // namespace

base::Result<base::Record> check_data(const std::vector<FieldType>& declared,
                                      const base::Record& data, const TrackRules& rules) {
  base::Record out;
  const base::Value* named = data.find("carrier");
  const std::string carrier = named != nullptr && named->is_text() ? named->text() : rules.carrier;
  for (const auto& [name, value] : data) {
    const auto found = std::find_if(declared.begin(), declared.end(),
                                    [&](const FieldType& field) { return field.name == name; });
    if (found == declared.end()) return bad_data(name, "does not belong here");
    if (value.is_nothing()) continue;
    auto checked = check(name, found->type, value);
    if (!checked) return checked.error();
    if (checked->is_nothing()) continue;
    if (found->is_track) {
      const std::string track = carriers::normalise_track(checked->text());
      const auto judged = carriers::check_track(rules.table, track, carrier);
      out[name + "_strength"] = to_string(judged.strength);
      if (!judged.note.empty()) out[name + "_note"] = judged.note;
      out[name] = track;
    } else {
      out[name] = std::move(*checked);
    }
  }
  return out;
}

}  // namespace workflow
