#include "bot/shop/shop_answer.hpp"

#include <algorithm>
#include <optional>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

namespace bot {
namespace {

using base::Record;
using base::Value;

constexpr base::JsonLimits kLimits{kMaxShopAnswer, 8, 1000};
constexpr std::size_t kMaxId = 128;
constexpr std::size_t kMaxTitle = 300;
constexpr std::int64_t kMaxQuantity = 1000;
constexpr std::int64_t kMaxAmount = 100'000'000'000;  // minor units
constexpr std::size_t kMaxRewards = 500;

base::Error bad_answer(std::string field, std::string detail) {
  return {base::Code::unavailable, "bad_answer", std::move(detail), std::move(field)};
}

// Reads fields below one path; remembers the first fault.
class Fields {
 public:
  Fields(const Value& value, std::string path, std::optional<base::Error>& error)
      : value_(value), path_(std::move(path)), error_(error) {
    if (!value_.is_record()) fail("", "must be an object");
  }

  std::string text(std::string_view name, std::size_t most) {
    const Value& found = value_.at(name);
    const bool is_right = found.is_text() && !base::trim(found.text()).empty() &&
                          base::count_characters(found.text()) <= most;
    if (!is_right) fail(name, "must be a text of 1 to " + std::to_string(most) + " characters");
    return is_right ? found.text() : std::string();
  }
  std::string optional_text(std::string_view name, std::size_t most) {
    const Value& found = value_.at(name);
    if (found.is_nothing() || (found.is_text() && found.text().empty())) return {};
    return text(name, most);
  }
  std::int64_t integer(std::string_view name, std::int64_t least, std::int64_t most) {
    const Value& found = value_.at(name);
    const bool is_right = found.is_integer() && found.integer() >= least && found.integer() <= most;
    if (!is_right) {
      fail(name,
           "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    }
    return is_right ? found.integer() : least;
  }
  // An ISO date; nothing when it may be missing and is.
  Value date(std::string_view name, bool is_required) {
    const Value& found = value_.at(name);
    if (found.is_nothing() && !is_required) return {};
    const bool is_right =
        found.is_text() && found.text().size() == 10 && base::from_iso(found.text()).has_value();
    if (!is_right) fail(name, "must be a date such as 2026-11-27");
    return is_right ? found : Value();
  }
  // Empty when it is missing and may be.
  const Value::List& list(std::string_view name, std::size_t most) {
    static const Value::List kNone;
    const Value& found = value_.at(name);
    const bool is_right = found.is_list() && found.list().size() <= most;
    if (!is_right) fail(name, "must be a list of at most " + std::to_string(most));
    return is_right ? found.list() : kNone;
  }
  bool has(std::string_view name) const { return !value_.at(name).is_nothing(); }
  const Value& at(std::string_view name) const { return value_.at(name); }

  std::string path(std::string_view name) const {
    if (path_.empty() || name.empty()) return path_ + std::string(name);
    return path_ + "." + std::string(name);
  }
  void fail(std::string_view name, std::string detail) {
    if (!error_) error_ = bad_answer(path(name), std::move(detail));
  }

 private:
  const Value& value_;
  std::string path_;
  std::optional<base::Error>& error_;
};

bool is_currency(std::string_view text) {
  return text.size() == 3 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

Value read_line(const Value& value, const std::string& path, std::optional<base::Error>& error) {
  Fields fields(value, path, error);
  Record line{{"id", fields.text("id", kMaxId)},
              {"title", fields.text("title", kMaxTitle)},
              {"quantity", fields.integer("quantity", 1, kMaxQuantity)}};
  if (fields.has("price")) {
    Fields price(fields.at("price"), fields.path("price"), error);
    const std::string currency = price.text("currency", 3);
    if (!is_currency(currency)) price.fail("currency", "must be a code of ISO 4217 such as EUR");
    line["price"] =
        Record{{"amount", price.integer("amount", 0, kMaxAmount)}, {"currency", currency}};
  }
  line["picture"] = fields.optional_text("picture", kMaxTitle);
  return line;
}

Value read_order(const Value& value, const std::string& path, std::optional<base::Error>& error) {
  Fields fields(value, path, error);
  Record order{{"number", fields.text("number", kMaxId)},
               {"placed_on", fields.date("placed_on", true)},
               {"delivered_on", fields.date("delivered_on", false)}};
  Value::List lines;
  std::vector<std::string> ids;
  for (const Value& line : fields.list("lines", kMaxOrderLines)) {
    const std::string here = fields.path("lines") + "[" + std::to_string(lines.size()) + "]";
    lines.push_back(read_line(line, here, error));
    ids.emplace_back(lines.back().text_at("id"));
  }
  std::sort(ids.begin(), ids.end());
  if (std::adjacent_find(ids.begin(), ids.end()) != ids.end()) {
    fields.fail("lines", "must have ids that occur once");
  }
  const Value& placed = order["placed_on"];
  const Value& delivered = order["delivered_on"];
  if (placed.is_text() && delivered.is_text() && delivered.text() < placed.text()) {
    fields.fail("delivered_on", "must not be before placed_on");
  }
  order["lines"] = std::move(lines);
  return order;
}

Value read_reward(const Value& value, const std::string& path, std::optional<base::Error>& error) {
  Fields fields(value, path, error);
  return Record{{"number", fields.text("number", kMaxId)},
                {"title", fields.text("title", kMaxTitle)},
                {"miles", fields.integer("miles", 0, kMaxAmount)},
                {"category", fields.optional_text("category", kMaxId)},
                {"delivered_on", fields.date("delivered_on", false)},
                {"picture", fields.optional_text("picture", kMaxTitle)}};
}

base::Result<Value> read_body(std::string_view body) {
  auto parsed = base::parse_json(body, kLimits);
  if (!parsed) return bad_answer("", "must be JSON: " + parsed.error().detail);
  return parsed;
}

bool is_zone(std::string_view text) {
  return text == "UTC" || text.find('/') != std::string_view::npos;
}

}  // namespace

base::Result<CustomerAnswer> read_customer(std::string_view body, std::string_view id) {
  const auto parsed = read_body(body);
  if (!parsed) return parsed.error();
  std::optional<base::Error> error;
  Fields fields(*parsed, "", error);
  CustomerAnswer answer;
  answer.customer.id = fields.text("id", kMaxId);
  if (answer.customer.id != id) fields.fail("id", "must be the customer that was asked for");
  answer.customer.name = fields.text("name", kMaxTitle);
  answer.customer.locale = fields.text("locale", 35);
  answer.customer.time_zone = fields.text("time_zone", 64);
  if (!is_zone(answer.customer.time_zone)) {
    fields.fail("time_zone", "must be an IANA name such as Europe/Minsk");
  }
  answer.customer.email = fields.optional_text("email", 254);
  for (const Value& order : fields.list("orders", kMaxShopOrders)) {
    const std::string here = "orders[" + std::to_string(answer.orders.size()) + "]";
    answer.orders.push_back(read_order(order, here, error));
  }
  for (const Value& reward : fields.list("rewards", kMaxRewards)) {
    const std::string here = "rewards[" + std::to_string(answer.rewards.size()) + "]";
    answer.rewards.push_back(read_reward(reward, here, error));
  }
  if (error) return *error;
  return answer;
}

base::Result<Value> read_order_status(std::string_view body, std::string_view number) {
  const auto parsed = read_body(body);
  if (!parsed) return parsed.error();
  std::optional<base::Error> error;
  Fields fields(*parsed, "", error);
  Record order{{"number", fields.text("number", kMaxId)},
               {"placed_on", fields.date("placed_on", true)},
               {"delivered_on", fields.date("delivered_on", false)}};
  if (order["number"].is_text() && order["number"].text() != number) {
    fields.fail("number", "must be the order that was asked for");
  }
  if (error) return *error;
  return Value(std::move(order));
}

base::Result<std::string> read_shop(std::string_view body) {
  const auto parsed = read_body(body);
  if (!parsed) return parsed.error();
  std::optional<base::Error> error;
  Fields fields(*parsed, "", error);
  fields.text("name", kMaxTitle);
  std::string currency = fields.text("currency", 3);
  if (!is_currency(currency)) fields.fail("currency", "must be a code of ISO 4217 such as EUR");
  if (error) return *error;
  return currency;
}

}  // namespace bot
