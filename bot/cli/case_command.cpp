#include <algorithm>
#include <iostream>

#include "base/json.hpp"
#include "base/random.hpp"
#include "bot/cli/back_office_key.hpp"
#include "bot/cli/commands.hpp"
#include "bot/environment.hpp"
#include "bot/net/client.hpp"
#include "bot/profile.hpp"
#include "bot/shop/demo_shop.hpp"

namespace bot {
namespace {

using base::Record;
using base::Type;
using base::Value;

// Which role sends this event, by the case machines of the profile.
std::optional<Role> role_of(const Profile& profile, std::string_view event) {
  for (const auto& [type, machine] : profile.machines) {
    for (const auto& rule : machine->transitions()) {
      if (rule.event != event) continue;
      for (const auto actor : rule.actors) {
        if (actor == workflow::Actor::support) return Role::support;
        if (actor == workflow::Actor::warehouse) return Role::warehouse;
        if (actor == workflow::Actor::finance) return Role::finance;
      }
    }
  }
  return std::nullopt;
}

// "amount=3490.00" as the machine wants it: money in minor units, yes and no, lists by commas.
Value typed(const Profile& profile, std::string_view event, const std::string& name,
            const std::string& text) {
  for (const auto& [type, machine] : profile.machines) {
    const auto* kind = machine->find_event(event);
    if (kind == nullptr) continue;
    for (const auto& field : kind->data) {
      if (field.name != name) continue;
      if (field.type.kind == Type::Kind::boolean) return text == "yes" || text == "true";
      if (field.type.kind == Type::Kind::number) {
        const auto amount = read_amount(text);
        if (amount) return text.find('.') == std::string::npos ? *amount / 100 : *amount;
      }
      if (field.type.kind == Type::Kind::list) {
        Value::List items;
        std::string_view rest = text;
        while (!rest.empty()) {
          const auto comma = rest.find(',');
          items.emplace_back(rest.substr(0, comma));
          rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
        }
        return items;
      }
    }
  }
  return text;
}

int print(const base::Result<HttpAnswer>& answer) {
  if (!answer) {
    std::cerr << "boomerang: " << answer.error().detail << "\n";
    return 1;
  }
  const auto body = base::parse_json(answer->body, {64U << 20U, 32, 1'000'000});
  if (answer->status == 200) {
    std::cout << answer->body << "\n";
    return 0;
  }
  std::cerr << "boomerang: "
            << (body ? body->text_at("detail", body->text_at("title", answer->body)) : answer->body)
            << " (" << answer->status << ")\n";
  return 1;
}

}  // namespace

int case_command(const CaseOptions& options) {
  const auto loaded = load_profile({options.where.profile, options.where.data,
                                    base::SystemClock().now(), environment_variable, false, false});
  if (!loaded.profile) {
    std::cerr << loaded.faults.to_string();
    return 1;
  }
  const std::string key =
      find_back_office_key(options.key, *loaded.profile, role_of(*loaded.profile, options.event));
  if (key.empty()) {
    std::cerr << "boomerang: give a key with --key or BOOMERANG_KEY\n";
    return 2;
  }
  HttpCall call;
  call.address = options.server;
  call.headers = {{"Authorization", "Bearer " + key}};
  if (options.event == "list") {
    call.target = "/v1/cases";
    return print(http_call(call));
  }
  if (options.number.empty()) {
    std::cerr << "boomerang: name the return, such as R-7K2M-4QXD\n";
    return 2;
  }
  call.target = "/v1/cases/" + options.number;
  if (options.event == "show") return print(http_call(call));

  Record body{{"event", options.event}};
  base::SecureRandom random;
  body["key"] = options.idempotency_key.empty() ? random.hex(16) : options.idempotency_key;
  Record fields;
  for (const auto& value : options.values) {
    const auto equals = value.find('=');
    if (equals == std::string::npos) {
      std::cerr << "boomerang: write --set name=value, not '" << value << "'\n";
      return 2;
    }
    const std::string name = value.substr(0, equals);
    fields[name] = typed(*loaded.profile, options.event, name, value.substr(equals + 1));
  }
  body["data"] = fields;
  call.method = "POST";
  call.target += "/events";
  call.headers.push_back({"Content-Type", "application/json"});
  call.body = base::to_json(body);
  return print(http_call(call));
}

int hand_back_command(const HandBackOptions& options) {
  const auto loaded = load_profile({options.where.profile, options.where.data,
                                    base::SystemClock().now(), environment_variable, false, false});
  if (!loaded.profile) {
    std::cerr << loaded.faults.to_string();
    return 1;
  }
  HttpCall call;
  call.address = options.server;
  call.method = "POST";
  call.target = "/v1/conversations/" + options.conversation + "/hand_back";
  call.headers = {{"Authorization",
                   "Bearer " + find_back_office_key(options.key, *loaded.profile, Role::support)}};
  call.body = base::to_json(Record{{"outcome", options.outcome}});
  return print(http_call(call));
}

}  // namespace bot
