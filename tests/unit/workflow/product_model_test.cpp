// What may happen to a return of products, written by hand from the facts, against a million random
// events (random_model.hpp).
#include <catch2/catch.hpp>

#include "event_fields.hpp"
#include "random_model.hpp"

using base::Record;
using base::Value;
using workflow::Actor;
using workflow::CaseEvent;
using namespace workflow_test;
using namespace std::chrono_literals;

namespace {

using Names = std::set<std::string>;

// The customer lives east of Moscow, so a day ends last in Moscow, which has had UTC+3 since 2014.
base::Instant end_of(const std::string& date) {
  return at(date) + 24h - 3h - 1ms;
}

class ProductModel final : public Model {
 public:
  const char* type() const override { return "product_return"; }
  std::string opening(base::SeededRandom& random) const override {
    return random.below(4) == 0 ? "start" : "submit";
  }
  bool is_over() const override { return state == "cancelled" || state == "closed"; }
  const std::vector<std::string>& events() const override {
    static const auto kAll = [] {
      std::vector<std::string> names{"no_such_event"};
      for (const auto& kind : machine().events()) names.push_back(kind.name);
      return names;
    }();
    return kAll;
  }

  // Good data, as a rule; else with something missing, empty or wrong.
  Record random_data(const std::string& event, base::SeededRandom& random) const override {
    Record data = good_data(event);
    const auto one_of = [&](std::initializer_list<const char*> all) {
      return *(all.begin() + random.below(all.size()));
    };
    if (event == "submit") data["reason"] = one_of({"defective", "wrong_item", "not_fit", "other"});
    if (data.find("until") != nullptr) {
      data["until"] = one_of({"2020-01-01", "2027-03-20", "2027-05-01", "2030-06-01"});
    }
    if (event == "ship_confirm" || event == "track_fix") {
      data["track"] = one_of({"RB 473124829 US", "RB473124829US", "XX99887766", "12"});
      data["track_confirmed"] = random.below(2) == 0;
      data["track_in_use"] = random.below(6) == 0;
    }
    if (event == "late_proof" && random.below(2) == 0) {
      data["receipt_date"] = one_of({"2027-01-01", "2030-01-01"});
    }
    if (event == "lost") data["decision"] = one_of({"close", "refund"});
    if (event == "accept") data["reason_contradicted"] = random.below(3) == 0;
    if (event == "refund_posted") data["amount"] = std::int64_t(random.below(3)) - 1;
    if (!data.empty() && random.below(3) == 0) {
      auto field = data.begin();
      std::advance(field, static_cast<std::ptrdiff_t>(random.below(data.size())));
      data.erase(std::string(field->name));
    }
    return data;
  }

  Next people(const CaseEvent& sent, base::Instant now) override {
    switch (sent.actor) {
      case Actor::customer:
        return customer(sent.name, sent.data, now);
      case Actor::bot:
        if (state == "new" && sent.name == "start") return "draft";
        return sent.name == "evidence" ? evidence(sent.data, now) : Next();
      case Actor::support:
        return support(sent.name, sent.data, now);
      case Actor::warehouse:
        return warehouse(sent.name, sent.data, now);
      case Actor::finance:
        return finance(sent);
      case Actor::carrier:
        return state == "in_transit" && sent.name == "arrived" ? Next("inspecting") : Next();
      default:
        return {};
    }
  }

  Next after_timer(const std::string& event) override {
    if (event == "purge" || event == "lapse") return "cancelled";
    if (event == "expire" || event == "close") return "closed";
    if (event == "grace_over") return "overdue";
    if (event == "ship_deadline") return has_evidence_ ? "approved" : "overdue";  // 12, D2
    if (event == "open_compensation") {                                           // 28, 29, 72, 75
      const bool is_ours = reason_ == "defective" || reason_ == "wrong_item";
      if (!is_ours || is_contradicted_ || !has_receipt_ || is_compensated_) return {};
      is_compensated_ = true;
    }
    return state;
  }

