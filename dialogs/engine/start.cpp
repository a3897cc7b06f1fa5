#include "dialogs/engine/start.hpp"

#include <algorithm>

#include "dialogs/engine/commands.hpp"
#include "dialogs/engine/gate.hpp"
#include "dialogs/engine/prompt.hpp"
#include "dialogs/engine/repair.hpp"
#include "dialogs/engine/tasks.hpp"
#include "dialogs/engine/unfinished.hpp"
#include "dialogs/engine/walk.hpp"
#include "dialogs/parsers/words.hpp"

namespace dialogs {

namespace {

// Whether the message is nothing but the phrase.
bool is_whole(std::string_view folded, std::string_view phrase) {
  if (!phrase.ends_with('*')) return folded == phrase;
  phrase.remove_suffix(1);
  return folded.starts_with(phrase) && folded.find(' ', phrase.size()) == std::string_view::npos;
}

// R1: the task on top, with its calls, makes room; its answers and its place stay.
void interrupt_top(Turn& turn) {
  const Frame* top = turn.state().top();
  if (top == nullptr) return;
  keep_pending(turn);
  for (const std::uint64_t run : chain_of(turn, top->run)) {
    turn.change(SetStatus{run, FrameStatus::interrupted});
  }
}

// R5: of more tasks than allowed the oldest is put aside, with a word.
void make_room(Turn& turn, int allowed) {
  std::vector<std::uint64_t> tasks;
  for (const std::uint64_t run : turn.state().stack) {
    const Frame* frame = turn.frame(run);
    if (frame != nullptr && frame->kind == FrameKind::task) tasks.push_back(run);
  }
  if (static_cast<int>(tasks.size()) <= allowed) return;
  turn.say("repair.too_many_tasks", {{"title", turn.title_of(*turn.frame(tasks.front()))}});
  park(turn, tasks.front());
}

// 1.1: what came with the wish waits for its questions.
void keep_values(Turn& turn, std::uint64_t run, const Flow& flow, const StartValues& values) {
  for (const auto& [name, words] : values) {
    const StepIndex step = flow.find_question(name);
    if (step != kNoStep) answer_early(turn, {run, {step, {}}}, words);
  }
}

void push(Turn& turn, const Flow& flow, const StartValues& values = {}) {
  make_room(turn, turn.program.repair.max_tasks - 1);
  interrupt_top(turn);
  const std::uint64_t run = turn.state().next_run;
  turn.change(PushFrame{run, 0, flow.name, flow.hash, FrameKind::task});
  keep_values(turn, run, flow, values);
  walk(turn, run);
}

// The run of that flow to go on with: the one on top before those beneath or aside.
const Frame* open_run_of(const Turn& turn, std::string_view flow) {
  const Frame* top = turn.top_task();
  if (top != nullptr && top->flow == flow) return top;
  for (const Frame& frame : turn.state().frames) {
    const bool can_go_on = frame.status != FrameStatus::waiting;
    if (frame.flow == flow && frame.kind == FrameKind::task && can_go_on) return &frame;
  }
  return nullptr;
}

// R3: the values of a wish for the task that is open already.
void answer_open(Turn& turn, const StartValues& values) {
  std::vector<Command> commands;
  for (const auto& [name, words] : values) {
    Command command;
    command.kind = Command::Kind::answer;
    command.name = name;
    command.words = words;
    commands.push_back(std::move(command));
  }
  carry_out(turn, judge(turn, commands, kPlausible));
}

}  // namespace

void greet(Turn& turn) {
  const auto kept = kept_tasks(turn);
  std::string titles;
  for (const std::uint64_t run : kept) {
    titles += (titles.empty() ? "" : ", ") + turn.title_of(*turn.frame(run));
  }
  const auto count = static_cast<std::int64_t>(kept.size());
  Reply& reply = kept.empty()
                     ? turn.say("greeting.hello")
                     : turn.say("greeting.unfinished", {{"count", count}, {"titles", titles}});
  add_start_buttons(turn, reply);
  // Going on with a task stands in for the button that would begin it.
  for (const std::uint64_t run : kept) {
    const std::uint32_t check = check_of(std::string_view(turn.frame(run)->flow));
    std::erase_if(reply.buttons, [&](const Button& button) {
      const auto token = decode(button.token);
      return token && token->check == check;
    });
  }
  add_resume_buttons(turn, reply);
  if (!turn.state().is_greeted) turn.change(SetGreeted{});
}

void on_open(Turn& turn) {
  const State& state = turn.state();
  if (state.handover) return;
  if (state.awaiting) {
    turn.say("repair.working");
    return;
  }
  if (state.repair) return prompt_repair(turn);
  const Frame* task = turn.top_task();
  if (task == nullptr) {
    // A page that merely connects again is not greeted each time.
    const base::Instant heard = base::from_milliseconds(state.silence.heard_ms);
    const bool is_new_to_us =
        !state.is_greeted || turn.context.now - heard >= turn.program.repair.close_after;
    if (is_new_to_us || !kept_tasks(turn).empty()) greet(turn);
    return;
  }
  if (!state.is_greeted) turn.change(SetGreeted{});
  const std::uint64_t run = task->run;
  const std::string title = turn.title_of(*task);
  const std::uint64_t issue = turn.issue(Issue::Kind::repair, run, "resume");
  turn.change(SetRepair{OpenRepair{OpenRepair::Kind::continue_task, run, issue}});
  Reply& reply = turn.say("greeting.back", {{"title", title}});
  reply.buttons.push_back(turn.button(issue, 0, check_of("yes"), turn.text("button.yes")));
  reply.buttons.push_back(turn.button(issue, 1, check_of("no"), turn.text("button.no")));
  reply.expects = Expects{"yes_no", {}};
  turn.has_prompted = true;
}

void on_language(Turn& turn) {
  Reply& reply = turn.say("repair.language");
  const State& state = turn.state();
  if (!state.pending && !state.repair && !state.awaiting) add_start_buttons(turn, reply);
}

bool choose_language(Turn& turn, std::string_view folded) {
  const std::string_view language = turn.program.texts.asked_language(folded);
  if (language.empty()) return false;
  const std::string_view locale = turn.context.locale;
  if (locale.substr(0, locale.find_first_of("-_")) == language) {
    on_language(turn);
  } else {
    turn.request(LanguageRequest{std::string(language)});
  }
  return true;
}

std::optional<Asked> asked_flow(const Turn& turn, std::string_view folded) {
  std::optional<Asked> best;
  std::size_t best_length = 0;
  for (FlowIndex index = 0; index < turn.program.flows.size(); ++index) {
    for (const std::string& phrase : turn.program.flows[index].starts.phrases) {
      if (phrase.size() <= best_length || find_words(folded, phrase) == std::string_view::npos)
        continue;
      const auto blanks = std::count(phrase.begin(), phrase.end(), ' ');
      best = Asked{index, is_whole(folded, phrase), static_cast<int>(blanks) + 1, phrase.size()};
      best_length = phrase.size();
    }
  }
  return best;
}

void start_flow(Turn& turn, FlowIndex index) {
  start_with(turn, index, {});
}

void start_with(Turn& turn, FlowIndex index, const StartValues& values) {
  const Flow& flow = turn.program.flows[index];
  if (turn.state().repair) turn.change(SetRepair{});
  if (turn.state().not_understood > 0) turn.change(SetNotUnderstood{0});
  const Frame* open = open_run_of(turn, flow.name);
  if (open == nullptr) {
    if (may_begin(turn, flow)) push(turn, flow, values);
    return;
  }
  const std::uint64_t run = open->run;
  const Frame* top = turn.top_task();
  if (top != nullptr && top->run == run && top->status == FrameStatus::active) {
    // R3: already on it; new values are answers.
    if (!values.empty()) return answer_open(turn, values);
    const std::uint64_t issue = turn.issue(Issue::Kind::repair, run, "again");
    turn.change(SetRepair{OpenRepair{OpenRepair::Kind::continue_or_new, run, issue}});
    return prompt_repair(turn);
  }
  take_up(turn, run);
}

void take_up(Turn& turn, std::uint64_t run) {
  const Frame* top = turn.top_task();
  // R2: raised, never doubled.
  if (top == nullptr || top->run != run) interrupt_top(turn);
  raise(turn, run);
  make_room(turn, turn.program.repair.max_tasks);
  turn.say("repair.resumed", {{"title", turn.title_of(*turn.frame(run))}});
  resume(turn, run);
}

void start_anew(Turn& turn, FlowIndex index) {
  const Flow& flow = turn.program.flows[index];
  if (may_begin(turn, flow)) push(turn, flow);
}

}  // namespace dialogs
