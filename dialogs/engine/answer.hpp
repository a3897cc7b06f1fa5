// From what the customer typed, sent or pressed to an answer of the pending question.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "dialogs/engine/turn.hpp"
#include "dialogs/event.hpp"
#include "dialogs/parsers/parsed.hpp"

namespace dialogs {

// The pending question with everything around it; nothing when none is pending or the program no
// longer has it. Pointers hold until the next change.
struct OpenQuestion {
  const Frame* frame;
  const Flow* flow;
  const AskStep* ask;
  Place place;
};
std::optional<OpenQuestion> open_question(const Turn& turn);

// What the question's own parser makes of a text; the value is an answer as flow.hpp describes it.
// `limit` becomes the bound that was broken, for the text of the reason.
Parsed parse_reply(const Turn& turn, const OpenQuestion& open, std::string_view text,
                   std::string& limit);

// Attachments as an answer to a question of files. Gathers them when more are needed.
Parsed parse_attachments(const Turn& turn, const OpenQuestion& open,
                         std::span<const Attachment> attachments, std::string& limit);

// Takes the value as the answer if it passes the question's checks, or says why not and asks again.
// Whether it was taken; then the caller walks on (walk_on), unless it has more to do first.
bool take(Turn& turn, base::Value value, Provenance source);

// Goes on behind the answer that `take` has just stored.
void walk_on(Turn& turn);

// Leaves the question without an answer. Precondition: it may be skipped.
void skip(Turn& turn, Provenance source);

// Up the retry ladder: says why the answer was not accepted and asks again, or leaves by the
// question's exit after too many.
void not_accepted(Turn& turn, std::string_view reason, const std::string& limit);

// The value of the offer that is open (Check::offer); nothing without one.
std::optional<base::Value> offered_value(const Turn& turn, const OpenQuestion& open);

}  // namespace dialogs
