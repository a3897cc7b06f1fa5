#include "dialogs/checker/step_reader.hpp"

#include <algorithm>
#include <array>

#include "dialogs/checker/question_reader.hpp"

namespace dialogs {
namespace {

using base::Position;
using base::YamlNode;
using base::YamlReader;

constexpr std::array<std::string_view, 11> kVerbs = {
    "say", "ask", "review", "if", "for_each", "call", "do", "wait", "handover", "end", "ask_again"};

// The verb of a step: its one key that is a verb. `otherwise` and others never are.
std::vector<std::string_view> verbs_of(const YamlNode& node) {
  std::vector<std::string_view> verbs;
  for (const std::string_view verb : kVerbs) {
    if (node.find(verb) != nullptr) verbs.push_back(verb);
  }
  return verbs;
}

}  // namespace

void StepReader::fault(const Position& where, std::string message, std::string hint) {
  workspace_.faults.error(where, std::move(message), std::move(hint));
}

void StepReader::append(std::vector<StepIndex>& ends, const std::vector<StepIndex>& more) {
  ends.insert(ends.end(), more.begin(), more.end());
}

void StepReader::lead_on(const std::vector<StepIndex>& ends, StepIndex to) {
  for (const StepIndex end : ends) step(end).next = to;
}

StepIndex StepReader::add_step(const YamlNode& node) {
  Step added;
  added.where = {file_, node.line, node.column};
  added.loops = loops_;
  draft_.flow.steps.push_back(std::move(added));
  StepNote note;
  note.refusal = refusal_;
  draft_.notes.push_back(std::move(note));
  return static_cast<StepIndex>(draft_.flow.steps.size() - 1);
}

std::string StepReader::key(StepIndex index) const {
  return draft_.flow.name + "." + draft_.flow.steps[index].id;
}

// `id:` when it is given, otherwise the automatic one, made unique.
void StepReader::set_id(YamlReader& reader, StepIndex index, const std::string& automatic) {
  std::string id = reader.optional_text("id").value_or("");
  const YamlNode* own = reader.node().find("id");
  if (own != nullptr && !is_name(id)) {
    fault(reader.position(*own), "'" + id + "' is no name for a step",
          "small letters, digits and _");
    id.clear();
  }
  const auto is_taken = [&](const std::string& name) { return ids_.contains(name); };
  if (!id.empty() && is_taken(id)) {
    fault(reader.position(*own), "two steps are called '" + id + "'",
          "give one of them another `id`");
  } else if (id.empty()) {
    id = automatic;
    // Ids are never given back, so that counting goes on where it stopped.
    int& count = last_.try_emplace(automatic, 1).first->second;
    while (is_taken(id)) id = automatic + "_" + std::to_string(++count);
  }
  ids_.insert(id);
  step(index).id = id;
}

void StepReader::read(const YamlNode& steps) {
  Block block = read_list(steps);
  draft_.loose_ends = std::move(block.ends);
}

StepReader::Block StepReader::read_list(const YamlNode& list) {
  Block block;
  if (!list.is_list() || list.items.empty()) {
    fault({file_, list.line, list.column}, "expected a list of steps", "each begins with a dash");
    return block;
  }
  for (const YamlNode& node : list.items) {
    if (draft_.flow.steps.size() >= kMaxStepsOfFlow) {
      fault({file_, node.line, node.column},
            "the flow has more than " + std::to_string(kMaxStepsOfFlow) + " steps",
            "split it with `call`");
      return block;
    }
    Block next = read_step(node);
    if (next.first == kNoStep) continue;
    lead_on(block.ends, next.first);
    if (block.first == kNoStep) block.first = next.first;
    block.ends = std::move(next.ends);
  }
  return block;
}

StepReader::Block StepReader::read_arm(const YamlNode& node) {
  if (node.is_list()) return read_list(node);
  Block block;
  if (!node.is_map()) {
    fault({file_, node.line, node.column}, "expected steps",
          "a list, or lines such as `say: ...` and `end: ...`");
    return block;
  }
  for (const auto& member : node.members) {
    YamlNode single;
    single.kind = YamlNode::Kind::map;
    single.line = member.first.line;
    single.column = member.first.column;
    single.is_flow_style = node.is_flow_style;
    single.members.push_back(member);
    Block next = read_step(single);
    if (next.first == kNoStep) continue;
    lead_on(block.ends, next.first);
    if (block.first == kNoStep) block.first = next.first;
    block.ends = std::move(next.ends);
  }
  return block;
}

StepReader::Block StepReader::read_step(const YamlNode& node) {
  const Position where{file_, node.line, node.column};
  const auto verbs = node.is_map() ? verbs_of(node) : std::vector<std::string_view>();
  if (verbs.size() != 1) {
    std::string hint = "a step has exactly one of";
    for (const std::string_view verb : kVerbs) hint += " " + std::string(verb);
    if (verbs.empty() && node.is_map() && !node.members.empty()) {
      const std::string near =
          base::suggest(node.members.front().first.scalar, {kVerbs.begin(), kVerbs.end()});
      if (!near.empty()) hint = near;
    }
    fault(where, verbs.empty() ? "the step has no verb" : "the step has two verbs", hint);
    return {};
  }
  YamlReader reader(node, file_, "step", workspace_.faults);
  const StepIndex index = add_step(node);
  Block block = read_verb(verbs.front(), reader, index);
  block.first = index;
  reader.finish();
  return block;
}

StepReader::Block StepReader::read_verb(std::string_view verb, YamlReader& reader,
                                        StepIndex index) {
  if (verb == "say") return read_say(reader, index);
  if (verb == "ask") return read_ask(reader, index);
  if (verb == "review") return read_review(reader, index);
  if (verb == "if") return read_if(reader, index);
  if (verb == "for_each") return read_for_each(reader, index);
  if (verb == "call") return read_call(reader, index);
  if (verb == "do") return read_do(reader, index);
  if (verb == "wait") return read_wait(reader, index);
  if (verb == "handover") return read_handover(reader, index);
  if (verb == "end") return read_end(reader, index);
  return read_ask_again(reader, index);
}

StepReader::Block StepReader::read_say(YamlReader& reader, StepIndex index) {
  set_id(reader, index, "say");
  SayStep say;
  say.text = read_required_text(reader, "say", key(index), file_, workspace_);
  for (const std::string& name : reader.optional_texts("buttons")) {
    say.buttons.push_back({name, kNoFlow});
  }
  step(index).body = std::move(say);
  return {index, {index}};
}

StepReader::Block StepReader::read_ask(YamlReader& reader, StepIndex index) {
  AskStep ask;
  ask.name = reader.required_text("ask").value_or("");
  if (!is_name(ask.name)) {
    fault(reader.position(*reader.node().find("ask")),
          "'" + ask.name + "' is no name for an answer", "small letters, digits and _");
  }
  if (draft_.flow.find_question(ask.name) != kNoStep) {
    fault(reader.position(*reader.node().find("ask")),
          "two questions are called '" + ask.name + "'", "an answer has one question");
  }
  set_id(reader, index, ask.name);
  ask.question = read_question(reader, key(index), file_, workspace_);
  if (const YamlNode* only_if = reader.optional("only_if")) {
    ask.only_if = read_expression(*only_if, file_, workspace_.faults);
  }
  if (const YamlNode* otherwise = reader.optional("otherwise")) {
    ask.otherwise = read_expression(*otherwise, file_, workspace_.faults);
    if (reader.node().find("only_if") == nullptr) {
      fault(reader.position(*otherwise), "`otherwise` without `only_if`",
            "say when the question is asked, or leave `otherwise` out");
    }
  }
  const QuestionType type = ask.question.type;
  const bool picks = type == QuestionType::pick_one || type == QuestionType::pick_many;
  step(index).body = std::move(ask);
  Block block{index, {index}};
  const YamlNode* when_empty = reader.optional("when_empty");
  if (when_empty == nullptr) {
    if (picks) {
      fault(reader.position(), "a pick has no `when_empty`", "say what happens with no choice");
    }
    return block;
  }
  if (!picks) {
    fault(reader.position(*when_empty), "only pick_one and pick_many have a `when_empty`",
          "leave it out, or put an `if` before the question");
  }
  const Block arm = read_arm(*when_empty);
  std::get<AskStep>(step(index).body).question.when_empty = arm.first;
  append(block.ends, arm.ends);
  return block;
}

StepReader::Block StepReader::read_review(YamlReader& reader, StepIndex index) {
  ReviewStep review;
  review.name = reader.required_text("review").value_or("");
  set_id(reader, index, review.name);
  review.text = read_required_text(reader, "text", key(index), file_, workspace_);
  review.confirm =
      read_required_text(reader, "confirm", key(index) + ".confirm", file_, workspace_);
  for (StepIndex before = 0; before < index; ++before) {
    if (step(before).as<AskStep>() != nullptr) review.questions.push_back(before);
  }
  step(index).body = std::move(review);
  return {index, {index}};
}

StepReader::Block StepReader::read_if(YamlReader& reader, StepIndex index) {
  set_id(reader, index, "if");
  const YamlNode* condition = reader.required("if");
  auto read = read_expression(*condition, file_, workspace_.faults);
  Block block{index, {index}};
  IfStep body{read ? std::move(*read) : *base::Expression::parse("yes", {}, workspace_.faults),
              kNoStep, kNoStep, false};
  if (const YamlNode* then = reader.required("then")) {
    const Block arm = read_arm(*then);
    body.then_first = arm.first;
    append(block.ends, arm.ends);
  }
  if (const YamlNode* otherwise = reader.optional("else")) {
    const Block arm = read_arm(*otherwise);
    body.else_first = arm.first;
    append(block.ends, arm.ends);
  }
  step(index).body = std::move(body);
  return block;
}

}  // namespace dialogs
