// What may happen to the claim for the cost of sending and to the return of a Reward, written by
// hand from the facts, against a million random events each (random_model.hpp).
#include <catch2/catch.hpp>

#include "event_fields.hpp"
#include "random_model.hpp"

using base::Record;
using base::Value;
using workflow::Actor;
using workflow::CaseEvent;
using namespace workflow_test;

namespace {

class ClaimModel final : public Model {
 public:
  explicit ClaimModel(base::SeededRandom& random) {
    if (random.below(8) == 0) reason_ = "changed_mind";
    if (random.below(4) == 0) currency_.clear();
    if (random.below(8) == 0) is_refunded_ = false;
  }
  const char* type() const override { return "delivery_compensation"; }
  Record opening_fields() const override {
    Record fields{{"zone", "Asia/Almaty"}, {"linked_from", "R-1"}, {"reason", reason_}};
    if (!currency_.empty()) fields["currency"] = currency_;
    if (is_refunded_) fields["refunded_at"] = "2027-03-01T08:59:00.000Z";
    return fields;
  }
  const std::vector<std::string>& events() const override {
    static const std::vector<std::string> kAll = {
        "start",    "remind_first",  "remind_second", "evidence",      "approve",     "reject",
        "ask",      "decision_late", "payout_posted", "payout_failed", "payout_late", "appeal",
        "withdraw", "close",         "handoff",       "no_such_event"};
    return kAll;
  }
  Record random_data(const std::string& event, base::SeededRandom& random) const override {
    static const Value::List kReceipts{"receipt-1"};
    Record data;
    const auto maybe = [&](const char* name, Value value) {
      if (random.below(6) != 0) data[name] = std::move(value);
    };
    const std::int64_t amounts[] = {0, 1, amount_, amount_ + 1, 54'050};
    const Value amount(amounts[random.below(5)]);
    if (event == "evidence") {
      maybe("receipts", random.below(6) == 0 ? Value::List{} : kReceipts);
      maybe("amount", amount);
      maybe("currency", random.below(6) == 0 ? "EUR" : "RUB");
      maybe("payout", random.below(2) == 0 ? "original" : "bank");
      maybe("account", random.below(2) == 0 ? "" : "BY13NBRB3600900000002Z00AB00");
    } else if (event == "approve") {
      maybe("amount", amount);
      maybe("reason", random.below(6) == 0 ? "" : "the receipt is clear");
    } else if (event == "reject") {
      maybe("reason", random.below(6) == 0 ? "" : "another parcel");
    } else if (event == "ask") {
      maybe("question", "Which parcel is it?");
    }
    return data;
  }
  Next people(const CaseEvent& sent, base::Instant) override {
    const Record& data = sent.data;
    const bool is_customer = sent.actor == Actor::customer;
    const bool decides = sent.actor == Actor::support || sent.actor == Actor::finance;
    const bool pays = sent.actor == Actor::finance;
    const std::string& name = sent.name;
    if (state == "new") {
      return name == "start" && (pays || sent.actor == Actor::clock) ? Next("invited") : Next();
    }
    if (state == "invited" && is_customer) {
      if (name == "withdraw") return "closed";
      return name == "evidence" && is_complete(data) ? Next("under_review") : Next();
    }
    if (state == "under_review" && decides) {
      if (name == "reject" && has(data, "reason")) return "declined";
      if (name == "ask" && has(data, "question")) return "invited";
      if (name == "approve" && is_payable(data, false)) return "accepted";
    }
    if (state == "accepted" && pays) {
      if (name == "payout_posted" && !sent.key.empty()) return "paid";
      if (name == "payout_failed") return "accepted";
    }
    if (state == "declined") {
      if (name == "appeal" && is_customer) return "declined";
      if (name == "approve" && sent.actor == Actor::support && is_payable(data, true)) {
        return "accepted";
      }
    }
    return {};
  }
  const std::map<std::string, std::set<std::string>>& timers() const override {
    static const std::map<std::string, std::set<std::string>> kAll = {
        {"invited", {"remind_first", "remind_second", "close"}},
        {"under_review", {"decision_late"}},
        {"accepted", {"payout_late"}},
        {"paid", {"close"}},
        {"declined", {"close"}},
        {"closed", {}}};
    return kAll;
  }
  const std::set<std::string>& repeating() const override {
    static const std::set<std::string> kAll = {"decision_late", "payout_late"};
    return kAll;
  }
  // D5: never more than the receipt shows, and only for these reasons, after the money (28, 72-75).
  void see(const workflow::Transition& step) override {
    if (step.to != "accepted" && step.to != "paid") return;
    const Value fields(step.after.fields);
    const std::int64_t paid = fields.at("approved_amount").integer();
    REQUIRE((paid >= 1 && paid <= fields.at("amount").integer()));
    REQUIRE((is_refunded_ && reason_ == "defective"));
    REQUIRE_FALSE(fields.at("receipts").list().empty());
  }

 private:
  bool is_complete(const Record& data) {
    const std::int64_t amount = number(data, "amount", 0);
    const bool is_whole = has_papers(data, "receipts") && amount >= 1 && has(data, "currency") &&
                          (currency_.empty() || text(data, "currency") == currency_) &&
                          (text(data, "payout") == "original" || has(data, "account"));
    if (!is_whole || !is_refunded_ || reason_ != "defective") return false;
    amount_ = amount;
    currency_ = text(data, "currency");
    return true;
  }
  // Less than was asked for, and what overturns a refusal, needs a reason.
  bool is_payable(const Record& data, bool needs_reason) const {
    const std::int64_t amount = number(data, "amount", 0);
    // A whole claim that asks for nothing is no claim, so 1 is the least.
    return amount >= 1 && amount <= amount_ &&
           (has(data, "reason") || (!needs_reason && amount == amount_));
  }

  std::string reason_ = "defective";
  std::string currency_ = "RUB";
  bool is_refunded_ = true;
  std::int64_t amount_ = 0;
};

class RewardModel final : public Model {
 public:
  const char* type() const override { return "reward_return"; }
  const std::vector<std::string>& events() const override {
    static const std::vector<std::string> kAll = {"report",
                                                  "validated",
                                                  "confirmed",
                                                  "refused",
                                                  "posted",
                                                  "scans_sent",
                                                  "scans_received",
                                                  "miles_posted",
                                                  "miles_late",
                                                  "remind_validation",
                                                  "remind_confirmation",
                                                  "remind_post",
                                                  "remind_scans",
                                                  "appeal",
                                                  "withdraw",
                                                  "close",
                                                  "handoff",
                                                  "no_such_event"};
    return kAll;
  }
  Record random_data(const std::string& event, base::SeededRandom& random) const override {
    static const Value::List kPapers{"paper-1"};
    Record data;
    const auto maybe = [&](const char* name, Value value) {
      if (random.below(8) != 0) data[name] = std::move(value);
    };
    const auto one_of = [&](std::initializer_list<const char*> all) {
      return *(all.begin() + random.below(all.size()));
    };
    if (event == "report") {
      maybe("situation", one_of({"received", "received", "received", "at_handover", "not_collected",
                                 "not_delivered"}));
      maybe("reason", one_of({"damaged", "defective", "incomplete", "faulty", "dislike", ""}));
      maybe("own_fault", random.below(6) == 0);
      maybe("category", one_of({"household", "books", "electronics", "appliance"}));
      maybe("delivered_on", one_of({"2027-02-28", "2027-02-15", "2027-02-14", "2027-01-02"}));
      maybe("miles", 4000);
    } else if (event == "confirmed") {
      maybe("reference", "AB-17");
    } else if (event == "refused") {
      maybe("reason", one_of({"", "no such Reward"}));
    } else if (event == "scans_received") {
      maybe("received_on", one_of({"2027-03-01", "2029-12-31"}));
    } else if (event == "miles_posted") {
      maybe("miles", std::int64_t(random.below(3) * 2000));
    } else if (event == "validated" || event == "posted" || event == "scans_sent") {
      maybe("papers", random.below(6) == 0 ? Value::List{} : kPapers);
    }
    return data;
  }
  Next people(const CaseEvent& sent, base::Instant now) override {
    const Record& data = sent.data;
    const std::string& name = sent.name;
    const bool is_customer = sent.actor == Actor::customer;
    const bool is_support = sent.actor == Actor::support;
    if (state == "new") return name == "report" && is_customer ? reported(data, now) : Next();
    const bool before_post = state == "need_validation" || state == "validation_open" ||
                             state == "await_preauth" || state == "ship_to_tver";
    if (before_post && name == "withdraw" && is_customer) return "closed";
    const bool unconfirmed = state == "need_validation" || state == "await_preauth";
    if (unconfirmed && is_support) {
      if (name == "refused" && has(data, "reason")) return "no_refund";
      if (name == "confirmed" && has(data, "reference")) {
        is_confirmed_ = true;
        return state == "need_validation" ? "validation_open" : "ship_to_tver";
      }
    }
    if (name == "validated" && is_customer && has_papers(data, "papers")) {
      if (state == "need_validation") return "await_preauth";
      if (state == "validation_open") return "ship_to_tver";
    }
    if (state == "ship_to_tver" && name == "posted" && is_customer && has_papers(data, "papers")) {
      return "docs_out";
    }
    if (state == "docs_out") {
      if (name == "scans_sent" && is_customer && has_papers(data, "papers")) return state;
      const bool is_past = has(data, "received_on") && text(data, "received_on") <= today(now);
      if (name == "scans_received" && is_support && is_past) return "miles_pending";
    }
    const bool returns = is_support || sent.actor == Actor::finance;
    if (state == "miles_pending" && name == "miles_posted" && returns) {
      return number(data, "miles", 0) >= 1 ? Next("miles_refunded") : Next();
    }
    return state == "no_refund" && name == "appeal" && is_customer ? Next(state) : Next();
  }
  const std::map<std::string, std::set<std::string>>& timers() const override {
    static const std::map<std::string, std::set<std::string>> kAll = {
        {"need_validation", {"remind_validation"}},
        {"validation_open", {"remind_validation"}},
        {"await_preauth", {"remind_confirmation"}},
        {"ship_to_tver", {"remind_post"}},
        {"docs_out", {"remind_scans"}},
        {"miles_pending", {"miles_late"}},
        {"miles_refunded", {"close"}},
        {"no_refund", {"close"}},
        {"closed", {}}};
    return kAll;
  }
  const std::set<std::string>& repeating() const override {
    static const std::set<std::string> kNone;
    return kNone;
  }
  // 141, 149: nothing is posted and no miles come back unless Aeroflot Bonus confirmed it.
  void see(const workflow::Transition& step) override {
    static const std::set<std::string> kConfirmed = {"ship_to_tver", "docs_out", "miles_pending",
                                                     "miles_refunded"};
    if (kConfirmed.contains(step.to)) REQUIRE(is_confirmed_);
  }

