#include "dialogs/parsers/contact.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.hpp"
#include "dialogs/parsers/words.hpp"

namespace dialogs {

namespace {

constexpr std::size_t kMaxEmailBytes = 254;

struct Country {
  std::string_view code;
  std::size_t length;
};
// Lengths of the IBAN registry.
constexpr std::array kCountries = {
    Country{"AD", 24}, Country{"AE", 23}, Country{"AL", 28}, Country{"AT", 20}, Country{"AZ", 28},
    Country{"BA", 20}, Country{"BE", 16}, Country{"BG", 22}, Country{"BH", 22}, Country{"BR", 29},
    Country{"BY", 28}, Country{"CH", 21}, Country{"CR", 22}, Country{"CY", 28}, Country{"CZ", 24},
    Country{"DE", 22}, Country{"DK", 18}, Country{"DO", 28}, Country{"EE", 20}, Country{"EG", 29},
    Country{"ES", 24}, Country{"FI", 18}, Country{"FO", 18}, Country{"FR", 27}, Country{"GB", 22},
    Country{"GE", 22}, Country{"GI", 23}, Country{"GL", 18}, Country{"GR", 27}, Country{"GT", 28},
    Country{"HR", 21}, Country{"HU", 28}, Country{"IE", 22}, Country{"IL", 23}, Country{"IQ", 23},
    Country{"IS", 26}, Country{"IT", 27}, Country{"JO", 30}, Country{"KW", 30}, Country{"KZ", 20},
    Country{"LB", 28}, Country{"LC", 32}, Country{"LI", 21}, Country{"LT", 20}, Country{"LU", 20},
    Country{"LV", 21}, Country{"LY", 25}, Country{"MC", 27}, Country{"MD", 24}, Country{"ME", 22},
    Country{"MK", 19}, Country{"MR", 27}, Country{"MT", 31}, Country{"MU", 30}, Country{"NL", 18},
    Country{"NO", 15}, Country{"PK", 24}, Country{"PL", 28}, Country{"PS", 29}, Country{"PT", 25},
    Country{"QA", 29}, Country{"RO", 24}, Country{"RS", 22}, Country{"RU", 33}, Country{"SA", 24},
    Country{"SC", 31}, Country{"SE", 24}, Country{"SI", 19}, Country{"SK", 24}, Country{"SM", 27},
    Country{"ST", 25}, Country{"SV", 28}, Country{"TL", 23}, Country{"TN", 24}, Country{"TR", 26},
    Country{"UA", 29}, Country{"VA", 22}, Country{"VG", 24}, Country{"XK", 20},
};

bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}

bool is_local_part(std::string_view local) {
  if (local.empty() || local.size() > 64 || local.front() == '.' || local.back() == '.') {
    return false;
  }
  if (local.find("..") != std::string_view::npos) return false;
  return std::all_of(local.begin(), local.end(), [](char c) {
    return is_digit(c) || is_letter(c) ||
           std::string_view("!#$%&'*+-/=?^_`{|}~.").find(c) != std::string_view::npos;
  });
}

// Two labels or more; each of letters, digits and inner hyphens; the last begins with a letter.
bool is_domain(std::string_view domain) {
  int labels = 0;
  std::string_view last;
  while (true) {
    const auto dot = domain.find('.');
    last = domain.substr(0, dot);
    ++labels;
    if (last.empty() || last.size() > 63 || last.front() == '-' || last.back() == '-') return false;
    const bool is_fine = std::all_of(last.begin(), last.end(), [](char c) {
      return is_digit(c) || is_letter(c) || c == '-' || static_cast<unsigned char>(c) >= 0x80;
    });
    if (!is_fine) return false;
    if (dot == std::string_view::npos) break;
    domain.remove_prefix(dot + 1);
  }
  return labels >= 2 && last.size() >= 2 && !is_digit(last.front());
}

}  // namespace

Parsed parse_phone(std::string_view text) {
  const std::string_view body = skip_courtesy(base::trim(text));
  std::string number;
  std::size_t at = 0;
  if (at < body.size() && body[at] == '+') number += body[at++];
  std::size_t end = at;
  for (; at < body.size(); ++at) {
    if (is_digit(body[at])) {
      number += body[at];
      end = at + 1;
    } else if (std::string_view(" ()-./").find(body[at]) == std::string_view::npos) {
      break;
    }
  }
  const std::size_t digits = number.starts_with('+') ? number.size() - 1 : number.size();
  if (digits < 7 || digits > 15) return Parsed::refused("not_a_phone");
  return with_rest(std::move(number), body.substr(end), "not_a_phone");
}

Parsed parse_email(std::string_view text) {
  constexpr std::string_view kReason = "not_an_email";
  std::string_view body = skip_courtesy(base::trim(text));
  const std::size_t blank = body.find_first_of(" \t\n,;");
  std::string_view address = body.substr(0, blank);
  std::string_view rest = body.substr(address.size());
  while (!address.empty() && (address.back() == '.' || address.back() == '!')) {
    address.remove_suffix(1);
  }
  const auto at = address.find('@');
  if (at == std::string_view::npos || address.size() > kMaxEmailBytes) {
    return Parsed::refused(kReason);
  }
  const std::string domain = lower(address.substr(at + 1));
  if (!is_local_part(address.substr(0, at)) || !is_domain(domain)) return Parsed::refused(kReason);
  return with_rest(std::string(address.substr(0, at + 1)) + domain, rest, kReason);
}

Parsed parse_iban(std::string_view text) {
  std::string number;
  for (const char c : base::trim(text)) {
    if (c == ' ' || c == '-') continue;
    if (!is_digit(c) && !is_letter(c)) return Parsed::refused("not_an_iban");
    number += is_digit(c) || is_capital(c) ? c : static_cast<char>(c - 'a' + 'A');
  }
  if (number.starts_with("IBAN")) number.erase(0, 4);
  if (number.size() < 15 || number.size() > 34 || !is_capital(number[0]) ||
      !is_capital(number[1]) || !is_digit(number[2]) || !is_digit(number[3])) {
    return Parsed::refused("not_an_iban");
  }
  const auto country = std::find_if(
      kCountries.begin(), kCountries.end(),
      [&](const Country& entry) { return entry.code == std::string_view(number).substr(0, 2); });
  if (country == kCountries.end()) return Parsed::refused("not_an_iban");
  if (country->length != number.size()) return Parsed::refused("iban_length");
  int remainder = 0;
  const std::string turned = number.substr(4) + number.substr(0, 4);
  for (const char c : turned) {
    remainder =
        is_digit(c) ? (remainder * 10 + (c - '0')) % 97 : (remainder * 100 + (c - 'A' + 10)) % 97;
  }
  if (remainder != 1) return Parsed::refused("iban_check");
  return Parsed::whole(std::move(number));
}

Parsed parse_text(std::string_view text, std::int64_t min, std::int64_t max) {
  const std::string_view body = base::trim(text);
  if (!base::has_visible_character(body)) return Parsed::refused("empty");
  const auto length = static_cast<std::int64_t>(base::count_characters(body));
  if (length < min) return Parsed::refused("too_short");
  if (length > max) return Parsed::refused("too_long");
  return Parsed::whole(std::string(body));
}

}  // namespace dialogs
