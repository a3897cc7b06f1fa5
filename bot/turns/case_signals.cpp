#include "bot/turns/case_signals.hpp"

#include <array>
#include <string_view>

namespace bot {
namespace {

using base::Record;
using base::Value;

constexpr std::string_view kSignedIn = "customer.signed_in";

// Entering the state `to` of a case of that type is the signal `name` with that outcome (empty: it
// has none); `from` empty: from any state. `reason` is the field that says why.
struct Source {
  std::string_view name;
  std::string_view type;
  std::string_view from;
  std::string_view to;
  std::string_view outcome;
  std::string_view reason;
};

constexpr std::string_view kClaim = "delivery_compensation";
constexpr std::string_view kReturn = "product_return";
constexpr std::array kSources = {
    Source{"claims.decided", kClaim, {}, "accepted", "accepted", "decision_reason"},
    Source{"claims.decided", kClaim, {}, "declined", "declined", "decision_reason"},
    Source{"claims.decided", kClaim, "under_review", "invited", "asked", "question"},
    Source{"returns.decided", kReturn, {}, "approved", "approved", {}},
    Source{"returns.decided", kReturn, {}, "rejected", "rejected", "reject_reason"},
    Source{"returns.decided", kReturn, "submitted", "info_requested", "asked", "question"},
    Source{"returns.refunded", kReturn, {}, "refunded", {}, {}},
};

Record values_of(const Source& source, const Value& fields) {
  Record values;
  if (!source.outcome.empty()) values["outcome"] = std::string(source.outcome);
  if (!source.reason.empty() && fields.at(source.reason).is_text()) {
    values["reason"] = fields.at(source.reason);
  }
  return values;
}

}  // namespace

std::optional<dialogs::SignalEvent> signal_of(const workflow::Transition& transition) {
  if (transition.from == transition.to) return std::nullopt;
  for (const Source& source : kSources) {
    if (source.type != transition.after.type || source.to != transition.to) continue;
    if (!source.from.empty() && source.from != transition.from) continue;
    return dialogs::SignalEvent{std::string(source.name), transition.after.number,
                                values_of(source, Value(transition.after.fields))};
  }
  return std::nullopt;
}

const std::vector<std::string>& signal_names() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> names = {std::string(kSignedIn)};
    for (const Source& source : kSources) {
      if (names.back() != source.name) names.emplace_back(source.name);
    }
    return names;
  }();
  return kNames;
}

}  // namespace bot
