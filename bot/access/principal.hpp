// Who is asking. There is no "nobody": a connection has a Principal only after its secret or token
// was verified, and a guest and a customer are different types that never turn into each other.
// Plain values; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace bot {

// Proved the secret of one conversation; may see that conversation only.
struct Guest {
  std::string conversation;  // uuid
  friend bool operator==(const Guest&, const Guest&) = default;
};

// Proved by a token of the shop.
struct Customer {
  std::string id;
  friend bool operator==(const Customer&, const Customer&) = default;
};

enum class Role { support, warehouse, finance };
std::string_view to_string(Role role);
std::optional<Role> parse_role(std::string_view word);

// A program or a person of the shop, proved by a bearer key.
struct BackOffice {
  std::string key;  // name of the key, for the audit trail
  Role role = Role::support;
  friend bool operator==(const BackOffice&, const BackOffice&) = default;
};

enum class StaffRole { agent, lead, admin };
std::string_view to_string(StaffRole role);
std::optional<StaffRole> parse_staff_role(std::string_view word);

// A person of the shop who is signed in to the console.
struct Staff {
  std::string id;
  std::string name;     // signs in with it
  std::string display;  // what colleagues and customers read
  StaffRole role = StaffRole::agent;
  friend bool operator==(const Staff&, const Staff&) = default;
};

using Principal = std::variant<Guest, Customer, BackOffice, Staff>;

// "guest:<conversation>", "customer:<id>", "back_office:<key>" or "staff:<id>": how rows name their
// owner and audit rows their actor.
std::string owner_key(const Principal& principal);

}  // namespace bot
