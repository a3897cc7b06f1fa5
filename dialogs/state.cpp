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
