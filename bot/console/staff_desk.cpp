#include "bot/console/staff_desk.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <memory>
#include <new>

#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "bot/access/authorize.hpp"
#include "bot/access/password.hpp"
#include "bot/access/secret.hpp"
#include "bot/access/totp.hpp"

namespace bot {
namespace {

constexpr std::string_view kCookie = "boomerang_staff";
constexpr std::size_t kSecretBytes = 32;
constexpr Rate kTriesOfName{6, 6, std::chrono::minutes(10)};
constexpr Rate kTriesOfNetwork{30, 30, std::chrono::minutes(10)};

base::Error wrong_credentials() {
  return {base::Code::unauthenticated, "auth_failed", "name, password or code is wrong", ""};
}

base::Error not_signed_in() {
  return {base::Code::unauthenticated, "auth_failed", "sign in first", ""};
}

bool is_name(std::string_view name) {
  return name.size() >= 2 && name.size() <= 32 &&
         std::all_of(name.begin(), name.end(), [](char letter) {
           return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
                  letter == '.' || letter == '-' || letter == '_';
         });
}

base::Result<void> check_member(const NewStaff& member) {
  const auto bad = [](std::string_view field, std::string detail) {
    return base::Error{base::Code::invalid_argument, "bad_field", std::move(detail),
                       std::string(field)};
  };
  if (!is_name(member.name)) {
    return bad("name", "a name has 2 to 32 of a-z, 0-9, '.', '-' and '_'");
  }
  if (base::count_characters(member.display) > 60) {
    return bad("display", "at most 60 characters");
  }
  if (base::count_characters(member.password) < kMinPasswordCharacters ||
      member.password.size() > kMaxPasswordBytes) {
    return bad("password", "a password has 10 characters or more");
  }
  return {};
}

// Argon2id wants a lot of memory. Without it nobody is let in, and the server goes on.
void with_memory(const std::function<void()>& hash) {
  try {
    hash();
  } catch (const std::bad_alloc&) {
    base::log::error("staff.no_memory", {});
  }
}

base::Error no_memory() {
  return {base::Code::unavailable, "busy", "not enough memory at the moment; try again", ""};
}

// The value of a cookie; the first where there are several.
std::string_view cookie_of(const HttpRequest& request, std::string_view name) {
  std::string_view rest = request.header("Cookie").value_or("");
  while (!rest.empty()) {
    const auto end = rest.find(';');
    auto one = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    while (one.starts_with(' ')) one.remove_prefix(1);
    if (one.size() > name.size() && one.starts_with(name) && one[name.size()] == '=') {
      return one.substr(name.size() + 1);
    }
  }
  return {};
}

bool is_on_this_machine(const HttpRequest& request) {
  const auto host = request.header("Host").value_or("");
  return host.starts_with("127.") || host.starts_with("localhost") || host.starts_with("[::1]");
}

}  // namespace

Staff staff_of(const storage::StaffRow& row) {
  return {row.id, row.name, row.display, parse_staff_role(row.role).value_or(StaffRole::agent)};
}

std::string session_cookie(std::string_view secret, base::Duration lifetime,
                           const HttpRequest& request) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(lifetime).count();
  std::string cookie = std::string(kCookie) + "=" + std::string(secret) +
                       "; Path=/console/; HttpOnly; SameSite=Strict; Max-Age=" +
                       std::to_string(secret.empty() ? 0 : seconds);
  if (!is_on_this_machine(request)) cookie += "; Secure";
  return cookie;
}

StaffDesk::StaffDesk(const ApiParts& parts)
    : parts_(parts), tries_of_name_(kTriesOfName), tries_of_network_(kTriesOfNetwork) {}

void StaffDesk::submit(const std::function<void(storage::Commit&)>& fill,
                       const std::function<void(const base::Result<void>&)>& reply) {
  if (const auto admitted = parts_.processor.admit(nullptr); !admitted) {
    return reply(admitted.error());
  }
  Turn turn = parts_.processor.begin(nullptr);
  fill(*turn.commit);
  turn.after = reply;
  parts_.processor.submit(std::move(turn));
}

void StaffDesk::add(const NewStaff& member,
                    std::function<void(const base::Result<AddedStaff>&)> reply) {
  if (const auto sound = check_member(member); !sound) return reply(sound.error());
  auto hash = std::make_shared<std::string>();
  const auto queued = parts_.run_job(
      [hash, password = member.password] { with_memory([&] { *hash = hash_password(password); }); },
      [this, hash, member, reply] {
        if (hash->empty()) return reply(no_memory());
        store_member(member, *hash, reply);
      });
  if (!queued) reply(queued.error());
}

void StaffDesk::store_member(const NewStaff& member, const std::string& hash,
                             const std::function<void(const base::Result<AddedStaff>&)>& reply) {
  auto& world = parts_.world;
  const auto known = world.store.console().staff_by_name(member.name);
  storage::StaffRow row = known.value_or(storage::StaffRow{});
  if (!known) {
    row.id = base::make_uuid7(world.clock.now(), world.random);
    row.created = world.clock.now();
  }
  row.name = member.name;
  row.display = member.display.empty() ? member.name : member.display;
  row.role = to_string(member.role);
  row.password_hash = hash;
  row.totp_secret = member.has_totp ? make_totp_secret(world.random) : std::string();
  row.is_disabled = false;
  const AddedStaff added{staff_of(row), row.totp_secret};
  submit(
      [&](storage::Commit& commit) {
        commit.console.staff.push_back(row);
        commit.console.signed_out_staff.push_back(row.id);
        commit.audit.push_back(
            {world.clock.now(), "operator", known ? "staff.changed" : "staff.added", row.id,
             base::to_json(base::Record{{"name", row.name}, {"role", row.role}})});
      },
      [this, added, reply](const base::Result<void>& stored) {
        if (!stored) return reply(stored.error());
        if (on_ended_) on_ended_(added.staff.id, "");
        reply(added);
      });
}

