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

std::optional<Role> parse_role(std::string_view word) {
  for (const auto role : {Role::support, Role::warehouse, Role::finance}) {
    if (word == to_string(role)) return role;
  }
  return std::nullopt;
}

std::string_view to_string(StaffRole role) {
  switch (role) {
    case StaffRole::agent:
      return "agent";
    case StaffRole::lead:
      return "lead";
    case StaffRole::admin:
      return "admin";
  }
  return "agent";
}

std::optional<StaffRole> parse_staff_role(std::string_view word) {
  for (const auto role : {StaffRole::agent, StaffRole::lead, StaffRole::admin}) {
    if (word == to_string(role)) return role;
  }
  return std::nullopt;
}

std::string owner_key(const Principal& principal) {
  if (const auto* guest = std::get_if<Guest>(&principal)) return "guest:" + guest->conversation;
  if (const auto* customer = std::get_if<Customer>(&principal)) return "customer:" + customer->id;
  if (const auto* staff = std::get_if<Staff>(&principal)) return "staff:" + staff->id;
  return "back_office:" + std::get<BackOffice>(principal).key;
}

}  // namespace bot
