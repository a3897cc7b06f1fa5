// The flows that the engine's tests talk through.
#pragma once

namespace dialogs::testing {

// A return: a look-up, a loop with conditional questions, a review, an action with a refusal.
extern const char* const kReturnFlow;
extern const char* const kStatusFlow;  // asks nothing
extern const char* const kProofFlow;   // two files
extern const char* const kMeetFlow;    // a day that passes
// Short tasks to be interrupted by and to interrupt.
extern const char* const kNameFlow;
// Money, a call with give and take, an action that must not be repeated, and a wait.
extern const char* const kClaimFlow;
// Called by the claim.
extern const char* const kHelpFlow;
// A question of every type.
extern const char* const kFormFlow;

}  // namespace dialogs::testing
