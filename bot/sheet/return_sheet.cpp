#include "bot/sheet/return_sheet.hpp"

#include <algorithm>
#include <array>

#include "base/check.hpp"
#include "base/expression.hpp"
#include "base/text.hpp"

namespace bot {
namespace {

using base::Value;

constexpr std::string_view kPrefix = "sheet.";
constexpr std::size_t kMaxNumber = 20;
constexpr std::size_t kMaxLocale = 20;

bool is_plain(std::string_view text, std::size_t most) {
  return !text.empty() && text.size() <= most && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

// The names in reach of the sheet's texts.
class SheetScope final : public base::ValueScope {
 public:
  SheetScope(const workflow::Case& subject, const workflow::Policy& policy)
      : policy_(policy), number_(subject.number), at_(subject.changed) {
    if (const Value* due = subject.fields.find("ship_by")) ship_by_ = *due;
  }

  const Value* find(std::string_view name) const override {
    if (name == "number") return &number_;
    if (name == "ship_by") return &ship_by_;
    return name == "policy" ? &policy_.figures() : nullptr;
  }
  base::Instant now() const override { return at_; }
  std::string today() const override { return base::to_iso(at_).substr(0, 10); }

 private:
  const workflow::Policy& policy_;
  Value number_;
  Value ship_by_;
  base::Instant at_;
};

std::vector<std::string> split_lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = base::trim(text.substr(0, end));
    if (!line.empty()) lines.emplace_back(line);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

// An address of the policy as people write it: recipient, its parts one a line, phone.
SheetAddress address_of(const Value& figure, std::string heading, const std::string& phone) {
  SheetAddress address;
  address.heading = std::move(heading);
  address.latin.emplace_back(figure.text_at("recipient"));
  for (std::string& part : split_lines(figure.text_at("lines"))) {
    address.latin.push_back(std::move(part));
  }
  std::string call(figure.text_at("phone"));
  if (!call.empty() && !figure.text_at("extension").empty()) {
    call += ", " + std::string(figure.text_at("extension"));
  }
  if (!call.empty()) address.latin.push_back(phone + " " + call);
  const auto russian = split_lines(figure.text_at("russian"));
  address.russian.assign(russian.begin(), russian.end());
  return address;
}

}  // namespace

std::string to_string(const SheetName& name) {
  return std::string(kPrefix) + name.number + "." + name.locale;
}

std::optional<SheetName> parse_sheet_name(std::string_view id) {
  if (!id.starts_with(kPrefix)) return std::nullopt;
  id.remove_prefix(kPrefix.size());
  const std::size_t dot = id.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const std::string_view number = id.substr(0, dot);
  const std::string_view locale = id.substr(dot + 1);
  if (!is_plain(number, kMaxNumber) || !is_plain(locale, kMaxLocale)) return std::nullopt;
  return SheetName{std::string(number), std::string(locale)};
}

dialogs::Attachment sheet_attachment(const SheetName& name) {
  return {to_string(name), name.number + ".pdf", "pdf", 0};
}

bool has_sheet(const workflow::Case& subject) {
  const Value* approved = subject.fields.find("approved_at");
  const Value* due = subject.fields.find("ship_by");
  const bool was_approved =
      approved != nullptr && approved->is_text() && due != nullptr && due->is_text();
  return was_approved && (subject.state == "approved" || subject.state == "in_transit");
}

std::vector<dialogs::SpokenText> sheet_texts() {
  base::Type names = base::Type::of(base::Type::Kind::record);
  names.fields = {{"number", base::Type::of(base::Type::Kind::text)},
                  {"ship_by", base::Type::of(base::Type::Kind::instant)}};
  std::vector<dialogs::SpokenText> texts;
  for (const char* key : {"title", "inside", "deadline", "by_mail", "by_courier", "phone",
                          "only_one", "steps_heading", "steps", "form_note"}) {
    texts.push_back({std::string("case.sheet.") + key, names});
  }
  return texts;
}

SheetContent sheet_of(const workflow::Case& subject, const workflow::Policy& policy,
                      const dialogs::Texts& texts, const dialogs::Formatter& formatter) {
  ENSURE(has_sheet(subject), "this case has no return sheet");
  const SheetScope scope(subject, policy);
  const auto text = [&](std::string_view key) {
    return texts.render("case.sheet." + std::string(key), formatter.locale(), scope, formatter);
  };
  SheetContent content;
  content.language = formatter.locale();
  content.number = subject.number;
  content.title = text("title");
  content.inside = text("inside");
  content.deadline = text("deadline");
  content.only_one = text("only_one");
  const Value& figures = policy.figures();
  const std::string phone = text("phone");
  content.addresses = {address_of(figures.at("mail_address"), text("by_mail"), phone),
                       address_of(figures.at("courier_address"), text("by_courier"), phone)};
  content.steps_heading = text("steps_heading");
  content.steps = split_lines(text("steps"));
  content.form_note = text("form_note");
  const auto approved = base::from_iso(Value(subject.fields).text_at("approved_at"));
  content.made = approved.value_or(subject.changed);
  return content;
}

std::string sheet_zone(const workflow::Case& subject, const workflow::Policy& policy) {
  const Value* zone = subject.fields.find("ship_by_zone");
  return zone != nullptr && zone->is_text() ? zone->text() : policy.calendar().zone;
}

}  // namespace bot
