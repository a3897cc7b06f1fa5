// What a flow requires before it runs (`requires:`). A guest who meets a task that needs a customer
// goes through the flow `sign_in` first, if the profile has one; then the task goes on.
#pragma once

#include <cstdint>
#include <string_view>

#include "dialogs/engine/turn.hpp"

namespace dialogs {

inline constexpr std::string_view kSignInFlow = "sign_in";

// Whether what the flow requires holds now.
bool is_admitted(const Turn& turn, const Flow& flow);

// Whether the task may begin: admitted, or able to become so by signing in. Says why not.
bool may_begin(Turn& turn, const Flow& flow);

// Whether the walk of that frame may go on. Otherwise the frame now waits above for `sign_in`, or
// its task has ended with a word.
bool pass_gate(Turn& turn, const Flow& flow, std::uint64_t run);

// `sign_in` has ended, above the frame that it was called for: that one goes on if it is admitted
// now, else its task ends with a word. Precondition: the frame exists.
void after_sign_in(Turn& turn, std::uint64_t run);

}  // namespace dialogs
