// An answer that is being fetched: the port has asked whoever knows, and will have it in a moment.
#pragma once

#include <string_view>

namespace dialogs {

// In ActionResult::refusal, with the outcome `trouble`: asked again in a second, which counts as no
// attempt and says nothing. Whoever answers so must know, or fail, in the end.
inline constexpr std::string_view kOnItsWay = "on_its_way";

}  // namespace dialogs
