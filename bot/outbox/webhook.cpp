#include "bot/outbox/webhook.hpp"

#include "base/json.hpp"
#include "bot/outbox/base64.hpp"

namespace bot {
namespace {

constexpr std::string_view kSecretPrefix = "whsec_";

std::int64_t seconds(base::Instant at) {
  return base::to_milliseconds(at) / 1000;
}

}  // namespace

base::Result<std::string> webhook_key(const Secret& secret) {
  std::string_view text = secret.reveal();
  if (!text.starts_with(kSecretPrefix)) return std::string(text);
  auto key = from_base64(text.substr(kSecretPrefix.size()));
  if (!key || key->empty()) {
    return base::Error{base::Code::invalid_argument, "bad_secret",
                       "behind whsec_ there must be base64", ""};
  }
  return std::move(*key);
}

std::string webhook_secret_text(std::string_view key) {
  return std::string(kSecretPrefix) + to_base64(key);
}

std::string webhook_signature(std::string_view key, std::string_view id, std::int64_t timestamp,
                              std::string_view body) {
  std::string signed_text(id);
  signed_text.append(".").append(std::to_string(timestamp)).append(".").append(body);
  const Digest digest = hmac_sha256(key, signed_text);
  return "v1," + to_base64({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

std::vector<HttpHeader> webhook_headers(const std::vector<Secret>& keys, std::string_view id,
                                        base::Instant now, std::string_view body) {
  std::string signatures;
  for (const auto& key : keys) {
    if (!signatures.empty()) signatures += ' ';
    signatures += webhook_signature(key.reveal(), id, seconds(now), body);
  }
  return {{"Content-Type", "application/json"},
          {"User-Agent", "Boomerang"},
          {"webhook-id", std::string(id)},
          {"webhook-timestamp", std::to_string(seconds(now))},
          {"webhook-signature", std::move(signatures)}};
}

std::string webhook_id(const workflow::Case& after) {
  return "msg_" + after.id + "_" + std::to_string(after.version);
}

std::string webhook_body(const workflow::Transition& transition, workflow::Actor actor,
                         std::optional<base::Instant> due, base::Instant now) {
  const workflow::Case& after = transition.after;
  const bool is_opening = transition.from == workflow::kNewState;
  std::string body;
  base::JsonWriter json(body);
  json.open_object().key("type").text("case.transition");
  json.key("timestamp").text(base::to_iso(now)).key("data").open_object();
  json.key("number").text(after.number).key("type").text(after.type);
  json.key("event").text(transition.event);
  json.key("from").text(is_opening ? "" : transition.from).key("to").text(transition.to);
  json.key("version").integer(after.version).key("actor").text(workflow::to_string(actor));
  json.key("customer").text(after.customer);
  json.key("order").text(base::Value(after.fields).text_at("order"));
  json.key("policy_version").text(after.policy_version);
  if (due) json.key("due").text(base::to_iso(*due));
  json.close_object().close_object();
  return body;
}

}  // namespace bot
