#include "bot/shop/demo_shop.hpp"

#include <charconv>

#include "base/text.hpp"
#include "base/yaml.hpp"

namespace bot {

std::optional<std::string> read_relative_date(std::string_view text, base::Instant start) {
  if (text == "today") return base::to_iso(start).substr(0, 10);
  if (const auto instant = base::from_iso(text); instant && text.size() == 10) {
    return std::string(text);
  }
  int days = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), days);
  const std::string_view rest(end, static_cast<std::size_t>(text.data() + text.size() - end));
  if (error != std::errc() || days < 0 || days > 3650) return std::nullopt;
  if (rest != " days ago" && rest != " day ago") return std::nullopt;
  return base::to_iso(start - std::chrono::days(days)).substr(0, 10);
}

std::optional<std::int64_t> read_amount(std::string_view text) {
  std::int64_t whole = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, whole);
  if (error != std::errc() || whole < 0 || whole > 1'000'000'000) return std::nullopt;
  if (end == last) return whole * 100;
  const std::string_view rest(end, static_cast<std::size_t>(last - end));
  if (rest.size() != 3 || rest[0] != '.') return std::nullopt;
  int cents = 0;
  const auto decimals = std::from_chars(rest.data() + 1, last, cents);
  if (decimals.ec != std::errc() || decimals.ptr != last || cents < 0) return std::nullopt;
  return whole * 100 + cents;
}

namespace {

// Phone numbers are the same however they are grouped.
std::string only_digits(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c >= '0' && c <= '9') digits += c;
  }
  return digits;
}

}  // namespace

// Reads the file once, keeping the pieces that every level of it needs at hand.
class DemoShopReader {
 public:
  DemoShopReader(DemoShop& shop, std::string file, base::Instant start, base::Faults& faults)
      : shop_(shop), file_(std::move(file)), start_(start), faults_(faults) {}

  void read(const base::YamlNode& root) {
    base::YamlReader reader(root, file_, "demo shop", faults_);
    base::Record page;
    if (const auto* about = reader.required("shop")) page["shop"] = read_shop(*about);
    base::Value::List people;
    if (const auto* customers = reader.required("customers"); customers && customers->is_map()) {
      for (const auto& [key, node] : customers->members) {
        people.push_back(read_customer(key.scalar, node));
      }
    }
    reader.finish();
    page["customers"] = std::move(people);
    shop_.storefront_ = std::move(page);
  }

 private:
  base::Value read_shop(const base::YamlNode& node) {
    base::YamlReader reader(node, file_, "shop", faults_);
    base::Record shop;
    shop["name"] = reader.required_text("name").value_or("");
    currency_ = reader.required_text("currency").value_or("");
    shop["currency"] = currency_;
    shop["country"] = reader.optional_text("country").value_or("");
    shop["time_zone"] = reader.optional_text("time_zone").value_or("UTC");
    reader.finish();
    return shop;
  }

  base::Value read_customer(const std::string& id, const base::YamlNode& node) {
    base::YamlReader reader(node, file_, "customer", faults_);
    DemoShop::Entry entry;
    entry.customer.id = id;
    entry.customer.name = reader.required_text("name").value_or(id);
    entry.customer.locale = reader.required_text("locale").value_or("en");
    entry.customer.time_zone = reader.required_text("time_zone").value_or("UTC");
    entry.email = reader.optional_text("email").value_or("");
    entry.customer.email = entry.email;
    entry.phone = reader.optional_text("phone").value_or("");
    reader.optional_text("country");
    base::Value::List orders;
    if (const auto* list = reader.optional("orders")) {
      for (const auto& order : list->items) orders.push_back(read_order(order));
    }
    base::Value::List rewards;
    if (const auto* list = reader.optional("rewards")) {
      for (const auto& reward : list->items) rewards.push_back(read_reward(reward));
    }
    // No: one of those whose returns the back office finds at the start of `./dev demo`.
    const bool is_shown = reader.optional_boolean("in_shop").value_or(true);
    reader.finish();
    entry.orders = orders;
    entry.rewards = rewards;
    base::Record person{{"id", id},
                        {"name", entry.customer.name},
                        {"locale", entry.customer.locale},
                        {"time_zone", entry.customer.time_zone},
                        {"is_shown", is_shown},
                        {"orders", std::move(orders)},
                        {"rewards", std::move(rewards)}};
    shop_.customers_[id] = std::move(entry);
    return person;
  }

