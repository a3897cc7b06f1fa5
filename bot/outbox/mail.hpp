// E-mails about cases: the addresses that are taken, the message as RFC 5322 wants it, and the HTML
// beside the plain text. Nothing that a person wrote can become a header: addresses are checked,
// every other header is encoded, and the body is base64. No state; any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/value.hpp"
#include "bot/net/courier.hpp"
#include "bot/settings.hpp"

namespace bot {

// "anna@example.org": ASCII, one @, a domain with a dot, at most 254 bytes, nothing that a header
// or an SMTP command would take for more than an address.
bool is_mail_address(std::string_view text);

// What an e-mail says, in the small part of Markdown that messages have.
struct MailText {
  std::string to;
  std::string language;
  std::string subject;
  std::string body;
};

// The payload of an outbox row: {"to","language","subject","body"}.
std::string mail_payload(const MailText& text);

// `payload` as mail_payload wrote it; `id` makes the Message-ID, the same in every repeat.
MailParcel mail_parcel(const MailSettings& settings, const base::Value& payload,
                       std::string_view id, base::Instant now);

// The message with its headers, CRLF.
std::string mail_message(const MailSettings& settings, const MailText& text, std::string_view id,
                         base::Instant now);

// A header's text: as it is when it is short printable ASCII, otherwise encoded words (RFC 2047).
std::string header_text(std::string_view text);

// Paragraphs, lists, **bold**, *italic* and `code` as HTML; everything else is text.
std::string mail_html(std::string_view markdown);
// The same without the marks.
std::string mail_plain(std::string_view markdown);

}  // namespace bot
