// From what the customer typed, sent or pressed to an answer of the pending question.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "dialogs/engine/turn.hpp"
#include "dialogs/event.hpp"
#include "dialogs/parsers/parsed.hpp"

namespace dialogs {

// A question with everything around it. Pointers hold until the next change.
struct OpenQuestion {
  const Frame* frame;
  const Flow* flow;
  const AskStep* ask;
  Place place;
  const base::Value* options;  // what a look-up returned for it; nothing when the flow knows them
};
// The pending one; nothing when none is pending or the program no longer has it.
std::optional<OpenQuestion> open_question(const Turn& turn);
// The question at that place of a frame, as if it were asked now. One whose items come from a
// look-up has no items.
OpenQuestion question_at(const Turn& turn, const Frame& frame, const Flow& flow, Place place);
// R7: the question that was open when that task (with its calls) was left; nothing without one.
std::optional<OpenQuestion> interrupted_question(const Turn& turn, std::uint64_t run);

// What the question's own parser makes of a text; the value is an answer as flow.hpp describes it.
// `limit` becomes the bound that was broken, for the text of the reason.
Parsed parse_reply(const Turn& turn, const OpenQuestion& open, std::string_view text,
                   std::string& limit);

// Attachments as an answer to a question of files. Gathers them when more are needed.
Parsed parse_attachments(const Turn& turn, const OpenQuestion& open,
                         std::span<const Attachment> attachments, std::string& limit);

// The same for the pending question, taken: with enough files the flow goes on, too few are kept
// and the rest is asked for.
void take_attachments(Turn& turn, const OpenQuestion& open,
                      std::span<const Attachment> attachments);

// Takes the value as the answer if it passes the question's checks, or says why not and asks again.
// Whether it was taken; then the caller walks on (walk_on), unless it has more to do first.
bool take(Turn& turn, base::Value value, Provenance source);

// The text of the first check that the value fails, or nothing: C1, without asking anything.
std::optional<std::string> broken_check(const Turn& turn, const OpenQuestion& open,
                                        const base::Value& value);

// The words that wait for the question just asked (State::held, Frame::early), if any, become its
// answer. Whether they were read; then the question is answered or asked again already.
bool read_held(Turn& turn);

// {question} and {new}, for texts that say which answer was understood.
NamedScope::Names names_of_answer(const Turn& turn, const OpenQuestion& open,
                                  const base::Value& value);

// Goes on behind the answer that `take` has just stored.
void walk_on(Turn& turn);

// Leaves the question without an answer. Precondition: it may be skipped.
void skip(Turn& turn, Provenance source);

// Up the retry ladder: says why the answer was not accepted and asks again, or leaves by the
// question's exit after too many, or by the conversation's (ladder.hpp).
void not_accepted(Turn& turn, std::string_view reason, const std::string& limit);

// An answer that a button sets beside a check that failed.
struct OfferedAnswer {
  std::string label;
  base::Value value;
};
// The offers that are open (Check::offers), in their order; empty without any.
std::vector<OfferedAnswer> offered_answers(const Turn& turn, const OpenQuestion& open);

}  // namespace dialogs
