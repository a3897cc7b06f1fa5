#include "tests/exploration/world.hpp"

#include <algorithm>
#include <utility>

#include "base/json.hpp"
#include "tests/exploration/promise.hpp"

namespace tests {
namespace {

using dialogs::ContractType;

// Numbers and quoted texts in a condition.
void note(const base::Expression& expression, Landmarks& marks) {
  const std::string& text = expression.text();
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '\'') {
      const auto end = text.find('\'', at + 1);
      if (end == std::string::npos) return;
      marks.texts.push_back(text.substr(at + 1, end - at - 1));
      at = end + 1;
    } else if (text[at] >= '0' && text[at] <= '9') {
      std::size_t end = at;
      while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
      if (end - at < 10) marks.numbers.push_back(std::stoll(text.substr(at, end - at)));
      at = end;
    } else {
      ++at;
    }
  }
}

std::string date_of(base::Instant instant) {
  return base::to_iso(instant).substr(0, 10);
}

// The key without the revision: what must not be done twice (dialogs.md 2.4, `once_per`).
std::string business_of(const std::string& key) {
  const auto hash = key.rfind(':');
  const auto revision = key.rfind(':', hash - 1);
  return key.substr(0, revision) + key.substr(hash);
}

bool is_final(const dialogs::Program& program, const std::string& action) {
  for (const auto& flow : program.flows) {
    for (const auto& step : flow.steps) {
      const auto* act = step.as<dialogs::DoStep>();
      if (act != nullptr && act->action == action && act->point_of_no_return) return true;
    }
  }
  return false;
}

}  // namespace

Landmarks::Landmarks(const dialogs::Program& program) : numbers{1, 2} {
  for (const auto& flow : program.flows) {
    if (flow.requires_that) note(*flow.requires_that, *this);
    for (const auto& step : flow.steps) {
      if (const auto* branch = step.as<dialogs::IfStep>()) note(branch->condition, *this);
      const auto* ask = step.as<dialogs::AskStep>();
      if (ask == nullptr) continue;
      if (ask->only_if) note(*ask->only_if, *this);
      if (ask->question.where) note(*ask->question.where, *this);
      for (const auto& check : ask->question.checks) note(check.must, *this);
    }
  }
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
}

World::World(const dialogs::Program& program, const Landmarks& landmarks, std::uint64_t seed,
             base::Instant now)
    : program_(&program), landmarks_(&landmarks), random_(seed), now_(now) {}

base::Value World::any(const ContractType& type) {
  if (type.type.may_be_missing && below(3) == 0) return {};
  if (!type.is_list) return scalar(type);
  ContractType item = type;
  item.is_list = false;
  item.type.may_be_missing = false;
  if (type.type.item) item.type = *type.type.item;
  base::Value::List items;
  // Lists inside of records may be empty; a look-up that finds nothing is a plan of its own.
  const auto count = is_inside_ ? below(8) % 3 : 1 + below(2);
  for (std::uint64_t i = 0; i < count; ++i) items.push_back(scalar(item));
  return items;
}

