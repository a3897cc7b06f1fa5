// The pieces of a State as JSON, shared by snapshots (state.cpp) and changes (change.cpp). A field
// that is missing reads as its default, so that what an older version wrote stays readable.
#pragma once

#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/value.hpp"
#include "dialogs/state.hpp"

namespace dialogs {

// Snapshots and changes are our own writing, larger than a frame of a client.
inline constexpr base::JsonLimits kStateLimits{16 * 1024 * 1024, 64, 100'000};

// Reads fields of one record and remembers whether any had the wrong type.
class StateReader {
 public:
  StateReader(const base::Value& value, bool& is_sound) : value_(value), is_sound_(is_sound) {
    if (!value.is_record()) is_sound_ = false;
  }
  std::string text(std::string_view name) const;
  std::uint64_t count(std::string_view name) const;
  std::uint32_t small(std::string_view name) const;
  bool flag(std::string_view name) const;
  const base::Value& value(std::string_view name) const { return value_.at(name); }
  // An empty list when missing.
  const base::Value::List& list(std::string_view name) const;
  bool has(std::string_view name) const { return !value_.at(name).is_nothing(); }
  bool& is_sound() const { return is_sound_; }

  // One of the names, by index; the first when missing.
  template <class Enum, std::size_t N>
  Enum one_of(std::string_view name, const std::string_view (&names)[N]) const {
    const base::Value& found = value_.at(name);
    if (found.is_nothing()) return Enum{};
    for (std::size_t k = 0; k < N; ++k) {
      if (found.is_text() && found.text() == names[k]) return static_cast<Enum>(k);
    }
    is_sound_ = false;
    return Enum{};
  }

 private:
  const base::Value& value_;
  bool& is_sound_;
};

// Each writes one JSON value; each read leaves `is_sound` false when the value has another shape.
void write(base::JsonWriter& json, const Answer& answer);
void write(base::JsonWriter& json, const Position& position);
void write(base::JsonWriter& json, const Frame& frame);
void write(base::JsonWriter& json, const Pending& pending);
void write(base::JsonWriter& json, const OpenRepair& repair);
void write(base::JsonWriter& json, const Issue& issue);
void write(base::JsonWriter& json, const Awaiting& awaiting);
void write(base::JsonWriter& json, const Handover& handover);
void write(base::JsonWriter& json, const Said& said);
void write(base::JsonWriter& json, const Silence& silence);
void write(base::JsonWriter& json, const Held& held);
void write(base::JsonWriter& json, const Settled& settled);
void write(base::JsonWriter& json, const Informed& informed);
void write(base::JsonWriter& json, const State& state);

void read(const base::Value& value, Answer& out, bool& is_sound);
void read(const base::Value& value, Position& out, bool& is_sound);
void read(const base::Value& value, Frame& out, bool& is_sound);
void read(const base::Value& value, Pending& out, bool& is_sound);
void read(const base::Value& value, OpenRepair& out, bool& is_sound);
void read(const base::Value& value, Issue& out, bool& is_sound);
void read(const base::Value& value, Awaiting& out, bool& is_sound);
void read(const base::Value& value, Handover& out, bool& is_sound);
void read(const base::Value& value, Said& out, bool& is_sound);
void read(const base::Value& value, Silence& out, bool& is_sound);
void read(const base::Value& value, Held& out, bool& is_sound);
void read(const base::Value& value, Settled& out, bool& is_sound);
void read(const base::Value& value, Informed& out, bool& is_sound);
void read(const base::Value& value, State& out, bool& is_sound);

template <class Item>
void write_list(base::JsonWriter& json, const std::vector<Item>& items) {
  json.open_list();
  for (const Item& item : items) write(json, item);
  json.close_list();
}

template <class Item>
void read_list(const base::Value::List& list, std::vector<Item>& out, bool& is_sound) {
  out.clear();
  out.reserve(list.size());
  for (const base::Value& value : list) read(value, out.emplace_back(), is_sound);
}

template <class Item>
void write_optional(base::JsonWriter& json, const std::optional<Item>& item) {
  if (item) {
    write(json, *item);
  } else {
    json.nothing();
  }
}

template <class Item>
void read_optional(const base::Value& value, std::optional<Item>& out, bool& is_sound) {
  out.reset();
  if (!value.is_nothing()) read(value, out.emplace(), is_sound);
}

}  // namespace dialogs
