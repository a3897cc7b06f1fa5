#include <unicode/curramt.h>
#include <unicode/listformatter.h>
#include <unicode/msgfmt.h>
#include <unicode/numfmt.h>
#include <unicode/plurrule.h>
#include <unicode/smpdtfmt.h>
#include <unicode/timezone.h>
#include <unicode/ucurr.h>
#include <unicode/unistr.h>

#include <array>
#include <charconv>
#include <map>

#include "dialogs/texts.hpp"

namespace dialogs {
namespace {

icu::UnicodeString to_icu(std::string_view text) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  for (const std::size_t at : {0, 1, 2, 3, 5, 6, 8, 9}) {
    if (text[at] < '0' || text[at] > '9') return false;
  }
  return true;
}

bool is_instant(std::string_view text) {
  return text.size() >= 17 && text[10] == 'T' && is_date(text.substr(0, 10));
}

std::unique_ptr<icu::TimeZone> zone_named(std::string_view name) {
  std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(to_icu(name)));
  if (*zone == icu::TimeZone::getUnknown()) {
    zone.reset(icu::TimeZone::createTimeZone(icu::UnicodeString("UTC")));
  }
  return zone;
}

std::unique_ptr<icu::SimpleDateFormat> date_format(std::string_view pattern,
                                                   const icu::Locale& locale,
                                                   const icu::TimeZone& zone) {
  UErrorCode status = U_ZERO_ERROR;
  auto format = std::make_unique<icu::SimpleDateFormat>(to_icu(pattern), locale, status);
  // Only without ICU's own tables; then nothing of this program can speak to people.
  if (U_FAILURE(status)) throw std::runtime_error("ICU cannot make a date format");
  format->setTimeZone(zone);
  return format;
}

// The last texts made of a moment, by moment: customers are told the same few days again and again,
// and ICU takes microseconds for each.
class Memo {
 public:
  // The text made of this moment, or nothing.
  const std::string* find(std::int64_t moment) const {
    const Entry& entry = entries_[slot(moment)];
    return entry.text.empty() || entry.moment != moment ? nullptr : &entry.text;
  }
  const std::string& keep(std::int64_t moment, std::string text) {
    Entry& entry = entries_[slot(moment)];
    entry = {moment, std::move(text)};
    return entry.text;
  }

 private:
  struct Entry {
    std::int64_t moment = 0;
    std::string text;
  };
  // Moments are often whole days or the last second of one: mix before taking the low bits.
  static std::size_t slot(std::int64_t moment) {
    return static_cast<std::size_t>((static_cast<std::uint64_t>(moment) * 0x9e3779b97f4a7c15U) >>
                                    59);
  }

  std::array<Entry, 32> entries_;
};

}  // namespace

struct Formatter::Icu {
  std::string locale_name;
  icu::Locale locale;
  std::unique_ptr<icu::TimeZone> zone;
  std::unique_ptr<icu::SimpleDateFormat> date;
  std::unique_ptr<icu::SimpleDateFormat> instant;
  std::unique_ptr<icu::NumberFormat> number;
  std::unique_ptr<icu::NumberFormat> money;
  std::unique_ptr<icu::ListFormatter> list;
  std::unique_ptr<icu::PluralRules> plurals;
  std::vector<std::pair<std::string, std::unique_ptr<icu::MessageFormat>>> units;
  std::map<std::string, std::string, std::less<>> durations;  // written so far
  Memo dates;
  Memo instants;
};

