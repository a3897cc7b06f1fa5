#include "dialogs/change.hpp"

#include <algorithm>

#include "dialogs/state_json.hpp"
#include "dialogs/upcast.hpp"

namespace dialogs {

namespace {

// Order and names are fixed by the journal: never reuse one for something else.
constexpr std::string_view kOps[] = {
    "push",  "end",    "status", "move",    "answer", "drop",     "done",   "fence",   "pending",
    "tries", "repair", "issue",  "await",   "hand",   "lost",     "locale", "greeted", "said",
    "quiet", "keep",   "held",   "settled", "flow",   "informed", "early"};
static_assert(std::size(kOps) == std::variant_size_v<Change>);
constexpr std::string_view kKinds[] = {"task", "call"};
constexpr std::string_view kStatuses[] = {"active", "interrupted", "waiting", "parked", "returned"};

std::int64_t whole(std::uint64_t number) {
  return static_cast<std::int64_t>(number);
}

// Carries out an operation.
struct Apply {
  State& state;

  void operator()(const PushFrame& op) const {
    Frame& frame = state.frames.emplace_back();
    frame.run = op.run;
    frame.caller = op.caller;
    frame.flow = op.flow;
    frame.hash = op.hash;
    frame.kind = op.kind;
    frame.call_path = op.call_path;
    state.stack.push_back(op.run);
    state.next_run = std::max(state.next_run, op.run + 1);
  }
  void operator()(const EndFrame& op) const {
    std::erase_if(state.frames, [&](const Frame& frame) { return frame.run == op.run; });
    std::erase(state.stack, op.run);
  }
  void operator()(const SetStatus& op) const {
    Frame* frame = state.find_frame(op.run);
    if (frame == nullptr) return;
    frame->status = op.status;
    frame->kept_until_ms = op.kept_until_ms;
    const bool is_stacked =
        std::find(state.stack.begin(), state.stack.end(), op.run) != state.stack.end();
    if (op.status == FrameStatus::interrupted) {
      if (!is_stacked) state.stack.insert(state.stack.begin(), op.run);
      return;
    }
    std::erase(state.stack, op.run);
    if (op.status == FrameStatus::active) state.stack.push_back(op.run);
  }
  void operator()(const MoveTo& op) const {
    if (Frame* frame = state.find_frame(op.run)) frame->position = op.position;
  }
  void operator()(const SetAnswer& op) const {
    Frame* frame = state.find_frame(op.run);
    if (frame == nullptr) return;
    // Answers stay in the order they were given: a new value is the newest again.
    std::erase_if(frame->answers,
                  [&](const Answer& answer) { return answer.path == op.answer.path; });
    // What stands in for an answer while its branch is left does not replace the one kept aside.
    if (op.answer.source != Provenance::fallback) {
      std::erase_if(frame->archived,
                    [&](const Answer& answer) { return answer.path == op.answer.path; });
    }
    frame->answers.push_back(op.answer);
    frame->revision = std::max(frame->revision, op.answer.revision);
  }
  void operator()(const DropAnswer& op) const {
    Frame* frame = state.find_frame(op.run);
    if (frame == nullptr) return;
    const auto is_it = [&](const Answer& answer) { return answer.path == op.path; };
    const auto found = std::find_if(frame->answers.begin(), frame->answers.end(), is_it);
    if (op.is_archived || found == frame->answers.end()) std::erase_if(frame->archived, is_it);
    if (found == frame->answers.end()) return;
    if (op.is_archived) frame->archived.push_back(*found);
    frame->answers.erase(found);
    ++frame->revision;
  }
  void operator()(const MarkDone& op) const {
    Frame* frame = state.find_frame(op.run);
    if (frame == nullptr) return;
    std::erase(frame->done, op.path);
    if (op.is_done) frame->done.push_back(op.path);
  }
  void operator()(const SetFence& op) const {
    if (Frame* frame = state.find_frame(op.run)) frame->fence = frame->revision;
  }
  void operator()(const SetPending& op) const { state.pending = op.pending; }
  void operator()(const SetTries& op) const {
    if (state.pending) state.pending->tries = op.tries;
  }
  void operator()(const SetRepair& op) const { state.repair = op.repair; }
  void operator()(const AddIssue& op) const {
    if (state.issues.size() >= State::kMaxIssues) state.issues.erase(state.issues.begin());
    state.issues.push_back(op.issue);
    state.next_issue = std::max(state.next_issue, op.issue.number + 1);
  }
  void operator()(const SetAwaiting& op) const {
    state.awaiting = op.awaiting;
    if (op.awaiting) state.next_request = std::max(state.next_request, op.awaiting->request + 1);
  }
  void operator()(const SetHandover& op) const { state.handover = op.handover; }
  void operator()(const SetNotUnderstood& op) const {
    state.not_understood = op.count;
    state.clarified = op.clarified;
  }
  void operator()(const SetLocale& op) const { state.locale = op.locale; }
  void operator()(const SetGreeted&) const { state.is_greeted = true; }
  void operator()(const SetSaid& op) const { state.said = op.said; }
  void operator()(const SetSilence& op) const { state.silence = op.silence; }
  void operator()(const KeepPending& op) const {
    if (Frame* frame = state.find_frame(op.run)) frame->kept = op.kept;
  }
  void operator()(const SetHeld& op) const { state.held = op.held; }
  void operator()(const SetSettled& op) const { state.settled = op.settled; }
  void operator()(const HoldEarly& op) const {
    Frame* frame = state.find_frame(op.held.run);
    if (frame == nullptr) return;
    std::erase_if(frame->early, [&](const Held& one) { return one.path == op.held.path; });
    if (!op.held.words.empty()) frame->early.push_back(op.held);
  }
  void operator()(const SetFlow& op) const {
    Frame* frame = state.find_frame(op.run);
    if (frame == nullptr) return;
    frame->hash = op.hash;
    frame->position = op.position;
  }
  void operator()(const SetInformed& op) const { state.informed = op.informed; }
};

// Writes the fields of an operation behind its name.
struct Write {
  base::JsonWriter& json;

