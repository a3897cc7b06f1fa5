#include "dialogs/command_json.hpp"

#include <cmath>

#include "dialogs/state_json.hpp"

namespace dialogs {
namespace {

constexpr double kMillion = 1e6;

// The value of an enumeration that is written as `word`; its values count from 0 to `last`.
template <class Enum>
Enum value_of(std::string_view word, Enum last, bool& is_sound) {
  for (int at = 0; at <= static_cast<int>(last); ++at) {
    if (to_string(static_cast<Enum>(at)) == word) return static_cast<Enum>(at);
  }
  is_sound = false;
  return Enum();
}

std::string text_of(const base::Value& value, bool& is_sound) {
  if (!value.is_text()) is_sound = false;
  return value.is_text() ? value.text() : std::string();
}

}  // namespace

void write(base::JsonWriter& json, const Command& command) {
  json.open_object().key("kind").text(to_string(command.kind)).key("name").text(command.name);
  json.key("item").text(command.item);
  if (command.words) json.key("words").text(*command.words);
  json.key("values").open_list();
  for (const auto& [question, words] : command.values) json.text(question).text(words);
  json.close_list().key("source").text(to_string(command.source));
  // In millionths: whole numbers read back as they were written.
  json.key("confidence").integer(std::llround(command.confidence * kMillion));
  json.key("begin").integer(command.begin).key("end").integer(command.end);
  if (!command.label.empty()) json.key("label").text(command.label);
  json.close_object();
}

void read(const base::Value& value, Command& out, bool& is_sound) {
  const StateReader in(value, is_sound);
  out.kind = value_of(in.text("kind"), Command::Kind::hello, is_sound);
  out.name = in.text("name");
  out.item = in.text("item");
  out.words.reset();
  if (in.has("words")) out.words = in.text("words");
  out.values.clear();
  const auto& values = in.list("values");
  for (std::size_t at = 0; at + 1 < values.size(); at += 2) {
    out.values.emplace_back(text_of(values[at], is_sound), text_of(values[at + 1], is_sound));
  }
  out.source = value_of(in.text("source"), Command::Source::model, is_sound);
  out.confidence = static_cast<double>(in.count("confidence")) / kMillion;
  out.begin = in.small("begin");
  out.end = in.small("end");
  out.label = in.text("label");
}

}  // namespace dialogs
