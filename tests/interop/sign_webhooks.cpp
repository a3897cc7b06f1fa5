// Prints 200 signed webhooks, one JSON object a line, for verify.mjs: secrets in both spellings,
// one or two keys, bodies of all kinds of text.
#include <iostream>

#include "base/json.hpp"
#include "base/random.hpp"
#include "bot/outbox/webhook.hpp"

int main() {
  base::SecureRandom random;
  const base::Instant now = base::SystemClock().now();
  for (int i = 0; i < 200; ++i) {
    const bool has_prefix = i % 2 == 0;
    const std::string raw = random.hex(16 + static_cast<std::size_t>(i % 17));
    const bot::Secret secret(has_prefix ? bot::webhook_secret_text(raw) : raw);
    const auto key = bot::webhook_key(secret).value();
    std::vector<bot::Secret> keys{bot::Secret(key)};
    base::Record line{{"secret", bot::webhook_secret_text(key)}};
    if (i % 3 == 0) {
      const std::string former = random.hex(16);
      keys.emplace_back(former);
      line["former"] = bot::webhook_secret_text(former);
    }
    const std::string id = "msg_" + random.hex(8);
    const std::string body = base::to_json(
        base::Record{{"n", i}, {"text", i % 4 == 0 ? "Возврат \"R\" \\ 😀\n" : random.hex(8)}});
    base::Record headers;
    for (const auto& header : bot::webhook_headers(keys, id, now, body)) {
      if (header.name.starts_with("webhook-")) headers[header.name] = header.value;
    }
    line["headers"] = headers;
    line["body"] = body;
    std::cout << base::to_json(line) << "\n";
  }
}
