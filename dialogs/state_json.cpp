#include "dialogs/state_json.hpp"

#include <limits>

#include "dialogs/command_json.hpp"

namespace dialogs {

namespace {

constexpr std::string_view kProvenances[] = {"message", "button", "fallback",
                                             "given",   "action", "lookup"};
constexpr std::string_view kFrameKinds[] = {"task", "call"};
constexpr std::string_view kFrameStatuses[] = {"active", "interrupted", "waiting", "parked",
                                               "returned"};
constexpr std::string_view kPendingKinds[] = {"question", "review"};
constexpr std::string_view kRepairKinds[] = {
    "confirm_cancel", "continue_task",      "continue_or_new", "choose_task",
    "choose_item",    "confirm_correction", "clarify"};
constexpr std::string_view kIssueKinds[] = {"question", "review", "repair", "start",
                                            "say",      "resume", "helped", "article"};
constexpr std::string_view kAwaitingKinds[] = {"lookup", "action"};
constexpr std::string_view kSilenceStages[] = {"listening", "nudged", "closed"};

template <class Enum, std::size_t N>
std::string_view name_of(Enum value, const std::string_view (&names)[N]) {
  return names[static_cast<std::size_t>(value)];
}

std::int64_t whole(std::uint64_t count) {
  return static_cast<std::int64_t>(count);
}

void write(base::JsonWriter& json, const std::vector<LoopPosition>& loops) {
  json.open_list();
  for (const LoopPosition& loop : loops) {
    json.open_list().integer(loop.step).integer(loop.item).close_list();
  }
  json.close_list();
}

void read(const base::Value::List& list, std::vector<LoopPosition>& out, bool& is_sound) {
  out.clear();
  for (const base::Value& pair : list) {
    const bool is_pair = pair.is_list() && pair.list().size() == 2 && pair.list()[0].is_integer() &&
                         pair.list()[1].is_integer();
    if (!is_pair) {
      is_sound = false;
      return;
    }
    out.push_back({static_cast<std::uint32_t>(pair.list()[0].integer()),
                   static_cast<std::uint32_t>(pair.list()[1].integer())});
  }
}

}  // namespace

std::string_view to_string(Provenance source) {
  return name_of(source, kProvenances);
}
std::string_view to_string(FrameKind kind) {
  return name_of(kind, kFrameKinds);
}
std::string_view to_string(FrameStatus status) {
  return name_of(status, kFrameStatuses);
}

std::string StateReader::text(std::string_view name) const {
  const base::Value& found = value_.at(name);
  if (found.is_text()) return found.text();
  if (!found.is_nothing()) is_sound_ = false;
  return {};
}

std::uint64_t StateReader::count(std::string_view name) const {
  const base::Value& found = value_.at(name);
  if (found.is_integer() && found.integer() >= 0) {
    return static_cast<std::uint64_t>(found.integer());
  }
  if (!found.is_nothing()) is_sound_ = false;
  return 0;
}

std::uint32_t StateReader::small(std::string_view name) const {
  const std::uint64_t number = count(name);
  if (number <= std::numeric_limits<std::uint32_t>::max()) {
    return static_cast<std::uint32_t>(number);
  }
  is_sound_ = false;
  return 0;
}

bool StateReader::flag(std::string_view name) const {
  const base::Value& found = value_.at(name);
  if (found.is_boolean()) return found.boolean();
  if (!found.is_nothing()) is_sound_ = false;
  return false;
}

const base::Value::List& StateReader::list(std::string_view name) const {
  static const base::Value::List kEmpty;
  const base::Value& found = value_.at(name);
  if (found.is_list()) return found.list();
  if (!found.is_nothing()) is_sound_ = false;
  return kEmpty;
}

void write(base::JsonWriter& json, const Answer& answer) {
  json.open_object();
  json.key("path").text(answer.path);
  json.key("value").value(answer.value);
  json.key("source").text(to_string(answer.source));
  json.key("revision").integer(answer.revision);
  json.close_object();
}

void read(const base::Value& value, Answer& out, bool& is_sound) {
  const StateReader in(value, is_sound);
  out.path = in.text("path");
  out.value = in.value("value");
  out.source = in.one_of<Provenance>("source", kProvenances);
  out.revision = in.small("revision");
}

void write(base::JsonWriter& json, const Position& position) {
  json.open_object();
  json.key("step").integer(position.step);
  json.key("loops");
  write(json, position.loops);
  json.close_object();
}

void read(const base::Value& value, Position& out, bool& is_sound) {
  const StateReader in(value, is_sound);
  out.step = in.small("step");
  read(in.list("loops"), out.loops, is_sound);
}

void write(base::JsonWriter& json, const Frame& frame) {
  json.open_object();
  json.key("run").integer(whole(frame.run));
  json.key("caller").integer(whole(frame.caller));
  json.key("flow").text(frame.flow);
  json.key("hash").text(frame.hash);
  json.key("kind").text(to_string(frame.kind));
  json.key("status").text(to_string(frame.status));
  json.key("position");
  write(json, frame.position);
  json.key("revision").integer(frame.revision);
  json.key("fence").integer(frame.fence);
  json.key("answers");
  write_list(json, frame.answers);
  json.key("archived");
  write_list(json, frame.archived);
  json.key("done").open_list();
  for (const std::string& path : frame.done) json.text(path);
  json.close_list();
  if (frame.kept_until_ms != 0) json.key("kept_until").integer(frame.kept_until_ms);
  // Fields that came later are written only where they say something.
  if (!frame.call_path.empty()) json.key("call").text(frame.call_path);
  if (frame.kept) {
    json.key("kept");
    write(json, *frame.kept);
  }
  if (!frame.early.empty()) {
    json.key("early");
    write_list(json, frame.early);
  }
  json.close_object();
}

void read(const base::Value& value, Frame& out, bool& is_sound) {
  const StateReader in(value, is_sound);
  out.run = in.count("run");
  out.caller = in.count("caller");
  out.flow = in.text("flow");
  out.hash = in.text("hash");
  out.kind = in.one_of<FrameKind>("kind", kFrameKinds);
  out.status = in.one_of<FrameStatus>("status", kFrameStatuses);
  if (in.has("position")) read(in.value("position"), out.position, is_sound);
  out.revision = in.small("revision");
  out.fence = in.small("fence");
  out.kept_until_ms = static_cast<std::int64_t>(in.count("kept_until"));
  read_list(in.list("answers"), out.answers, is_sound);
  read_list(in.list("archived"), out.archived, is_sound);
  out.done.clear();
  for (const base::Value& path : in.list("done")) {
    if (!path.is_text()) {
      is_sound = false;
      return;
    }
    out.done.push_back(path.text());
  }
  out.call_path = in.text("call");
  read_optional(in.value("kept"), out.kept, is_sound);
  read_list(in.list("early"), out.early, is_sound);
}

void write(base::JsonWriter& json, const Pending& pending) {
  json.open_object();
  json.key("kind").text(name_of(pending.kind, kPendingKinds));
  json.key("run").integer(whole(pending.run));
  json.key("path").text(pending.path);
  json.key("issue").integer(whole(pending.issue));
  json.key("tries").integer(pending.tries);
  json.key("offer").integer(pending.offer);
  json.key("correction").boolean(pending.is_correction);
  json.key("options").value(pending.options);
  json.key("chosen").value(base::Value(pending.chosen));
  json.close_object();
}

void read(const base::Value& value, Pending& out, bool& is_sound) {
  const StateReader in(value, is_sound);
  out.kind = in.one_of<Pending::Kind>("kind", kPendingKinds);
  out.run = in.count("run");
  out.path = in.text("path");
  out.issue = in.count("issue");
  out.tries = in.small("tries");
  out.offer = in.small("offer");
  out.is_correction = in.flag("correction");
  out.options = in.value("options");
  out.chosen = in.list("chosen");
}

void write(base::JsonWriter& json, const OpenRepair& repair) {
  json.open_object();
  json.key("kind").text(name_of(repair.kind, kRepairKinds));
  json.key("run").integer(whole(repair.run));
  json.key("issue").integer(whole(repair.issue));
  if (!repair.path.empty()) json.key("path").text(repair.path);
  if (!repair.words.empty()) json.key("words").text(repair.words);
  if (!repair.flow.empty()) json.key("flow").text(repair.flow);
  if (!repair.options.empty()) {
    json.key("options");
    write_list(json, repair.options);
  }
  json.close_object();
}

void read(const base::Value& value, OpenRepair& out, bool& is_sound) {
  const StateReader in(value, is_sound);
  out.kind = in.one_of<OpenRepair::Kind>("kind", kRepairKinds);
  out.run = in.count("run");
  out.issue = in.count("issue");
  out.path = in.text("path");
  out.words = in.text("words");
  out.flow = in.text("flow");
  read_list(in.list("options"), out.options, is_sound);
}

void write(base::JsonWriter& json, const Issue& issue) {
  json.open_object();
  json.key("number").integer(whole(issue.number));
  json.key("kind").text(name_of(issue.kind, kIssueKinds));
  json.key("run").integer(whole(issue.run));
  json.key("path").text(issue.path);
  json.close_object();
}

void read(const base::Value& value, Issue& out, bool& is_sound) {
  const StateReader in(value, is_sound);
  out.number = in.count("number");
  out.kind = in.one_of<Issue::Kind>("kind", kIssueKinds);
  out.run = in.count("run");
  out.path = in.text("path");
}

void write(base::JsonWriter& json, const Awaiting& awaiting) {
  json.open_object();
  json.key("kind").text(name_of(awaiting.kind, kAwaitingKinds));
  json.key("request").integer(whole(awaiting.request));
  json.key("run").integer(whole(awaiting.run));
  json.key("path").text(awaiting.path);
  json.key("correction").boolean(awaiting.is_correction);
  json.key("attempts").integer(awaiting.attempts);
  json.key("first_asked_ms").integer(awaiting.first_asked_ms);
  json.key("retry_due").boolean(awaiting.is_retry_due);
  if (awaiting.is_refresh) json.key("refresh").boolean(true);
  json.close_object();
}

void read(const base::Value& value, Awaiting& out, bool& is_sound) {
  const StateReader in(value, is_sound);
  out.kind = in.one_of<Awaiting::Kind>("kind", kAwaitingKinds);
  out.request = in.count("request");
  out.run = in.count("run");
  out.path = in.text("path");
  out.is_correction = in.flag("correction");
  out.attempts = in.small("attempts");
  const base::Value& asked = in.value("first_asked_ms");
  out.first_asked_ms = asked.is_integer() ? asked.integer() : 0;
  out.is_retry_due = in.flag("retry_due");
  out.is_refresh = in.flag("refresh");
}

void write(base::JsonWriter& json, const Handover& handover) {
  json.open_object();
  json.key("queue").text(handover.queue);
  json.key("run").integer(whole(handover.run));
  json.key("step").boolean(handover.is_step);
  json.close_object();
}

void read(const base::Value& value, Handover& out, bool& is_sound) {
  const StateReader in(value, is_sound);
  out.queue = in.text("queue");
  out.run = in.count("run");
  out.is_step = in.flag("step");
}

void write(base::JsonWriter& json, const Said& said) {
  json.open_object();
  json.key("run").integer(whole(said.run));
  json.key("step").integer(said.step);
  json.key("loops");
  write(json, said.loops);
  json.close_object();
}

void read(const base::Value& value, Said& out, bool& is_sound) {
  const StateReader in(value, is_sound);
  out.run = in.count("run");
  out.step = in.small("step");
  read(in.list("loops"), out.loops, is_sound);
}

void write(base::JsonWriter& json, const Silence& silence) {
  json.open_object();
  if (silence.stage != Silence::Stage::listening) {
    json.key("stage").text(name_of(silence.stage, kSilenceStages));
  }
  if (silence.is_held) json.key("held").boolean(true);
  json.key("heard").integer(silence.heard_ms);
  if (silence.due_ms != 0) json.key("due").integer(silence.due_ms);
  json.close_object();
}

void read(const base::Value& value, Silence& out, bool& is_sound) {
  const StateReader in(value, is_sound);
  out.stage = in.one_of<Silence::Stage>("stage", kSilenceStages);
  out.is_held = in.flag("held");
  out.heard_ms = static_cast<std::int64_t>(in.count("heard"));
  out.due_ms = static_cast<std::int64_t>(in.count("due"));
}

void write(base::JsonWriter& json, const Held& held) {
  json.open_object();
  json.key("run").integer(whole(held.run));
  json.key("path").text(held.path);
  json.key("words").text(held.words);
  json.close_object();
}

void read(const base::Value& value, Held& out, bool& is_sound) {
  const StateReader in(value, is_sound);
  out.run = in.count("run");
  out.path = in.text("path");
  out.words = in.text("words");
}

void write(base::JsonWriter& json, const Settled& settled) {
  json.open_object();
  json.key("flow").text(settled.flow);
  json.key("number").text(settled.number);
  json.close_object();
}

void read(const base::Value& value, Settled& out, bool& is_sound) {
  const StateReader in(value, is_sound);
  out.flow = in.text("flow");
  out.number = in.text("number");
}

void write(base::JsonWriter& json, const Informed& informed) {
  json.open_object();
  json.key("article").text(informed.article);
  if (informed.was_asked) json.key("asked").boolean(true);
  if (informed.is_asked_now) json.key("now").boolean(true);
  json.close_object();
}

void read(const base::Value& value, Informed& out, bool& is_sound) {
  const StateReader in(value, is_sound);
  out.article = in.text("article");
  out.was_asked = in.flag("asked");
  out.is_asked_now = in.flag("now");
}

}  // namespace dialogs
