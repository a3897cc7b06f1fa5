#include "bot/shop/contract_test.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "bot/shop/shop_answer.hpp"

namespace bot {
namespace {

constexpr const char* kUnknownCustomer = "/v1/customers/no-such-customer-0000";

class ContractTest {
 public:
  ContractTest(const ShopAccess& access, const ContractSubject& subject, const AskShop& ask)
      : access_(access), subject_(subject), ask_(ask) {}

  std::vector<RuleResult> run() {
    shop();
    customer();
    expect("customer.unknown", {"GET", kUnknownCustomer, ""}, 404,
           "a customer that does not exist is 404, so that nobody is mistaken for one");
    authorization();
    orders();
    expect("address.unknown", {"GET", "/v1/no-such-address", ""}, 404,
           "an address that does not exist is 404");
    return std::move(results_);
  }

 private:
  void shop() {
    const auto reply = ask({"GET", "/v1/shop", ""});
    note("shop.answers", reply ? "" : reply.error().detail);
    if (!reply) return skip("shop.fields", "the shop does not answer");
    if (reply->status != 200) return note("shop.fields", status_text(reply->status, 200));
    const auto currency = read_shop(reply->body);
    note("shop.fields", currency ? "" : fault(currency.error()));
  }

  void customer() {
    if (subject_.customer.empty()) {
      for (const char* rule : {"customer.fields", "customer.order", "customer.repeats"}) {
        skip(rule, "name a customer with --customer");
      }
      return;
    }
    const ShopRequest request{"GET", "/v1/customers/" + subject_.customer, ""};
    const auto reply = ask(request);
    if (!reply) return note("customer.fields", reply.error().detail);
    if (reply->status != 200) return note("customer.fields", status_text(reply->status, 200));
    const auto answer = read_customer(reply->body, subject_.customer);
    note("customer.fields", answer ? "" : fault(answer.error()));
    if (!answer) return skip("customer.order", "customer.fields must be kept first");
    const bool has_line =
        std::any_of(answer->orders.begin(), answer->orders.end(),
                    [](const base::Value& order) { return !order.at("lines").list().empty(); });
    note("customer.order", has_line ? "" : "this customer needs an order with a line to try it");
    const auto again = ask(request);
    note("customer.repeats", again && again->body == reply->body
                                 ? ""
                                 : "the same question twice gives the same answer");
  }

  void authorization() {
    if (access_.key.empty()) return skip("key.needed", "no key is set, so anybody may ask");
    ShopAccess stranger = access_;
    stranger.key = Secret(std::string("not-the-key-not-the-key-not-the-key"));
    const auto reply = ask_(stranger, {"GET", "/v1/shop", ""});
    const bool is_refused = reply && (reply->status == 401 || reply->status == 403);
    note("key.needed", is_refused ? "" : "a wrong key must get 401 or 403");
  }

  void orders() {
    const std::string unknown = base::to_json(
        base::Record{{"number", "no-such-order-0000"}, {"email", "nobody@example.org"}});
    expect("order.unknown", {"POST", "/v1/orders/find", unknown}, 404,
           "an order that does not exist is 404");
    if (subject_.order.empty() || subject_.email.empty()) {
      for (const char* rule : {"order.found", "order.wrong_contact"}) {
        skip(rule, "name an order with --order and its --email");
      }
      return;
    }
    const auto question = [&](const std::string& email) {
      return ShopRequest{"POST", "/v1/orders/find",
                         base::to_json(base::Record{{"number", subject_.order}, {"email", email}})};
    };
    const auto reply = ask(question(subject_.email));
    if (!reply || reply->status != 200) {
      note("order.found", reply ? status_text(reply->status, 200) : reply.error().detail);
    } else {
      const auto status = read_order_status(reply->body, subject_.order);
      note("order.found", status ? "" : fault(status.error()));
    }
    expect("order.wrong_contact", question("nobody@example.org"), 404,
           "a wrong contact gets the same 404 as a wrong number: nobody learns which orders exist");
  }

  base::Result<ShopReply> ask(const ShopRequest& request) const { return ask_(access_, request); }

  void expect(const std::string& rule, const ShopRequest& request, int status,
              const std::string& why) {
    const auto reply = ask(request);
    if (!reply) return note(rule, reply.error().detail);
    note(rule, reply->status == status ? "" : status_text(reply->status, status) + ": " + why);
  }

  static std::string status_text(int got, int wanted) {
    return "status " + std::to_string(got) + " where " + std::to_string(wanted) + " belongs";
  }
  static std::string fault(const base::Error& error) {
    return error.field.empty() ? error.detail : "'" + error.field + "' " + error.detail;
  }
  void note(std::string rule, std::string why) {
    const bool is_kept = why.empty();
    results_.push_back({std::move(rule), is_kept, false, std::move(why)});
  }
  void skip(std::string rule, std::string why) {
    results_.push_back({std::move(rule), false, true, std::move(why)});
  }

  const ShopAccess& access_;
  const ContractSubject& subject_;
  const AskShop& ask_;
  std::vector<RuleResult> results_;
};

}  // namespace

std::vector<RuleResult> test_contract(const ShopAccess& access, const ContractSubject& subject,
                                      const AskShop& ask) {
  return ContractTest(access, subject, ask).run();
}

std::string to_string(const std::vector<RuleResult>& results) {
  std::string out;
  for (const RuleResult& one : results) {
    out += one.is_kept ? "ok      " : one.is_skipped ? "skipped " : "BROKEN  ";
    out += one.rule;
    if (!one.why.empty()) out += ": " + one.why;
    out += "\n";
  }
  return out;
}

}  // namespace bot
