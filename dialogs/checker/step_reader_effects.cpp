// The verbs that reach beyond one question: loops, calls, actions, waiting, people, the end.
#include <algorithm>

#include "dialogs/checker/step_reader.hpp"

namespace dialogs {

using base::YamlNode;
using base::YamlReader;

StepReader::Block StepReader::read_for_each(YamlReader& reader, StepIndex index) {
  ForEachStep loop;
  const std::string text = reader.required_text("for_each").value_or("");
  const std::size_t in = text.find(" in ");
  if (in != std::string::npos) {
    loop.item = text.substr(0, in);
    loop.list = text.substr(in + 4);
  }
  if (!is_name(loop.item) || !is_name(loop.list)) {
    fault(reader.position(*reader.node().find("for_each")), "'" + text + "' is no loop",
          "write it as `for_each: line in lines`");
  }
  set_id(reader, index, "each_" + (loop.item.empty() ? std::string("item") : loop.item));
  step(index).body = loop;
  if (loops_.size() >= kMaxLoopDepth) {
    fault(reader.position(), "loops lie more than " + std::to_string(kMaxLoopDepth) + " deep",
          "put the inner ones into a flow of their own, and `call` it");
    reader.optional("steps");
    return {index, {index}};
  }
  if (const YamlNode* steps = reader.required("steps")) {
    loops_.push_back(index);
    const Block body = read_list(*steps);
    loops_.pop_back();
    std::get<ForEachStep>(step(index).body).body_first = body.first;
    lead_on(body.ends, index);
  }
  return {index, {index}};
}

std::vector<NamedExpression> StepReader::read_values(YamlReader& reader, std::string_view field) {
  std::vector<NamedExpression> values;
  const YamlNode* node = reader.optional(field);
  if (node == nullptr) return values;
  if (!node->is_map()) {
    fault(reader.position(*node), "expected names with their values", "{ order: order }");
    return values;
  }
  for (const auto& [name, value] : node->members) {
    auto expression = read_expression(value, file_, workspace_.faults);
    if (expression) values.push_back({name.scalar, std::move(*expression)});
  }
  return values;
}

// { theirs: ours }, where ours is a new name, or a field of an answer such as ret.shipment.
void StepReader::read_take(const YamlNode& node, CallStep& call) {
  if (!node.is_map()) {
    fault({file_, node.line, node.column}, "expected names of the called flow, each with ours",
          "{ shipment: shipment }");
    return;
  }
  for (const auto& [theirs, ours] : node.members) {
    std::string_view rest = ours.scalar;
    bool are_names = ours.is_scalar();
    while (true) {
      const std::size_t dot = std::min(rest.find('.'), rest.size());
      are_names = are_names && is_name(rest.substr(0, dot));
      if (dot == rest.size()) break;
      rest.remove_prefix(dot + 1);
    }
    if (!are_names) {
      fault({file_, ours.line, ours.column},
            "'" + ours.scalar + "' is no name to keep a result under",
            "a new name, or a field of an answer: { shipment: ret.shipment }");
      continue;
    }
    call.take.emplace_back(theirs.scalar, ours.scalar);
  }
}

StepReader::Block StepReader::read_call(YamlReader& reader, StepIndex index) {
  CallStep call;
  call.flow_name = reader.required_text("call").value_or("");
  set_id(reader, index, call.flow_name);
  call.give = read_values(reader, "give");
  if (const YamlNode* take = reader.optional("take")) read_take(*take, call);
  call.expect = reader.required_text("expect").value_or("");
  step(index).body = std::move(call);
  Block block{index, {index}};
  if (const YamlNode* otherwise = reader.required("otherwise")) {
    const Block arm = read_arm(*otherwise);
    std::get<CallStep>(step(index).body).otherwise = arm.first;
    append(block.ends, arm.ends);
  }
  return block;
}

StepReader::Block StepReader::read_do(YamlReader& reader, StepIndex index) {
  DoStep action;
  action.action = reader.required_text("do").value_or("");
  std::string automatic = action.action;
  std::replace(automatic.begin(), automatic.end(), '.', '_');
  set_id(reader, index, automatic);
  action.with = read_values(reader, "with");
  action.once_per = reader.optional_texts("once_per");
  action.point_of_no_return = reader.optional_boolean("point_of_no_return").value_or(false);
  action.save = reader.optional_text("save").value_or("");
  action.trouble = read_trouble(reader);
  const std::string name = action.action;
  Block block{index, {index}};
  read_refusals(reader, name, action, block.ends);
  step(index).body = std::move(action);
  return block;
}

Trouble StepReader::read_trouble(YamlReader& reader) {
  const YamlNode* node = reader.required("trouble");
  if (node == nullptr) return {};
  YamlReader fields(*node, file_, "trouble", workspace_.faults);
  Trouble trouble;
  if (const YamlNode* retry = fields.required("retry")) {
    trouble = read_retry(*retry, file_, workspace_.faults).value_or(Trouble{});
  }
  if (const YamlNode* then = fields.required("then")) {
    if (auto exit = read_exit(*then, file_, workspace_.faults)) trouble.then = std::move(*exit);
  }
  fields.finish();
  return trouble;
}

void StepReader::read_refusals(YamlReader& reader, const std::string& action, DoStep& body,
                               std::vector<StepIndex>& ends) {
  const YamlNode* node = reader.optional("refused");
  if (node == nullptr) return;
  if (!node->is_map()) {
    fault(reader.position(*node), "expected refusals by name, each with its steps",
          "too_late: { end: refused }");
    return;
  }
  const Action* contract = workspace_.contracts.find_action(action);
  for (const auto& [name, arm_node] : node->members) {
    const Refusal* declared = nullptr;
    std::vector<std::string> names;
    if (contract != nullptr) {
      for (const Refusal& refusal : contract->refused) {
        names.push_back(refusal.name);
        if (refusal.name == name.scalar) declared = &refusal;
      }
      if (declared == nullptr) {
        fault(reader.position(name), action + " is never refused with '" + name.scalar + "'",
              base::suggest_any(name.scalar, names));
      }
    }
    const Refusal* outer = std::exchange(refusal_, declared);
    const Block arm = read_arm(arm_node);
    refusal_ = outer;
    body.refused.push_back({name.scalar, arm.first});
    append(ends, arm.ends);
  }
}

StepReader::Block StepReader::read_wait(YamlReader& reader, StepIndex index) {
  WaitStep wait;
  const YamlNode* signal = reader.required("wait");
  if (const auto raw = read_scalar(*signal, file_, workspace_.faults)) {
    if (auto call = base::parse_call(raw->text, raw->where, workspace_.faults)) {
      wait.signal = std::move(call->name);
      wait.arguments = std::move(call->arguments);
    }
  }
  std::string automatic = wait.signal;
  std::replace(automatic.begin(), automatic.end(), '.', '_');
  set_id(reader, index, automatic.empty() ? "wait" : automatic);
  if (const YamlNode* up_to = reader.required("up_to")) {
    wait.up_to = read_span(*up_to, file_, workspace_.faults).value_or(Span{});
  }
  wait.save = reader.optional_text("save").value_or("");
  step(index).body = std::move(wait);
  Block block{index, {index}};
  if (const YamlNode* late = reader.required("late")) {
    const Block arm = read_arm(*late);
    std::get<WaitStep>(step(index).body).late = arm.first;
    append(block.ends, arm.ends);
  }
  return block;
}

StepReader::Block StepReader::read_handover(YamlReader& reader, StepIndex index) {
  HandoverStep handover;
  handover.queue = reader.required_text("handover").value_or("");
  set_id(reader, index, "handover");
  handover.say = read_text(reader, "text", key(index), file_, workspace_);
  handover.save = reader.optional_text("save").value_or("");
  step(index).body = std::move(handover);
  return {index, {index}};
}

StepReader::Block StepReader::read_end(YamlReader& reader, StepIndex index) {
  EndStep end{reader.required_text("end").value_or("")};
  set_id(reader, index, "end");
  step(index).body = std::move(end);
  return {index, {}};
}

StepReader::Block StepReader::read_ask_again(YamlReader& reader, StepIndex index) {
  set_id(reader, index, "ask_again");
  const YamlNode* node = reader.required("ask_again");
  for (const std::string& name : reader.optional_texts("ask_again")) {
    draft_.notes[index].again.emplace_back(name, reader.position(*node));
  }
  step(index).body = AskAgainStep{};
  return {index, {}};
}

}  // namespace dialogs
