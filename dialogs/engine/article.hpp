// Information in between (R4): answered without a task of its own; the pending question, its tries
// and its timers stay as they are, and it is asked again shortly.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dialogs/engine/repair.hpp"
#include "dialogs/engine/turn.hpp"

namespace dialogs {

// Says the shared text "info.<name>", which may speak of {policy...} and {customer...}, as the step
// "article:<name>", with a button for the task it leads to, or for a person where the rules are
// silent. An empty name is a question that no article answers: told so, and offered a person.
// Precondition: the name is empty or there is such a text.
void say_article(Turn& turn, std::string_view name);
// Below an article that may be the wrong one: a button for each of `others`, name and words, that
// the program still has. Nothing when it has none.
void offer_articles(Turn& turn, const std::vector<std::pair<std::string, std::string>>& others);
// One of them was chosen; `check` is its button's. Whether there still is such an article.
bool choose_article(Turn& turn, std::uint32_t check);

// "Did this help?", once in a conversation and only where no task waits for an answer. At the end
// of a step.
void ask_helped(Turn& turn);
// The customer does something: the next words no longer answer it. Whether they might have.
bool stop_asking_helped(Turn& turn);
// The answer to it, pressed or typed.
void answer_helped(Turn& turn, YesNo answer);

}  // namespace dialogs