void StaffDesk::set_disabled(std::string_view name, bool is_disabled,
                             const std::function<void(const base::Result<void>&)>& reply) {
  auto row = parts_.world.store.console().staff_by_name(name);
  if (!row) return reply(not_found());
  row->is_disabled = is_disabled;
  submit(
      [&](storage::Commit& commit) {
        commit.console.staff.push_back(*row);
        commit.console.signed_out_staff.push_back(row->id);
        commit.audit.push_back({parts_.world.clock.now(), "operator",
                                is_disabled ? "staff.disabled" : "staff.enabled", row->id, "{}"});
      },
      [this, id = row->id, reply](const base::Result<void>& stored) {
        if (stored && on_ended_) on_ended_(id, "");
        reply(stored);
      });
}

void StaffDesk::sign_in(
    const Credentials& credentials,
    std::function<void(const base::Result<std::pair<SignedIn, std::string>>&)> reply) {
  const auto now = parts_.wall_clock.now();
  const auto wait = tries_of_network_.take(network_of(credentials.peer), now);
  // A name that cannot be is not counted, so that nobody fills the table with them.
  const bool may_exist = is_name(credentials.name);
  if (wait || (may_exist && tries_of_name_.take(credentials.name, now))) {
    return reply(base::Error{base::Code::limit_exceeded, "too_many",
                             "too many tries; wait some minutes", ""});
  }
  auto row = may_exist ? parts_.world.store.console().staff_by_name(credentials.name)
                       : std::optional<storage::StaffRow>();
  if (row && row->is_disabled) row.reset();
  const std::string hash = row ? row->password_hash : std::string();
  auto matches = std::make_shared<bool>(false);
  const auto queued = parts_.run_job(
      [matches, hash, password = credentials.password.substr(0, kMaxPasswordBytes + 1)] {
        with_memory([&] { *matches = matches_password(password, hash); });
      },
      [this, matches, credentials, row, reply] {
        if (!*matches || !row) return reply(wrong_credentials());
        open_session(credentials, *row, reply);
      });
  if (!queued) reply(queued.error());
}

void StaffDesk::open_session(
    const Credentials& credentials, const storage::StaffRow& row,
    const std::function<void(const base::Result<std::pair<SignedIn, std::string>>&)>& reply) {
  const auto now = parts_.wall_clock.now();
  std::optional<std::int64_t> step;
  if (!row.totp_secret.empty()) {
    step = check_totp(row.totp_secret, credentials.code, now, row.totp_step);
    if (!step) return reply(wrong_credentials());
  }
  std::array<std::byte, kSecretBytes> bytes{};
  parts_.world.random.fill(bytes);
  const std::string secret =
      to_base64url({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  const SignedIn who{staff_of(row), to_hex(sha256(secret)),
                     now + parts_.world.profile.settings.staff_session};
  submit(
      [&](storage::Commit& commit) {
        if (step) commit.console.used_codes.push_back({row.id, *step});
        commit.console.sessions.push_back({who.session, row.id, now, who.expires});
        commit.audit.push_back(
            {parts_.world.clock.now(), "staff:" + row.id, "staff.signed_in", row.id, "{}"});
      },
      [reply, who, secret](const base::Result<void>& stored) {
        // A conflict: the code was used a moment ago, or they were disabled.
        if (!stored && stored.error().name == "unavailable") return reply(wrong_credentials());
        if (!stored) return reply(stored.error());
        reply(std::pair(who, secret));
      });
}

base::Result<SignedIn> StaffDesk::authenticate(const HttpRequest& request) const {
  const auto secret = cookie_of(request, kCookie);
  if (secret.empty() || secret.size() > 128) return not_signed_in();
  auto& console = parts_.world.store.console();
  const auto session = console.staff_session(to_hex(sha256(secret)));
  if (!session || session->expires <= parts_.wall_clock.now()) return not_signed_in();
  const auto row = console.staff_by_id(session->staff);
  if (!row || row->is_disabled) return not_signed_in();
  return SignedIn{staff_of(*row), session->secret_hash, session->expires};
}

bool StaffDesk::is_open(const SignedIn& who) const {
  if (who.expires <= parts_.wall_clock.now()) return false;
  return parts_.world.store.console().staff_session(who.session).has_value();
}

void StaffDesk::sign_out(const SignedIn& who, bool everywhere,
                         const std::function<void(const base::Result<void>&)>& reply) {
  submit(
      [&](storage::Commit& commit) {
        if (everywhere) {
          commit.console.signed_out_staff.push_back(who.staff.id);
        } else {
          commit.console.ended_sessions.push_back(who.session);
        }
        commit.audit.push_back({parts_.world.clock.now(), "staff:" + who.staff.id,
                                "staff.signed_out", who.staff.id, "{}"});
      },
      [this, who, everywhere, reply](const base::Result<void>& stored) {
        if (stored && on_ended_) on_ended_(who.staff.id, everywhere ? "" : who.session);
        reply(stored);
      });
}

}  // namespace bot