  base::Value read_order(const base::YamlNode& node) {
    base::YamlReader reader(node, file_, "order", faults_);
    base::Record order;
    order["number"] = reader.required_text("number").value_or("");
    order["placed_on"] = read_date(reader, "placed", true);
    order["delivered_on"] = read_date(reader, "delivered", false);
    base::Value::List lines;
    if (const auto* list = reader.required("lines")) {
      for (const auto& line : list->items) lines.push_back(read_line(line));
    }
    order["lines"] = std::move(lines);
    reader.finish();
    return order;
  }

  base::Value read_line(const base::YamlNode& node) {
    base::YamlReader reader(node, file_, "line", faults_);
    base::Record line;
    line["id"] = reader.required_text("sku").value_or("");
    line["title"] = reader.required_text("title").value_or("");
    line["quantity"] =
        static_cast<std::int64_t>(reader.required_integer("quantity", 1, 1000).value_or(1));
    const auto price = reader.required_text("price");
    const auto amount = price ? read_amount(*price) : std::nullopt;
    if (price && !amount) {
      faults_.error(reader.position(), "the price '" + *price + "' is no amount", "write 2150.00");
    }
    line["price"] = base::Record{{"amount", amount.value_or(0)}, {"currency", currency_}};
    line["picture"] = reader.optional_text("picture").value_or("");
    reader.finish();
    return line;
  }

  base::Value read_reward(const base::YamlNode& node) {
    base::YamlReader reader(node, file_, "reward", faults_);
    base::Record reward;
    reward["number"] = reader.required_text("number").value_or("");
    reward["title"] = reader.required_text("title").value_or("");
    reward["miles"] =
        static_cast<std::int64_t>(reader.required_integer("miles", 0, 100'000'000).value_or(0));
    reward["category"] = reader.optional_text("category").value_or("");
    reward["delivered_on"] = read_date(reader, "delivered", false);
    reward["picture"] = reader.optional_text("picture").value_or("");
    reader.finish();
    return reward;
  }

  base::Value read_date(base::YamlReader& reader, std::string_view name, bool is_required) {
    const auto text = is_required ? reader.required_text(name) : reader.optional_text(name);
    if (!text) return {};
    if (auto date = read_relative_date(*text, start_)) return *date;
    faults_.error(reader.position(), "'" + *text + "' is no date",
                  "write '6 days ago' or 2026-11-20");
    return {};
  }

  DemoShop& shop_;
  std::string file_;
  base::Instant start_;
  base::Faults& faults_;
  std::string currency_;
};

DemoShop::DemoShop(std::string_view text, const std::string& file, base::Instant start,
                   base::Faults& faults) {
  if (const auto root = base::parse_yaml(text, file, faults)) {
    DemoShopReader(*this, file, start, faults).read(*root);
  }
}

std::optional<ShopCustomer> DemoShop::find_customer(std::string_view id) const {
  const auto found = customers_.find(id);
  if (found == customers_.end()) return std::nullopt;
  return found->second.customer;
}

base::Result<std::vector<base::Value>> DemoShop::orders_of(std::string_view customer) const {
  const auto found = customers_.find(customer);
  if (found == customers_.end()) return std::vector<base::Value>{};
  return found->second.orders;
}

base::Result<std::vector<base::Value>> DemoShop::rewards_of(std::string_view customer) const {
  const auto found = customers_.find(customer);
  if (found == customers_.end()) return std::vector<base::Value>{};
  return found->second.rewards;
}

base::Result<base::Value> DemoShop::find_order(std::string_view number,
                                               const Contact& contact) const {
  for (const auto& [id, entry] : customers_) {
    const bool is_email =
        !contact.email.empty() && base::fold(contact.email) == base::fold(entry.email);
    const bool is_phone =
        !contact.phone.empty() && only_digits(contact.phone) == only_digits(entry.phone);
    if (!is_email && !is_phone) continue;
    for (const base::Value& order : entry.orders) {
      if (order.text_at("number") != number) continue;
      return base::Value(base::Record{{"number", order.at("number")},
                                      {"placed_on", order.at("placed_on")},
                                      {"delivered_on", order.at("delivered_on")}});
    }
  }
  return base::Error{base::Code::not_found, "not_found", "no such order of such a customer", ""};
}

}  // namespace bot
