#include "tests/scenarios/scripted_shop.hpp"

namespace tests {

using Outcome = dialogs::ActionResult::Outcome;

dialogs::LookupResult ScriptedShop::look_up(const bot::Turn& turn,
                                            const dialogs::LookupRequest& request) {
  const auto found = script_.lookups.find(request.name);
  if (found == script_.lookups.end()) return shop_->look_up(turn, request);
  return {request.id, found->second, false};
}

dialogs::ActionResult ScriptedShop::act(bot::Turn& turn, const dialogs::ActionRequest& request) {
  Calls& calls = calls_[request.name];
  ++calls.attempts;
  calls.keys.insert(request.key);
  if (const auto known = by_key_.find(request.key); known != by_key_.end()) {
    dialogs::ActionResult again = known->second;
    again.request = request.id;
    return again;
  }
  const auto script = script_.actions.find(request.name);
  std::size_t& next = next_[request.name];
  if (script == script_.actions.end() || next >= script->second.size()) {
    return shop_->act(turn, request);
  }
  const ScriptedAnswer& answer = script->second[next++];
  dialogs::ActionResult result;
  result.request = request.id;
  result.value = answer.fields;
  result.refusal = answer.refusal;
  if (answer.kind == ScriptedAnswer::Kind::refused) result.outcome = Outcome::refused;
  if (answer.kind == ScriptedAnswer::Kind::trouble) result.outcome = Outcome::trouble;
  if (answer.kind != ScriptedAnswer::Kind::trouble) by_key_[request.key] = result;
  return result;
}

ScriptedShop::Calls ScriptedShop::calls_of(const std::string& action) const {
  const auto found = calls_.find(action);
  return found == calls_.end() ? Calls{} : found->second;
}

}  // namespace tests
