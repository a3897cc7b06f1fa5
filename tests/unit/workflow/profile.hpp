// The shipped policy and machine, and builders of events, for the tests of this folder.
#pragma once

#include <string>
#include <string_view>

#include "workflow/decide.hpp"
#include "workflow/machine.hpp"
#include "workflow/policy.hpp"

namespace workflow_test {

std::string read_file(const std::string& path);  // below the source folder
const workflow::Policy& policy();
const workflow::Machine& machine();  // product_return
const workflow::Machine& machine(std::string_view type);

base::Instant at(std::string_view iso);

// An event of that actor with data that every guard of `name` accepts, done by the owner "anna"
// when the actor is the customer or the bot.
workflow::CaseEvent event(std::string_view name, workflow::Actor actor);
workflow::CaseEvent event(std::string_view name, workflow::Actor actor, base::Record data);
// The data that every guard of that event accepts.
base::Record good_data(std::string_view name);

workflow::NewCase new_case(std::string_view zone = "");
// The case after the event; fails the test when it is refused.
workflow::Transition must(base::Result<workflow::Transition> result);
workflow::Transition apply(const workflow::Case& before, const workflow::CaseEvent& event,
                           base::Instant now);
// The name of the refusal, or "" when it is allowed.
std::string refusal(const workflow::Case& before, const workflow::CaseEvent& event,
                    base::Instant now);

// A case in that state, reached by real events from `start` on, each a minute after the one before
// (timers at their due instants). `last` is the moment of the last one.
struct Arrived {
  workflow::Case subject;
  base::Instant last;
};
Arrived arrive(std::string_view state, base::Instant start);

// The clock's event of a timer that runs, and when it is due.
struct Ring {
  workflow::CaseEvent event;
  base::Instant due;
};
Ring ring(const workflow::Case& subject, std::string_view timer);

}  // namespace workflow_test
