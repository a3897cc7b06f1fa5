// Base64 with the plain alphabet and padding (RFC 4648 section 4), as e-mail and webhooks write it.
// No state; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bot {

std::string to_base64(std::string_view bytes);
// Strict; nothing when it is none.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace bot
