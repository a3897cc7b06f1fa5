#include "carriers/track.hpp"

#include <unicode/uloc.h>

#include <algorithm>

#include "base/check.hpp"
#include "base/look_alike.hpp"
#include "carriers/correction.hpp"

namespace carriers {

namespace {

constexpr std::size_t kMinTrack = 6;

const Format& s10() {
  static const Format kS10 = [] {
    std::string why;
    auto form = Form::parse("A{2}(9{9})A{2}", why);
    ENSURE(form.has_value(), "S10 is a form");
    return Format{std::move(*form), CheckRule{CheckRule::Kind::s10, {}, {}}, true};
  }();
  return kS10;
}

bool is_usable(std::string_view number) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const bool is_plain = std::all_of(number.begin(), number.end(),
                                    [&](char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); });
  return is_plain && std::any_of(number.begin(), number.end(), is_digit) &&
         number.size() >= kMinTrack && number.size() <= kMaxTrack;
}

bool is_country(std::string_view letters) {
  for (const char* const* code = uloc_getISOCountries(); *code != nullptr; ++code) {
    if (letters == *code) return true;
  }
  return false;
}

std::string_view country_of(std::string_view s10_number) {
  return s10_number.substr(s10_number.size() - 2);
}

bool is_right_s10(std::string_view number) {
  return satisfies(s10(), number) && is_country(country_of(number));
}

// The post of that country, or the country itself.
std::string post_of(const Table& table, std::string_view country) {
  for (const Carrier& carrier : table.all()) {
    if (carrier.country == country) return carrier.name;
  }
  return "the post of " + std::string(country);
}

// The other carrier whose recognisable form this is; empty when there is none.
std::string other_owner(const Table& table, std::string_view number, const Carrier* carrier) {
  for (const Carrier& other : table.all()) {
    if (&other == carrier) continue;
    for (const Format& format : other.formats) {
      if (format.is_recognisable && satisfies(format, number)) return other.name;
    }
  }
  return {};
}

// What of the formats the number has, check digits included.
struct Fits {
  bool is_proved = false;
  bool is_plausible = false;  // a form without a check digit
  bool is_mistyped = false;   // a form, with a wrong check digit
};

Fits fit(const Carrier& carrier, std::string_view number) {
  Fits fits;
  for (const Format& format : carrier.formats) {
    if (!format.form.match(number)) continue;
    if (!format.check)
      fits.is_plausible = true;
    else if (satisfies(format, number))
      fits.is_proved = true;
    else
      fits.is_mistyped = true;
  }
  return fits;
}

Doubt doubt_about(const Carrier* carrier, const Fits& fits, bool has_s10_form) {
  if (fits.is_plausible) return Doubt::no_check_digit;
  if (fits.is_mistyped || has_s10_form) return Doubt::mistyped;
  if (carrier == nullptr) return Doubt::unknown_carrier;
  // A post has S10, whatever else it has not.
  const bool has_forms = !carrier->formats.empty() || !carrier->country.empty();
  return has_forms ? Doubt::unusual : Doubt::no_form;
}

// Only what is likely is offered: all slips of the likeliest kind, unless they are too many to
// choose from.
std::vector<std::string> suggestions(const Carrier* carrier, std::string_view number, Doubt doubt) {
  std::vector<const Format*> formats;
  if (carrier != nullptr) {
    for (const Format& format : carrier->formats) formats.push_back(&format);
  }
  if (carrier == nullptr || !carrier->country.empty() || s10().form.match(number)) {
    formats.push_back(&s10());
  }
  std::vector<std::string> likely;
  std::optional<int> slip;
  for (const Correction& one : corrections(number, formats)) {
    if (s10().form.match(one.number) && !is_right_s10(one.number)) continue;
    // Without the form, replaced digits prove nothing.
    if (doubt == Doubt::unusual && one.slip > 1) break;
    if (slip && one.slip != *slip) break;
    slip = one.slip;
    likely.push_back(one.number);
  }
  if (likely.size() > kMaxSuggested) likely.clear();
  return likely;
}

std::string note_of(const TrackCheck& check, const Carrier* carrier, std::string_view words) {
  const std::string name = carrier != nullptr ? carrier->name : std::string(words);
  if (!check.belongs_to.empty()) {
    return "This is a number of " + check.belongs_to + ", sent with " +
           (name.empty() ? "an unknown carrier" : name) + ".";
  }
  switch (check.doubt) {
    case Doubt::none:
      return {};
    case Doubt::no_check_digit:
      return "Numbers of " + name + " in this form have no check digit: look at the receipt.";
    case Doubt::no_form:
      return name + " publishes no form of its numbers: look at the receipt.";
    case Doubt::unknown_carrier:
      return "The carrier is not in the table, so its numbers cannot be checked.";
    case Doubt::unusual:
      return "Not a published form of " + name + ": look at the receipt.";
    case Doubt::mistyped:
      return "Most likely mistyped: its check digit or its form is wrong. Look at the receipt.";
  }
  return {};
}

}  // namespace

std::string_view to_string(Strength strength) {
  switch (strength) {
    case Strength::strong:
      return "strong";
    case Strength::weak:
      return "weak";
    case Strength::unusable:
      return "unusable";
  }
  return "unusable";
}

std::string_view to_string(Doubt doubt) {
  switch (doubt) {
    case Doubt::none:
      return "";
    case Doubt::no_check_digit:
      return "no_check_digit";
    case Doubt::no_form:
      return "no_form";
    case Doubt::unknown_carrier:
      return "unknown_carrier";
    case Doubt::unusual:
      return "unusual";
    case Doubt::mistyped:
      return "mistyped";
  }
  return "";
}

std::string normalise_track(std::string_view typed) {
  return base::fold_to_latin(typed);
}

TrackCheck check_track(const Table& table, std::string_view number,
                       std::string_view carrier_words) {
  TrackCheck check;
  if (!is_usable(number)) return check;
  const Carrier* carrier = table.find(carrier_words);
  const Fits fits = carrier == nullptr ? Fits{} : fit(*carrier, number);
  const bool is_s10 = is_right_s10(number);
  if (is_s10 || fits.is_proved) {
    check.strength = Strength::strong;
    const bool is_foreign =
        is_s10 && !fits.is_proved && carrier != nullptr && carrier->country != country_of(number);
    if (is_foreign) check.belongs_to = post_of(table, country_of(number));
  } else {
    check.belongs_to = fits.is_plausible ? "" : other_owner(table, number, carrier);
    const bool is_known_elsewhere = carrier == nullptr && !check.belongs_to.empty();
    check.strength = is_known_elsewhere ? Strength::strong : Strength::weak;
    if (!is_known_elsewhere) {
      check.doubt = doubt_about(carrier, fits, s10().form.match(number).has_value());
    }
    if (check.doubt == Doubt::mistyped || check.doubt == Doubt::unusual) {
      check.suggested = suggestions(carrier, number, check.doubt);
      // None of the forms, but one slip away from one of them.
      if (!check.suggested.empty()) check.doubt = Doubt::mistyped;
    }
  }
  check.note = note_of(check, carrier, carrier_words);
  return check;
}

}  // namespace carriers
