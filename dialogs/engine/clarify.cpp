#include "dialogs/engine/clarify.hpp"

#include <algorithm>

#include "dialogs/engine/commands.hpp"
#include "dialogs/engine/ladder.hpp"
#include "dialogs/engine/options.hpp"
#include "dialogs/engine/prompt.hpp"

namespace dialogs {

namespace {

using Kind = Command::Kind;

// Commands that say what the customer is after; corrections and answers have rules of their own.
bool is_wish(const Command& command) {
  return command.kind == Kind::start || command.kind == Kind::info ||
         command.kind == Kind::cancel || command.kind == Kind::handover;
}

bool is_same(const Command& left, const Command& right) {
  return left.kind == right.kind && left.name == right.name;
}

// Whether both are read from the same words; one without a place is about the whole message.
bool are_about_the_same(const Command& left, const Command& right) {
  const bool is_whole = left.begin == left.end || right.begin == right.end;
  return is_whole || (left.begin < right.end && right.begin < left.end);
}

bool is_middling(const Command& command) {
  return command.confidence >= kPlausible && command.confidence < kLikely;
}

// Whether a surer reading of the same words says something else.
bool is_outdone(const Command& command, const std::vector<Command>& all) {
  return std::any_of(all.begin(), all.end(), [&](const Command& other) {
    return is_wish(other) && other.confidence >= kLikely && !is_same(other, command) &&
           are_about_the_same(other, command);
  });
}

// Another source came to the same meaning.
bool is_seconded(const Command& command, const std::vector<Command>& all) {
  return std::any_of(all.begin(), all.end(), [&](const Command& other) {
    return is_same(other, command) && other.source != command.source &&
           other.confidence >= kPlausible;
  });
}

bool has(const std::vector<Command>& commands, const Command& command) {
  return std::any_of(commands.begin(), commands.end(),
                     [&](const Command& one) { return is_same(one, command); });
}

// What one option is called.
std::string label_of(const Turn& turn, const Command& command) {
  if (!command.label.empty()) return command.label;
  const NamedScope::Names no_names;
  const NamedScope scope(turn.context, no_names);
  switch (command.kind) {
    case Kind::start: {
      const FlowIndex index = find_started_flow(turn, command.name);
      if (index == kNoFlow) return command.name;
      const Flow& flow = turn.program.flows[index];
      const std::string label = turn.render(flow.starts.label, scope);
      return label.empty() ? turn.render(flow.title, scope) : label;
    }
    case Kind::info: {
      // The first of the phrases that ask for it.
      const auto& words = turn.program.texts.words("info." + command.name, turn.context.locale);
      return words.empty() ? command.name : words.front();
    }
    case Kind::cancel:
      return turn.text("button.cancel");
    case Kind::handover:
      return turn.text("button.human");
    default:
      return command.name;
  }
}

}  // namespace

Readings tell_apart(Turn& turn, std::vector<Command> commands, bool is_guess_enough) {
  Readings read;
  std::vector<Command> middling;
  bool is_agreed = false;
  for (const Command& command : commands) {
    if (!is_wish(command) || !is_middling(command)) {
      read.clear.push_back(command);
      continue;
    }
    if (is_outdone(command, commands)) {
      turn.judged(command, false, "1.1", "other words for it are surer");
      continue;
    }
    const bool is_own = command.source == Command::Source::rule;
    is_agreed = is_agreed || is_own || is_seconded(command, commands);
    if (!has(middling, command)) middling.push_back(command);
  }
  std::stable_sort(middling.begin(), middling.end(), [](const Command& left, const Command& right) {
    return left.confidence > right.confidence;
  });
  std::vector<Candidate> legal = judge(turn, middling, kPlausible);
  // Judged in the order of being carried out; asked in the order of likeliness.
  for (const Command& command : middling) {
    const bool is_legal = std::any_of(legal.begin(), legal.end(), [&](const Candidate& one) {
      return is_same(one.command, command);
    });
    if (is_legal && read.options.size() < kMaxOptions) read.options.push_back(command);
  }
  if (is_guess_enough && is_agreed && read.options.size() == 1) {
    read.clear.push_back(std::move(read.options.front()));
    read.options.clear();
  }
  return read;
}

void clarify(Turn& turn, std::vector<Command> options) {
  for (const Command& command : options) turn.judged(command, true, "1.5", "asked which was meant");
  if (turn.state().repair) turn.change(SetRepair{});
  if (!climb(turn, true)) return;
  OpenRepair repair;
  repair.kind = OpenRepair::Kind::clarify;
  repair.issue = turn.issue(Issue::Kind::repair, 0, "clarify");
  repair.options = std::move(options);
  turn.change(SetRepair{std::move(repair)});
  prompt_repair(turn);
}

std::vector<RepairChoice> clarify_choices(const Turn& turn, const OpenRepair& repair) {
  std::vector<RepairChoice> choices;
  for (std::size_t at = 0; at < repair.options.size(); ++at) {
    const Command& option = repair.options[at];
    const std::string meaning = "option:" + std::string(to_string(option.kind)) + ":" + option.name;
    choices.push_back({label_of(turn, option), check_of(std::string_view(meaning)), 0, at});
  }
  choices.push_back({turn.text("button.none"), check_of("none"), 0, repair.options.size()});
  return choices;
}

void prompt_clarify(Turn& turn, const OpenRepair& repair) {
  const auto choices = clarify_choices(turn, repair);
  const bool is_again = turn.state().clarified > 1;
  const bool is_one = repair.options.size() == 1;
  Reply& reply = is_again ? turn.say("repair.clarify_again")
                 : is_one ? turn.say("repair.clarify_one", {{"option", choices.front().label}})
                          : turn.say("repair.clarify");
  std::uint32_t index = 0;
  for (const RepairChoice& choice : choices) {
    reply.buttons.push_back(turn.button(repair.issue, index++, choice.check, choice.label));
  }
  if (is_again) {
    reply.buttons.push_back(
        turn.button(repair.issue, kHumanButton, check_of("human"), turn.text("button.human")));
  }
  reply.expects = Expects{"choice", {}};
}

void clarified(Turn& turn, const OpenRepair& repair, std::size_t index) {
  if (index < repair.options.size()) {
    Command chosen = repair.options[index];
    chosen.source = Command::Source::button;
    chosen.confidence = 1.0;
    // What it was about may be over by now.
    if (carry_out(turn, judge(turn, {std::move(chosen)}, kPlausible))) return;
  }
  turn.heard = Turn::Heard::nothing_new;
  Reply& reply = turn.say("repair.clarify_none");
  if (!turn.state().pending) add_start_buttons(turn, reply);
}

const Command* chosen_again(const OpenRepair& repair, const std::vector<Command>& options) {
  const Command* found = nullptr;
  for (const Command& before : repair.options) {
    if (!has(options, before)) continue;
    if (found != nullptr) return nullptr;
    found = &before;
  }
  return found;
}

}  // namespace dialogs
