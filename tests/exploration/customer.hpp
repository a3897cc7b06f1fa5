// What a customer can do at a place of a conversation: the answers that the open question invites,
// a wrong one, and what the world may do meanwhile. Made from the flow's own types and what the bot
// offers, so that it fits every flow. Stateless.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/exploration/talk.hpp"

namespace tests {

// Every kind of answer worth trying: each option, each button, a few values of the question's type
// on both sides of its checks. Not all of them need be accepted.
std::vector<Move> answers(const Talk& talk);
// One that the open question cannot take; nothing when its type takes everything.
std::optional<Move> wrong_answer(const Talk& talk);
// Everything that its type is known to refuse, each for a reason of its own: "12.345", an
// executable file, a word that two options share. Empty when no question is open.
std::vector<Move> wrong_answers(const Talk& talk);
// Words that start nothing and mean nothing, `words` brought to a length that fits.
std::string neutral_words(const dialogs::Range& length, const std::string& words);
// What may happen without the customer: timers of waits and retries, signals, a person who gives
// back.
std::vector<Move> happenings(const Talk& talk);

// The first answer that the open question accepts, tried out on copies; nothing when none does.
std::optional<Move> right_answer(const Talk& talk);

}  // namespace tests
