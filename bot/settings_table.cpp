#include "bot/settings_table.hpp"

#include <array>
#include <charconv>

#include "base/text.hpp"

namespace bot {
namespace {

constexpr std::int64_t kKiB = 1024;
constexpr std::int64_t kMiB = 1024 * kKiB;
constexpr std::int64_t kGiB = 1024 * kMiB;
constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;

WholeNumber number(WholeNumber target) {
  return target;
}

const std::array kTable = {
    Setting{"", "demo", YesOrNo{[](Settings& s) -> bool& { return s.is_demo; }}, "no", 0, 0,
            "A demonstration: secrets that are not named here are made on the first start"},
    Setting{"", "locale", Text{[](Settings& s) -> std::string& { return s.default_locale; }}, "en",
            2, 35, "Language of customers who do not say theirs"},
    Setting{"", "guests", YesOrNo{[](Settings& s) -> bool& { return s.allows_guests; }}, "yes", 0,
            0, "Whether people without a token may chat"},
    Setting{"", "log", Text{[](Settings& s) -> std::string& { return s.log_level; }}, "info", 3, 5,
            "debug, info, warn, error or off"},

    Setting{"server", "listen", Address{[](Settings& s) -> ListenAddress& { return s.listen; }},
            "127.0.0.1:8080", 0, 0, "Customers, the shop and messengers"},
    Setting{"server", "admin", Address{[](Settings& s) -> ListenAddress& { return s.admin; }},
            "127.0.0.1:9090", 0, 0, "Operators: health and metrics; never open to the world"},
    Setting{"server", "programs",
            YesOrNo{[](Settings& s) -> bool& { return s.allows_absent_origin; }}, "yes", 0, 0,
            "Whether clients that are no browsers (and send no Origin) may chat"},
    Setting{"server", "drain", Time{[](Settings& s) -> base::Duration& { return s.limits.drain; }},
            "10 seconds", kSecond, 5 * kMinute, "For work under way when the server stops"},

    Setting{"identity", "issuer",
            Text{[](Settings& s) -> std::string& { return s.identity.issuer; }}, "", 1, 200,
            "`iss` of the shop's tokens, to the letter"},
    Setting{"identity", "audience",
            Text{[](Settings& s) -> std::string& { return s.identity.audience; }}, "", 1, 200,
            "`aud` of the shop's tokens, to the letter"},

    Setting{"shop", "url", Text{[](Settings& s) -> std::string& { return s.shop.url; }}, "", 0, 500,
            "Where the shop answers (docs/shop.openapi.yaml); without it demo/shop.yaml"},
    Setting{"shop", "timeout", Time{[](Settings& s) -> base::Duration& { return s.shop.timeout; }},
            "3 seconds", kSecond, 20 * kSecond, "For the shop to answer; customers wait for it"},
    Setting{"shop", "fresh", Time{[](Settings& s) -> base::Duration& { return s.shop.fresh; }},
            "60 seconds", kSecond, 10 * kMinute, "How long an answer is used again"},
    Setting{"shop", "stale", Time{[](Settings& s) -> base::Duration& { return s.shop.stale; }},
            "15 minutes", kSecond, 24 * 60 * kMinute,
            "How long an old answer is used while the shop does not answer"},

    Setting{"files", "link_lifetime",
            Time{[](Settings& s) -> base::Duration& { return s.file_link_lifetime; }}, "5 minutes",
            10 * kSecond, 5 * kMinute, "How long a link to a file opens it"},

    Setting{"storage", "snapshot_every_turns",
            number([](Settings& s) -> std::int64_t& { return s.snapshot_every_turns; }), "50", 1,
            10'000, "Turns of a conversation between two snapshots of its state"},
    Setting{"storage", "conversations_in_memory",
            number([](Settings& s) -> std::int64_t& { return s.conversations_in_memory; }), "10000",
            100, 1'000'000, "Conversations kept ready; others are loaded when needed"},

    Setting{"outbox", "attempts",
            number([](Settings& s) -> std::int64_t& { return s.outbox.attempts; }), "18", 1, 1'000,
            "Tries to deliver a webhook or an e-mail before a person must look"},
    Setting{"outbox", "first_retry",
            Time{[](Settings& s) -> base::Duration& { return s.outbox.first_retry; }}, "5 seconds",
            kSecond / 10, kHour, "Before the second try; twice as long before each further one"},
    Setting{"outbox", "longest_retry",
            Time{[](Settings& s) -> base::Duration& { return s.outbox.longest_retry; }}, "6 hours",
            kSecond / 10, 24 * kHour, "At most so long between two tries"},
    Setting{"outbox", "timeout",
            Time{[](Settings& s) -> base::Duration& { return s.outbox.timeout; }}, "5 seconds",
            kSecond / 10, kMinute, "For one try, from the connection to the answer"},
    Setting{"outbox", "keep", Time{[](Settings& s) -> base::Duration& { return s.outbox.keep; }},
            "30 days", kHour, 3650 * 24 * kHour, "How long what was delivered can be sent again"},
    Setting{"console", "session",
            Time{[](Settings& s) -> base::Duration& { return s.staff_session; }}, "12 hours",
            5 * kMinute, 24 * 60 * kMinute, "How long a member of the staff stays signed in"},
    Setting{"console", "promise_after",
            Time{[](Settings& s) -> base::Duration& { return s.promise_after; }}, "10 minutes",
            10 * kSecond, 24 * 60 * kMinute,
            "Who waits so long for a person is told that the answer comes later"},
    Setting{"console", "agent_idle",
            Time{[](Settings& s) -> base::Duration& { return s.agent_idle; }}, "5 minutes",
            10 * kSecond, 24 * 60 * kMinute,
            "A customer unanswered so long by a person who is gone waits in the queue again"},

    Setting{"limits", "frame",
            Size{[](Settings& s) -> std::int64_t& { return s.limits.frame_bytes; }}, "64 KiB",
            4 * kKiB, 64 * kKiB, "One WebSocket message"},
    Setting{"limits", "text",
            number([](Settings& s) -> std::int64_t& { return s.limits.text_characters; }), "4096",
            100, 4096, "Characters of one message"},
    Setting{"limits", "queue",
            Size{[](Settings& s) -> std::int64_t& { return s.limits.queue_bytes; }}, "256 KiB",
            64 * kKiB, 16 * kMiB, "Unread bytes of one connection before it is closed"},
    Setting{"limits", "queue_frames",
            number([](Settings& s) -> std::int64_t& { return s.limits.queue_frames; }), "256", 16,
            65'536, "Unread frames of one connection before it is closed"},
    Setting{"limits", "upload",
            Size{[](Settings& s) -> std::int64_t& { return s.limits.upload_bytes; }}, "10 MiB",
            kKiB, 10 * kMiB, "One file"},
    Setting{"limits", "uploads_per_day",
            Size{[](Settings& s) -> std::int64_t& { return s.limits.uploads_per_day_bytes; }},
            "50 MiB", kKiB, 10 * kGiB, "All files of one customer within 24 hours"},
    Setting{"limits", "sockets_per_customer",
            number([](Settings& s) -> std::int64_t& { return s.limits.sockets_per_customer; }), "8",
            1, 100, "Open connections of one customer"},
    Setting{"limits", "guest_sockets_per_address",
            number([](Settings& s) -> std::int64_t& { return s.limits.guest_sockets_per_address; }),
            "20", 1, 100'000, "Open connections of guests from one address (IPv6: one /64)"},
    Setting{"limits", "messages_burst",
            number([](Settings& s) -> std::int64_t& { return s.limits.messages_burst; }), "20", 1,
            100'000, "Messages of one conversation at once"},
    Setting{"limits", "messages_per_minute",
            number([](Settings& s) -> std::int64_t& { return s.limits.messages_per_minute; }), "60",
            1, 1'000'000, "and after these"},
    Setting{"limits", "connections",
            number([](Settings& s) -> std::int64_t& { return s.limits.connections; }), "20000", 10,
            1'000'000, "Open connections in all"},
    Setting{"limits", "hello", Time{[](Settings& s) -> base::Duration& { return s.limits.hello; }},
            "5 seconds", kSecond, kMinute, "For the first frame of a connection"},
};

std::string bounds_text(std::string_view what, const Setting& setting, std::int64_t unit,
                        std::string_view unit_name) {
  const auto part = [&](std::int64_t bound) {
    return std::to_string(bound / unit) + (unit_name.empty() ? "" : " ") + std::string(unit_name);
  };
  return "must be " + std::string(what) + " from " + part(setting.min) + " to " + part(setting.max);
}

bool is_within(const Setting& setting, std::int64_t value) {
  return value >= setting.min && value <= setting.max;
}

// One for each kind of setting: assigns, or says what is wrong.
struct Assign {
  Settings& settings;
  const Setting& setting;
  std::string_view text;

  std::string operator()(WholeNumber target) const {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !is_within(setting, value)) {
      return bounds_text("a whole number", setting, 1, "");
    }
    target(settings) = value;
    return {};
  }
  std::string operator()(Size size) const {
    const auto value = parse_size(text);
    if (!value || !is_within(setting, *value)) {
      return bounds_text("a size such as '64 KiB'", setting, kKiB, "KiB");
    }
    size.target(settings) = *value;
    return {};
  }
  std::string operator()(Time target) const {
    const auto value = base::parse_duration_ms(text);
    if (!value || !is_within(setting, *value)) {
      return bounds_text("a duration such as '5 seconds',", setting, kSecond, "seconds");
    }
    target(settings) = base::Duration(*value);
    return {};
  }
  std::string operator()(YesOrNo target) const {
    const bool is_yes = text == "yes" || text == "true";
    if (!is_yes && text != "no" && text != "false") return "must be yes or no";
    target(settings) = is_yes;
    return {};
  }
  std::string operator()(Text target) const {
    const auto characters = static_cast<std::int64_t>(base::count_characters(text));
    if (!is_within(setting, characters)) {
      return bounds_text("a text", setting, 1, "characters");
    }
    target(settings) = text;
    return {};
  }
  std::string operator()(Address target) const {
    auto address = parse_listen_address(text);
    if (!address) return address.error().detail;
    if (address->port == 0) return "needs a port from 1 to 65535 (0 only on the command line)";
    target(settings) = std::move(*address);
    return {};
  }
};

}  // namespace

std::span<const Setting> settings_table() {
  return kTable;
}

std::string assign_setting(Settings& settings, const Setting& setting, std::string_view text) {
  return std::visit(Assign{settings, setting, text}, setting.target);
}

std::string_view settings_lists_manual() {
  return R"(
# Lists, and secrets. A secret is never written here: `..._file` names a file with mode 0600 or 0400
# (relative to this file, or absolute), `..._environment` a variable. At least 32 random bytes each.

# server:
#   origins: [https://shop.example]     web pages that may chat, exactly as browsers send them
# identity:
#   keys:
#     - id: main                        `kid` of the shop's tokens
#       algorithm: HS256                HS256, ES256 or RS256; a key has one and only one
#       secret_file: secrets/jwt.key    or secret_environment (HS256)
#       public_key_file: jwt.pem        (ES256, RS256)
# back_office:
#   keys:
#     - name: warehouse-terminal        for the audit trail
#       role: warehouse                 support, warehouse or finance
#       key_file: secrets/terminal.key  or key_environment, or key_hash (SHA-256, hexadecimal)
# shop:
#   key_file: secrets/shop.key          or key_environment; the shop's bearer key
# files:
#   link_key_file: secrets/links.key    or link_key_environment; signs links to files
# webhooks:
#   - name: erp                         for the outbox and its lists
#     url: https://erp.example/hooks
#     secret_file: secrets/erp.key      or secret_environment; signs (Standard Webhooks)
#     former_secret_file: old.key       signs too, while the receiver changes over
#     types: [product_return]           only these cases; without it all
#     inside: yes                       may be an address of this machine or its network, and http:
# mail:
#   server: mail.example:587
#   security: starttls                  starttls, tls (from the first byte) or none
#   ca_file: company-ca.pem             who vouches for the server; without it the system's
#   user: returns                       with a login
#   password_file: secrets/mail.key     or password_environment; any length
#   from: returns@shop.example
#   sender: Example Shop                the name beside it
)";
}

}  // namespace bot
