#include "workflow/case.hpp"

namespace workflow {

std::string_view to_string(Actor actor) {
  switch (actor) {
    case Actor::customer:
      return "customer";
    case Actor::bot:
      return "bot";
    case Actor::support:
      return "support";
    case Actor::warehouse:
      return "warehouse";
    case Actor::finance:
      return "finance";
    case Actor::clock:
      return "clock";
    case Actor::carrier:
      return "carrier";
  }
  return "unknown";
}

std::optional<Actor> parse_actor(std::string_view word) {
  for (const Actor actor : kActors) {
    if (to_string(actor) == word) return actor;
  }
  return std::nullopt;
}

bool is_person(Actor actor) {
  return actor == Actor::support || actor == Actor::warehouse || actor == Actor::finance;
}

}  // namespace workflow