  void run(std::uint64_t number) const { json.key("run").integer(whole(number)); }
  void operator()(const PushFrame& op) const {
    run(op.run);
    if (op.caller != 0) json.key("caller").integer(whole(op.caller));
    json.key("flow").text(op.flow);
    json.key("hash").text(op.hash);
    json.key("kind").text(to_string(op.kind));
    if (!op.call_path.empty()) json.key("call").text(op.call_path);
  }
  void operator()(const EndFrame& op) const { run(op.run); }
  void operator()(const SetStatus& op) const {
    run(op.run);
    json.key("status").text(to_string(op.status));
    if (op.kept_until_ms != 0) json.key("until").integer(op.kept_until_ms);
  }
  void operator()(const MoveTo& op) const {
    run(op.run);
    json.key("to");
    write(json, op.position);
  }
  void operator()(const SetAnswer& op) const {
    run(op.run);
    json.key("answer");
    write(json, op.answer);
  }
  void operator()(const DropAnswer& op) const {
    run(op.run);
    json.key("path").text(op.path);
    if (op.is_archived) json.key("archived").boolean(true);
  }
  void operator()(const MarkDone& op) const {
    run(op.run);
    json.key("path").text(op.path);
    if (!op.is_done) json.key("undone").boolean(true);
  }
  void operator()(const SetFence& op) const { run(op.run); }
  void operator()(const SetPending& op) const { optional("pending", op.pending); }
  void operator()(const SetTries& op) const { json.key("count").integer(op.tries); }
  void operator()(const SetRepair& op) const { optional("repair", op.repair); }
  void operator()(const AddIssue& op) const {
    json.key("issue");
    write(json, op.issue);
  }
  void operator()(const SetAwaiting& op) const { optional("awaiting", op.awaiting); }
  void operator()(const SetHandover& op) const { optional("handover", op.handover); }
  void operator()(const SetNotUnderstood& op) const {
    json.key("count").integer(op.count);
    if (op.clarified > 0) json.key("clarified").integer(op.clarified);
  }
  void operator()(const SetLocale& op) const { json.key("locale").text(op.locale); }
  void operator()(const SetGreeted&) const {}
  void operator()(const SetSaid& op) const {
    json.key("said");
    write_list(json, op.said);
  }
  void operator()(const SetSilence& op) const {
    json.key("silence");
    write(json, op.silence);
  }
  void operator()(const KeepPending& op) const {
    run(op.run);
    optional("kept", op.kept);
  }
  void operator()(const SetHeld& op) const { optional("held", op.held); }
  void operator()(const SetSettled& op) const { optional("settled", op.settled); }
  void operator()(const HoldEarly& op) const {
    json.key("held");
    write(json, op.held);
  }
  void operator()(const SetFlow& op) const {
    run(op.run);
    json.key("hash").text(op.hash);
    json.key("to");
    write(json, op.position);
  }
  void operator()(const SetInformed& op) const {
    json.key("informed");
    write(json, op.informed);
  }
  template <class Item>
  void optional(std::string_view name, const std::optional<Item>& item) const {
    if (item) {
      json.key(name);
      write(json, *item);
    }
  }
};

// Reads the fields of an operation of a known kind.
struct Read {
  const StateReader& in;

