// What must hold after every turn of every conversation, whatever came before it.
#include <algorithm>
#include <cctype>

#include "dialogs/engine/scope.hpp"
#include "dialogs/engine/turn.hpp"
#include "tests/exploration/promise.hpp"
#include "tests/exploration/talk.hpp"

namespace tests {
namespace {

using dialogs::Answer;
using dialogs::Frame;
using dialogs::State;

bool is_given(const Answer& answer) {
  return answer.source == dialogs::Provenance::message ||
         answer.source == dialogs::Provenance::button;
}

const Answer* kept(const Frame& frame, const std::string& path) {
  if (const auto* answer = frame.find_answer(path)) return answer;
  const auto found = std::find_if(frame.archived.begin(), frame.archived.end(),
                                  [&](const Answer& one) { return one.path == path; });
  return found == frame.archived.end() ? nullptr : &*found;
}

bool is_of_customer(const dialogs::Event& event) {
  return std::holds_alternative<dialogs::MessageEvent>(event) ||
         std::holds_alternative<dialogs::PressEvent>(event) ||
         std::holds_alternative<dialogs::StartEvent>(event);
}

// "[repair.reask]": a text that the profile lacks.
bool is_missing_text(const std::string& text) {
  if (text.empty()) return true;
  if (text.front() != '[' || text.back() != ']') return false;
  return std::all_of(text.begin() + 1, text.end() - 1, [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.';
  });
}

// The deployed flow renames at most: under whatever name, every value is still there.
void prove_moved(const Frame& before, const Frame& after) {
  for (const auto& answer : before.answers) {
    const auto is_same = [&](const Answer& one) { return one.value == answer.value; };
    // C5: kept aside when the task, walked from its start, no longer comes by its question.
    const bool is_there = std::any_of(after.answers.begin(), after.answers.end(), is_same) ||
                          std::any_of(after.archived.begin(), after.archived.end(), is_same);
    if (is_given(answer) && !is_there) {
      throw BrokenPromise("moving to another version lost the answer " + before.flow + "." +
                          answer.path);
    }
  }
}

// C10: "not that receipt" takes back the answer that it names with all that rests on it, also when
// another question is asked first. So does a correction whose new value cannot be read yet.
bool is_taken_back(const dialogs::Event& event, const dialogs::Flow& flow,
                   dialogs::StepIndex gone) {
  const auto* said = std::get_if<dialogs::MessageEvent>(&event);
  if (said == nullptr) return false;
  return std::any_of(said->proposals.begin(), said->proposals.end(), [&](const auto& command) {
    // An answer to what is answered already is a correction too (C9).
    const bool takes_back = command.kind == dialogs::Command::Kind::correct ||
                            command.kind == dialogs::Command::Kind::answer;
    const auto root = takes_back ? flow.find_question(command.name) : dialogs::kNoStep;
    if (root == dialogs::kNoStep) return false;
    const auto& rests = flow.steps[root].dependents;
    return root == gone || std::find(rests.begin(), rests.end(), gone) != rests.end();
  });
}

}  // namespace

std::optional<State> Talk::without_guesses(const dialogs::Event& event) const {
  const auto* said = std::get_if<dialogs::MessageEvent>(&event);
  if (said == nullptr || said->proposals.empty()) return std::nullopt;
  State state = state_;
  const auto& engine = edition().engine();
  const auto where = context();
  if (!engine.is_beyond_doubt(state, *said, where)) return std::nullopt;
  engine.step(state, dialogs::MessageEvent{said->text, said->attachments, {}}, where);
  return state;
}

// 1.1: the question's own parser and the words of the flows come before guesses.
void Talk::prove_beyond_doubt(const State& without_guesses) const {
  if (dialogs::to_json(without_guesses) != dialogs::to_json(state_)) {
    throw BrokenPromise("a guess changed what words beyond doubt mean");
  }
}

void Talk::prove_turn(const State& before, const dialogs::Event& event) const {
  prove_open_question(before);
  prove_replies(before, event);
  prove_depth();
  prove_pinned(before, event);
  prove_no_answer_lost(before);
}

// Exactly one open question, or nothing to ask about.
void Talk::prove_open_question(const State& before) const {
  const Frame* top = state_.top();
  const bool is_waiting = state_.awaiting || state_.handover;
  if (top != nullptr && !is_waiting && !state_.pending && !state_.repair) {
    throw BrokenPromise("a task is open and nothing is asked: " + top->flow);
  }
  if (!state_.pending) return;
  const Frame* frame = state_.find_frame(state_.pending->run);
  if (frame == nullptr) throw BrokenPromise("the open question belongs to no task");
  // What is known is not asked: unless the customer is to change it.
  const bool is_new = !before.pending || before.pending->issue != state_.pending->issue;
  const bool is_change =
      state_.pending->is_correction || state_.pending->kind == dialogs::Pending::Kind::review;
  if (is_new && !is_change && frame->find_answer(state_.pending->path) != nullptr) {
    throw BrokenPromise("asks what it knows: " + frame->flow + "." + state_.pending->path);
  }
}

// Everything the customer does is answered, once; while a person has the dialog the bot is silent.
void Talk::prove_replies(const State& before, const dialogs::Event& event) const {
  int questions = 0;
  for (std::size_t at = 0; at < replies_.size(); ++at) {
    const auto& reply = replies_[at];
    if (is_missing_text(reply.text)) throw BrokenPromise("says nothing at " + reply.step);
    questions += reply.expects ? 1 : 0;
    for (std::size_t other = 0; other < at; ++other) {
      // Two tasks of one name may be taken up one after the other, each with this sentence.
      const bool is_of_tasks = reply.step == "repair.resumed";
      if (is_of_tasks) continue;
      if (replies_[other].step == reply.step && replies_[other].text == reply.text) {
        throw BrokenPromise("says a thing twice: " + reply.step + ": " + reply.text);
      }
    }
  }
  if (questions > 1) throw BrokenPromise("asks two questions at once");
  if (questions == 1 && !replies_.back().expects) {
    throw BrokenPromise("goes on talking after its question");
  }
  const bool gives_back = std::holds_alternative<dialogs::HandoverEnded>(event);
  if (before.is_mute() && !gives_back) {
    const bool is_handover_text =
        std::all_of(replies_.begin(), replies_.end(), [](const dialogs::Reply& reply) {
          return reply.step.find("handover") != std::string::npos;
        });
    if (!is_handover_text) throw BrokenPromise("talks while a person has the dialog");
    return;
  }
  const bool goes_to_shop =
      std::any_of(requests_.begin(), requests_.end(), [](const dialogs::Request& request) {
        return std::holds_alternative<dialogs::ButtonRequest>(request);
      });
  if (is_of_customer(event) && replies_.empty() && !state_.awaiting && !goes_to_shop) {
    throw BrokenPromise("leaves the customer without an answer");
  }
}

// R5: what the customer starts is bounded; a task that waited comes back by itself (R9).
void Talk::prove_depth() const {
  int tasks = 0;
  for (const auto run : state_.stack) {
    const Frame* frame = state_.find_frame(run);
    if (frame == nullptr) throw BrokenPromise("the stack names a task that is gone");
    tasks += frame->kind == dialogs::FrameKind::task && !woken_.contains(run) ? 1 : 0;
  }
  if (tasks > program().repair.max_tasks) {
    throw BrokenPromise(std::to_string(tasks) + " tasks are open at once");
  }
}

// 2.5: a run stays with the version of its flow, which is kept for it, until a publish moves it.
void Talk::prove_pinned(const State& before, const dialogs::Event& event) const {
  const auto* moved = std::get_if<dialogs::Republished>(&event);
  for (const auto& frame : state_.frames) {
    if (program().find_version(frame.flow, frame.hash) == nullptr) {
      throw BrokenPromise("the version of an open task is not kept: " + frame.flow);
    }
    const Frame* was = before.find_frame(frame.run);
    if (was == nullptr || was->hash == frame.hash) continue;
    const bool is_named = moved != nullptr && std::find(moved->runs.begin(), moved->runs.end(),
                                                        frame.run) != moved->runs.end();
    if (!is_named) throw BrokenPromise("an open task has changed its version: " + frame.flow);
  }
}

// An answer goes only because its task ended, because another that it rests on was changed, because
// it no longer holds and the customer is told, or because it is asked for again.
void Talk::prove_no_answer_lost(const State& before) const {
  // R8: what no longer holds on coming back is told, and asked again with all that rests on it.
  const bool is_told_gone =
      std::any_of(replies_.begin(), replies_.end(), [](const dialogs::Reply& reply) {
        return reply.step == "repair.gone" || reply.step.ends_with(".check");
      });
  for (const auto& was : before.frames) {
    const Frame* now = state_.find_frame(was.run);
    if (now == nullptr) {
      const bool is_told =
          std::any_of(requests_.begin(), requests_.end(), [&](const dialogs::Request& request) {
            return std::holds_alternative<dialogs::Finished>(request);
          });
      if (!is_told) throw BrokenPromise("task " + was.flow + " is gone without a word");
      continue;
    }
    if (now->hash != was.hash) {
      prove_moved(was, *now);
      continue;
    }
    const auto& flow = *dialogs::flow_of_frame(program(), was);
    for (const auto& answer : was.answers) {
      if (!is_given(answer) || kept(*now, answer.path) != nullptr) continue;
      if (is_told_gone || may_be_dropped(was, *now, flow, answer)) continue;
      throw BrokenPromise("lost the answer " + was.flow + "." + answer.path);
    }
  }
}

bool Talk::may_be_dropped(const Frame& before, const Frame& after, const dialogs::Flow& flow,
                          const Answer& gone) const {
  const auto place = dialogs::place_of(flow, gone.path);
  if (!place) return true;  // the flow was edited and has no such question any more
  const auto rests_on = [&](dialogs::StepIndex root, const std::string& root_path) {
    if (gone.path == root_path || gone.path.starts_with(root_path + "[")) return true;
    const auto& dependents = flow.steps[root].dependents;
    return std::find(dependents.begin(), dependents.end(), place->step) != dependents.end();
  };
  const auto is_root = [&](const std::string& path) {
    const auto root = dialogs::place_of(flow, path);
    if (!root) return false;
    const std::string own = path;
    if (rests_on(root->step, own)) return true;
    // What hangs on a list goes with it, and with whatever that rests on.
    return std::any_of(place->loops.begin(), place->loops.end(), [&](const auto& loop) {
      const auto list =
          flow.find_question(flow.steps[loop.step].template as<dialogs::ForEachStep>()->list);
      if (list == dialogs::kNoStep) return false;
      const auto& dependents = flow.steps[root->step].dependents;
      return list == root->step ||
             std::find(dependents.begin(), dependents.end(), list) != dependents.end();
    });
  };
  for (const auto& answer : before.answers) {
    const Answer* now = after.find_answer(answer.path);
    if (now != nullptr && now->value != answer.value && is_root(answer.path)) return true;
  }
  if (state_.pending && state_.pending->run == after.run && is_root(state_.pending->path)) {
    return true;
  }
  // It is asked for again as soon as the shop says what there is to choose from.
  if (state_.awaiting && state_.awaiting->run == after.run && is_root(state_.awaiting->path)) {
    return true;
  }
  // R8: what was chosen is gone, and the customer is told.
  const bool is_gone = std::any_of(replies_.begin(), replies_.end(),
                                   [](const auto& reply) { return reply.step == "repair.gone"; });
  if (is_gone) return true;
  // "Back" takes the newest answer back, wherever the task then goes on (C10, C3).
  const bool goes_back = std::any_of(replies_.begin(), replies_.end(),
                                     [](const auto& reply) { return reply.step == "repair.back"; });
  if (goes_back) {
    const Answer* newest = nullptr;
    for (const auto& answer : before.answers) {
      const bool is_newer = newest == nullptr || answer.revision > newest->revision;
      if (is_given(answer) && is_newer) newest = &answer;
    }
    if (newest != nullptr && is_root(newest->path)) return true;
  }
  if (is_taken_back(last_, flow, place->step)) return true;
  // `ask_again` follows on what the shop said, in this turn.
  const bool has_heard_shop = lookups_ > 0 || !actions_.empty() ||
                              std::holds_alternative<dialogs::LookupResult>(last_) ||
                              std::holds_alternative<dialogs::ActionResult>(last_);
  for (const auto& step : flow.steps) {
    const auto* again = step.as<dialogs::AskAgainStep>();
    if (again == nullptr || !has_heard_shop) continue;
    for (const auto question : again->questions) {
      if (is_root(flow.steps[question].as<dialogs::AskStep>()->name)) return true;
    }
  }
  return false;
}

}  // namespace tests
