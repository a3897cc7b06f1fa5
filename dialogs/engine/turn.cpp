#include "dialogs/engine/turn.hpp"

#include <algorithm>

namespace dialogs {

void Turn::change(Change op) {
  if (auto* push = std::get_if<PushFrame>(&op);
      push != nullptr && context.trial != nullptr && push->run == context.trial->run) {
    push->hash = context.trial->flow->hash;
  }
  apply_change(state_, op);
  result_.changes.push_back(std::move(op));
}

Reply& Turn::reply(std::string text, std::string step) {
  Reply& added = result_.replies.emplace_back();
  added.text = std::move(text);
  added.step = std::move(step);
  return added;
}

Reply& Turn::say(std::string_view key, const NamedScope::Names& names) {
  std::string words = text(key, names);
  // Nothing is said twice in one step, such as that two tasks of one name are dropped.
  const auto before = find_reply(key, words);
  if (before != result_.replies.end()) return *before;
  return reply(std::move(words), std::string(key));
}

bool Turn::has_said(std::string_view step, std::string_view text) const {
  return find_reply(step, text) != result_.replies.end();
}

std::vector<Reply>::iterator Turn::find_reply(std::string_view step, std::string_view text) const {
  return std::find_if(result_.replies.begin(), result_.replies.end(),
                      [&](const Reply& reply) { return reply.step == step && reply.text == text; });
}

bool Turn::has_finished() const {
  return std::any_of(result_.requests.begin(), result_.requests.end(),
                     [](const Request& one) { return std::holds_alternative<Finished>(one); });
}

void Turn::drop_last_reply() {
  if (!result_.replies.empty()) result_.replies.pop_back();
  has_prompted = false;
}

std::string Turn::text(std::string_view key, const NamedScope::Names& names) const {
  return program.texts.render(key, context.locale, NamedScope(context, names), context.formatter);
}

std::string Turn::render(const Text& text, const base::ValueScope& scope) const {
  return text.empty() ? std::string() : text.render(context.locale, scope, context.formatter);
}

bool Turn::is_word(std::string_view list, std::string_view folded) const {
  return program.texts.is_word(list, context.locale, folded);
}

void Turn::judged(const Command& command, bool is_applied, std::string_view rule,
                  std::string_view reason) {
  if (!context.is_traced) return;
  result_.commands.push_back({command, is_applied, rule, std::string(reason)});
}

const Flow* flow_of_frame(const Program& program, const Frame& frame) {
  if (const Flow* version = program.find_version(frame.flow, frame.hash)) return version;
  // A version that was lost: the current one goes on from its start, with the answers there are.
  const FlowIndex index = program.find_flow(frame.flow);
  return index == kNoFlow ? nullptr : &program.flows[index];
}

const Flow* Turn::flow_of(const Frame& frame) const {
  if (context.trial != nullptr && context.trial->run == frame.run) return context.trial->flow;
  return flow_of_frame(program, frame);
}

std::string Turn::title_of(const Frame& frame) const {
  const Flow* flow = flow_of(frame);
  if (flow == nullptr) return frame.flow;
  const std::vector<LoopPosition> no_loops;
  std::string title = render(flow->title, FrameScope(context, *flow, frame, no_loops));
  return title.empty() ? flow->name : title;
}

const Frame* Turn::top_task() const {
  const auto chain = top_chain();
  return chain.empty() ? nullptr : frame(chain.back());
}

std::vector<std::uint64_t> Turn::top_chain() const {
  std::vector<std::uint64_t> runs;
  for (std::size_t at = state_.stack.size(); at-- > 0;) {
    runs.push_back(state_.stack[at]);
    const Frame* one = frame(state_.stack[at]);
    if (one == nullptr || one->kind == FrameKind::task) break;
  }
  return runs;
}

std::uint64_t Turn::issue(Issue::Kind kind, std::uint64_t run, std::string path) {
  const std::uint64_t number = state_.next_issue;
  change(AddIssue{Issue{number, kind, run, std::move(path)}});
  return number;
}

Button Turn::button(std::uint64_t issue, std::uint32_t index, std::uint32_t check,
                    std::string label) const {
  return Button{encode({issue, index, check}), std::move(label), {}};
}

}  // namespace dialogs
