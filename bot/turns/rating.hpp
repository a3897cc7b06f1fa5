// How satisfied a customer was: asked once a person has given a conversation back as done, and with
// the notice that ends a case. Five buttons; a press on one is kept as a row and never reaches the
// dialog. What is asked, and after which states, is the profile's: `rating.ask.conversation` and
// `rating.ask.<state>` of its texts; without that text nothing is asked. Loop thread only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/turns/turn.hpp"
#include "bot/turns/world.hpp"
#include "dialogs/texts.hpp"

namespace bot {

// Whose words and language: of the profile and the conversation.
struct RatingWords {
  const dialogs::Texts& texts;
  std::string_view locale;
  const dialogs::Formatter& formatter;
};

RatingWords rating_words(const World& world, dialogs::Formatters& formatters,
                         const Conversation& conversation);

struct RatingQuestion {
  std::string text;  // empty: the shop does not ask this
  std::vector<dialogs::Button> buttons;
};

// After a hand-over: the conversation's epoch when the person gave it back.
RatingQuestion rate_handover(const RatingWords& words, std::int64_t epoch);
// After a case came into this state.
RatingQuestion rate_case(const RatingWords& words, std::string_view state, std::string_view id);

// Whether the event presses such a button and names something that is this customer's; then the
// turn keeps the score (the newest one counts) and thanks.
bool take_rating(Turn& turn, const dialogs::Event& event, World& world,
                 dialogs::Formatters& formatters);

}  // namespace bot
