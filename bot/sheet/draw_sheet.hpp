// Draws the return sheet that a customer puts into the parcel: one page of A4 as a PDF, in any
// language and direction of writing. The same content gives the same bytes. Any thread; takes some
// ten milliseconds, so never on the loop.
#pragma once

#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"

namespace bot {

struct SheetAddress {
  std::string heading;  // "By mail"
  // The same address in Latin and in Russian letters, line by line; the Russian one may be missing.
  std::vector<std::string> latin;
  std::vector<std::string> russian;
};

struct SheetContent {
  std::string language;  // "en", "he": Hebrew and Arabic are written from right to left
  std::string number;    // in large figures and as Code 128; at most 60 characters of ASCII
  std::string title;
  std::string inside;  // what to do with this page
  std::string deadline;
  std::string only_one;                 // that the addresses are not interchangeable
  std::vector<SheetAddress> addresses;  // at most two, side by side
  std::string steps_heading;
  std::vector<std::string> steps;
  std::string form_note;  // what to write on the parcel form
  base::Instant made{};   // stands in the file as its date
};

// The bytes of the PDF. Long texts are set smaller until the page holds them. Errors:
// `not_encodable` (the number), `too_long` (even the smallest letters do not fit), `unavailable`
// (the drawing library fails, such as without any font).
base::Result<std::string> draw_sheet(const SheetContent& content);

}  // namespace bot
