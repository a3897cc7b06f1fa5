#include "bot/console/key_pages.hpp"

#include <algorithm>
#include <array>

#include "base/ids.hpp"
#include "base/json.hpp"
#include "bot/access/authorize.hpp"

namespace bot {
namespace {

constexpr std::size_t kKeyBytes = 32;
constexpr std::string_view kMark = "bk_";  // so that a key is known for one where it leaks
constexpr std::size_t kMaxKeys = 200;

bool is_good(const storage::AccessKeyRow& row) {
  return row.revoked == base::Instant{};
}

bool is_key_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 &&
         std::all_of(name.begin(), name.end(), [](char letter) {
           return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                  (letter >= '0' && letter <= '9') || letter == '.' || letter == '-' ||
                  letter == '_';
         });
}

base::Error bad(std::string detail, std::string field) {
  return {base::Code::invalid_argument, "bad_field", std::move(detail), std::move(field)};
}

}  // namespace

std::vector<BackOfficeKey> made_keys(storage::Store& store) {
  std::vector<BackOfficeKey> keys;
  for (const auto& row : store.console().keys()) {
    const auto role = parse_role(row.role);
    const auto hash = parse_digest(row.hash);
    if (is_good(row) && role && hash) keys.push_back({row.name, *role, *hash});
  }
  return keys;
}

void KeyPages::serve(const SignedIn& who, const HttpRequest& request, const HttpReply& reply) {
  const auto allowed = authorize(who.staff, Operation::manage_staff, kNoObject);
  if (!allowed) return reply(error_response(allowed.error()));
  if (request.method == "GET") return reply(list());
  if (request.method != "POST") return reply(method_not_allowed("GET, POST"));
  const auto body = json_body(request);
  if (!body) return reply(error_response(body.error()));
  base::FieldReader fields(*body);
  const auto what = fields.text("do", 16);
  const auto name = fields.text("name", 64);
  const auto role = parse_role(fields.optional_text("role", 16).value_or("support"));
  if (auto error = fields.finish()) return reply(error_response(*error));
  if (what == "revoke") return revoke(who, name, reply);
  if (what != "make") return reply(error_response(bad("do is make or revoke", "do")));
  if (!role) {
    return reply(error_response(bad("the role is support, warehouse or finance", "role")));
  }
  if (!is_key_name(name)) {
    return reply(error_response(bad("a key's name has 1 to 64 of A-Z a-z 0-9 . _ -", "name")));
  }
  make(who, name, *role, reply);
}

HttpResponse KeyPages::list() const {
  std::string body;
  base::JsonWriter json(body);
  json.open_object().key("keys").open_list();
  for (const auto& row : parts_.world.store.console().keys()) {
    const auto author = parts_.world.store.console().staff_by_id(row.author);
    json.open_object().key("name").text(row.name).key("role").text(row.role);
    json.key("author").text(author ? author->display : row.author);
    json.key("created").text(base::to_iso(row.created));
    if (!is_good(row)) json.key("revoked").text(base::to_iso(row.revoked));
    json.close_object();
  }
  for (const auto& access : parts_.world.profile.settings.back_office) {
    json.open_object().key("name").text(access.entry.name);
    json.key("role").text(to_string(access.entry.role)).close_object();
  }
  json.close_list().close_object();
  return json_response(200, std::move(body));
}

void KeyPages::make(const SignedIn& who, std::string_view name, Role role, const HttpReply& reply) {
  auto& world = parts_.world;
  const auto rows = world.store.console().keys();
  const auto& fixed = world.profile.settings.back_office;
  const bool is_taken =
      std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return row.name == name; }) ||
      std::any_of(fixed.begin(), fixed.end(),
                  [&](const auto& access) { return access.entry.name == name; });
  if (is_taken) {
    return reply(error_response(
        {base::Code::conflict, "conflict", "there is, or was, a key of that name", "name"}));
  }
  if (rows.size() >= kMaxKeys) {
    return reply(error_response(
        {base::Code::limit_exceeded, "too_many", "there are too many keys already", ""}));
  }
  std::array<std::byte, kKeyBytes> bytes{};
  world.random.fill(bytes);
  std::string key(kMark);
  key += to_base64url({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  storage::AccessKeyRow row;
  row.id = base::make_uuid7(world.clock.now(), world.random);
  row.name = name;
  row.role = to_string(role);
  row.hash = to_hex(sha256(key));
  row.author = who.staff.id;
  row.created = world.clock.now();
  store(who, "key.made", row, reply, base::to_json(base::Record{{"name", name}, {"key", key}}));
}

void KeyPages::revoke(const SignedIn& who, std::string_view name, const HttpReply& reply) {
  for (auto& row : parts_.world.store.console().keys()) {
    if (row.name != name) continue;
    if (!is_good(row)) return reply(json_response(200, "{}"));
    row.revoked = parts_.world.clock.now();
    return store(who, "key.revoked", row, reply, "{}");
  }
  // One of the settings ends with its line there.
  reply(error_response(not_found()));
}

void KeyPages::store(const SignedIn& who, std::string_view action, const storage::AccessKeyRow& row,
                     const HttpReply& reply, std::string answer) {
  if (const auto admitted = parts_.processor.admit(nullptr); !admitted) {
    return reply(error_response(admitted.error()));
  }
  Turn turn = parts_.processor.begin(nullptr);
  turn.commit->console.keys.push_back(row);
  turn.commit->audit.push_back(
      {parts_.world.clock.now(), "staff:" + who.staff.id, std::string(action), row.id,
       base::to_json(base::Record{{"name", row.name}, {"role", row.role}})});
  turn.after = [this, reply, answer = std::move(answer)](const base::Result<void>& stored) {
    if (!stored) return reply(error_response(stored.error()));
    parts_.keys.set_made(made_keys(parts_.world.store));
    reply(json_response(200, answer));
  };
  parts_.processor.submit(std::move(turn));
}

}  // namespace bot
