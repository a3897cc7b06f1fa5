// What the bot says: one Reply is one `message` frame. Plain values; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/value.hpp"

namespace dialogs {

// `token` is opaque to the client: bound to the question, its revision and the option (state.hpp).
struct Button {
  std::string token;
  std::string label;
  std::string hint;  // may be empty
};

// What the pending question takes, so that a client can show the right control. kind: text, choice,
// choices, files, date, number, money, phone, email, iban, track, yes_no, review. `limits` are
// named by kind: min, max, length_min, length_max, currency, types (list), count_min, count_max,
// each_bytes, optional (true when it may be skipped), options (kind choices: how many of the
// buttons, from the first, are options; the others are pressed alone).
struct Expects {
  std::string kind;
  base::Record limits;
};

// One line of a card; `token` is set when pressing the row changes that answer.
struct CardRow {
  std::string label;
  std::string value;
  std::string token;
};

// A structured picture of something: kind "review" (rows are answers), "choices" (rows are the
// options of a question whose items are more than a label), or what `show:` names ("order_card").
struct Card {
  std::string kind;
  std::string title;
  std::vector<CardRow> rows;
};

struct Reply {
  std::string text;
  std::vector<Button> buttons;
  std::optional<Expects> expects;  // only on the reply that asks the pending question
  std::vector<Card> cards;
  std::string step;  // "create_return.order"; repair texts: "repair.cancelled"
};

}  // namespace dialogs
