// The return sheet of an approved return (facts 14 to 23, 39 to 63): which cases have one, under
// which name the chat knows it, and what stands on it. The sheet is drawn when somebody opens it,
// from the case as it is then: nothing is stored, and an extended deadline is on the next copy.
// Loop thread only (it uses formatters); drawing is draw_sheet.hpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "bot/sheet/draw_sheet.hpp"
#include "dialogs/event.hpp"
#include "dialogs/loader.hpp"
#include "dialogs/texts.hpp"
#include "workflow/case.hpp"
#include "workflow/policy.hpp"

namespace bot {

// How a file of the chat names a sheet: "sheet.R-7K2M-4QXD.ru".
struct SheetName {
  std::string number;
  std::string locale;
};
std::string to_string(const SheetName& name);
// Nothing when it is the id of an upload, or nonsense.
std::optional<SheetName> parse_sheet_name(std::string_view id);

// What a message carries; it has no size, because the file does not exist yet.
dialogs::Attachment sheet_attachment(const SheetName& name);

// Whether the return may be sent, or was (D1: no sheet without an approval, none for a return that
// is over or overdue).
bool has_sheet(const workflow::Case& subject);

// The texts that a sheet is made of, with what they may name: every profile has them.
std::vector<dialogs::SpokenText> sheet_texts();

// Precondition: has_sheet. The figures are those of `policy`, which is the case's own (D6).
SheetContent sheet_of(const workflow::Case& subject, const workflow::Policy& policy,
                      const dialogs::Texts& texts, const dialogs::Formatter& formatter);

// In which zone its deadline is written: where it is the end of a day (D7).
std::string sheet_zone(const workflow::Case& subject, const workflow::Policy& policy);

}  // namespace bot
