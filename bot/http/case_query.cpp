#include "bot/http/case_query.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include "base/json.hpp"
#include "base/text.hpp"

namespace bot {
namespace {

constexpr std::array<std::string_view, 8> kParameters = {"after", "customer", "due_before", "limit",
                                                         "open",  "state",    "text",       "type"};
constexpr std::size_t kMaxCharacters = 128;

base::Error bad_query(std::string detail, std::string_view field) {
  return {base::Code::invalid_argument, "bad_query", std::move(detail), std::string(field)};
}

// Every name once, and known.
base::Result<void> check_names(std::string_view query) {
  std::vector<std::string_view> seen;
  while (!query.empty()) {
    const auto end = query.find('&');
    const auto pair = query.substr(0, end);
    query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
    if (pair.empty()) continue;
    const auto name = pair.substr(0, pair.find('='));
    if (std::find(kParameters.begin(), kParameters.end(), name) == kParameters.end()) {
      return bad_query("a list takes state, type, customer, text, open, due_before, after, limit",
                       name.substr(0, kMaxCharacters));
    }
    if (std::find(seen.begin(), seen.end(), name) != seen.end()) {
      return bad_query("this parameter is there twice", name);
    }
    seen.push_back(name);
  }
  return {};
}

bool is_state(const Profile& profile, std::string_view name) {
  return std::any_of(profile.machines.begin(), profile.machines.end(),
                     [&](const auto& entry) { return entry.second->find_state(name) != nullptr; });
}

class QueryReader {
 public:
  QueryReader(const HttpRequest& request, const Profile& profile)
      : request_(request), profile_(profile) {}

  std::string text(std::string_view name) {
    if (request_.query.empty()) return {};
    auto value = request_.query_parameter(name);
    if (!value && request_.query.find(std::string(name) + "=") != std::string::npos) {
      return fail("this is not well encoded", name);
    }
    if (!value) return {};
    if (!base::is_valid_utf8(*value) || base::count_characters(*value) > kMaxCharacters) {
      return fail("at most 128 characters of UTF-8", name);
    }
    return *value;
  }
  std::string type() {
    auto value = text("type");
    if (value.empty() || profile_.machines.contains(value)) return value;
    return fail("there is no such type of case", "type");
  }
  std::string state() {
    auto value = text("state");
    if (value.empty() || is_state(profile_, value)) return value;
    return fail("no type of case has this state", "state");
  }
  bool open() {
    const auto value = text("open");
    if (!value.empty() && value != "yes" && value != "no") fail("open is yes or no", "open");
    return value == "yes";
  }
  std::optional<base::Instant> due_before() {
    const auto value = text("due_before");
    if (value.empty()) return std::nullopt;
    const auto instant = base::from_iso(value);
    if (!instant) fail("a moment such as 2026-11-27T21:00:00Z", "due_before");
    return instant;
  }
  std::size_t limit(const PageBounds& bounds) {
    const auto value = text("limit");
    if (value.empty()) return bounds.usual;
    std::size_t size = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), size);
    const bool is_number = error == std::errc() && end == value.data() + value.size();
    if (!is_number || size < 1 || size > bounds.most) {
      fail("a number from 1 to " + std::to_string(bounds.most), "limit");
    }
    return size;
  }
  const std::optional<base::Error>& error() const { return error_; }

 private:
  std::string fail(std::string detail, std::string_view field) {
    if (!error_) error_ = bad_query(std::move(detail), field);
    return {};
  }
  const HttpRequest& request_;
  const Profile& profile_;
  std::optional<base::Error> error_;
};

}  // namespace

base::Result<CaseQuery> read_case_query(const HttpRequest& request, const Profile& profile,
                                        const PageBounds& bounds) {
  if (auto names = check_names(request.query); !names) return names.error();
  QueryReader reader(request, profile);
  CaseQuery query;
  query.filter.customer = reader.text("customer");
  query.filter.type = reader.type();
  query.filter.state = reader.state();
  query.filter.text = reader.text("text");
  query.filter.only_open = reader.open();
  query.filter.due_before = reader.due_before();
  query.after = reader.text("after");
  query.limit = reader.limit(bounds);
  if (reader.error()) return *reader.error();
  return query;
}

std::string describe(const CaseQuery& query, std::size_t found) {
  base::Record said{{"found", static_cast<std::int64_t>(found)}};
  const storage::CaseFilter& filter = query.filter;
  if (!filter.customer.empty()) said["customer"] = filter.customer;
  if (!filter.type.empty()) said["type"] = filter.type;
  if (!filter.state.empty()) said["state"] = filter.state;
  // What was typed may be a name: only that something was.
  if (!filter.text.empty()) said["text"] = true;
  if (filter.only_open) said["open"] = true;
  if (filter.due_before) said["due_before"] = base::to_iso(*filter.due_before);
  return base::to_json(said);
}

}  // namespace bot
