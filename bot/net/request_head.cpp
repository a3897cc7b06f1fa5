#include "bot/net/request_head.hpp"

#include <algorithm>
#include <array>

namespace bot {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_token_character(char c) {
  return is_digit(c) || is_letter(c) ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}
bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_character);
}
bool is_value_character(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte == '\t' || (byte >= 0x20 && byte != 0x7F);
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}
bool same_name(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Headers whose repetition could be read in two ways.
constexpr std::array<std::string_view, 9> kOnce = {"Host",
                                                   "Content-Length",
                                                   "Transfer-Encoding",
                                                   "Sec-WebSocket-Key",
                                                   "Sec-WebSocket-Version",
                                                   "Origin",
                                                   "Authorization",
                                                   "Content-Type",
                                                   "Expect"};

std::optional<HeadFault> parse_request_line(std::string_view line, RequestHead& head) {
  const auto method_end = line.find(' ');
  if (method_end == std::string_view::npos) return HeadFault{400, "bad request line"};
  const auto target_end = line.find(' ', method_end + 1);
  if (target_end == std::string_view::npos) return HeadFault{400, "bad request line"};
  const auto method = line.substr(0, method_end);
  const auto target = line.substr(method_end + 1, target_end - method_end - 1);
  const auto version = line.substr(target_end + 1);
  if (!is_token(method) || method.size() > 16) return HeadFault{400, "bad method"};
  if (target.empty() || target[0] != '/' ||
      !std::all_of(target.begin(), target.end(), [](char c) { return c > 0x20 && c < 0x7F; })) {
    return HeadFault{400, "the target must be a path"};
  }
  if (version.size() != 8 || !version.starts_with("HTTP/") || !is_digit(version[5]) ||
      version[6] != '.' || !is_digit(version[7])) {
    return HeadFault{400, "bad version"};
  }
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    return HeadFault{505, "only HTTP/1.1 is spoken here"};
  }
  auto& request = head.request;
  request.method = method;
  request.target = target;
  const auto question = target.find('?');
  request.path = target.substr(0, question);
  if (question != std::string_view::npos) request.query = target.substr(question + 1);
  head.keep_alive = version == "HTTP/1.1";
  return std::nullopt;
}

std::optional<HeadFault> parse_header(std::string_view line, HttpRequest& request) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return HeadFault{400, "header without a colon"};
  const auto name = line.substr(0, colon);
  if (!is_token(name)) return HeadFault{400, "bad header name"};
  const auto value = trim(line.substr(colon + 1));
  if (!std::all_of(value.begin(), value.end(), is_value_character)) {
    return HeadFault{400, "control character in a header"};
  }
  for (const auto once : kOnce) {
    if (same_name(name, once) && request.header(once)) return HeadFault{400, "repeated header"};
  }
  request.headers.push_back({std::string(name), std::string(value)});
  return std::nullopt;
}

std::optional<HeadFault> read_framing(RequestHead& head, bool is_http_1_0) {
  const auto& request = head.request;
  const auto length = request.header("Content-Length");
  const auto encoding = request.header("Transfer-Encoding");
  if (length && encoding) return HeadFault{400, "both Content-Length and Transfer-Encoding"};
  if (encoding) {
    if (is_http_1_0 || !same_name(*encoding, "chunked")) {
      return HeadFault{400, "only Transfer-Encoding: chunked"};
    }
    head.is_chunked = true;
  }
  if (length) {
    // At most 18 digits: beyond any limit, and no overflow.
    if (length->empty() || length->size() > 18 ||
        !std::all_of(length->begin(), length->end(), is_digit)) {
      return HeadFault{400, "bad Content-Length"};
    }
    std::uint64_t value = 0;
    for (const char digit : *length) value = value * 10 + static_cast<std::uint64_t>(digit - '0');
    head.content_length = value;
  }
  return std::nullopt;
}

std::optional<HeadFault> read_meaning(RequestHead& head) {
  auto& request = head.request;
  const bool is_http_1_0 = !head.keep_alive;
  if (!request.header("Host") && !is_http_1_0) return HeadFault{400, "no Host"};
  if (auto fault = read_framing(head, is_http_1_0)) return fault;
  bool asks_upgrade = false;
  for (const auto& header : request.headers) {
    if (!same_name(header.name, "Connection")) continue;
    if (has_token(header.value, "close")) head.keep_alive = false;
    if (has_token(header.value, "keep-alive") && is_http_1_0) head.keep_alive = true;
    if (has_token(header.value, "upgrade")) asks_upgrade = true;
  }
  const auto upgrade = request.header("Upgrade");
  head.is_upgrade = asks_upgrade && upgrade && has_token(*upgrade, "websocket") && !is_http_1_0;
  if (const auto expect = request.header("Expect")) {
    if (!same_name(*expect, "100-continue")) return HeadFault{417, "unknown expectation"};
    head.expects_continue = !is_http_1_0;
  }
  return std::nullopt;
}

}  // namespace

bool has_token(std::string_view list, std::string_view token) {
  while (!list.empty()) {
    const auto comma = list.find(',');
    if (same_name(trim(list.substr(0, comma)), token)) return true;
    if (comma == std::string_view::npos) return false;
    list.remove_prefix(comma + 1);
  }
  return false;
}

std::variant<std::monostate, std::size_t, HeadFault> HeadReader::find_end(
    std::string_view received) {
  // What is no HTTP at all (TLS, say) need not wait for a line to end.
  if (!received.empty() && !is_token_character(received[0])) {
    return HeadFault{400, "no HTTP request"};
  }
  while (true) {
    const auto newline = received.find('\n', scanned_);
    const bool in_first_line = line_start_ == 0;
    const auto line_end = newline == std::string_view::npos ? received.size() : newline;
    // Method and version need 28 bytes at most beside the target.
    if (in_first_line && line_end > limits_->max_target_bytes + 28) {
      return HeadFault{414, "the target is too long"};
    }
    if (line_end >= limits_->max_head_bytes) return HeadFault{431, "the head is too large"};
    if (newline == std::string_view::npos) {
      scanned_ = received.size();
      return std::monostate();
    }
    if (newline == line_start_ || received[newline - 1] != '\r') {
      return HeadFault{400, "line without CRLF"};
    }
    if (newline == line_start_ + 1) {
      if (in_first_line) return HeadFault{400, "empty request line"};
      const auto size = newline + 1;
      scanned_ = line_start_ = 0;
      return size;
    }
    scanned_ = line_start_ = newline + 1;
  }
}

std::variant<RequestHead, HeadFault> parse_head(std::string_view head, const HeadLimits& limits) {
  RequestHead parsed;
  bool is_first = true;
  while (true) {
    const auto line_end = head.find("\r\n");
    if (line_end == std::string_view::npos) return HeadFault{400, "incomplete head"};
    const auto line = head.substr(0, line_end);
    head.remove_prefix(line_end + 2);
    if (line.empty() && !is_first) break;
    if (is_first) {
      if (auto fault = parse_request_line(line, parsed)) return *fault;
      if (parsed.request.target.size() > limits.max_target_bytes) {
        return HeadFault{414, "the target is too long"};
      }
      is_first = false;
      continue;
    }
    if (parsed.request.headers.size() >= limits.max_headers) {
      return HeadFault{431, "too many headers"};
    }
    // A folded line starts with a space, which no header name does.
    if (auto fault = parse_header(line, parsed.request)) return *fault;
  }
  if (auto fault = read_meaning(parsed)) return *fault;
  return parsed;
}

}  // namespace bot
