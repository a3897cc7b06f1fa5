// Things that a message names: orders, returns, parcels, products, carriers, reasons, amounts,
// dates. By rules, check digits and lists of words, never by guessing, each with the words it rests
// on and the rule that found it. What is found is words for a question's own parser, so nothing can
// be set that could not be typed. Pure; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/understanding/lexicon.hpp"
#include "dialogs/understanding/tokens.hpp"

namespace dialogs {

struct Entity {
  // "order", "return", "reward", "track", "amount", "date", "email", "item", or a kind of the
  // lexicon: "carrier", "method", "reason", "product".
  std::string kind;
  std::string words;        // for a parser: "1042", "defective", "Reading lamp"
  std::uint32_t begin = 0;  // bytes of the message
  std::uint32_t end = 0;
  std::string_view rule;  // what found it, for "why": always a literal
  friend bool operator==(const Entity&, const Entity&) = default;
};

// Something that this customer has bought.
struct KnownItem {
  std::string order;
  std::string title;
};

// What is known about whoever writes.
struct Speaker {
  std::string_view locale;                // of the conversation
  std::string_view today;                 // ISO; empty: dates are not looked for
  std::span<const KnownItem> items = {};  // of a guest none
};

// In order of their first byte; at most kMaxEntities.
inline constexpr std::size_t kMaxEntities = 32;
std::vector<Entity> find_entities(std::string_view text, std::span<const TextToken> tokens,
                                  const Lexicon& lexicon, const Speaker& speaker);

}  // namespace dialogs
