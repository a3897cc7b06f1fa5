#include "base/value.hpp"

#include <algorithm>
#include <utility>

namespace base {

Record::Record(std::initializer_list<Field> fields) {
  for (const Field& field : fields) (*this)[field.name] = field.value;
}

const Value* Record::find(std::string_view name) const {
  const auto found = std::find_if(fields_.begin(), fields_.end(),
                                  [&](const Field& field) { return field.name == name; });
  return found == fields_.end() ? nullptr : &found->value;
}

Value* Record::find(std::string_view name) {
  return const_cast<Value*>(std::as_const(*this).find(name));
}

Value& Record::operator[](std::string_view name) {
  if (Value* found = find(name)) return *found;
  return fields_.emplace_back(Field{std::string(name), Value()}).value;
}

bool Record::erase(std::string_view name) {
  return std::erase_if(fields_, [&](const Field& field) { return field.name == name; }) > 0;
}

void Record::append_unchecked(std::string name, Value value) {
  fields_.push_back(Field{std::move(name), std::move(value)});
}

bool operator==(const Record& left, const Record& right) {
  // The order of fields carries no meaning.
  return left.size() == right.size() &&
         std::all_of(left.begin(), left.end(), [&](const Field& field) {
           const Value* other = right.find(field.name);
           return other != nullptr && *other == field.value;
         });
}

double Value::real() const {
  return is_integer() ? static_cast<double>(integer()) : std::get<double>(content_);
}

const Value& Value::at(std::string_view path) const {
  static const Value kNothing;
  const Value* here = this;
  while (true) {
    if (!here->is_record()) return kNothing;
    const auto dot = path.find('.');
    here = here->record().find(path.substr(0, dot));
    if (here == nullptr) return kNothing;
    if (dot == std::string_view::npos) return *here;
    path.remove_prefix(dot + 1);
  }
}

std::string_view Value::text_at(std::string_view path, std::string_view fallback) const {
  const Value& value = at(path);
  return value.is_text() ? std::string_view(value.text()) : fallback;
}

bool operator==(const Value& left, const Value& right) {
  if (left.is_number() && right.is_number() && left.is_integer() != right.is_integer()) {
    return left.real() == right.real();
  }
  return left.content_ == right.content_;
}

}  // namespace base