  const std::map<std::string, Names>& timers() const override {
    static const std::map<std::string, Names> kAll = {
        {"draft", {"nudge", "purge"}},
        {"submitted", {"approval_late"}},
        {"info_requested", {"remind_info", "lapse"}},
        {"rejected", {}},
        {"approved", {"remind_first", "remind_second", "remind_last", "ship_deadline"}},
        {"overdue", {"expire"}},
        {"in_transit", {"stalled"}},
        {"held_no_number", {"unmatched"}},
        {"inspecting", {"inspection_late"}},
        {"extended_check", {"inspection_late"}},
        {"non_returnable", {}},
        {"refund_pending", {"refund_late"}},
        {"refunded", {"open_compensation", "close"}},
        {"cancelled", {}},
        {"closed", {}}};
    return kAll;
  }
  const Names& repeating() const override {
    static const Names kAll = {"stalled", "unmatched"};
    return kAll;
  }

  Names running_on(const CaseEvent& sent, Names before, base::Instant now) const override {
    Names running = Model::running_on(sent, std::move(before), now);
    if (sent.name == "ship_deadline") running.insert("grace_over");
    if (sent.name == "refund_failed") running.insert("refund_late");
    if (state == "extended_check" && (sent.name == "inspection_late" || sent.name == "extend")) {
      running.insert("inspection_late");
    }
    if (sent.name == "extend_deadline") {
      running.insert("ship_deadline");
      const std::pair<const char*, base::Duration> reminders[] = {
          {"remind_first", 72h}, {"remind_second", 24h}, {"remind_last", 3h}};
      for (const auto& [name, before_end] : reminders) {
        const bool is_ahead = ship_by_ - before_end > now;
        is_ahead ? void(running.insert(name)) : void(running.erase(name));
      }
    }
    return running;
  }

  // The deadlines of a case are taken from it (deadline_test says whether they are right); what was
  // paid never exceeds one payment, and nothing is paid that nobody approved (D1).
  void see(const workflow::Transition& step) override {
    const Value fields(step.after.fields);
    if (fields.at("ship_by").is_text()) {
      ship_by_ = at(fields.text_at("ship_by"));
      ship_date_ = fields.text_at("ship_by_date");
    }
    if (fields.at("check_by").is_text()) check_by_ = at(fields.text_at("check_by"));
    if (step.event == "approve" || step.event == "overrule") ++approvals_;
    static const Names kApproved = {"in_transit",     "held_no_number", "inspecting",
                                    "extended_check", "non_returnable", "refund_pending",
                                    "refunded"};
    if (kApproved.contains(step.to)) REQUIRE(approvals_ > 0);
    if (step.event == "refund_posted") REQUIRE(++payments_ == 1);
    if (step.event == "extend" || step.event == "non_returnable") {  // 69, 70
      REQUIRE((step.notices.size() == 1 && step.notices[0].is_mandatory));
    }
  }

 private:
  Next customer(const std::string& name, const Record& data, base::Instant now) {
    if (state == "new" && name == "start") return "draft";
    const bool is_beginning = state == "new" || state == "draft";
    if (is_beginning && name == "submit") return is_complete(data) ? Next("submitted") : Next();
    const bool can_cancel = state == "draft" || state == "submitted" || state == "approved";
    if (name == "cancel" && can_cancel) return "cancelled";
    if (state == "info_requested") {
      if (name == "withdraw") return "cancelled";
      const bool answers = has(data, "answer") || has_papers(data, "photos");
      return name == "customer_info" && answers ? Next("submitted") : Next();
    }
    if (name == "evidence") return evidence(data, now);
    if (state == "approved" && name == "ship_confirm") return shipped(data, now);
    if (state == "in_transit" && name == "track_fix") return has_good_track(data) ? state : Next();
    if (state == "overdue" && name == "late_proof") {
      const bool is_in_time =
          !has(data, "receipt_date") || text(data, "receipt_date") <= ship_date_;
      if (!has(data, "receipt") || !is_in_time) return {};
      has_late_receipt_ = true;
      return state;
    }
    const bool asks_again = name == "new_request" && (state == "rejected" || state == "overdue");
    const bool disagrees = name == "appeal" && (state == "rejected" || state == "non_returnable");
    return asks_again || disagrees ? Next(state) : Next();
  }