 private:
  // Moscow has had UTC+3 all year round since 2014.
  static std::string today(base::Instant now) {
    return base::to_iso(now + std::chrono::hours(3)).substr(0, 10);
  }
  static Next reported(const Record& data, base::Instant now) {
    const std::string situation = text(data, "situation");
    if (situation == "not_collected" || situation == "not_delivered")
      return "no_refund";  // 125, 126
    const std::string reason = text(data, "reason");
    if (reason.empty()) return {};
    static const std::set<std::string> kReasons = {"damaged", "defective", "incomplete", "faulty"};
    if (!kReasons.contains(reason)) return "no_refund";                                   // 131
    if (has(data, "own_fault") && data.find("own_fault")->boolean()) return "no_refund";  // 134
    if (has(data, "delivered_on")) {                                                      // 133
      const auto delivered = at(text(data, "delivered_on"));
      if (at(today(now)) - delivered > std::chrono::days(14)) return "no_refund";
    } else if (situation != "at_handover") {
      return {};
    }
    const std::string category = text(data, "category");
    return category == "electronics" || category == "appliance" ? "need_validation"
                                                                : "await_preauth";
  }

  bool is_confirmed_ = false;
};

}  // namespace

TEST_CASE("claim: a million random events do what the model says (P4, D5)", "[workflow]") {
  run_model([](base::SeededRandom& random) { return std::make_unique<ClaimModel>(random); });
}

TEST_CASE("reward: a million random events do what the model says (P4)", "[workflow]") {
  run_model([](base::SeededRandom&) { return std::make_unique<RewardModel>(); });
}
