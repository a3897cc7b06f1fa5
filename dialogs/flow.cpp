#include "dialogs/flow.hpp"

#include <algorithm>

namespace dialogs {
namespace {

// The index of the first element that fits, or `none`.
template <class Index, class List, class Fits>
Index index_where(const List& list, Index none, Fits fits) {
  const auto found = std::find_if(list.begin(), list.end(), fits);
  return found == list.end() ? none : static_cast<Index>(found - list.begin());
}

}  // namespace

std::vector<std::string> handover_outcomes() {
  return {"resolved", "continue"};
}

std::string_view to_string(QuestionType type) {
  switch (type) {
    case QuestionType::text:
      return "text";
    case QuestionType::number:
      return "number";
    case QuestionType::money:
      return "money";
    case QuestionType::date:
      return "date";
    case QuestionType::choice:
      return "choice";
    case QuestionType::yes_no:
      return "yes_no";
    case QuestionType::pick_one:
      return "pick_one";
    case QuestionType::pick_many:
      return "pick_many";
    case QuestionType::files:
      return "files";
    case QuestionType::phone:
      return "phone";
    case QuestionType::email:
      return "email";
    case QuestionType::iban:
      return "iban";
    case QuestionType::tracking_number:
      return "tracking_number";
  }
  return "text";
}

StepIndex Flow::find_step(std::string_view id) const {
  return index_where(steps, kNoStep, [&](const Step& step) { return step.id == id; });
}

StepIndex Flow::find_question(std::string_view question) const {
  return index_where(steps, kNoStep, [&](const Step& step) {
    const auto* ask = step.as<AskStep>();
    return ask != nullptr && ask->name == question;
  });
}

const Slot* Flow::find_slot(std::string_view slot) const {
  const auto found =
      std::find_if(slots.begin(), slots.end(), [&](const Slot& one) { return one.name == slot; });
  return found == slots.end() ? nullptr : &*found;
}

const QueueSettings* RepairSettings::find_queue(std::string_view queue) const {
  const auto found = std::find_if(queues.begin(), queues.end(),
                                  [&](const QueueSettings& one) { return one.name == queue; });
  return found == queues.end() ? nullptr : &*found;
}

const Article* find_article(const std::vector<Article>& articles, std::string_view name) {
  const auto found = std::lower_bound(
      articles.begin(), articles.end(), name,
      [](const Article& article, std::string_view wanted) { return article.name < wanted; });
  return found == articles.end() || found->name != name ? nullptr : &*found;
}

FlowIndex Program::find_flow(std::string_view name) const {
  return index_where(flows, kNoFlow, [&](const Flow& flow) { return flow.name == name; });
}

const Flow* Program::find_version(std::string_view name, std::string_view hash) const {
  for (const auto* list : {&flows, &older}) {
    for (const Flow& flow : *list) {
      if (flow.hash == hash && flow.name == name) return &flow;
    }
  }
  return nullptr;
}

}  // namespace dialogs
