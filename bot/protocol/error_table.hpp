// One table from errors to what the outside sees: HTTP status, WebSocket close code and log level
// of every stable error name. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace bot {

enum class LogAs { nothing, info, warning, error };

struct ErrorRow {
  std::string_view name;  // stable wire code
  int status;             // HTTP
  std::uint16_t close;    // WebSocket close code that ends the session, 0 when it goes on
  LogAs log;
  std::string_view title;  // RFC 9457 title: the same for every occurrence
};

// Every error name that this server sends, in alphabetical order.
std::span<const ErrorRow> error_rows();

// The row of an error: by its name, or, for a name that is not in the table, by its Code.
const ErrorRow& error_row(const base::Error& error);
inline int http_status(const base::Error& error) {
  return error_row(error).status;
}

// An RFC 9457 body (application/problem+json): {"title","status","code","detail","field",
// "retry_after_ms"}, the last three when there are any. `type` is left out, which means
// "about:blank"; `code` is the stable name to switch on.
std::string problem_body(const base::Error& error, std::optional<std::int64_t> retry_after_ms = {});
inline constexpr std::string_view kProblemType = "application/problem+json";

}  // namespace bot
