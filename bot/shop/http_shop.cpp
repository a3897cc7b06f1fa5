#include "bot/shop/http_shop.hpp"

#include <algorithm>
#include <cstdint>

#include "base/digest.hpp"
#include "base/json.hpp"
#include "base/log.hpp"

namespace bot {
namespace {

base::Error unavailable() {
  return {base::Code::unavailable, "shop_unavailable", "the shop does not answer", ""};
}

// As a segment of a path (RFC 3986).
std::string encoded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool is_plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                          (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '~' || c == '.';
    const auto byte = static_cast<unsigned char>(c);
    if (is_plain)
      out += c;
    else
      (out += '%') += {kHex[byte / 16], kHex[byte % 16]};
  }
  return out;
}

}  // namespace

struct HttpShop::State {
  // What is known of one customer. `customer` is nothing when the shop does not know them.
  struct Known {
    std::optional<CustomerAnswer> answer;
    base::Instant at{};
    bool has_answer = false;
    bool is_asked = false;  // a question is under way
    std::vector<std::function<void()>> waiting;
  };
  struct Order {
    std::optional<base::Value> status;  // nothing: there is no such order of such a customer
    base::Instant at{};
    bool has_answer = false;
    bool has_failed = false;  // to be told once
    bool is_asked = false;
  };

  State(const ShopAccess& the_access, ShopFetch the_fetch, const base::Clock& the_clock)
      : access(the_access), fetch(std::move(the_fetch)), clock(the_clock) {}

  bool may_ask() const { return failures < kMostFailures || clock.now() >= rest_until; }
  bool is_fresh(const Known& known) const {
    return known.has_answer && clock.now() - known.at < access.fresh;
  }
  // Still good enough while the shop fails.
  const Known* usable(std::string_view customer) const {
    const auto found = customers.find(customer);
    if (found == customers.end() || !found->second.has_answer) return nullptr;
    return clock.now() - found->second.at < access.stale ? &found->second : nullptr;
  }

  void succeeded() {
    if (failures >= kMostFailures) base::log::info("shop.answers_again");
    failures = 0;
  }
  void failed(const base::Error& error) {
    ++failures;
    rest_until = clock.now() + kRest;
    base::log::warn("shop.failed", {{"why", error.name},
                                    {"field", error.field},
                                    {"in_a_row", static_cast<std::int64_t>(failures)}});
    if (failures == kMostFailures) base::log::error("shop.left_alone", {{"why", error.name}});
  }

  // Makes room before one more is kept; what is being asked stays.
  template <class Map>
  void make_room(Map& map) {
    while (map.size() >= kMaxKnown) {
      auto oldest = map.end();
      for (auto at = map.begin(); at != map.end(); ++at) {
        if (at->second.is_asked) continue;
        if (oldest == map.end() || at->second.at < oldest->second.at) oldest = at;
      }
      if (oldest == map.end()) return;
      map.erase(oldest);
    }
  }

  // What the answer to GET /v1/customers/{id} says; an error counts as a failure of the shop.
  void take_customer(const std::string& id, const base::Result<ShopReply>& reply) {
    Known& known = customers[id];
    known.is_asked = false;
    std::optional<base::Error> error;
    if (!reply) {
      error = reply.error();
    } else if (reply->status == 404) {
      known.answer.reset();
    } else if (reply->status != 200) {
      error = base::Error{base::Code::unavailable, "bad_status",
                          "the shop answered " + std::to_string(reply->status), ""};
    } else if (auto answer = read_customer(reply->body, id)) {
      known.answer = std::move(*answer);
      learn_currency(*known.answer);
    } else {
      error = answer.error();
    }
    if (error) {
      failed(*error);
    } else {
      succeeded();
      known.has_answer = true;
      known.at = clock.now();
    }
    auto waiting = std::move(known.waiting);
    known.waiting.clear();
    if (!known.has_answer) customers.erase(id);
    for (const auto& ready : waiting) ready();
  }

  // The shop's own word was lost: its prices say it too.
  void learn_currency(const CustomerAnswer& answer) {
    for (const base::Value& order : answer.orders) {
      if (!currency.empty()) return;
      for (const base::Value& line : order.at("lines").list()) {
        if (currency.empty()) currency = line.text_at("price.currency");
      }
    }
  }

  void take_order(const std::string& key, const std::string& number,
                  const base::Result<ShopReply>& reply) {
    Order& order = orders[key];
    order.is_asked = false;
    auto status = reply && reply->status == 200 ? read_order_status(reply->body, number)
                                                : base::Result<base::Value>(unavailable());
    const bool is_unknown = reply && reply->status == 404;
    if (!status && !is_unknown) {
      failed(reply ? status.error() : reply.error());
      order.has_failed = true;
      order.at = clock.now();
      return;
    }
    succeeded();
    order.has_answer = true;
    order.at = clock.now();
    order.status = status ? std::optional(std::move(*status)) : std::nullopt;
  }

