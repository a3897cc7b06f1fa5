// The staff of the shop: who they are, signing in and out. Passwords are checked on the job pool;
// a session is a row, so it survives a restart and ends at once when it is deleted. Loop thread
// only.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "bot/access/principal.hpp"
#include "bot/access/rate_limit.hpp"
#include "bot/http/api_parts.hpp"

namespace bot {

struct NewStaff {
  std::string name;     // 2 to 32 of a-z, 0-9, '.', '-', '_'
  std::string display;  // 1 to 60 characters; empty: the name
  StaffRole role = StaffRole::agent;
  std::string password;  // at least kMinPasswordCharacters
  bool has_totp = true;  // needs a code of an authenticator app beside the password
};

struct AddedStaff {
  Staff staff;
  std::string totp_secret;  // shown once; empty without TOTP
};

struct Credentials {
  std::string name;
  std::string password;
  std::string code;  // of the authenticator app; empty where none is needed
  std::string peer;  // network address that it comes from
};

// Who a request comes from.
struct SignedIn {
  Staff staff;
  std::string session;  // hash of the session's secret: names it without giving it away
  base::Instant expires{};
};

// As the audit trail names them when they read about customers.
inline std::string reader_name(const SignedIn& who) {
  return "back_office:staff:" + who.staff.name;
}

class StaffDesk {
 public:
  // Called when sessions have ended: of this member of the staff, or only this one where it is not
  // empty. At once, before the request that ended them is answered.
  using OnEnded = std::function<void(std::string_view staff, std::string_view session)>;

  explicit StaffDesk(const ApiParts& parts);
  void on_ended(OnEnded listener) { on_ended_ = std::move(listener); }

  // Adds somebody, or gives somebody who exists a new password, role and secret, and signs them out
  // everywhere. Errors: `bad_field`, `busy`, admit()'s.
  void add(const NewStaff& member, std::function<void(const base::Result<AddedStaff>&)> reply);
  // Lets nobody in under this name any more, or again. Errors: `not_found`, admit()'s.
  void set_disabled(std::string_view name, bool is_disabled,
                    const std::function<void(const base::Result<void>&)>& reply);

  // Error: `auth_failed`, which never says what was wrong; `too_many`, `busy`.
  void sign_in(const Credentials& credentials,
               std::function<void(const base::Result<std::pair<SignedIn, std::string>>&)> reply);
  // By the request's cookie. Error: `auth_failed`.
  base::Result<SignedIn> authenticate(const HttpRequest& request) const;
  // Whether a session is still good.
  bool is_open(const SignedIn& who) const;
  // This session, or every one of this member of the staff.
  void sign_out(const SignedIn& who, bool everywhere,
                const std::function<void(const base::Result<void>&)>& reply);

 private:
  struct Checked;
  void submit(const std::function<void(storage::Commit&)>& fill,
              const std::function<void(const base::Result<void>&)>& reply);
  void store_member(const NewStaff& member, const std::string& hash,
                    const std::function<void(const base::Result<AddedStaff>&)>& reply);
  void open_session(
      const Credentials& credentials, const storage::StaffRow& row,
      const std::function<void(const base::Result<std::pair<SignedIn, std::string>>&)>& reply);

  const ApiParts& parts_;
  OnEnded on_ended_;
  KeyedBuckets tries_of_name_;
  KeyedBuckets tries_of_network_;
};

// The cookie that carries a session, for Set-Cookie. `secret` empty: takes it away. Only sent over
// TLS, except to a server on this machine.
std::string session_cookie(std::string_view secret, base::Duration lifetime,
                           const HttpRequest& request);

Staff staff_of(const storage::StaffRow& row);

}  // namespace bot
