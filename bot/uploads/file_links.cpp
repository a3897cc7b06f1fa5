#include "bot/uploads/file_links.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/check.hpp"
#include "bot/access/authorize.hpp"

namespace bot {
namespace {

constexpr std::string_view kBackOffice = "back_office";

std::string_view view(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

// Digits only, as `link` writes them: one text for one time.
std::optional<base::Instant> read_time(std::string_view text) {
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || end != text.data() + text.size() || seconds <= 0 ||
      seconds > 253'402'300'799 || std::to_string(seconds) != text) {
    return std::nullopt;
  }
  return base::Instant(std::chrono::seconds(seconds));
}

std::string holder_of(const Principal& principal) {
  if (std::holds_alternative<BackOffice>(principal)) return std::string(kBackOffice);
  return owner_key(principal);
}

}  // namespace

FileLinks::FileLinks(Secret key, base::Duration lifetime)
    : key_(std::move(key)), lifetime_(lifetime) {
  ENSURE(key_.reveal().size() >= kMinSecretBytes, "the key of file links is too short");
  ENSURE(lifetime_ > base::Duration::zero() && lifetime_ <= kMaxLinkLifetime,
         "file links live for at most five minutes");
}

std::string FileLinks::link(std::string_view upload, const Principal& principal,
                            base::Instant now) const {
  const auto until = std::chrono::floor<std::chrono::seconds>(now + lifetime_);
  const std::string time = std::to_string(until.time_since_epoch().count());
  const std::string by = tag_of(holder_of(principal));
  return "/v1/files/" + std::string(upload) + "?until=" + time + "&by=" + by +
         "&sig=" + signature(upload, time, by);
}

base::Result<LinkHolder> FileLinks::check(std::string_view upload, const FileLinkQuery& query,
                                          std::string_view owner, base::Instant now) const {
  const bool is_signed =
      equal_in_constant_time(signature(upload, query.until, query.by), query.sig);
  const bool is_for_owner = !owner.empty() && equal_in_constant_time(tag_of(owner), query.by);
  const bool is_for_staff = equal_in_constant_time(tag_of(kBackOffice), query.by);
  const auto until = read_time(query.until);
  const bool is_in_time = until && now < *until && *until <= now + kMaxLinkLifetime;
  if (!is_signed || !(is_for_owner || is_for_staff) || !is_in_time) return not_found();
  return is_for_owner ? LinkHolder::owner : LinkHolder::back_office;
}

std::string FileLinks::tag_of(std::string_view owner) const {
  const Digest digest = hmac_sha256(key_.reveal(), "holder\n" + std::string(owner));
  return to_base64url(view(digest).substr(0, 12));
}

std::string FileLinks::signature(std::string_view upload, std::string_view until,
                                 std::string_view by) const {
  // Line breaks cannot stand in any of the parts of a true link, so that parts cannot shift.
  std::string text = "file\n";
  text.append(upload).append("\n").append(until).append("\n").append(by);
  return to_base64url(view(hmac_sha256(key_.reveal(), text)));
}

}  // namespace bot