  const ShopAccess access;
  const ShopFetch fetch;
  const base::Clock& clock;
  std::map<std::string, Known, std::less<>> customers;
  std::map<std::string, Order> orders;  // by a hash of number and contact
  std::string currency;
  int failures = 0;
  base::Instant rest_until{};
};

HttpShop::HttpShop(const ShopAccess& access, ShopFetch fetch, const base::Clock& clock)
    : state_(std::make_shared<State>(access, std::move(fetch), clock)) {
  const std::weak_ptr<State> held = state_;
  state_->fetch({"GET", "/v1/shop", ""}, [held](const base::Result<ShopReply>& reply) {
    const auto state = held.lock();
    if (!state) return;
    auto currency = reply && reply->status == 200 ? read_shop(reply->body)
                                                  : base::Result<std::string>(unavailable());
    if (!currency) return state->failed(reply ? currency.error() : reply.error());
    state->succeeded();
    state->currency = std::move(*currency);
  });
}

HttpShop::~HttpShop() = default;

void HttpShop::prepare(std::string_view customer, std::function<void()> ready) const {
  State& state = *state_;
  if (is_prepared(customer)) return ready();
  const std::string id(customer);
  if (!state.customers.contains(id)) state.make_room(state.customers);
  State::Known& known = state.customers[id];
  known.waiting.push_back(std::move(ready));
  if (known.is_asked) return;
  known.is_asked = true;
  // One question at a time tries a shop that was left alone.
  if (state.failures >= kMostFailures) state.rest_until = state.clock.now() + kRest;
  const std::weak_ptr<State> held = state_;
  state.fetch({"GET", "/v1/customers/" + encoded(id), ""},
              [held, id](const base::Result<ShopReply>& reply) {
                if (const auto kept = held.lock()) kept->take_customer(id, reply);
              });
}

bool HttpShop::is_prepared(std::string_view customer) const {
  const auto found = state_->customers.find(customer);
  if (found != state_->customers.end()) {
    if (state_->is_fresh(found->second)) return true;
    if (found->second.is_asked) return false;
  }
  return customer.empty() || !state_->may_ask();
}

std::string HttpShop::currency() const {
  return state_->currency;
}

std::optional<ShopCustomer> HttpShop::find_customer(std::string_view id) const {
  const auto* known = state_->usable(id);
  if (known == nullptr || !known->answer) return std::nullopt;
  return known->answer->customer;
}

base::Result<std::vector<base::Value>> HttpShop::orders_of(std::string_view customer) const {
  const auto* known = state_->usable(customer);
  if (known == nullptr) return unavailable();
  return known->answer ? known->answer->orders : std::vector<base::Value>{};
}

base::Result<std::vector<base::Value>> HttpShop::rewards_of(std::string_view customer) const {
  const auto* known = state_->usable(customer);
  if (known == nullptr) return unavailable();
  return known->answer ? known->answer->rewards : std::vector<base::Value>{};
}

base::Result<base::Value> HttpShop::find_order(std::string_view number,
                                               const Contact& contact) const {
  State& state = *state_;
  base::Record question{{"number", std::string(number)}};
  if (!contact.email.empty()) question["email"] = std::string(contact.email);
  if (!contact.phone.empty()) question["phone"] = std::string(contact.phone);
  const std::string body = base::to_json(question);
  const std::string key = base::sha256_hex(body);
  const auto found = state.orders.find(key);
  if (found != state.orders.end() && found->second.has_answer &&
      state.clock.now() - found->second.at < state.access.fresh) {
    if (found->second.status) return *found->second.status;
    return base::Error{base::Code::not_found, "not_found", "no such order of such a customer", ""};
  }
  if (found != state.orders.end() && found->second.has_failed) {
    state.orders.erase(found);
    return unavailable();
  }
  bool is_asked = found != state.orders.end() && found->second.is_asked;
  if (!is_asked && state.may_ask()) {
    is_asked = true;
    if (found == state.orders.end()) state.make_room(state.orders);
    state.orders[key].is_asked = true;
    const std::weak_ptr<State> held = state_;
    state.fetch({"POST", "/v1/orders/find", body},
                [held, key, asked = std::string(number)](const base::Result<ShopReply>& reply) {
                  if (const auto kept = held.lock()) kept->take_order(key, asked, reply);
                });
  }
  if (!is_asked) return unavailable();
  return base::Error{base::Code::unavailable, "shop_asked", "the shop is being asked", ""};
}

bool HttpShop::is_resting() const {
  return !state_->may_ask();
}

}  // namespace bot