  void operator()(PushFrame& op) const {
    op.run = in.count("run");
    op.caller = in.count("caller");
    op.flow = in.text("flow");
    op.hash = in.text("hash");
    op.kind = in.one_of<FrameKind>("kind", kKinds);
    op.call_path = in.text("call");
  }
  void operator()(EndFrame& op) const { op.run = in.count("run"); }
  void operator()(SetStatus& op) const {
    op.run = in.count("run");
    op.status = in.one_of<FrameStatus>("status", kStatuses);
    op.kept_until_ms = static_cast<std::int64_t>(in.count("until"));
  }
  void operator()(MoveTo& op) const {
    op.run = in.count("run");
    read(in.value("to"), op.position, in.is_sound());
  }
  void operator()(SetAnswer& op) const {
    op.run = in.count("run");
    read(in.value("answer"), op.answer, in.is_sound());
  }
  void operator()(DropAnswer& op) const {
    op.run = in.count("run");
    op.path = in.text("path");
    op.is_archived = in.flag("archived");
  }
  void operator()(MarkDone& op) const {
    op.run = in.count("run");
    op.path = in.text("path");
    op.is_done = !in.flag("undone");
  }
  void operator()(SetFence& op) const { op.run = in.count("run"); }
  void operator()(SetPending& op) const { optional("pending", op.pending); }
  void operator()(SetTries& op) const { op.tries = in.small("count"); }
  void operator()(SetRepair& op) const { optional("repair", op.repair); }
  void operator()(AddIssue& op) const { read(in.value("issue"), op.issue, in.is_sound()); }
  void operator()(SetAwaiting& op) const { optional("awaiting", op.awaiting); }
  void operator()(SetHandover& op) const { optional("handover", op.handover); }
  void operator()(SetNotUnderstood& op) const {
    op.count = in.small("count");
    op.clarified = in.small("clarified");
  }
  void operator()(SetLocale& op) const { op.locale = in.text("locale"); }
  void operator()(SetGreeted&) const {}
  void operator()(SetSaid& op) const { read_list(in.list("said"), op.said, in.is_sound()); }
  void operator()(SetSilence& op) const { read(in.value("silence"), op.silence, in.is_sound()); }
  void operator()(KeepPending& op) const {
    op.run = in.count("run");
    optional("kept", op.kept);
  }
  void operator()(SetHeld& op) const { optional("held", op.held); }
  void operator()(SetSettled& op) const { optional("settled", op.settled); }
  void operator()(HoldEarly& op) const { read(in.value("held"), op.held, in.is_sound()); }
  void operator()(SetFlow& op) const {
    op.run = in.count("run");
    op.hash = in.text("hash");
    read(in.value("to"), op.position, in.is_sound());
  }
  void operator()(SetInformed& op) const { read(in.value("informed"), op.informed, in.is_sound()); }
  template <class Item>
  void optional(std::string_view name, std::optional<Item>& item) const {
    read_optional(in.value(name), item, in.is_sound());
  }
};

// The operation of that index in the variant, with default fields.
template <std::size_t Index = 0>
Change make_change(std::size_t index) {
  if constexpr (Index + 1 < std::variant_size_v<Change>) {
    if (index != Index) return make_change<Index + 1>(index);
  }
  return Change(std::in_place_index<Index>);
}

}  // namespace

void apply_change(State& state, const Change& change) {
  std::visit(Apply{state}, change);
}

std::string to_json(std::span<const Change> changes) {
  std::string out;
  out.reserve(64 + changes.size() * 96);
  base::JsonWriter json(out);
  json.open_object();
  json.key("v").integer(State::kVersion);
  json.key("ops").open_list();
  for (const Change& change : changes) {
    json.open_object();
    json.key("op").text(kOps[change.index()]);
    std::visit(Write{json}, change);
    json.close_object();
  }
  json.close_list().close_object();
  return out;
}

base::Result<void> fold(State& state, std::string_view change_json) {
  auto parsed = base::parse_json(change_json, kStateLimits);
  if (!parsed) return parsed.error();
  if (auto read = upcast(*parsed, State::kVersion, change_upcasters()); !read) return read.error();
  bool is_sound = true;
  const StateReader list(*parsed, is_sound);
  const base::Error bad{base::Code::invalid_argument, "bad_field", "not a list of changes", "ops"};
  for (const base::Value& value : list.list("ops")) {
    const StateReader in(value, is_sound);
    const std::string name = in.text("op");
    const auto op = std::find(std::begin(kOps), std::end(kOps), name);
    if (op == std::end(kOps)) return bad;
    Change change = make_change(static_cast<std::size_t>(op - std::begin(kOps)));
    std::visit(Read{in}, change);
    if (!is_sound) return bad;
    apply_change(state, change);
  }
  if (!is_sound) return bad;
  return {};
}

}  // namespace dialogs
