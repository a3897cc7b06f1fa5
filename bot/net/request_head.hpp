// The head of an HTTP/1.1 request, read strictly and without sockets: what two readers could
// understand differently (smuggling) is refused, not repaired. HeadReader finds the end of the head
// in bytes that arrive in pieces; parse_head reads it. One thread an object.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "bot/net/http.hpp"

namespace bot {

struct HeadLimits {
  std::size_t max_head_bytes = 8 * 1024;
  std::size_t max_target_bytes = 4 * 1024;
  std::size_t max_headers = 64;
};

// Answered with the status; the connection is closed.
struct HeadFault {
  int status = 400;
  std::string_view why;
};

struct RequestHead {
  HttpRequest request;  // without body and peer
  bool keep_alive = true;
  bool is_upgrade = false;  // to WebSocket
  bool is_chunked = false;
  bool expects_continue = false;
  std::optional<std::uint64_t> content_length;

  bool has_body() const { return is_chunked || content_length.value_or(0) > 0; }
};

class HeadReader {
 public:
  explicit HeadReader(const HeadLimits& limits) : limits_(&limits) {}  // limits must outlive it

  // The size of the head that `received` starts with, its empty line included; nothing while it is
  // incomplete. `received` begins with what the calls before got. Faults: 400 for a line that does
  // not end in CRLF, 414, 431.
  std::variant<std::monostate, std::size_t, HeadFault> find_end(std::string_view received);

 private:
  const HeadLimits* limits_;
  std::size_t scanned_ = 0;
  std::size_t line_start_ = 0;
};

// `head` is what HeadReader found. Faults: 400; 417 an unknown Expect; 431 too many headers; 505
// another version than 1.0 and 1.1. Refused with 400 besides what is no HTTP: both or several
// framing headers, a Transfer-Encoding other than `chunked`, folded lines, space before a colon,
// control bytes, no Host or two, targets that are no path.
std::variant<RequestHead, HeadFault> parse_head(std::string_view head, const HeadLimits& limits);

// Whether the comma-separated list has the token, in any case.
bool has_token(std::string_view list, std::string_view token);

}  // namespace bot
