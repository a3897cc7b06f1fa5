// How many tests of kReturnFlow begin: what the customer says, for replay(). Each ends at the
// question that it is named after.
#pragma once

namespace dialogs::testing {

// The order with a kettle and two lamps.
inline constexpr const char* kToItems = "> return\n> 1042\n";
inline constexpr const char* kToLampPieces = "> return\n> 1042\n> lamp\n";
inline constexpr const char* kToLampPhotos =
    "> return\n> 1042\n> lamp\n> 2\n> damaged\n> it flickers\n";
// The order with one pair of boots.
inline constexpr const char* kToBootsReason = "> return\n> 1057\n> boots\n";
inline constexpr const char* kToBootsReview =
    "> return\n> 1057\n> boots\n> does not fit\n> no photo\n";
inline constexpr const char* kBootsSent =
    "> return\n> 1057\n> boots\n> does not fit\n> no photo\n> yes\n";
// Another task over the items of the first order: at its first question, and at its end.
inline constexpr const char* kToNameOverItems = "> return\n> 1042\n~ start name\n";
inline constexpr const char* kNameDoneOverItems = "> return\n> 1042\n~ start name\n> Anna\n> yes\n";

}  // namespace dialogs::testing
