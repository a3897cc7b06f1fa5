#include "bot/turns/recording.hpp"

#include "base/json.hpp"
#include "dialogs/event_json.hpp"
#include "dialogs/upcast.hpp"

namespace bot {
namespace {

constexpr std::int64_t kVersion = 1;
// Our own writing; a look-up may have brought long lists.
constexpr base::JsonLimits kLimits{16 * 1024 * 1024, 64, 100'000};

base::Error bad_recording(std::string_view what) {
  return {base::Code::invalid_argument, "bad_recording", std::string(what), "recorded"};
}

void add(std::string& list, std::string_view piece) {
  if (!list.empty()) list += ',';
  list += piece;
}

}  // namespace

void Recording::step(const dialogs::Event& event, std::string_view input) {
  const std::string json = dialogs::to_json(event);
  add(events_, json == input ? std::string_view("0") : std::string_view(json));
}

void Recording::give(std::int64_t place) {
  add(given_, std::to_string(place));
}

std::string Recording::to_json() const {
  std::string out;
  base::JsonWriter json(out);
  json.open_object().key("v").integer(kVersion);
  if (world_) {
    json.key("world").open_object().key("profile").text(world_->profile);
    json.key("locale").text(world_->locale).key("zone").text(world_->zone);
    json.key("customer").value(world_->customer).close_object();
  }
  if (!events_.empty()) json.key("events").raw("[" + events_ + "]");
  if (!given_.empty()) json.key("given").raw("[" + given_ + "]");
  json.close_object();
  return out;
}

base::Result<Recorded> read_recording(std::string_view json, std::string_view input) {
  if (json.empty()) {
    return base::Error{base::Code::not_found, "nothing_recorded",
                       "the turn was made by a version that did not record what it learned", ""};
  }
  auto parsed = base::parse_json(json, kLimits);
  if (!parsed) return parsed.error();
  if (auto read = dialogs::upcast(*parsed, kVersion, {}); !read) return read.error();
  Recorded recorded;
  if (const base::Value& world = parsed->at("world"); world.is_record()) {
    recorded.world =
        RecordedWorld{std::string(world.text_at("profile")), std::string(world.text_at("locale")),
                      std::string(world.text_at("zone")), world.at("customer")};
  }
  const base::Value& events = parsed->at("events");
  for (const base::Value& value : events.is_list() ? events.list() : base::Value::List{}) {
    auto event = dialogs::event_from_json(value);
    if (value.is_integer()) {
      const auto read = base::parse_json(input, kLimits);
      if (!read) return bad_recording("the turn's input cannot be read");
      event = dialogs::event_from_json(*read);
    }
    if (!event) return bad_recording("an event of the turn cannot be read");
    recorded.events.push_back(std::move(*event));
  }
  const base::Value& given = parsed->at("given");
  for (const base::Value& place : given.is_list() ? given.list() : base::Value::List{}) {
    if (!place.is_integer()) return bad_recording("a place of a message is no number");
    recorded.given.push_back(place.integer());
  }
  return recorded;
}

}  // namespace bot
