// What leaves the server on its own: an HTTP request or an e-mail to another machine. The edge of
// the network, hence an interface; the real one is CurlCourier, tests and the simulation bring
// their own. It carries once: repeats are the outbox's business (bot/outbox).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "bot/net/http.hpp"

namespace bot {

// Redirects are not followed: the settings name the address.
struct HttpParcel {
  std::string url;  // http: or https:
  std::vector<HttpHeader> headers;
  std::string body;
};

enum class MailSecurity { none, starttls, tls };

struct MailParcel {
  std::string host;
  std::uint16_t port = 0;
  MailSecurity security = MailSecurity::starttls;
  std::string ca_file;   // PEM of who vouches for the server; empty: the system's
  std::string user;      // empty: without a login
  std::string password;  // with a user
  std::string from;      // "returns@shop.example", no name, no brackets
  std::string to;
  std::string message;  // RFC 5322, CRLF
};

struct Parcel {
  std::variant<HttpParcel, MailParcel> content;
  base::Duration timeout = std::chrono::seconds(5);  // for all of it
  bool allows_inside = false;  // addresses of this machine and its network, and plain http:
};

struct Receipt {
  bool has_arrived = false;  // 2xx, or the mail server took it
  int status = 0;            // of HTTP or SMTP; 0: no answer
  std::string problem = {};  // for people, when it has not arrived; no secret, no content
  // The receiver asked not to be tried again before; at most an hour counts.
  std::optional<base::Duration> retry_after = {};
};

class Courier {
 public:
  virtual ~Courier() = default;
  // `done` runs on the loop, once, never inside send(), within the parcel's timeout and a second;
  // not at all when the courier is destroyed before. Loop thread only.
  virtual void send(Parcel parcel, std::function<void(Receipt)> done) = 0;
};

}  // namespace bot
