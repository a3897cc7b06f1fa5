// Questions that nothing answered, for whoever writes the articles (`boomerang gaps`). Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/reply.hpp"

namespace bot {

// What is left of a customer's words when numbers of four digits and more, e-mail addresses and
// links are taken out: "order # from (e-mail)". At most kMaxGapCharacters; one line.
inline constexpr std::size_t kMaxGapCharacters = 300;
std::string masked_question(std::string_view text);

struct Gap {
  std::string_view reason;  // as storage::GapRow::reason: always a literal
  std::string article;
};
// What the replies of one step say about it: nothing when the customer was answered. `article`: the
// one given last.
std::optional<Gap> gap_in(const std::vector<dialogs::Reply>& replies, std::string_view article);

}  // namespace bot
