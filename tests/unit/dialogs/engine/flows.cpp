#include "tests/unit/dialogs/engine/flows.hpp"

namespace dialogs::testing {

const char* const kReturnFlow = R"(
flow: ret
title: return
starts:
  button: start_return
  label: Return a product
  phrases: [return, send back]
outcomes: [submitted, none]
changed_after: handover.support
cancelled_after: handover.support
steps:
  - ask: order
    as: pick_one
    from: shop.orders(customer)
    text: Which order?
    label: Order
    item: Order {order.number}
    when_empty:
      say: You have none.
      end: none
  - ask: lines
    as: pick_many
    from: order.lines
    count: 1..2
    text: Which items?
    label: Items
    item: '{line.title}'
    when_empty:
      say: Nothing left.
      end: none
  - for_each: line in lines
    steps:
      - ask: quantity
        as: number
        only_if: line.quantity > 1
        otherwise: 1
        text: How many of {line.title}?
        label: Pieces
        check:
          - must: quantity >= 1 and quantity <= line.quantity
            say: You bought {line.quantity}.
            offer:
              value: line.quantity
              label: Take all
      - ask: reason
        as: choice
        text: Why {line.title}?
        label: Reason
        why: It decides what comes next.
        options:
          damaged: Arrived damaged
          not_fit: Does not fit
      - ask: description
        as: text
        length: 3..200
        captures_all: yes
        only_if: reason == damaged
        text: What is wrong?
        label: Description
      - ask: photos
        as: files
        accept: { types: [jpeg, png], count: 1..2, each: 10 MiB }
        optional:
          if: reason != damaged
          label: No photo
        text: A photo?
        label: Photos
  - review: summary
    text: All right?
    confirm: Send it
  - do: returns.create
    with: { note: order.number }
    once_per: [order, lines]
    point_of_no_return: yes
    save: made
    refused:
      too_late:
        - say: Too late since {refusal.until}.
        - ask_again: order
    trouble: { retry: 3 times in 9 minutes, then: handover.support }
  - say: Done, it is {made.number}.
    id: done
  - end: submitted
)";

const char* const kNameFlow = R"(
flow: name
title: name change
starts:
  button: start_name
  label: Change my name
  phrases: [change my name]
outcomes: [done]
steps:
  - ask: first
    as: text
    length: 1..50
    text: First name?
    label: First name
  - ask: sure
    as: yes_no
    text: Sure?
    label: Sure
  - end: done
)";

const char* const kClaimFlow = R"(
flow: claim
title: claim
starts:
  button: start_claim
  label: Claim costs
  phrases: [claim]
outcomes: [paid, declined, late, not_helped]
changed_after: handover.support
cancelled_after: name
steps:
  - ask: paid
    as: money
    currency: "'EUR'"
    text: How much?
    label: Amount
    check:
      - must: paid.amount > 0
        say: More than nothing.
  - call: help
    give: { subject: paid.currency }
    take: { word: word }
    expect: helped
    otherwise: { end: not_helped }
  - review: claim_summary
    text: File it?
    confirm: File it
  - do: parcel.weigh
    with: { note: word }
    once_per: [paid]
    point_of_no_return: yes
    save: ret
    trouble: { retry: never, then: handover.support }
  - say: Filed as {ret.number}.
  - wait: claim.decided(ret)
    up_to: 3 days
    save: decision
    late:
      - say: This takes long.
      - end: late
  - if: decision.approved
    then:
      - say: Paid.
      - end: paid
    else:
      - ask: appeal
        as: yes_no
        text: Declined. Appeal?
        label: Appeal
      - end: declined
)";

const char* const kHelpFlow = R"(
flow: help
title: help
given: { subject: text }
outcomes: [helped, not_helped]
steps:
  - say: About {subject}.
  - ask: word
    as: text
    length: 1..20
    text: A word?
    label: Word
  - ask: again
    as: yes_no
    text: Is it right?
    label: Right
  - if: again
    then:
      - end: helped
    else:
      - end: not_helped
)";

const char* const kFormFlow = R"(
flow: form
title: form
starts:
  button: start_form
  label: Fill in the form
  phrases: [form]
outcomes: [done]
steps:
  - ask: note
    as: text
    length: 2..20
    text: Note?
    optional:
      label: No note
  - ask: count
    as: number
    text: Count?
  - ask: paid
    as: money
    currency: "'EUR'"
    text: Paid?
  - ask: day
    as: date
    text: Day?
    check:
      - must: day <= today
        say: Not in the future.
  - ask: way
    as: choice
    text: Way?
    options:
      mail: By mail
      courier: By courier
  - ask: sure
    as: yes_no
    text: Sure?
  - ask: phone
    as: phone
    text: Phone?
  - ask: address
    as: email
    text: E-mail?
  - ask: account
    as: iban
    sensitive: yes
    why: To pay you.
    text: Account?
  - ask: track
    as: tracking_number
    text: Track?
    check:
      - must: track.match == strong or track.confirmed
        say: I cannot check {track.number}.
        offer:
          confirm: yes
          label: It is right
  - ask: order
    as: pick_one
    from: shop.orders(customer)
    text: Order?
    item: Order {order.number}
    when_empty:
      end: done
  - ask: lines
    as: pick_many
    from: order.lines
    count: 1..2
    text: Lines?
    item: '{line.title}'
    when_empty:
      end: done
  - ask: proof
    as: files
    accept: { types: [jpeg, pdf], count: 2..3, each: 1 MiB }
    text: Proof?
  - review: check_all
    text: Right?
    confirm: Right
  - say: Thanks.
  - end: done
)";

const char* const kStatusFlow = R"(
flow: status
title: status
starts:
  phrases: [the status]
outcomes: [told]
steps:
  - say: All is well.
    id: say
  - end: told
)";

const char* const kProofFlow = R"(
flow: proof
title: proof
starts:
  phrases: [proof]
outcomes: [done]
steps:
  - ask: papers
    as: files
    accept: { types: [jpeg], count: 2..3, each: 1 MiB }
    text: Papers?
  - end: done
)";

const char* const kMeetFlow = R"(
flow: meet
title: meeting
starts:
  phrases: [meet]
outcomes: [done]
steps:
  - ask: day
    as: date
    text: Which day?
    check:
      - must: day >= today
        say: That day is over.
  - ask: sure
    as: yes_no
    text: Sure?
  - end: done
)";

}  // namespace dialogs::testing
