#include "bot/protocol/error_table.hpp"

#include <algorithm>
#include <array>

#include "base/json.hpp"

namespace bot {
namespace {

using base::Code;

constexpr std::array kRows = {
    ErrorRow{"auth_failed", 401, 4401, LogAs::info, "The token or key is not accepted"},
    ErrorRow{"bad_address", 400, 0, LogAs::nothing, "Not an address"},
    ErrorRow{"bad_field", 400, 0, LogAs::nothing, "A field is missing or wrong"},
    ErrorRow{"bad_frame", 400, 4400, LogAs::info, "The first frame must be a hello"},
    ErrorRow{"bad_json", 400, 0, LogAs::nothing, "Not one well-formed JSON object"},
    ErrorRow{"bad_multipart", 400, 0, LogAs::nothing, "Not a form with one file"},
    ErrorRow{"bad_origin", 403, 4403, LogAs::info, "This web page may not open a chat"},
    ErrorRow{"bad_query", 400, 0, LogAs::nothing, "A query parameter is wrong"},
    ErrorRow{"bad_request", 400, 0, LogAs::nothing, "The request cannot be understood"},
    ErrorRow{"bad_resume", 400, 0, LogAs::nothing, "There is no such place to resume at"},
    ErrorRow{"bad_text", 400, 0, LogAs::nothing, "The text holds characters that are not text"},
    ErrorRow{"bad_type", 415, 0, LogAs::nothing, "Only JPEG, PNG and PDF files are taken"},
    ErrorRow{"busy", 503, 0, LogAs::warning, "The server is busy; try again"},
    ErrorRow{"conflict", 409, 0, LogAs::nothing, "The same key with another content"},
    ErrorRow{"empty", 400, 0, LogAs::nothing, "There is nothing in it"},
    ErrorRow{"forbidden", 403, 4403, LogAs::info, "This key may not do that"},
    ErrorRow{"internal", 500, 1011, LogAs::error, "Something went wrong here"},
    ErrorRow{"invalid", 400, 0, LogAs::nothing, "The request is wrong"},
    ErrorRow{"limit_exceeded", 429, 0, LogAs::nothing, "Too much"},
    ErrorRow{"method_not_allowed", 405, 0, LogAs::nothing, "Not a method of this address"},
    ErrorRow{"not_found", 404, 0, LogAs::nothing, "There is no such thing"},
    ErrorRow{"quota_exceeded", 429, 0, LogAs::info, "Enough files for today"},
    ErrorRow{"read_only", 503, 0, LogAs::error, "Nothing can be stored at the moment"},
    ErrorRow{"restarting", 503, 1012, LogAs::nothing, "The server restarts; come back"},
    ErrorRow{"shop_unavailable", 503, 0, LogAs::warning, "The shop does not answer"},
    ErrorRow{"storage_full", 503, 0, LogAs::error, "There is no room for files at the moment"},
    ErrorRow{"timeout", 408, 4408, LogAs::info, "The request took too long"},
    ErrorRow{"too_large", 413, 1009, LogAs::nothing, "Larger than what is taken"},
    ErrorRow{"too_long", 422, 0, LogAs::nothing, "The text is too long"},
    ErrorRow{"too_many", 429, 0, LogAs::nothing, "Too often; wait a little"},
    ErrorRow{"too_many_connections", 429, 4429, LogAs::info, "Too many connections at once"},
    ErrorRow{"too_many_parts", 400, 0, LogAs::nothing, "One file at a time"},
    ErrorRow{"too_slow", 408, 4408, LogAs::info, "Messages are not read fast enough"},
    ErrorRow{"unavailable", 503, 0, LogAs::warning, "Not available at the moment"},
};

constexpr bool is_before(const ErrorRow& left, const ErrorRow& right) {
  return left.name < right.name;
}
static_assert(std::is_sorted(kRows.begin(), kRows.end(), is_before), "found by binary search");

const ErrorRow* find(std::string_view name) {
  const auto row = std::lower_bound(
      kRows.begin(), kRows.end(), name,
      [](const ErrorRow& candidate, std::string_view wanted) { return candidate.name < wanted; });
  return row != kRows.end() && row->name == name ? &*row : nullptr;
}

std::string_view general_name(Code code) {
  switch (code) {
    case Code::invalid_argument:
      return "invalid";
    case Code::not_found:
      return "not_found";
    case Code::conflict:
      return "conflict";
    case Code::limit_exceeded:
      return "limit_exceeded";
    case Code::unauthenticated:
      return "auth_failed";
    case Code::forbidden:
      return "forbidden";
    case Code::unavailable:
      return "unavailable";
  }
  return "internal";
}

}  // namespace

std::span<const ErrorRow> error_rows() {
  return kRows;
}

const ErrorRow& error_row(const base::Error& error) {
  if (const ErrorRow* row = find(error.name)) return *row;
  return *find(general_name(error.code));
}

std::string problem_body(const base::Error& error, std::optional<std::int64_t> retry_after_ms) {
  const ErrorRow& row = error_row(error);
  std::string body;
  base::JsonWriter json(body);
  json.open_object().key("title").text(row.title).key("status").integer(row.status);
  json.key("code").text(error.name);
  if (!error.detail.empty()) json.key("detail").text(error.detail);
  if (!error.field.empty()) json.key("field").text(error.field);
  if (retry_after_ms) json.key("retry_after_ms").integer(*retry_after_ms);
  json.close_object();
  return body;
}

}  // namespace bot
