#include "bot/pictures/flow_picture.hpp"

#include <set>

namespace bot {
namespace {

using dialogs::kNoStep;
using dialogs::Step;
using dialogs::StepIndex;
using Shape = Picture::Shape;

std::string words_of(const dialogs::Text& text) {
  return text.empty() ? std::string() : text.languages.front().second.source;
}

class FlowPainter {
 public:
  explicit FlowPainter(const dialogs::Flow& flow) : flow_(flow) {}

  Picture paint() {
    picture_.title = flow_.name;
    add({"begin", flow_.name, "begins", Shape::end});
    if (!flow_.steps.empty()) arrow("begin", 0, words_of(flow_.starts.label));
    for (StepIndex at = 0; at < flow_.steps.size(); ++at) paint_step(at);
    return std::move(picture_);
  }

 private:
  static std::string node_id(StepIndex at) { return "s" + std::to_string(at); }

  void add(Picture::Node node) { picture_.nodes.push_back(std::move(node)); }

  void add(StepIndex at, std::string text, Shape shape) {
    add({node_id(at), flow_.steps[at].id, std::move(text), shape});
  }

  void arrow(const std::string& from, StepIndex to, const std::string& label,
             bool is_dashed = false) {
    if (to != kNoStep) picture_.arrows.push_back({from, node_id(to), label, is_dashed});
  }

  // An outcome, one box for each however many paths end there.
  void ends(const std::string& from, const std::string& outcome, const std::string& label,
            bool is_dashed = false) {
    if (outcomes_.insert(outcome).second) add({"end_" + outcome, outcome, "", Shape::end});
    picture_.arrows.push_back({from, "end_" + outcome, label, is_dashed});
  }

  // Giving up: to a queue of people, or to an outcome.
  void leaves(const std::string& from, const dialogs::Exit& exit, const std::string& label) {
    if (!exit.outcome.empty()) return ends(from, exit.outcome, label, true);
    if (queues_.insert(exit.queue).second) {
      add({"queue_" + exit.queue, "a person", "queue " + exit.queue, Shape::end});
    }
    picture_.arrows.push_back({from, "queue_" + exit.queue, label, true});
  }

  void paint_step(StepIndex at) {
    const Step& step = flow_.steps[at];
    const std::string from = node_id(at);
    std::string next_label;
    if (const auto* say = step.as<dialogs::SayStep>()) {
      add(at, words_of(say->text), Shape::round);
    } else if (const auto* ask = step.as<dialogs::AskStep>()) {
      paint_ask(*ask, at);
    } else if (const auto* review = step.as<dialogs::ReviewStep>()) {
      add(at, words_of(review->text), Shape::question);
      next_label = words_of(review->confirm);
    } else if (const auto* branch = step.as<dialogs::IfStep>()) {
      add(at, branch->condition.text(), Shape::branch);
      arrow(from, branch->then_first, "yes");
      arrow(from, branch->else_first, "no");
      if (branch->is_last_case ||
          (branch->then_first != kNoStep && branch->else_first != kNoStep)) {
        return;
      }
      next_label = "no";
    } else if (const auto* loop = step.as<dialogs::ForEachStep>()) {
      add(at, "for each " + loop->item + " in " + loop->list, Shape::branch);
      arrow(from, loop->body_first, "the next " + loop->item);
      next_label = "no more";
    } else if (const auto* call = step.as<dialogs::CallStep>()) {
      add(at, "calls " + call->flow_name, Shape::action);
      next_label = call->expect;
      arrow(from, call->otherwise, "otherwise");
    } else if (const auto* action = step.as<dialogs::DoStep>()) {
      paint_action(*action, at);
    } else if (const auto* wait = step.as<dialogs::WaitStep>()) {
      add(at, "waits for " + wait->signal, Shape::branch);
      arrow(from, wait->late, "too late", true);
    } else if (const auto* handover = step.as<dialogs::HandoverStep>()) {
      add(at, "a person takes over: " + handover->queue, Shape::end);
    } else if (const auto* end = step.as<dialogs::EndStep>()) {
      return paint_end(*end, at);
    } else if (const auto* again = step.as<dialogs::AskAgainStep>()) {
      add(at, "ask again", Shape::round);
      for (const StepIndex question : again->questions) arrow(from, question, "", true);
      return;
    }
    arrow(from, step.next, next_label);
  }

  void paint_ask(const dialogs::AskStep& ask, StepIndex at) {
    std::string text = words_of(ask.question.text);
    if (ask.only_if) text += " (only if " + ask.only_if->text() + ")";
    add(at, std::move(text), Shape::question);
    arrow(node_id(at), ask.question.when_empty, "nothing to pick from");
    // The default exit after too many tries is the same everywhere; only another one is drawn.
    if (!ask.question.tries.then.outcome.empty()) {
      leaves(node_id(at), ask.question.tries.then, "too many tries");
    }
  }

  void paint_action(const dialogs::DoStep& action, StepIndex at) {
    add(at, action.action + (action.point_of_no_return ? " (cannot be undone)" : ""),
        Shape::action);
    for (const dialogs::RefusedArm& arm : action.refused) {
      arrow(node_id(at), arm.first, arm.name);
    }
    leaves(node_id(at), action.trouble.then, "trouble");
  }

  // An end has no box of its own: the arrow goes to the outcome. It needs a point to begin at.
  void paint_end(const dialogs::EndStep& end, StepIndex at) {
    add(at, "", Shape::round);
    picture_.nodes.back().title = "end";
    ends(node_id(at), end.outcome, "");
  }

  const dialogs::Flow& flow_;
  Picture picture_;
  std::set<std::string> outcomes_;
  std::set<std::string> queues_;
};

// Boxes that only say "end" are left out: what led there leads to the outcome.
Picture without_ends(Picture picture) {
  for (Picture::Arrow& arrow : picture.arrows) {
    for (const Picture::Arrow& on : picture.arrows) {
      const bool is_end =
          on.from == arrow.to && on.to.starts_with("end_") && on.label.empty() && !on.is_dashed;
      if (!is_end) continue;
      bool is_plain = false;
      for (const Picture::Node& node : picture.nodes) {
        if (node.id == arrow.to) is_plain = node.title == "end" && node.text.empty();
      }
      if (is_plain) arrow.to = on.to;
    }
  }
  std::set<std::string> dropped;
  std::erase_if(picture.nodes, [&](const Picture::Node& node) {
    const bool is_plain = node.title == "end" && node.text.empty() && node.id.starts_with("s");
    if (is_plain) dropped.insert(node.id);
    return is_plain;
  });
  std::erase_if(picture.arrows,
                [&](const Picture::Arrow& arrow) { return dropped.contains(arrow.from); });
  return picture;
}

}  // namespace

Picture picture_of(const dialogs::Flow& flow) {
  return without_ends(FlowPainter(flow).paint());
}

}  // namespace bot
