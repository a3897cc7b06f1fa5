// Cases without a chat, for tests of what happens to them afterwards.
#pragma once

#include <stdexcept>
#include <string>

#include "base/json.hpp"
#include "tests/support/sim_server.hpp"

namespace tests {

// What the customer's `submit` brings: sound, for any order.
inline base::Record return_request(std::string_view order) {
  const base::Record line{{"item", "KTL-17"}, {"title", "Kettle"},     {"quantity", 1},
                          {"returnable", 1},  {"reason", "defective"}, {"description", "cracked"}};
  const base::Record photo{{"upload", "u1"}, {"name", "photo.png"}, {"type", "png"}};
  return {{"order", std::string(order)},
          {"lines", base::Value::List{base::Value(line)}},
          {"reason", "defective"},
          {"description", "the lid is cracked"},
          {"photos", base::Value::List{base::Value(photo)}},
          {"owns_order", true}};
}

// A submitted return of that customer, durable once the server has settled. Gives its number.
inline std::string open_return(SimServer& server, std::string_view customer = "anna",
                               std::string_view order = "1042") {
  bot::CaseOpening opening;
  opening.type = "product_return";
  opening.customer = customer;
  opening.time_zone = "Europe/Minsk";
  opening.first.name = "submit";
  opening.first.actor = workflow::Actor::customer;
  opening.first.actor_id = customer;
  opening.first.channel = "chat";
  opening.first.data = return_request(order);
  auto& core = server.core();
  bot::Turn turn = core.processor().begin(nullptr);
  const auto opened = core.desk().open(turn, opening);
  if (!opened) throw std::runtime_error("the return was refused: " + opened.error().detail);
  core.processor().submit(std::move(turn));
  server.settle();
  return opened->number;
}

// The bearer key of a role.
inline std::string key_of(const SimServer& server, std::string_view role) {
  for (const auto& access : server.profile().settings.back_office) {
    if (bot::to_string(access.entry.role) == role) return std::string(access.key.reveal());
  }
  throw std::runtime_error("no key of that role");
}

inline bot::HttpHeader bearer(const SimServer& server, std::string_view role) {
  return {"Authorization", "Bearer " + key_of(server, role)};
}

inline std::string body_of(const bot::HttpResponse& response) {
  return std::get<std::string>(response.body);
}

inline base::Value json_of(const bot::HttpResponse& response) {
  auto parsed = base::parse_json(body_of(response), {16U << 20U, 32, 100'000});
  if (!parsed) throw std::runtime_error("no JSON: " + body_of(response));
  return std::move(*parsed);
}

}  // namespace tests
