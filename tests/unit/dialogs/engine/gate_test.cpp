// Tasks that require a signed-in customer, begun by a guest (`requires:`, dialogs.md 2.1).
#include <catch2/catch.hpp>

#include "tests/unit/dialogs/engine/chat.hpp"
#include "tests/unit/dialogs/engine/flows.hpp"

using namespace dialogs::testing;

namespace {

constexpr const char* kOrdersFlow = R"(
flow: orders
title: order list
starts:
  button: start_orders
  label: My orders
  phrases: [my orders]
requires:
  must: customer.signed_in
  say: Please sign in first.
outcomes: [done, none]
steps:
  - ask: order
    as: pick_one
    from: shop.orders(customer)
    text: Which order?
    item: Order {order.number}
    when_empty:
      end: none
  - say: Thanks, {order.number}.
  - end: done
)";

constexpr const char* kSignInFlow = R"(
flow: sign_in
title: sign-in
outcomes: [signed_in, not_signed_in]
steps:
  - say: Sign in, I wait.
  - wait: customer.signed_in()
    up_to: 30 minutes
    late:
      - end: not_signed_in
  - end: signed_in
)";

base::Value anna() {
  return base::Record{{"signed_in", true}, {"name", "Anna"}};
}

}  // namespace

TEST_CASE("gate: without a sign-in flow the task is refused with its words", "[dialogs]") {
  Chat chat(program_of({kOrdersFlow}));
  chat.customer = base::Record{{"signed_in", false}};
  const std::string expected = R"(
> my orders
orders.requires: Please sign in first.
)";
  CHECK(replay(chat, expected) == expected);
  CHECK(chat.state.frames.empty());
}

TEST_CASE("gate: a guest signs in, and the task goes on with nothing lost", "[dialogs]") {
  Chat chat(program_of({kOrdersFlow, kSignInFlow, kNameFlow}));
  chat.customer = base::Value();
  const std::string begun = R"(
> my orders
sign_in.say: Sign in, I wait.
-> timer wait:2:customer_signed_in +30min
> change my name
name.first: First name?
> Anna
name.sure: Sure? [Yes | No]
)";
  CHECK(replay(chat, begun) == begun);
  chat.customer = anna();
  const std::string signed_in = R"(
~ signal customer.signed_in {}
-> timer off wait:2:customer_signed_in
-> finished sign_in signed_in
> yes
repair.resume: resume order list [Yes | No]
-> finished name done
> yes
orders.order: Which order? [Order 1042 | Order 1057]
> 1042
orders.say: Thanks, 1042.
-> finished orders done
)";
  CHECK(replay(chat, signed_in) == signed_in);
}

TEST_CASE("gate: who does not sign in is told so, once", "[dialogs]") {
  Chat chat(program_of({kOrdersFlow, kSignInFlow, kNameFlow}));
  chat.customer = base::Value();
  const std::string expected = R"(
> my orders
sign_in.say: Sign in, I wait.
-> timer wait:2:customer_signed_in +30min
> my orders
orders.requires: Please sign in first.
~ minutes 30
orders.requires: Please sign in first.
-> finished sign_in not_signed_in
-> finished orders cancelled
)";
  CHECK(replay(chat, expected) == expected);
  CHECK(chat.state.frames.empty());
}

TEST_CASE("gate: a task is never walked without what it requires", "[dialogs]") {
  // Interrupted by a signed-in customer, taken up in a state where nobody is signed in.
  Chat chat(program_of({kOrdersFlow, kNameFlow}));
  const std::string begun = R"(
> my orders
orders.order: Which order? [Order 1042 | Order 1057]
> change my name
name.first: First name?
> Anna
name.sure: Sure? [Yes | No]
> yes
repair.resume: resume order list [Yes | No]
-> finished name done
)";
  CHECK(replay(chat, begun) == begun);
  chat.customer = base::Value();
  const std::string expected = R"(
> yes
orders.requires: Please sign in first.
-> finished orders cancelled
)";
  CHECK(replay(chat, expected) == expected);
}
