// What a case is and what can happen to it. Plain values: storage keeps them, decide() computes
// them, nobody else changes them. Any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/value.hpp"

namespace workflow {

// Who makes an event happen. `bot` is the assistant on the customer's behalf; `clock` a due row
// that fired; `carrier` a tracking feed.
enum class Actor { customer, bot, support, warehouse, finance, clock, carrier };
inline constexpr std::array kActors = {Actor::customer,  Actor::bot,     Actor::support,
                                       Actor::warehouse, Actor::finance, Actor::clock,
                                       Actor::carrier};

// The enumerator's own name, as files, the wire and the database write it.
std::string_view to_string(Actor actor);
std::optional<Actor> parse_actor(std::string_view word);
// Support, warehouse and finance: those whose decisions count as a person's.
bool is_person(Actor actor);

struct Case {
  std::string id;            // UUID, the name inside
  std::string number;        // "R-7K2M-4QXD", the name that people copy by hand
  std::string type;          // "product_return"
  std::string state;         // a state of that type's machine
  std::string customer;      // the owner; only the owner's session acts as `customer` or `bot`
  std::string conversation;  // UUID of the conversation that opened it
  // What the case remembers, declared under `fields:` of the machine; instants are to_iso text.
  // decide() keeps one more: `due`, a record of the timers that run and when they fire. `zone` is
  // the customer's time zone (IANA), read when a deadline is computed.
  base::Record fields;
  std::string policy_version;  // the rules that every promise of this case comes from
  std::int64_t version = 0;    // grows by one with every event; 0 = not stored yet
  base::Instant opened;
  base::Instant changed;
};

// Something that happens to a case.
struct CaseEvent {
  std::string name;
  Actor actor = Actor::customer;
  // Who exactly: an employee or feed, and for `customer` and `bot` the customer they act for.
  std::string actor_id;
  std::string channel;  // "chat", "back_office", "timer"
  std::string key;      // idempotency key of whoever sent it; may be empty
  base::Record data;    // as declared under `events:` of the machine; anything else is refused
};

}  // namespace workflow