base::Value World::scalar(const ContractType& type) {
  using Kind = base::Type::Kind;
  const auto days = [&] {
    const auto mark = landmarks_->numbers[below(landmarks_->numbers.size())];
    return std::chrono::hours(24) *
           (std::min<std::int64_t>(mark, 400) + static_cast<int>(below(3)) - 1);
  };
  if (type.name == "money") {
    return base::Record{{"amount", static_cast<std::int64_t>(100 + below(100'000))},
                        {"currency", below(2) == 0 ? "EUR" : "RUB"}};
  }
  if (type.name == "file") {
    const std::string upload = "w" + std::to_string(next_number_++);
    return base::Record{{"upload", upload}, {"name", "a.jpg"}, {"type", "jpeg"}, {"bytes", 1000}};
  }
  if (type.name == "track") {
    return base::Record{{"number", "RR473124829BY"}, {"match", "strong"}, {"confirmed", false}};
  }
  if (const auto* named = program_->contracts.find_type(type.name)) return record(named->fields);
  switch (type.type.kind) {
    case Kind::boolean:
      return below(2) == 0;
    case Kind::number: {
      const auto mark = landmarks_->numbers[below(landmarks_->numbers.size())];
      return std::max<std::int64_t>(1, mark + static_cast<int>(below(3)) - 1);
    }
    case Kind::date:
      return date_of(now_ - days());
    case Kind::instant:
      return base::to_iso(below(3) == 0 ? now_ - days() : now_ + days() + std::chrono::hours(30));
    case Kind::choice:
      return type.type.choices[below(type.type.choices.size())];
    default:
      if (!landmarks_->texts.empty() && below(2) == 0) {
        return landmarks_->texts[below(landmarks_->texts.size())];
      }
      return "thing " + std::to_string(next_number_++);
  }
}

base::Value World::record(const std::vector<dialogs::ContractField>& fields) {
  base::Record out;
  const bool was_inside = std::exchange(is_inside_, true);
  for (const auto& field : fields) {
    // What identifies a thing is unique.
    const bool is_key = field.name == "id" || field.name == "number";
    out[field.name] = is_key && field.type.name == "text"
                          ? base::Value(std::to_string(next_number_++))
                          : any(field.type);
  }
  is_inside_ = was_inside;
  return out;
}

base::Value World::customer(bool is_signed_in) {
  base::Record out;
  if (is_signed_in) {
    base::Value known = record(program_->contracts.customer);
    for (const auto& field : known.record()) out[field.name] = field.value;
    for (const auto& field : program_->contracts.customer) {
      if (field.name == "id") out[field.name] = "c" + std::to_string(next_number_++);
      if (field.name == "name") out[field.name] = "Anna";
    }
  }
  out["signed_in"] = is_signed_in;
  return out;
}

dialogs::LookupResult World::answer(const dialogs::LookupRequest& request, const ShopPlan& plan) {
  if (plan.lookup == ShopPlan::Lookup::fails) return {request.id, {}, true};
  if (plan.lookup == ShopPlan::Lookup::nothing) return {request.id, base::Value::List{}, false};
  const std::string question = request.name + base::to_json(base::Value(request.arguments));
  auto found = found_.find(question);
  if (found == found_.end()) {
    const auto* lookup = program_->contracts.find_lookup(request.name);
    if (lookup == nullptr) throw BrokenPromise("no such look-up: " + request.name);
    ContractType gives = lookup->gives;
    gives.type.may_be_missing = false;
    found = found_.emplace(question, any(gives)).first;
  }
  return {request.id, found->second, false};
}

dialogs::ActionResult World::answer(const dialogs::ActionRequest& request, const ShopPlan& plan) {
  using Outcome = dialogs::ActionResult::Outcome;
  dialogs::ActionResult result;
  result.request = request.id;
  const auto* action = program_->contracts.find_action(request.name);
  if (action == nullptr) throw BrokenPromise("no such action: " + request.name);
  if (const auto known = results_.find(request.key); known != results_.end()) {
    result.value = known->second;
    return result;
  }
  if (plan.action == ShopPlan::Action::lost) {
    result.outcome = Outcome::trouble;
    return result;
  }
  if (plan.action == ShopPlan::Action::strange) {
    result.outcome = Outcome::refused;
    result.refusal = "unheard_of";
    return result;
  }
  for (const auto& refusal : action->refused) {
    if (plan.action != ShopPlan::Action::refused || refusal.name != plan.refusal) continue;
    result.outcome = Outcome::refused;
    result.refusal = refusal.name;
    result.value = record(refusal.fields);
    return result;
  }
  const auto [before, is_new] = key_of_business_.emplace(business_of(request.key), request.key);
  if (!is_new && is_final(*program_, request.name)) {
    throw BrokenPromise("effect twice: " + request.name + " as " + before->second + " and as " +
                        request.key);
  }
  result.value = record(action->gives);
  results_[request.key] = result.value;
  ++done_[request.name];
  if (plan.action == ShopPlan::Action::unclear) {
    result.outcome = Outcome::trouble;
    result.value = {};
  }
  return result;
}

}  // namespace tests
