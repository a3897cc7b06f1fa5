// Signed links to files: GET /v1/files/{id}?until=...&by=...&sig=... opens one file for at most a
// few minutes without a token, so that a page can show it. `by` is a keyed hash of whom it was made
// for, so that no customer id stands in a URL. Immutable; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "bot/access/principal.hpp"
#include "bot/access/secret.hpp"

namespace bot {

inline constexpr base::Duration kMaxLinkLifetime = std::chrono::minutes(5);

struct FileLinkQuery {
  std::string until;
  std::string by;
  std::string sig;
};

enum class LinkHolder { owner, back_office };

class FileLinks {
 public:
  // `key`: at least kMinSecretBytes. `lifetime`: at most kMaxLinkLifetime.
  FileLinks(Secret key, base::Duration lifetime);

  // Path and query for this principal. Precondition: authorize(read_file) said yes.
  std::string link(std::string_view upload, const Principal& principal, base::Instant now) const;

  // Whom the link was made for. Errors: always `not_found`, whether expired, forged, for another
  // file, or made for somebody else than `owner` (the row's owner key) or the back office.
  base::Result<LinkHolder> check(std::string_view upload, const FileLinkQuery& query,
                                 std::string_view owner, base::Instant now) const;

 private:
  std::string tag_of(std::string_view owner) const;
  std::string signature(std::string_view upload, std::string_view until, std::string_view by) const;

  Secret key_;
  base::Duration lifetime_;
};

}  // namespace bot
