#include "dialogs/parsers/tracking_number.hpp"

#include <algorithm>
#include <string>

#include "base/text.hpp"
#include "carriers/track.hpp"
#include "dialogs/parsers/words.hpp"

namespace dialogs {

namespace {

constexpr std::size_t kMinLength = 8;
constexpr std::size_t kMaxLength = 35;
constexpr std::ptrdiff_t kMinDigits = 6;

}  // namespace

Parsed parse_tracking_number(std::string_view text, const carriers::Table& table,
                             std::string_view carrier) {
  constexpr std::string_view kReason = "not_a_track";
  std::string_view body = skip_courtesy(base::trim(text));
  while (!body.empty() && (body.back() == '.' || body.back() == '!')) body.remove_suffix(1);
  for (const std::string_view sign : {"#", "№"}) {
    if (body.starts_with(sign)) body.remove_prefix(sign.size());
  }
  const std::string number = carriers::normalise_track(body);
  const auto digits = std::count_if(number.begin(), number.end(), is_digit);
  if (number.size() < kMinLength || number.size() > kMaxLength || digits < kMinDigits) {
    return Parsed::refused(kReason);
  }
  const auto check = carriers::check_track(table, number, carrier);
  if (check.strength == carriers::Strength::unusable) return Parsed::refused(kReason);
  base::Record track{
      {"number", number}, {"match", carriers::to_string(check.strength)}, {"confirmed", false}};
  if (check.doubt != carriers::Doubt::none) track["doubt"] = carriers::to_string(check.doubt);
  if (!check.belongs_to.empty()) track["belongs_to"] = check.belongs_to;
  if (!check.suggested.empty()) {
    base::Value::List suggested(check.suggested.begin(), check.suggested.end());
    track["suggested"] = std::move(suggested);
  }
  return Parsed::whole(std::move(track));
}

base::Value::List corrected_tracks(const base::Value& track) {
  base::Value::List tracks;
  const base::Value& suggested = track.at("suggested");
  if (!suggested.is_list()) return tracks;
  for (const base::Value& number : suggested.list()) {
    tracks.push_back(base::Record{{"number", number}, {"match", "strong"}, {"confirmed", false}});
  }
  return tracks;
}

}  // namespace dialogs