Formatter::Formatter(std::string_view locale, std::string_view zone, const DateFormats& formats)
    : icu_(std::make_unique<Icu>()) {
  icu_->locale_name = locale;
  icu_->locale = icu::Locale::createFromName(icu_->locale_name.c_str());
  if (icu_->locale.isBogus() || locale.empty()) icu_->locale = icu::Locale::getEnglish();
  icu_->zone = zone_named(zone);
  icu_->date = date_format(formats.date, icu_->locale, *icu::TimeZone::getGMT());
  icu_->instant = date_format(formats.instant, icu_->locale, *icu_->zone);
  UErrorCode status = U_ZERO_ERROR;
  icu_->number.reset(icu::NumberFormat::createInstance(icu_->locale, status));
  icu_->money.reset(icu::NumberFormat::createCurrencyInstance(icu_->locale, status));
  icu_->list.reset(icu::ListFormatter::createInstance(icu_->locale, status));
  icu_->plurals.reset(icu::PluralRules::forLocale(icu_->locale, status));
  for (const auto& [unit, pattern] : formats.units) {
    icu_->units.emplace_back(
        unit, std::make_unique<icu::MessageFormat>(to_icu(pattern), icu_->locale, status));
  }
  if (U_FAILURE(status)) throw std::runtime_error("ICU cannot make its formatters");
}

namespace {

const std::string& written(const icu::SimpleDateFormat& format, Memo& memo, std::int64_t moment) {
  if (const std::string* known = memo.find(moment)) return *known;
  icu::UnicodeString text;
  format.format(static_cast<UDate>(moment), text);
  std::string utf8;
  text.toUTF8String(utf8);
  return memo.keep(moment, std::move(utf8));
}

}  // namespace

Formatter::~Formatter() = default;
Formatter::Formatter(Formatter&&) noexcept = default;
Formatter& Formatter::operator=(Formatter&&) noexcept = default;

std::string_view Formatter::locale() const {
  return icu_->locale_name;
}

void Formatter::date(std::string& out, std::string_view iso) const {
  const auto midnight = is_date(iso) ? base::from_iso(iso) : std::nullopt;
  if (!midnight) {
    out += iso;
    return;
  }
  out += written(*icu_->date, icu_->dates, base::to_milliseconds(*midnight));
}

void Formatter::instant(std::string& out, base::Instant instant) const {
  out += written(*icu_->instant, icu_->instants, base::to_milliseconds(instant));
}

void Formatter::number(std::string& out, const base::Value& value) const {
  // Small whole numbers look alike in every language of ours; ICU is for the rest.
  if (value.is_integer() && value.integer() > -1000 && value.integer() < 1000) {
    std::array<char, 8> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value.integer());
    out.append(digits.data(), end.ptr);
    return;
  }
  icu::UnicodeString text;
  if (value.is_integer()) {
    icu_->number->format(value.integer(), text);
  } else {
    icu_->number->format(value.real(), text);
  }
  text.toUTF8String(out);
}

void Formatter::money(std::string& out, std::int64_t minor_units, std::string_view currency) const {
  icu::UnicodeString code = to_icu(currency);
  UErrorCode status = U_ZERO_ERROR;
  const int digits = ucurr_getDefaultFractionDigits(code.getTerminatedBuffer(), &status);
  double amount = static_cast<double>(minor_units);
  for (int digit = 0; digit < digits; ++digit) amount /= 10;
  icu::UnicodeString text;
  if (U_SUCCESS(status) && currency.size() == 3) {
    auto unit = std::make_unique<icu::CurrencyAmount>(amount, code.getTerminatedBuffer(), status);
    icu::FieldPosition nowhere;
    // The formattable owns the amount.
    if (U_SUCCESS(status)) {
      icu_->money->format(icu::Formattable(unit.release()), text, nowhere, status);
    }
  }
  if (U_FAILURE(status) || text.isEmpty()) {
    number(out, base::Value(amount));
    out += ' ';
    out += currency;
    return;
  }
  text.toUTF8String(out);
}

void Formatter::duration(std::string& out, std::string_view text) const {
  // Only figures of the policy come here, so few are ever different.
  constexpr std::size_t kMaxKnown = 64;
  if (const auto known = icu_->durations.find(text); known != icu_->durations.end()) {
    out += known->second;
    return;
  }
  std::string written(text);
  const std::size_t blank = text.find(' ');
  std::int64_t count = 0;
  const auto end = std::from_chars(text.data(), text.data() + std::min(blank, text.size()), count);
  if (blank != std::string_view::npos && end.ec == std::errc() && end.ptr == text.data() + blank) {
    std::string_view unit = text.substr(blank + 1);
    if (unit.ends_with('s')) unit.remove_suffix(1);
    for (const auto& [name, format] : icu_->units) {
      if (name != unit) continue;
      UErrorCode status = U_ZERO_ERROR;
      icu::UnicodeString made;
      icu::FieldPosition nowhere;
      const icu::Formattable number(count);
      format->format(&number, 1, made, nowhere, status);
      if (U_FAILURE(status)) continue;
      written.clear();
      made.toUTF8String(written);
    }
  }
  out += written;
  if (icu_->durations.size() < kMaxKnown) icu_->durations.emplace(text, std::move(written));
}

