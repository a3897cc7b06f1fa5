// A plain dynamic value: what answers, case fields, look-up results and policy figures are made of.
// The same shape as JSON, with whole numbers kept exact. Dates and instants travel as ISO 8601
// text, money as a whole number of minor units beside its currency. Any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace base {

class Value;
struct Field;

// An ordered set of named values. Names are unique; records are small, so look-up is a scan.
class Record {
 public:
  // Defined below: a Field is not yet complete here.
  inline Record();
  inline Record(const Record& other);
  inline Record(Record&& other) noexcept;
  inline Record& operator=(const Record& other);
  inline Record& operator=(Record&& other) noexcept;
  inline ~Record();
  Record(std::initializer_list<Field> fields);

  // Nothing when there is no such field.
  const Value* find(std::string_view name) const;
  Value* find(std::string_view name);
  // The field of that name, added as nothing when missing.
  Value& operator[](std::string_view name);
  bool erase(std::string_view name);

  inline bool empty() const;
  inline std::size_t size() const;
  inline std::vector<Field>::const_iterator begin() const;
  inline std::vector<Field>::const_iterator end() const;
  inline std::vector<Field>::iterator begin();
  inline std::vector<Field>::iterator end();
  // Adds without looking for a field of the same name: only for readers that checked already.
  void append_unchecked(std::string name, Value value);

  friend bool operator==(const Record& left, const Record& right);

 private:
  std::vector<Field> fields_;
};

class Value {
 public:
  using List = std::vector<Value>;

  Value() = default;
  Value(std::nullptr_t) {}
  Value(bool value) : content_(value) {}
  Value(int value) : content_(std::int64_t{value}) {}
  Value(std::int64_t value) : content_(value) {}
  Value(double value) : content_(value) {}
  Value(const char* value) : content_(std::string(value)) {}
  Value(std::string_view value) : content_(std::string(value)) {}
  Value(std::string value) : content_(std::move(value)) {}
  Value(List value) : content_(std::move(value)) {}
  Value(Record value) : content_(std::move(value)) {}

  bool is_nothing() const { return std::holds_alternative<std::monostate>(content_); }
  bool is_boolean() const { return std::holds_alternative<bool>(content_); }
  bool is_integer() const { return std::holds_alternative<std::int64_t>(content_); }
  bool is_real() const { return std::holds_alternative<double>(content_); }
  bool is_number() const { return is_integer() || is_real(); }
  bool is_text() const { return std::holds_alternative<std::string>(content_); }
  bool is_list() const { return std::holds_alternative<List>(content_); }
  bool is_record() const { return std::holds_alternative<Record>(content_); }

  // Precondition of each: the matching is_...; a mismatch throws std::bad_variant_access.
  bool boolean() const { return std::get<bool>(content_); }
  std::int64_t integer() const { return std::get<std::int64_t>(content_); }
  double real() const;  // of either kind of number
  const std::string& text() const { return std::get<std::string>(content_); }
  const List& list() const { return std::get<List>(content_); }
  List& list() { return std::get<List>(content_); }
  const Record& record() const { return std::get<Record>(content_); }
  Record& record() { return std::get<Record>(content_); }

  // The field of a record, or nothing: also when this is no record. Follows "a.b.c".
  const Value& at(std::string_view path) const;
  // The text at a path, or the fallback when it is not a text.
  std::string_view text_at(std::string_view path, std::string_view fallback = {}) const;

  friend bool operator==(const Value& left, const Value& right);

 private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, List, Record> content_;
};

struct Field {
  std::string name;
  Value value;
  friend bool operator==(const Field& left, const Field& right) = default;
};

inline Record::Record() = default;
inline Record::Record(const Record& other) = default;
inline Record::Record(Record&& other) noexcept = default;
inline Record& Record::operator=(const Record& other) = default;
inline Record& Record::operator=(Record&& other) noexcept = default;
inline Record::~Record() = default;
inline bool Record::empty() const {
  return fields_.empty();
}
inline std::size_t Record::size() const {
  return fields_.size();
}
inline std::vector<Field>::const_iterator Record::begin() const {
  return fields_.begin();
}
inline std::vector<Field>::const_iterator Record::end() const {
  return fields_.end();
}
inline std::vector<Field>::iterator Record::begin() {
  return fields_.begin();
}
inline std::vector<Field>::iterator Record::end() {
  return fields_.end();
}

}  // namespace base
