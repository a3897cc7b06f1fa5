#include "bot/settings.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include "bot/settings_table.hpp"

namespace bot {
namespace {

base::Error bad_address(std::string detail) {
  return {base::Code::invalid_argument, "bad_field", std::move(detail), "listen"};
}

bool is_host_byte(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
         (byte >= '0' && byte <= '9') || byte == '.' || byte == '-';
}

bool is_ipv6_byte(char byte) {
  return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'f') ||
         (byte >= 'A' && byte <= 'F') || byte == ':' || byte == '.';
}

}  // namespace

base::Result<ListenAddress> parse_listen_address(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) {
    return bad_address("must be HOST:PORT, such as 127.0.0.1:8080");
  }
  std::string_view host = text.substr(0, colon);
  const bool is_bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (is_bracketed) host = host.substr(1, host.size() - 2);
  if (!std::all_of(host.begin(), host.end(), is_bracketed ? is_ipv6_byte : is_host_byte)) {
    return bad_address("must begin with a host name or an address; IPv6 in brackets");
  }
  const std::string_view digits = text.substr(colon + 1);
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc() || end != digits.data() + digits.size()) {
    return bad_address("must end with a port up to 65535");
  }
  return ListenAddress{std::string(host), port};
}

std::string to_string(const ListenAddress& address) {
  const bool is_ipv6 = address.host.find(':') != std::string::npos;
  return (is_ipv6 ? "[" + address.host + "]" : address.host) + ":" + std::to_string(address.port);
}

std::optional<std::int64_t> parse_size(std::string_view text) {
  std::int64_t count = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, count);
  if (error != std::errc() || count < 0 || end == last || *end != ' ') return std::nullopt;
  const std::string_view unit(end + 1, static_cast<std::size_t>(last - end - 1));
  std::int64_t factor = 0;
  if (unit == "bytes" || unit == "byte") factor = 1;
  if (unit == "KiB") factor = std::int64_t{1} << 10;
  if (unit == "MiB") factor = std::int64_t{1} << 20;
  if (unit == "GiB") factor = std::int64_t{1} << 30;
  if (factor == 0 || count > std::numeric_limits<std::int64_t>::max() / factor) return std::nullopt;
  return count * factor;
}

std::string describe_settings() {
  std::string manual = "# Every setting with its default.\n";
  std::string_view section;
  for (const Setting& setting : settings_table()) {
    if (setting.section != section) {
      section = setting.section;
      manual.append("\n").append(section).append(":\n");
    }
    const std::string_view indent = section.empty() ? "" : "  ";
    manual.append(indent).append("# ").append(setting.meaning).append("\n");
    manual.append(indent).append(setting.name).append(": ");
    manual.append(setting.fallback.empty() ? "(required)" : setting.fallback).append("\n");
  }
  manual += settings_lists_manual();
  return manual;
}

}  // namespace bot
