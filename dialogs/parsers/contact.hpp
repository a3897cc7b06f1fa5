// Telephone numbers, e-mail addresses, account numbers and plain text. Any thread.
#pragma once

#include <cstdint>
#include <string_view>

#include "dialogs/parsers/parsed.hpp"

namespace dialogs {

// "+7 (495) 232-10-00" becomes "+74952321000"; 7 to 15 digits (E.164), other separators dropped; a
// number without + keeps having none. Reason: not_a_phone.
Parsed parse_phone(std::string_view text);

// One address, its domain in small letters; at most 254 bytes, ASCII local part. Reason:
// not_an_email.
Parsed parse_email(std::string_view text);

// Without blanks, in capitals. Reasons: not_an_iban, iban_length (of that country), iban_check
// (ISO 13616, mod 97).
Parsed parse_iban(std::string_view text);

// The text trimmed, min to max code points. Reasons: empty, too_short, too_long.
Parsed parse_text(std::string_view text, std::int64_t min, std::int64_t max);

}  // namespace dialogs
