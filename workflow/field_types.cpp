#include "workflow/field_types.hpp"

#include <algorithm>
#include <memory>

namespace workflow {
namespace {

using base::Type;
using base::YamlNode;
using Kind = Type::Kind;

constexpr std::string_view kListOf = "list of ";

class TypeReader {
 public:
  TypeReader(const std::string& file, base::Faults& faults) : file_(file), faults_(faults) {}

  Type read(const YamlNode& node) {
    if (node.is_scalar()) return read_word(node, node.scalar);
    if (const YamlNode* choices = node.find("choice"); choices != nullptr && choices->is_list()) {
      Type type = Type::of(Kind::choice);
      for (const YamlNode& item : choices->items) type.choices.push_back(item.scalar);
      return type;
    }
    if (const YamlNode* item = node.find("list"); item != nullptr && item->is_map()) {
      Type record = Type::of(Kind::record);
      for (const auto& [name, field] : item->members) {
        record.fields.emplace_back(name.scalar, read(field));
      }
      return Type::list_of(std::move(record));
    }
    faults_.error({file_, node.line, node.column}, "this is no type",
                  "text, list of text, { list: { item: text } } or { choice: [mail, courier] }");
    return {};
  }

 private:
  Type read_word(const YamlNode& node, std::string_view word) {
    static const std::vector<std::pair<std::string, Kind>> kWords = {
        {"text", Kind::text}, {"number", Kind::number},   {"boolean", Kind::boolean},
        {"date", Kind::date}, {"instant", Kind::instant}, {"file", Kind::file},
        {"any", Kind::any},   {"track", Kind::text}};
    if (word.starts_with(kListOf)) {
      return Type::list_of(read_word(node, word.substr(kListOf.size())));
    }
    std::vector<std::string> known;
    for (const auto& [name, kind] : kWords) {
      if (name == word) return Type::of(kind);
      known.push_back(name);
    }
    faults_.error({file_, node.line, node.column}, "unknown type '" + std::string(word) + "'",
                  base::suggest_any(word, known));
    return {};
  }

  const std::string& file_;
  base::Faults& faults_;
};

}  // namespace

std::vector<FieldType> read_field_types(const YamlNode& node, const std::string& file,
                                        base::Faults& faults) {
  std::vector<FieldType> out;
  TypeReader reader(file, faults);
  if (!node.is_map()) {
    faults.error({file, node.line, node.column}, "fields are a map of names to types",
                 "reason: text");
    return out;
  }
  for (const auto& [name, type] : node.members) {
    FieldType field;
    field.name = name.scalar;
    field.type = reader.read(type);
    field.is_track = type.is_scalar() && type.scalar == "track";
    field.where = {file, name.line, name.column};
    out.push_back(std::move(field));
  }
  return out;
}

}  // namespace workflow
