// Who is asking. There is no "nobody": a connection has a Principal only after its secret or token
// was verified, and a guest and a customer are different types that never turn into each other.
// Plain values; any thread.
#pragma once

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

// A program or a person of the shop, proved by a bearer key.
struct BackOffice {
  std::string key;  // name of the key, for the audit trail
  Role role = Role::support;
  friend bool operator==(const BackOffice&, const BackOffice&) = default;
};

using Principal = std::variant<Guest, Customer, BackOffice>;

// "guest:<conversation>", "customer:<id>" or "back_office:<key>": how rows name their owner and
// audit rows their actor.
std::string owner_key(const Principal& principal);

}  // namespace bot