  Next support(const std::string& name, const Record& data, base::Instant now) {
    const bool says_why = has(data, "reason");
    if (state == "submitted") {
      if (name == "approve") return "approved";
      if (name == "reject" && says_why) return "rejected";
      return name == "ask_info" && has(data, "question") ? Next("info_requested") : Next();
    }
    if (state == "rejected") return name == "overrule" && says_why ? Next("approved") : Next();
    if (state == "approved") {
      const bool is_extended =
          name == "extend_deadline" && says_why && is_later(text(data, "until"), ship_by_, now);
      return is_extended ? Next(state) : Next();
    }
    if (state == "overdue" && name == "accept_late" && says_why) {
      has_receipt_ = has_receipt_ || has_late_receipt_;
      return "in_transit";
    }
    if (state == "in_transit" && name == "lost" && says_why && has(data, "decision")) {
      return text(data, "decision") == "refund" ? "refund_pending" : "closed";
    }
    if (name == "match") return matched(data);
    if (state == "non_returnable" && name == "disposition") {
      return has(data, "decision") ? Next("closed") : Next();
    }
    if (is_over() && name == "reopen" && says_why && payments_ == 0) {
      has_evidence_ = false;
      approvals_ = 0;
      return "submitted";
    }
    return {};
  }

  Next warehouse(const std::string& name, const Record& data, base::Instant now) {
    if (state == "in_transit" && name == "arrived") return "inspecting";
    if (state == "in_transit" && name == "arrived_no_number") return "held_no_number";
    if (name == "match") return matched(data);
    if (state != "inspecting" && state != "extended_check") return {};
    const bool says_why = has(data, "reason");
    const bool names_items = has_papers(data, "accepted") && has_papers(data, "rejected");
    if (name == "accept" || (name == "accept_partial" && says_why && names_items)) {
      if (has(data, "reason_contradicted")) {
        is_contradicted_ = data.find("reason_contradicted")->boolean();
      }
      return "refund_pending";
    }
    if (name == "non_returnable" && says_why) return "non_returnable";
    const bool is_extended =
        name == "extend" && says_why && is_later(text(data, "until"), check_by_, now);
    return is_extended ? Next("extended_check") : Next();
  }

  Next finance(const CaseEvent& sent) const {
    if (state != "refund_pending") return {};
    if (sent.name == "refund_failed") return state;
    const bool is_whole =
        !sent.key.empty() && number(sent.data, "amount", -1) >= 0 && has(sent.data, "currency");
    return sent.name == "refund_posted" && is_whole ? Next("refunded") : Next();
  }

  Next matched(const Record& data) const {
    return state == "held_no_number" && has(data, "evidence") ? Next("inspecting") : Next();
  }

  // Facts 2 to 7.
  bool is_complete(const Record& data) {
    for (const char* name : {"owns_order", "order", "reason", "description"}) {
      if (!has(data, name)) return false;
    }
    if (!has_papers(data, "lines") || !has_papers(data, "photos")) return false;
    reason_ = text(data, "reason");
    return true;
  }

  // 11, 31, 32, D2: what came in time keeps the return in time.
  Next evidence(const Record& data, base::Instant now) {
    const bool is_taken =
        state == "approved" && now <= ship_by_ && (has(data, "receipt") || has(data, "track"));
    if (!is_taken) return {};
    has_evidence_ = true;
    has_receipt_ = has_receipt_ || has(data, "receipt");
    return state;
  }

  Next shipped(const Record& data, base::Instant now) {
    const bool is_in_time = now <= ship_by_ || has_evidence_;
    const bool has_receipt = has_receipt_ || has(data, "receipt");
    if (!is_in_time || !has_receipt || !has(data, "carrier") || !has_good_track(data)) return {};
    has_receipt_ = true;
    return "in_transit";
  }

  static bool has_good_track(const Record& data) {
    const std::string track = text(data, "track");
    const bool is_strong = track.starts_with("RB");
    const bool is_confirmed =
        has(data, "track_confirmed") && data.find("track_confirmed")->boolean();
    const bool is_in_use = has(data, "track_in_use") && data.find("track_in_use")->boolean();
    return track.size() >= 6 && (is_strong || is_confirmed) && !is_in_use;
  }

  static bool is_later(const std::string& until, base::Instant promised, base::Instant now) {
    return !until.empty() && end_of(until) > promised && end_of(until) > now;
  }

  std::string reason_;
  bool has_evidence_ = false;
  bool has_receipt_ = false;
  bool has_late_receipt_ = false;
  bool is_contradicted_ = false;
  bool is_compensated_ = false;
  int approvals_ = 0;  // since the case was begun or opened again
  int payments_ = 0;
  base::Instant ship_by_{};
  base::Instant check_by_{};
  std::string ship_date_;
};

}  // namespace

TEST_CASE("return: a million random events do what the model says (P4, D1, D2)", "[workflow]") {
  run_model([](base::SeededRandom&) { return std::make_unique<ProductModel>(); });
}
