// Identifiers that leave the process: UUID version 7 (RFC 9562), time-ordered and unguessable
// enough to be names but never secrets.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/random.hpp"

namespace base {

// "0198c2f0-7b3e-7cc1-9f0e-1d6a2b3c4d5e": 48 bits of milliseconds, then 74 random bits.
std::string make_uuid7(Instant now, Random& random);

// Whether text is a UUID of version 7 in lower case, exactly as make_uuid7 writes it.
bool is_uuid7(std::string_view text);

}  // namespace base
