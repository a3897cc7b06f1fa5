#include "bot/access/origin_list.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace bot {
namespace {

base::Error bad_origin(std::string detail) {
  return {base::Code::invalid_argument, "bad_field", std::move(detail), "origins"};
}

bool is_host_byte(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '-' || byte == '.';
}

bool is_host_name(std::string_view host) {
  if (host.empty() || host.size() > 253 || !std::all_of(host.begin(), host.end(), is_host_byte)) {
    return false;
  }
  char before = '.';
  for (const char byte : host) {
    // No empty label, none that begins with a hyphen.
    if (before == '.' && (byte == '.' || byte == '-')) return false;
    if (before == '-' && byte == '.') return false;
    before = byte;
  }
  return before != '.' && before != '-';
}

bool is_ipv6_literal(std::string_view host) {
  if (host.size() < 4 || host.front() != '[' || host.back() != ']') return false;
  host = host.substr(1, host.size() - 2);
  return std::all_of(host.begin(), host.end(), [](char byte) {
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'f') || byte == ':';
  });
}

// Where the port begins (its colon), or the text's end. An IPv6 literal has colons of its own.
std::size_t port_begin(std::string_view authority) {
  const std::size_t bracket = authority.find(']');
  const std::size_t colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  return colon == std::string_view::npos ? authority.size() : colon;
}

}  // namespace

base::Result<std::string> check_origin(std::string_view text) {
  const bool is_secure = text.starts_with("https://");
  if (!is_secure && !text.starts_with("http://")) {
    return bad_origin("an origin begins with https:// or http://, in lower case");
  }
  const std::string_view authority = text.substr(is_secure ? 8 : 7);
  if (authority.find('/') != std::string_view::npos) {
    return bad_origin("an origin ends after its host and port, without a slash");
  }
  const std::size_t colon = port_begin(authority);
  const std::string_view host = authority.substr(0, colon);
  if (!is_host_name(host) && !is_ipv6_literal(host)) {
    return bad_origin("not a host as browsers send it: lower case, ASCII (xn--...), no wildcard");
  }
  if (colon == authority.size()) return std::string(text);
  const std::string_view digits = authority.substr(colon + 1);
  int port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc() || end != digits.data() + digits.size() || port < 1 || port > 65535 ||
      std::to_string(port) != digits) {
    return bad_origin("a port is a number from 1 to 65535");
  }
  if (port == (is_secure ? 443 : 80)) {
    return bad_origin("browsers leave out the usual port: write the origin without it");
  }
  return std::string(text);
}

OriginList::OriginList(std::vector<std::string> origins, bool allow_absent)
    : origins_(std::move(origins)), allow_absent_(allow_absent) {}

void OriginList::add_own(std::string_view host, std::uint16_t port) {
  const std::string suffix = port == 80 ? std::string() : ":" + std::to_string(port);
  const bool is_loopback = host == "127.0.0.1" || host == "::1" || host == "localhost";
  if (is_loopback) {
    for (const char* name : {"127.0.0.1", "[::1]", "localhost"}) {
      origins_.push_back("http://" + std::string(name) + suffix);
    }
    return;
  }
  const bool is_ipv6 = host.find(':') != std::string_view::npos;
  std::string name = is_ipv6 ? "[" + std::string(host) + "]" : std::string(host);
  origins_.push_back("http://" + std::move(name) + suffix);
}

bool OriginList::allows(std::optional<std::string_view> origin) const {
  if (!origin) return allow_absent_;
  return std::find(origins_.begin(), origins_.end(), *origin) != origins_.end();
}

}  // namespace bot
