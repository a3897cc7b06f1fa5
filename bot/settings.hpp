// boomerang.yaml of a profile, read into values. Every setting is declared once, in
// settings_table.cpp, with its default, bounds, unit and meaning; `describe_settings` prints that
// table as the manual. All faults of the file are reported at once, with line and column. Read
// once, at start.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/fault.hpp"
#include "bot/access/back_office_keys.hpp"
#include "bot/access/jwt.hpp"
#include "bot/access/secret.hpp"
#include "bot/net/courier.hpp"

namespace bot {

struct ListenAddress {
  std::string host;  // without brackets
  std::uint16_t port = 0;
  friend bool operator==(const ListenAddress&, const ListenAddress&) = default;
};
// "127.0.0.1:8080", "[::1]:8080", "localhost:0". Error: `bad_field`.
base::Result<ListenAddress> parse_listen_address(std::string_view text);
std::string to_string(const ListenAddress& address);

// A key of the back office as the settings have it; `key` is empty when only its hash is given.
struct BackOfficeAccess {
  BackOfficeKey entry;
  Secret key;
};

// Defaults are settings_table.cpp's; those here are the same for code that makes Settings by hand.
struct Limits {
  std::int64_t frame_bytes = std::int64_t{64} * 1024;
  std::int64_t text_characters = 4096;
  std::int64_t queue_bytes = std::int64_t{256} * 1024;
  std::int64_t queue_frames = 256;
  std::int64_t upload_bytes = std::int64_t{10} * 1024 * 1024;
  std::int64_t uploads_per_day_bytes = std::int64_t{50} * 1024 * 1024;
  std::int64_t sockets_per_customer = 8;
  std::int64_t guest_sockets_per_address = 20;
  std::int64_t messages_burst = 20;
  std::int64_t messages_per_minute = 60;
  std::int64_t connections = 20'000;
  base::Duration hello = std::chrono::seconds(5);
  base::Duration drain = std::chrono::seconds(10);
};

// Who is told of every transition of a case (docs/operations.md, "Webhooks").
struct WebhookEndpoint {
  std::string name;                // of its lane in the outbox
  std::string url;                 // https:, or http: with allows_inside
  std::vector<Secret> keys;        // that sign, the newest first: one, or two during a change
  std::vector<std::string> types;  // of cases; empty: all
  bool allows_inside = false;      // an address of this machine or its network
};

// The mail server that takes e-mails to customers; no mail is sent while `server` has no host.
struct MailSettings {
  ListenAddress server{"", 0};
  MailSecurity security = MailSecurity::starttls;
  std::string ca_file;  // PEM of who vouches for the server; empty: the system's
  std::string user;     // empty: without a login
  Secret password;
  std::string from;    // address of the sender
  std::string sender;  // and the name beside it; may be empty
};

struct OutboxSettings {
  std::int64_t attempts = 18;
  base::Duration first_retry = std::chrono::seconds(5);
  base::Duration longest_retry = std::chrono::hours(6);
  base::Duration timeout = std::chrono::seconds(5);
  base::Duration keep = std::chrono::hours(24 * 30);
};

// Where the shop answers about its customers and orders (docs/shop.openapi.yaml).
struct ShopAccess {
  std::string url;  // "https://shop.example/boomerang"; empty: the profile's demo/shop.yaml
  Secret key;       // sent as a bearer token; may be empty
  base::Duration timeout = std::chrono::seconds(3);
  base::Duration fresh = std::chrono::seconds(60);  // answers are used again for so long
  base::Duration stale = std::chrono::minutes(15);  // and while the shop fails for so long
};

struct Settings {
  bool is_demo = false;
  ListenAddress listen{"127.0.0.1", 8080};
  ListenAddress admin{"127.0.0.1", 9090};
  std::vector<std::string> origins;
  bool allows_absent_origin = true;
  bool allows_guests = true;
  std::string default_locale = "en";
  JwtSettings identity;
  std::vector<BackOfficeAccess> back_office;
  ShopAccess shop;
  Secret file_link_key;
  base::Duration file_link_lifetime = std::chrono::minutes(5);
  std::int64_t snapshot_every_turns = 50;
  std::int64_t conversations_in_memory = 10'000;
  base::Duration staff_session = std::chrono::hours(12);
  base::Duration promise_after = std::chrono::minutes(10);
  base::Duration agent_idle = std::chrono::minutes(5);
  std::string log_level = "info";
  Limits limits;
  std::vector<WebhookEndpoint> webhooks;
  MailSettings mail;
  OutboxSettings outbox;
};

struct SettingsSource {
  std::filesystem::path file;  // for positions; relative paths in it are relative to its folder
  std::string text;
  std::filesystem::path data_folder;  // where a demo's secrets live
  // Value of an environment variable, or nothing.
  std::function<std::optional<std::string>(const std::string&)> environment;
  bool is_demo = false;  // as if the file said `demo: yes` (serve --demo)
  // Whether missing secrets of a demo may be made (serve, token) or only pointed out (check).
  bool may_create_secrets = false;
};

struct SettingsResult {
  Settings settings;  // usable only when `faults` has no errors
  base::Faults faults;
};

// Reads the text of boomerang.yaml and the secrets that it names. Faults, among others: unknown
// keys (with the nearest known one), wrong types, units and bounds, bad origins and addresses, the
// same key twice, secrets that are missing, weak, in a file that others can read, or outside the
// folder by a symbolic link.
SettingsResult read_settings(const SettingsSource& source);

// Every setting with its default, bounds and meaning, as a commented boomerang.yaml.
std::string describe_settings();

// "10 MiB", "64 KiB", "512 bytes" in bytes; nothing when it is not a size. Decimal units ("MB") are
// refused, because people mean both by them.
std::optional<std::int64_t> parse_size(std::string_view text);

}  // namespace bot
