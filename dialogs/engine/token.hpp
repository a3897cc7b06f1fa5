// Button tokens: "<issue>.<index>.<check>" in base 36. The check is a hash of what the button
// stands for, so a token that is made up or out of date can at most name an option that is really
// offered. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/value.hpp"

namespace dialogs {

// Indices of buttons that are no options.
constexpr std::uint32_t kSkipButton = 1'000'001;
constexpr std::uint32_t kOfferButton = 1'000'002;
constexpr std::uint32_t kCancelButton = 1'000'003;
constexpr std::uint32_t kBackButton = 1'000'004;
constexpr std::uint32_t kHumanButton = 1'000'005;
constexpr std::uint32_t kConfirmButton = 1'000'006;  // of a review

struct Token {
  std::uint64_t issue = 0;
  std::uint32_t index = 0;
  std::uint32_t check = 0;
};

std::string encode(const Token& token);
// Nothing when it is none of ours.
std::optional<Token> decode(std::string_view text);

// FNV-1a, folded to 32 bits; the same on every machine and in every version.
std::uint32_t check_of(std::string_view text);
std::uint32_t check_of_value(const base::Value& value);

}  // namespace dialogs
