// What a flow asks: the compiled form of a question and of the places where it leads when no answer
// comes. Part of flow.hpp, which tells who builds it and who may read it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/expression.hpp"
#include "dialogs/contract.hpp"
#include "dialogs/template.hpp"
#include "dialogs/texts.hpp"

namespace dialogs {

using StepIndex = std::uint32_t;
using FlowIndex = std::uint32_t;
constexpr StepIndex kNoStep = 0xffffffff;
constexpr FlowIndex kNoFlow = 0xffffffff;

// Where a flow goes when it cannot go on: a queue of people, or an outcome of this flow.
struct Exit {
  std::string queue;    // "support" of `handover.support`
  std::string outcome;  // of `end.refused`; one of the two is empty
};

// A length of time: fixed, in working days, or a figure of the policy.
struct Span {
  base::Duration fixed = base::Duration::zero();
  int working_days = 0;
  std::string figure;  // "approval_target" of `policy.approval_target`
};

struct Range {
  std::int64_t min = 0;
  std::int64_t max = 0;
};

enum class QuestionType {
  text,
  number,
  money,
  date,
  choice,
  yes_no,
  pick_one,
  pick_many,
  files,
  phone,
  email,
  iban,
  tracking_number,
};
std::string_view to_string(QuestionType type);

// What an answer is, by type:
//   text, phone, email, iban   text (phone +7..., iban without blanks)
//   number                     number        date      ISO date "2026-11-27"
//   money                      record {amount (minor units), currency}
//   choice                     the option's word     yes_no   boolean
//   pick_one                   the item picked       pick_many  list of items
//   files                      list of records {upload, name, type, bytes}
//   tracking_number            record {number, match ("strong" or "weak"), confirmed (boolean), and
//                              what there is of doubt, suggested (list), belongs_to}
// An answer that was skipped (optional) or whose `only_if` is false without `otherwise` is nothing.

struct Option {
  std::string word;
  Text label;
};

// Where the items of a pick come from: a read-only look-up, or a list that is in reach.
struct ItemSource {
  std::string lookup;  // empty: `list` is set
  std::vector<base::Expression> arguments;
  std::optional<base::Expression> list;
};

// A button beside a check that failed. Whatever it sets is validated again.
struct Offer {
  enum class Kind {
    value,    // sets that value
    confirm,  // sets `confirmed` of a tracking number to yes
    correct,  // one button for each correction of a tracking number that suggests itself; its
              // `label` is written with the corrected answer in reach
  };
  Kind kind = Kind::value;
  std::optional<base::Expression> value;  // kind value
  Text label;
};

// A rule of an answer. The answer under test has the question's name in reach.
struct Check {
  base::Expression must;
  Text say;
  std::vector<Offer> offers;
};

struct Accept {
  std::vector<std::string> types;  // "jpeg", "png", "heic", "pdf"
  Range count{1, 1};
  std::int64_t max_bytes_each = 0;
};

struct Optional {
  std::optional<base::Expression> condition;  // `if`; without one it can always be skipped
  Text label;                                 // of the button that skips
};

struct Tries {
  int max = 3;
  Exit then;
};

struct Question {
  QuestionType type = QuestionType::text;
  Text text;
  Text label;     // short name for review rows and corrections: "Reason"
  Text why;       // may be empty
  Text reworded;  // second re-ask, with an example; may be empty

  std::vector<Option> options;     // choice
  std::optional<ItemSource> from;  // pick_one, pick_many
  // Name of one item in `where`, `item` and `hint`: the item's type in the contract, or "item".
  std::string item_name;
  std::string item_key;  // the field that identifies an item: `id` or `number`
  std::optional<base::Expression> where;
  Text item;                       // what the button of an item says
  Text hint;                       // its second line; may be empty
  Range count{1, 50};              // pick_many
  StepIndex when_empty = kNoStep;  // arm: nothing to pick from

  Range length{1, 4000};                     // text, in characters
  Accept accept;                             // files
  std::optional<base::Expression> currency;  // money
  std::optional<base::Expression> carrier;   // tracking_number: helps to recognise the format

  std::vector<Check> checks;
  Tries tries;  // own, or the default of repair.yaml
  std::optional<Optional> optional;
  bool captures_all = false;
  bool sensitive = false;
  std::string show;  // kind of card that shows the items, empty: plain buttons
};

}  // namespace dialogs
