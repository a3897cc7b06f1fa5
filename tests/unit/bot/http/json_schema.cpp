#include "json_schema.hpp"

#include <algorithm>
#include <array>

#include "base/clock.hpp"
#include "base/json.hpp"

namespace tests {

using base::Value;

namespace {

constexpr std::array kKnown = {"type",     "required", "properties", "additionalProperties",
                               "items",    "enum",     "const",      "pattern",
                               "minimum",  "maximum",  "maxLength",  "minLength",
                               "format",   "allOf",    "$ref",       "description",
                               "examples", "default"};

bool has_type(std::string_view type, const Value& value) {
  if (type == "object") return value.is_record();
  if (type == "array") return value.is_list();
  if (type == "string") return value.is_text();
  if (type == "integer") return value.is_integer();
  if (type == "boolean") return value.is_boolean();
  return false;
}

bool is_code(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char letter) {
    return (letter >= 'a' && letter <= 'z') || letter == '_';
  });
}

}  // namespace

struct JsonSchema::Check {
  const JsonSchema& schemas;
  std::vector<std::string>& found;

  void fault(const std::string& place, std::string what) const {
    found.push_back(place + " " + std::move(what));
  }

  const Value& resolved(const Value& schema) const {
    const auto name = schema.text_at("$ref");
    if (name.empty()) return schema;
    const std::string_view prefix = "#/components/schemas/";
    const auto& all = schemas.document_.at("components").at("schemas").record();
    const Value* target = all.find(name.substr(std::min(name.size(), prefix.size())));
    return target == nullptr ? schema : *target;
  }

  void one(const Value& given, const Value& value, const std::string& place) const {
    const Value& schema = resolved(given);
    if (!schema.is_record() || !schema.text_at("$ref").empty()) {
      return fault(place, "has a schema that is none");
    }
    for (const auto& [name, rule] : schema.record()) {
      if (std::find(kKnown.begin(), kKnown.end(), name) == kKnown.end()) {
        fault(place, "has a rule that is not checked: " + name);
      }
    }
    const auto type = schema.text_at("type");
    if (!type.empty() && !has_type(type, value)) return fault(place, "is no " + std::string(type));
    if (schema.at("allOf").is_list()) {
      for (const Value& part : schema.at("allOf").list()) one(part, value, place);
    }
    choices(schema, value, place);
    if (value.is_text()) text(schema, value.text(), place);
    if (value.is_record()) members(schema, value, place);
    if (value.is_list() && !schema.at("items").is_nothing()) {
      for (std::size_t i = 0; i < value.list().size(); ++i) {
        one(schema.at("items"), value.list()[i], place + "[" + std::to_string(i) + "]");
      }
    }
  }

  void choices(const Value& schema, const Value& value, const std::string& place) const {
    const Value& choice = schema.at("enum");
    if (choice.is_list() &&
        std::find(choice.list().begin(), choice.list().end(), value) == choice.list().end()) {
      fault(place, "is none of the choices: " + base::to_json(value));
    }
    if (!schema.at("const").is_nothing() && schema.at("const") != value) {
      fault(place, "is not the constant");
    }
    if (schema.at("minimum").is_integer() && value.is_integer() &&
        value.integer() < schema.at("minimum").integer()) {
      fault(place, "is too small");
    }
  }

  void text(const Value& schema, std::string_view value, const std::string& place) const {
    if (schema.text_at("format") == "date-time" && !base::from_iso(value)) {
      fault(place, "is no moment");
    }
    if (schema.text_at("pattern") == "^[a-z_]+$" && !is_code(value)) fault(place, "is no code");
  }

  void members(const Value& schema, const Value& value, const std::string& place) const {
    if (schema.at("required").is_list()) {
      for (const Value& name : schema.at("required").list()) {
        if (value.record().find(name.text()) == nullptr) {
          fault(place, "has no " + std::string(name.text()));
        }
      }
    }
    const Value& properties = schema.at("properties");
    const Value& others = schema.at("additionalProperties");
    for (const auto& [name, member] : value.record()) {
      const Value* rule = properties.is_record() ? properties.record().find(name) : nullptr;
      const std::string inside = place + "." + name;
      if (rule != nullptr) {
        one(*rule, member, inside);
      } else if (others.is_boolean() && !others.boolean()) {
        fault(inside, "is not described");
      } else if (others.is_record()) {
        one(others, member, inside);
      }
    }
  }
};

std::vector<std::string> JsonSchema::faults(const Value& schema, const Value& value) const {
  std::vector<std::string> found;
  Check{*this, found}.one(schema, value, "$");
  return found;
}

}  // namespace tests