std::vector<std::string> plural_kinds(std::string_view locale) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::PluralRules> rules(icu::PluralRules::forLocale(
      icu::Locale::createFromName(std::string(locale).c_str()), status));
  if (U_FAILURE(status)) return {"other"};
  const std::unique_ptr<icu::StringEnumeration> names(rules->getKeywords(status));
  std::vector<std::string> kinds;
  while (const char* name = U_FAILURE(status) ? nullptr : names->next(nullptr, status)) {
    kinds.emplace_back(name);
  }
  return kinds;
}

std::string Formatter::plural_kind(const base::Value& number) const {
  if (!number.is_number()) return "other";
  const icu::UnicodeString kind = number.is_integer()
                                      ? icu_->plurals->select(static_cast<double>(number.integer()))
                                      : icu_->plurals->select(number.real());
  std::string utf8;
  kind.toUTF8String(utf8);
  return utf8;
}

std::string Formatter::local_date(base::Instant instant) const {
  std::int32_t raw = 0;
  std::int32_t daylight = 0;
  UErrorCode status = U_ZERO_ERROR;
  icu_->zone->getOffset(static_cast<UDate>(base::to_milliseconds(instant)), false, raw, daylight,
                        status);
  const std::int64_t offset = U_SUCCESS(status) ? raw + daylight : 0;
  return base::to_iso(instant + base::Duration(offset)).substr(0, 10);
}

void Formatter::write(std::string& out, const base::Value& value,
                      const Template::Part& part) const {
  if (value.is_text()) {
    const std::string& text = value.text();
    for (const auto& [word, label] : part.labels) {
      if (word == text) {
        out += label;
        return;
      }
    }
    if (part.format == Format::duration) return duration(out, text);
    const bool is_plain = part.format == Format::text || part.format == Format::choice;
    if (!is_plain && is_date(text)) {
      date(out, text);
    } else if (const auto moment =
                   is_plain || !is_instant(text) ? std::nullopt : base::from_iso(text)) {
      instant(out, *moment);
    } else {
      out += text;
    }
  } else if (value.is_number()) {
    number(out, value);
  } else if (value.is_boolean()) {
    const std::string_view word = value.boolean() ? "yes" : "no";
    for (const auto& [name, label] : part.labels) {
      if (name == word) {
        out += label;
        return;
      }
    }
    out += word;
  } else if (value.is_list()) {
    write_list(out, value.list(), part);
  } else if (value.is_record()) {
    write_record(out, value, part);
  }
}

void Formatter::write_list(std::string& out, const base::Value::List& items,
                           const Template::Part& part) const {
  std::vector<icu::UnicodeString> texts;
  texts.reserve(items.size());
  for (const base::Value& item : items) {
    std::string text;
    write(text, item, part);
    texts.push_back(to_icu(text));
  }
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString joined;
  icu_->list->format(texts.data(), static_cast<std::int32_t>(texts.size()), joined, status);
  joined.toUTF8String(out);
}

// Money, a tracking number, a file; of any other record what people call it by.
void Formatter::write_record(std::string& out, const base::Value& record,
                             const Template::Part& part) const {
  const base::Value& amount = record.at("amount");
  if (amount.is_integer()) {
    money(out, amount.integer(), record.text_at("currency"));
    return;
  }
  for (const std::string_view name : {"number", "title", "name"}) {
    const base::Value& field = record.at(name);
    if (!field.is_nothing()) {
      Template::Part plain;
      plain.format = part.format == Format::automatic ? Format::text : part.format;
      write(out, field, plain);
      return;
    }
  }
}

}  // namespace dialogs
