#include "dialogs/event_json.hpp"

#include <optional>

#include "base/json.hpp"
#include "dialogs/command_json.hpp"
#include "dialogs/state_json.hpp"

namespace dialogs {
namespace {

constexpr std::string_view kActionOutcomes[] = {"ok", "refused", "trouble"};
constexpr std::string_view kHandoverOutcomes[] = {"resolved", "continue", "take_over"};

std::int64_t whole(std::uint64_t number) {
  return static_cast<std::int64_t>(number);
}

struct Write {
  base::JsonWriter& json;

  void operator()(const OpenEvent&) const { json.key("open").open_object().close_object(); }
  void operator()(const MessageEvent& event) const {
    json.key("message").open_object().key("text").text(event.text);
    if (!event.attachments.empty()) {
      json.key("attachments").open_list();
      for (const Attachment& one : event.attachments) {
        json.open_object().key("upload").text(one.upload).key("name").text(one.name);
        json.key("type").text(one.type).key("bytes").integer(one.bytes).close_object();
      }
      json.close_list();
    }
    if (!event.proposals.empty()) {
      json.key("proposals");
      write_list(json, event.proposals);
    }
    json.close_object();
  }
  void operator()(const LanguageChosen&) const {
    json.key("language_chosen").open_object().close_object();
  }
  void operator()(const PressEvent& event) const {
    json.key("press").open_object().key("buttons").open_list();
    for (const std::string& button : event.buttons) json.text(button);
    json.close_list();
    if (!event.values.empty()) json.key("values").value(event.values);
    json.close_object();
  }
  void operator()(const StartEvent& event) const { json.key("start").text(event.flow); }
  void operator()(const LookupResult& event) const {
    json.key("lookup").open_object().key("request").integer(whole(event.request));
    if (event.failed) json.key("failed").boolean(true);
    json.key("value").value(event.value).close_object();
  }
  void operator()(const ActionResult& event) const {
    json.key("action").open_object().key("request").integer(whole(event.request));
    json.key("outcome").text(kActionOutcomes[static_cast<std::size_t>(event.outcome)]);
    if (!event.refusal.empty()) json.key("refusal").text(event.refusal);
    json.key("value").value(event.value).close_object();
  }
  void operator()(const TimerEvent& event) const { json.key("timer").text(event.key); }
  void operator()(const SignalEvent& event) const {
    json.key("signal").open_object().key("name").text(event.name);
    json.key("subject").text(event.subject).key("value").value(event.value).close_object();
  }
  void operator()(const HandoverEnded& event) const {
    json.key("handover_ended").text(kHandoverOutcomes[static_cast<std::size_t>(event.outcome)]);
  }
  void operator()(const Republished& event) const {
    json.key("republished").open_list();
    for (const std::uint64_t run : event.runs) json.integer(whole(run));
    json.close_list();
  }
};

std::string text_of(const base::Value& value, bool& is_sound) {
  if (!value.is_text()) is_sound = false;
  return value.is_text() ? value.text() : std::string();
}

MessageEvent read_message(const StateReader& in) {
  MessageEvent event;
  event.text = in.text("text");
  for (const base::Value& one : in.list("attachments")) {
    const StateReader file(one, in.is_sound());
    event.attachments.push_back({file.text("upload"), file.text("name"), file.text("type"),
                                 static_cast<std::int64_t>(file.count("bytes"))});
  }
  read_list(in.list("proposals"), event.proposals, in.is_sound());
  return event;
}

PressEvent read_press(const StateReader& in) {
  PressEvent event;
  for (const base::Value& button : in.list("buttons")) {
    event.buttons.push_back(text_of(button, in.is_sound()));
  }
  if (in.value("values").is_record()) event.values = in.value("values").record();
  return event;
}

ActionResult read_action(const StateReader& in) {
  ActionResult event;
  event.request = in.count("request");
  event.outcome = in.one_of<ActionResult::Outcome>("outcome", kActionOutcomes);
  event.refusal = in.text("refusal");
  event.value = in.value("value");
  return event;
}

Republished read_republished(const base::Value& value, bool& is_sound) {
  Republished event;
  if (!value.is_list()) is_sound = false;
  if (!is_sound) return event;
  for (const base::Value& run : value.list()) {
    if (!run.is_integer()) is_sound = false;
    if (is_sound) event.runs.push_back(static_cast<std::uint64_t>(run.integer()));
  }
  return event;
}

std::optional<Event> read_event(std::string_view name, const base::Value& value, bool& is_sound) {
  if (name == "start") return StartEvent{text_of(value, is_sound)};
  if (name == "timer") return TimerEvent{text_of(value, is_sound)};
  if (name == "republished") return read_republished(value, is_sound);
  if (name == "handover_ended") {
    const base::Record outcome{{"outcome", value}};
    const base::Value record(outcome);
    const StateReader in(record, is_sound);
    return HandoverEnded{in.one_of<HandoverEnded::Outcome>("outcome", kHandoverOutcomes)};
  }
  const StateReader in(value, is_sound);
  if (name == "open") return OpenEvent{};
  if (name == "language_chosen") return LanguageChosen{};
  if (name == "message") return read_message(in);
  if (name == "press") return read_press(in);
  if (name == "action") return read_action(in);
  if (name == "lookup") {
    return LookupResult{in.count("request"), in.value("value"), in.flag("failed")};
  }
  if (name == "signal") return SignalEvent{in.text("name"), in.text("subject"), in.value("value")};
  return std::nullopt;
}

}  // namespace

std::string to_json(const Event& event) {
  std::string out;
  base::JsonWriter json(out);
  json.open_object();
  std::visit(Write{json}, event);
  json.close_object();
  return out;
}

base::Result<Event> event_from_json(const base::Value& value) {
  const base::Error bad{base::Code::invalid_argument, "bad_field", "not an event", "event"};
  if (!value.is_record() || value.record().size() != 1) return bad;
  bool is_sound = true;
  const base::Field& only = *value.record().begin();
  auto event = read_event(only.name, only.value, is_sound);
  if (!event || !is_sound) return bad;
  return std::move(*event);
}

}  // namespace dialogs
