// One-time codes by the clock (RFC 6238: HMAC-SHA-1, 30 seconds, six digits), as authenticator
// apps make them. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/random.hpp"

namespace bot {

// A secret of 160 random bits in base32 (RFC 4648, upper case, no padding).
std::string make_totp_secret(base::Random& random);

// The bytes of a base32 text; case and blanks do not matter. Nothing when it is none.
std::optional<std::string> from_base32(std::string_view text);
std::string to_base32(std::string_view bytes);

// Which code is current: the number of half minutes since 1970.
std::int64_t totp_step(base::Instant now);

// The code of a step, with leading zeros. `digits`: 6 to 8.
std::string totp_code(std::string_view secret_bytes, std::int64_t step, int digits = 6);

// The step whose code this is: the present one or a neighbour, so that clocks may differ by half a
// minute; only steps after `last_used` count, so a code works once. Nothing when it is wrong.
std::optional<std::int64_t> check_totp(std::string_view secret_base32, std::string_view code,
                                       base::Instant now, std::int64_t last_used);

// What an authenticator app reads as a QR code or link.
std::string totp_uri(std::string_view secret_base32, std::string_view name);

}  // namespace bot
