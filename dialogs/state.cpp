#include "dialogs/state.hpp"

#include <algorithm>

#include "dialogs/state_json.hpp"
#include "dialogs/upcast.hpp"

namespace dialogs {

const Answer* Frame::find_answer(std::string_view path) const {
  const auto found = std::find_if(answers.begin(), answers.end(),
                                  [&](const Answer& answer) { return answer.path == path; });
  return found == answers.end() ? nullptr : &*found;
}

bool Frame::is_done(std::string_view path) const {
  return std::find(done.begin(), done.end(), path) != done.end();
}

const Frame* State::find_frame(std::uint64_t run) const {
  const auto found = std::find_if(frames.begin(), frames.end(),
                                  [&](const Frame& frame) { return frame.run == run; });
  return found == frames.end() ? nullptr : &*found;
}

Frame* State::find_frame(std::uint64_t run) {
  return const_cast<Frame*>(std::as_const(*this).find_frame(run));
}

const Frame* State::top() const {
  return stack.empty() ? nullptr : find_frame(stack.back());
}

const Issue* State::find_issue(std::uint64_t number) const {
  const auto found = std::find_if(issues.begin(), issues.end(),
                                  [&](const Issue& issue) { return issue.number == number; });
  return found == issues.end() ? nullptr : &*found;
}

void write(base::JsonWriter& json, const State& state) {
  json.open_object();
  json.key("v").integer(State::kVersion);
  json.key("locale").text(state.locale);
  json.key("greeted").boolean(state.is_greeted);
  json.key("next_run").integer(static_cast<std::int64_t>(state.next_run));
  json.key("next_request").integer(static_cast<std::int64_t>(state.next_request));
  json.key("next_issue").integer(static_cast<std::int64_t>(state.next_issue));
  json.key("not_understood").integer(state.not_understood);
  if (state.clarified > 0) json.key("clarified").integer(state.clarified);
  json.key("frames");
  write_list(json, state.frames);
  json.key("stack").open_list();
  for (const std::uint64_t run : state.stack) json.integer(static_cast<std::int64_t>(run));
  json.close_list();
  json.key("pending");
  write_optional(json, state.pending);
  json.key("repair");
  write_optional(json, state.repair);
  json.key("awaiting");
  write_optional(json, state.awaiting);
  json.key("handover");
  write_optional(json, state.handover);
  json.key("issues");
  write_list(json, state.issues);
  json.key("said");
  write_list(json, state.said);
  json.key("silence");
  write(json, state.silence);
  if (state.held) {
    json.key("held");
    write(json, *state.held);
  }
  if (state.settled) {
    json.key("settled");
    write(json, *state.settled);
  }
  if (state.informed != Informed{}) {
    json.key("informed");
    write(json, state.informed);
  }
  json.close_object();
}

void read(const base::Value& value, State& out, bool& is_sound) {
  const StateReader in(value, is_sound);
  if (in.count("v") != State::kVersion) is_sound = false;
  out.locale = in.text("locale");
  out.is_greeted = in.flag("greeted");
  out.next_run = in.count("next_run");
  out.next_request = in.count("next_request");
  out.next_issue = in.count("next_issue");
  out.not_understood = in.small("not_understood");
  out.clarified = in.small("clarified");
  read_list(in.list("frames"), out.frames, is_sound);
  out.stack.clear();
  for (const base::Value& run : in.list("stack")) {
    if (run.is_integer()) {
      out.stack.push_back(static_cast<std::uint64_t>(run.integer()));
    } else {
      is_sound = false;
    }
  }
  read_optional(in.value("pending"), out.pending, is_sound);
  read_optional(in.value("repair"), out.repair, is_sound);
  read_optional(in.value("awaiting"), out.awaiting, is_sound);
  read_optional(in.value("handover"), out.handover, is_sound);
  read_list(in.list("issues"), out.issues, is_sound);
  read_list(in.list("said"), out.said, is_sound);
  if (in.has("silence")) read(in.value("silence"), out.silence, is_sound);
  read_optional(in.value("held"), out.held, is_sound);
  read_optional(in.value("settled"), out.settled, is_sound);
  if (in.has("informed")) read(in.value("informed"), out.informed, is_sound);
}

std::string to_json(const State& state) {
  std::string out;
  out.reserve(1024);
  base::JsonWriter json(out);
  write(json, state);
  return out;
}

base::Result<State> state_from_json(std::string_view text) {
  auto parsed = base::parse_json(text, kStateLimits);
  if (!parsed) return parsed.error();
  if (auto cast = upcast(*parsed, State::kVersion, state_upcasters()); !cast) return cast.error();
  bool is_sound = true;
  State state;
  read(*parsed, state, is_sound);
  if (!is_sound) {
    return base::Error{base::Code::invalid_argument, "bad_field", "not a state of a conversation",
                       "state"};
  }
  return state;
}

}  // namespace dialogs
