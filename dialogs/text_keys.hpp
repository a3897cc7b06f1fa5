// The shared texts and word lists that the engine speaks with: every profile must have them (the
// checker refuses one that does not), in `texts:` and `words:` of config/texts/<language>.yaml.
// Beside each key stand the names its placeholders may use. Any thread.
#pragma once

#include <initializer_list>
#include <string_view>

namespace dialogs {

struct NeededText {
  std::string_view key;
  std::string_view names;  // separated by blanks; `count` a number, all others ready to be shown
};

inline constexpr NeededText kNeededTexts[] = {
    // First contact and coming back.
    {"greeting.hello", ""},
    {"greeting.back", "title"},               // a question: go on with it? (yes and no follow)
    {"greeting.unfinished", "count titles"},  // tasks were put aside; a button for each follows
    {"button.yes", ""},
    {"button.no", ""},
    {"button.cancel", ""},
    {"button.back", ""},
    {"button.human", ""},
    {"button.continue", "title"},
    {"button.new", "title"},
    {"button.none", ""},  // of several tasks to go on with
    // Not understood, without a question.
    {"repair.not_understood", ""},
    {"repair.not_understood_reworded", ""},
    {"repair.not_understood_buttons", ""},
    {"repair.clarify", ""},            // which was meant? a button for each follows
    {"repair.clarify_one", "option"},  // the same with only one
    {"repair.clarify_again", ""},      // the second time in a row: a person is offered too
    {"repair.clarify_none", ""},       // none of them was meant
    {"repair.related", ""},            // below an article: what may be meant instead, as buttons
    {"repair.too_many_tries", ""},     // before the person that the ladder ends at
    {"repair.buttons", ""},            // third time at one question: what else can be done
    // Cancel, back, repeat, why, skip.
    {"repair.confirm_cancel", "title"},
    {"repair.cancelled", "title"},
    {"repair.not_cancelled", "title"},
    {"repair.confirm_cancel_all", ""},
    {"repair.cancelled_all", ""},
    {"repair.cancelled_all_but", "number"},  // what was sent before stays
    {"repair.nothing_to_cancel", ""},
    {"repair.cancel_too_late", "title"},
    {"repair.cancel_too_late_number", "title number"},
    {"repair.back", "question"},
    {"repair.nothing_to_go_back", ""},
    {"repair.too_late_to_change", "title"},
    {"repair.too_late_to_change_number", "title number"},
    {"repair.changed", "question old new"},
    {"repair.kept", "question old"},  // a correction was given up: the old value stands
    {"repair.which_item", ""},        // a correction that fits several items
    {"repair.confirm_correction", "question new"},  // it is not sure
    {"repair.unchanged", ""},                       // it was not meant
    {"repair.noted", "question new"},               // an answer before its question
    {"repair.gone", "question old"},                // coming back: it cannot be chosen any more
    {"repair.chitchat", ""},
    {"repair.unanswered", ""},  // a question that no article answers; a person is offered
    {"repair.helped", ""},      // after an article, once: yes and no follow
    {"repair.helped_yes", ""},
    {"repair.helped_no", ""},  // a person is offered
    {"repair.no_why", ""},
    {"repair.not_optional", ""},
    {"repair.nothing_to_repeat", ""},
    {"repair.noted_cancel", ""},  // stored, but it might have meant cancel
    {"repair.noted_start", "title"},
    // Silence: a reminder before the question, then the tasks are put aside; "one moment".
    {"repair.nudge", ""},
    {"repair.set_aside", "title until"},
    {"repair.hold", ""},
    // Beside a hand-over while nobody is there; `opens` is the next opening time.
    {"repair.closed_message", "opens"},
    {"repair.closed_queue", "opens"},
    // Buttons, tasks, the world outside.
    {"repair.old_button", ""},
    {"repair.continue_or_new", "title"},
    {"repair.resume", "title"},   // a question
    {"repair.resume_which", ""},  // several to go on with
    {"repair.resumed", "title"},  // a bridge before the pending question
    {"repair.parked", "title"},
    {"repair.too_many_tasks", "title"},
    {"repair.closed", ""},  // a flow ended without a word of its own
    {"repair.working", ""},
    {"repair.lookup_failed", ""},
    {"repair.trouble_retry", ""},
    {"repair.trouble", ""},
    {"repair.refused", ""},             // an action refused in a way the flow has no words for
    {"repair.start_refused", "title"},  // a flow's `requires` does not hold and has no text
    {"repair.broken", ""},
    {"repair.handover", ""},  // a queue without its own `handover.<queue>`
    {"repair.returned", ""},  // a person has given the dialog back
    {"repair.language", ""},  // from here on in this language
    // Values in review rows and acknowledgements.
    {"value.none", ""},
    {"value.hidden", ""},
    {"value.files", "count"},
    // Why an answer was not accepted; `limit` is the bound that was broken.
    {"repair.reason.not_understood", ""},
    {"repair.reason.empty", ""},
    {"repair.reason.too_short", "limit"},
    {"repair.reason.too_long", "limit"},
    {"repair.reason.not_a_number", ""},
    {"repair.reason.not_whole", ""},
    {"repair.reason.not_an_amount", ""},
    {"repair.reason.other_currency", "limit"},
    {"repair.reason.too_precise", ""},
    {"repair.reason.not_a_date", ""},
    {"repair.reason.no_such_date", ""},
    {"repair.reason.not_an_option", ""},
    {"repair.reason.ambiguous", ""},
    {"repair.reason.not_yes_or_no", ""},
    {"repair.reason.too_few", "limit"},
    {"repair.reason.too_many", "limit"},
    {"repair.reason.not_a_phone", ""},
    {"repair.reason.not_an_email", ""},
    {"repair.reason.not_an_iban", ""},
    {"repair.reason.iban_length", ""},
    {"repair.reason.iban_check", ""},
    {"repair.reason.not_a_track", ""},
    {"repair.reason.track_check", ""},
    {"repair.reason.no_files", ""},
    {"repair.reason.unexpected_files", ""},
    {"repair.reason.file_type", "limit"},
    {"repair.reason.file_too_large", "limit"},
    {"repair.reason.too_many_files", "limit"},
    {"repair.reason.too_few_files", "limit"},
    // Second re-ask of a question that has no `reworded` of its own: an example of an answer.
    {"repair.example.text", ""},
    {"repair.example.number", ""},
    {"repair.example.money", ""},
    {"repair.example.date", ""},
    {"repair.example.choice", ""},
    {"repair.example.yes_no", ""},
    {"repair.example.pick_one", ""},
    {"repair.example.pick_many", ""},
    {"repair.example.files", ""},
    {"repair.example.phone", ""},
    {"repair.example.email", ""},
    {"repair.example.iban", ""},
    {"repair.example.tracking_number", ""},
};

// Beside these a file may have `language`: phrases that choose its language. It, `cancel` and
// `human` are reserved: as a whole message they win over every question's parser.
inline constexpr std::string_view kNeededWords[] = {
    "cancel",
    "cancel_all",
    "human",
    "back",
    "repeat",
    "why",
    "skip",
    "yes",
    "no",
    "hello",
    "another",
    "hold",
    "thanks",
    "and",
    // How a correction sounds (engine/propose_corrections.cpp).
    "actually",
    "change",
    "to",
    "not",
    "but",
    "instead_of",
};

// Whether the field `key` of a flow file, itself under `parent` (empty at the top), is a text for
// customers. Below `with`, `give` and `take` stand names of values.
constexpr bool is_customer_text(std::string_view parent, std::string_view key) {
  if (parent == "options") return true;
  for (const std::string_view names : {"with", "give", "take", "given"}) {
    if (parent == names) return false;
  }
  for (const std::string_view text :
       {"say", "text", "label", "why", "reworded", "item", "hint", "confirm", "title"}) {
    if (key == text) return true;
  }
  return false;
}

}  // namespace dialogs
