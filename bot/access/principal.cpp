#include "bot/access/principal.hpp"

namespace bot {

std::string_view to_string(Role role) {
  switch (role) {
    case Role::support:
      return "support";
    case Role::warehouse:
      return "warehouse";
    case Role::finance:
      return "finance";
  }
  return "support";
}

std::string owner_key(const Principal& principal) {
  if (const auto* guest = std::get_if<Guest>(&principal)) return "guest:" + guest->conversation;
  if (const auto* customer = std::get_if<Customer>(&principal)) return "customer:" + customer->id;
  return "back_office:" + std::get<BackOffice>(principal).key;
}

}  // namespace bot
