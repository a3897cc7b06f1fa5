// Webhooks as Standard Webhooks has them: headers, signature, and the body that tells of a
// transition of a case. No state; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "bot/access/secret.hpp"
#include "bot/net/http.hpp"
#include "bot/settings.hpp"
#include "workflow/decide.hpp"

namespace bot {

// The key that signs: what "whsec_<base64>" holds, or the bytes of the secret as they are. Error:
// `bad_secret` when the base64 is none.
base::Result<std::string> webhook_key(const Secret& secret);

// How the receiver writes the same secret in its own settings: "whsec_<base64>".
std::string webhook_secret_text(std::string_view key);

// "v1,<base64 of HMAC-SHA256>" over id, timestamp (seconds since 1970) and body.
std::string webhook_signature(std::string_view key, std::string_view id, std::int64_t timestamp,
                              std::string_view body);

// Content-Type, webhook-id, webhook-timestamp, webhook-signature; the last one with a signature by
// each key, the newest first, so that a receiver can change over in its own time.
std::vector<HttpHeader> webhook_headers(const std::vector<Secret>& keys, std::string_view id,
                                        base::Instant now, std::string_view body);

// The name of a transition, the same in every repeat and for every receiver.
std::string webhook_id(const workflow::Case& after);

// The body: docs/openapi.json, CaseTransition. Ids, names of states and moments only: what people
// wrote is read from GET /v1/cases/{number}.
std::string webhook_body(const workflow::Transition& transition, workflow::Actor actor,
                         std::optional<base::Instant> due, base::Instant now);

}  // namespace bot
