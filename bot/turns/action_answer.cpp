#include "bot/turns/action_answer.hpp"

namespace bot {

using base::Record;
using base::Value;

dialogs::ActionResult done(const dialogs::ActionRequest& request, Record fields) {
  dialogs::ActionResult result;
  result.request = request.id;
  result.value = std::move(fields);
  return result;
}

dialogs::ActionResult refused(const dialogs::ActionRequest& request, std::string name,
                              Record fields) {
  dialogs::ActionResult result;
  result.request = request.id;
  result.outcome = dialogs::ActionResult::Outcome::refused;
  result.refusal = std::move(name);
  result.value = std::move(fields);
  return result;
}

dialogs::ActionResult trouble(const dialogs::ActionRequest& request) {
  dialogs::ActionResult result;
  result.request = request.id;
  result.outcome = dialogs::ActionResult::Outcome::trouble;
  return result;
}

workflow::CaseEvent customer_event(const Turn& turn, std::string name, const std::string& key,
                                   Record fields) {
  workflow::CaseEvent event;
  event.name = std::move(name);
  event.actor = workflow::Actor::customer;
  event.actor_id = turn.conversation->customer;
  event.channel = "chat";
  // The engine's key is unique in its conversation; a case may be met in several.
  event.key = turn.conversation->uuid + ":" + key;
  event.data = std::move(fields);
  return event;
}

std::string product_titles(const workflow::Case& subject) {
  std::string titles;
  const Value* lines = subject.fields.find("lines");
  if (lines == nullptr || !lines->is_list()) return titles;
  for (const Value& line : lines->list()) {
    if (!titles.empty()) titles += ", ";
    titles += line.text_at("title", line.text_at("item"));
  }
  return titles;
}

}  // namespace bot
