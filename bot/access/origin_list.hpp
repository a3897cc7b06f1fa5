// Which web pages may open a chat: an exact list of origins (RFC 6454), compared byte by byte, no
// wildcards, no suffixes. Immutable while serving; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace bot {

// The canonical form of one origin as browsers send it ("https://shop.example", port only when not
// the default's). Error `bad_field`: anything that no browser would ever send, such as upper case,
// a path, a trailing slash, a wildcard, a default port, user names, characters outside ASCII.
base::Result<std::string> check_origin(std::string_view text);

class OriginList {
 public:
  // Every origin went through check_origin. `allow_absent`: programs that are no browsers send no
  // Origin; letting them in is safe because the chat has no cookies to ride on.
  OriginList(std::vector<std::string> origins, bool allow_absent);

  // The server's own pages (the demo shop), once its port is known. A loopback host is known by
  // 127.0.0.1, [::1] and localhost.
  void add_own(std::string_view host, std::uint16_t port);

  // `origin`: the header's value, or nothing when the request has none. "null" is never allowed.
  bool allows(std::optional<std::string_view> origin) const;

 private:
  std::vector<std::string> origins_;
  bool allow_absent_;
};

}  // namespace bot
