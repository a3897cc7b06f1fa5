#include "bot/turns/reward_dialogs.hpp"

#include <algorithm>
#include <array>

#include "base/log.hpp"
#include "bot/turns/action_answer.hpp"

namespace bot {
namespace {

using base::Record;
using base::Value;

constexpr std::string_view kType = "reward_return";

// What the customer sends in each state.
struct Papers {
  std::string_view state;
  const char* event;
};
constexpr std::array kPapers = {Papers{"need_validation", "validated"},
                                Papers{"validation_open", "validated"},
                                Papers{"ship_to_tver", "posted"}, Papers{"docs_out", "scans_sent"}};

const Papers* papers_of(std::string_view state) {
  const auto found = std::find_if(kPapers.begin(), kPapers.end(),
                                  [&](const Papers& one) { return one.state == state; });
  return found == kPapers.end() ? nullptr : &*found;
}

}  // namespace

std::optional<workflow::Case> RewardDialogs::report_of(std::string_view customer,
                                                       std::string_view reward) {
  for (auto& subject : desk_.of_customer(customer)) {
    // Refused once is not refused for ever: what was reported wrongly may be reported again.
    if (subject.type != kType || subject.state == "no_refund") continue;
    if (Value(subject.fields).text_at("reward") == reward) return std::move(subject);
  }
  return std::nullopt;
}

base::Result<Value> RewardDialogs::not_reported(std::string_view customer) {
  auto rewards = world_.shop.rewards_of(customer);
  if (!rewards) return rewards.error();
  Value::List open;
  for (Value& reward : *rewards) {
    if (report_of(customer, reward.text_at("number"))) continue;
    Record out{{"number", reward.at("number")},
               {"title", reward.at("title")},
               {"miles", reward.at("miles")},
               {"category", reward.at("category")}};
    if (reward.at("delivered_on").is_text()) out["delivered_on"] = reward.at("delivered_on");
    open.push_back(std::move(out));
  }
  return Value(std::move(open));
}

Value RewardDialogs::awaiting_papers(std::string_view customer) {
  Value::List cases;
  for (const auto& subject : desk_.of_customer(customer)) {
    if (subject.type != kType || papers_of(subject.state) == nullptr) continue;
    cases.push_back(Record{{"number", subject.number},
                           {"title", Value(subject.fields).at("title")},
                           {"state", subject.state}});
  }
  return Value(std::move(cases));
}

dialogs::ActionResult RewardDialogs::report(Turn& turn, const dialogs::ActionRequest& request) {
  const Value asked(request.arguments);
  const std::string& customer = turn.conversation->customer;
  const std::string number(asked.text_at("reward.number"));
  if (const auto known = report_of(customer, number)) {
    return refused(request, "already_reported", {{"number", known->number}});
  }
  auto rewards = world_.shop.rewards_of(customer);
  if (!rewards) return trouble(request);
  const auto reward = std::find_if(rewards->begin(), rewards->end(), [&](const Value& one) {
    return one.text_at("number") == number;
  });
  if (reward == rewards->end()) return trouble(request);
  Record fields{{"reward", number},
                {"title", reward->at("title")},
                {"miles", reward->at("miles")},
                {"category", reward->at("category")},
                {"situation", asked.at("situation")}};
  for (const char* name : {"reason", "own_fault", "description"}) {
    if (!asked.at(name).is_nothing()) fields[name] = asked.at(name);
  }
  if (asked.at("photos").is_list()) fields["photos"] = asked.at("photos");
  // What the shop knows counts before what the customer remembers.
  const Value& known = reward->at("delivered_on");
  const Value& told = asked.at("delivered_on");
  if (known.is_text() || told.is_text()) fields["delivered_on"] = known.is_text() ? known : told;
  CaseOpening opening;
  opening.type = kType;
  opening.customer = customer;
  opening.time_zone = turn.conversation->time_zone;
  opening.first = customer_event(turn, "report", request.key, std::move(fields));
  const auto opened = desk_.open(turn, opening);
  if (!opened) {
    base::log::warn("dialog.refused", {{"action", request.name}, {"why", opened.error().name}});
    return trouble(request);
  }
  return done(request, {{"number", opened->number}, {"state", opened->state}});
}

dialogs::ActionResult RewardDialogs::add_papers(Turn& turn, const dialogs::ActionRequest& request) {
  const Value asked(request.arguments);
  const auto subject = desk_.find_by_number(asked.text_at("report.number"));
  const bool is_theirs = subject.has_value() && subject->type == kType &&
                         subject->customer == turn.conversation->customer;
  if (!is_theirs) return trouble(request);
  const Papers* papers = papers_of(subject->state);
  // What was asked for in one state is no answer to another.
  if (papers == nullptr || subject->state != asked.text_at("report.state")) {
    return refused(request, "wrong_state", {{"state", subject->state}});
  }
  const auto added = desk_.apply(
      turn, *subject,
      customer_event(turn, papers->event, request.key, {{"papers", asked.at("papers")}}));
  if (added) return done(request, {{"number", subject->number}, {"state", added->after.state}});
  base::log::warn("dialog.refused", {{"action", request.name}, {"why", added.error().name}});
  return trouble(request);
}

}  // namespace bot
