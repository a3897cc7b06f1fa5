// The keys of the back office in the console: /console/api/keys, for admins. A key is shown once,
// when it is made; the store knows its hash only. Loop thread only.
#pragma once

#include <vector>

#include "bot/console/staff_desk.hpp"
#include "bot/http/api_parts.hpp"

namespace bot {

class KeyPages {
 public:
  explicit KeyPages(const ApiParts& parts) : parts_(parts) {}

  // GET: every key, those of the settings too. POST {do: make or revoke, name, role}: `make`
  // answers with the key. A revoked one is refused from the next request on, and keeps its name.
  void serve(const SignedIn& who, const HttpRequest& request, const HttpReply& reply);

 private:
  HttpResponse list() const;
  void make(const SignedIn& who, std::string_view name, Role role, const HttpReply& reply);
  void revoke(const SignedIn& who, std::string_view name, const HttpReply& reply);
  // Stores the row and what the audit trail says of it; the keys follow.
  void store(const SignedIn& who, std::string_view action, const storage::AccessKeyRow& row,
             const HttpReply& reply, std::string answer);

  const ApiParts& parts_;
};

// The keys that admins made and did not revoke.
std::vector<BackOfficeKey> made_keys(storage::Store& store);

}  // namespace bot
