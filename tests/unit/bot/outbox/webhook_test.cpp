#include "bot/outbox/webhook.hpp"

#include <catch2/catch.hpp>

using namespace bot;  // NOLINT: a test file

// The example of the Standard Webhooks specification, which its libraries test themselves with.
TEST_CASE("webhook: signs as Standard Webhooks has it", "[bot]") {
  const auto key = webhook_key(Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
  REQUIRE(key.has_value());
  CHECK(webhook_signature(*key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330,
                          R"({"test": 2432232314})") ==
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  CHECK(webhook_secret_text(*key) == "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
}

TEST_CASE("webhook: a secret without the prefix signs as it is", "[bot]") {
  const auto key = webhook_key(Secret("0123456789abcdef0123456789abcdef"));
  REQUIRE(key.has_value());
  CHECK(*key == "0123456789abcdef0123456789abcdef");
  CHECK(webhook_secret_text(*key) == "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
  CHECK_FALSE(webhook_key(Secret("whsec_***")).has_value());
  CHECK_FALSE(webhook_key(Secret("whsec_")).has_value());
}

TEST_CASE("webhook: while keys change over, both sign", "[bot]") {
  const std::vector<Secret> keys{Secret("new key"), Secret("old key")};
  const auto headers =
      webhook_headers(keys, "msg_1", base::from_milliseconds(1'614'265'330'999), "{}");
  std::string signatures;
  for (const auto& header : headers) {
    if (header.name == "webhook-timestamp") CHECK(header.value == "1614265330");
    if (header.name == "webhook-id") CHECK(header.value == "msg_1");
    if (header.name == "webhook-signature") signatures = header.value;
  }
  CHECK(signatures == webhook_signature("new key", "msg_1", 1614265330, "{}") + " " +
                          webhook_signature("old key", "msg_1", 1614265330, "{}"));
  CHECK(webhook_signature("new key", "msg_1", 1614265330, "{}") !=
        webhook_signature("old key", "msg_1", 1614265330, "{}"));
}
