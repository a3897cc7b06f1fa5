#include "bot/outbox/mail.hpp"

#include <algorithm>
#include <array>
#include <ctime>

#include "base/digest.hpp"
#include "base/html.hpp"
#include "base/json.hpp"
#include "bot/outbox/base64.hpp"

namespace bot {
namespace {

constexpr std::size_t kMaxAddress = 254;
constexpr std::size_t kMaxLocalPart = 64;
constexpr std::size_t kMaxPlainHeader = 60;
// 39 bytes are 52 letters of base64: a line of 78 holds "Subject: =?UTF-8?B?", them and "?=".
constexpr std::size_t kBytesOfWord = 39;
constexpr std::size_t kBase64Line = 76;
constexpr std::string_view kLocalSigns = "!#$%&'*+/=?^_`{|}~.-";

bool is_letter_or_digit(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
         (byte >= '0' && byte <= '9');
}

bool is_domain(std::string_view text) {
  if (text.find('.') == std::string_view::npos || text.size() > 253) return false;
  std::size_t label = 0;
  char last = '.';
  for (const char byte : text) {
    if (byte == '.') {
      if (label == 0 || last == '-') return false;
      label = 0;
    } else if (!(is_letter_or_digit(byte) || (byte == '-' && label > 0)) || ++label > 63) {
      return false;
    }
    last = byte;
  }
  return label > 0 && last != '-';
}

struct Mark {
  std::string_view sign;
  std::string_view open;
  std::string_view close;
};
constexpr std::array kMarks = {Mark{"**", "<strong>", "</strong>"}, Mark{"*", "<em>", "</em>"},
                               Mark{"`", "<code>", "</code>"}};

// The text of one line; a mark without its partner is text.
std::string line_of(std::string_view text, bool is_html) {
  std::string out;
  while (!text.empty()) {
    const auto mark = std::find_if(kMarks.begin(), kMarks.end(),
                                   [&](const Mark& one) { return text.starts_with(one.sign); });
    if (mark != kMarks.end()) {
      const auto inside = text.substr(mark->sign.size());
      const auto end = inside.find(mark->sign);
      if (end != std::string_view::npos && end > 0) {
        const auto part = inside.substr(0, end);
        if (is_html) {
          out.append(mark->open).append(base::escape_html(part)).append(mark->close);
        } else {
          out += part;
        }
        text = inside.substr(end + mark->sign.size());
        continue;
      }
    }
    const auto next = std::min(text.find_first_of("*`", 1), text.size());
    out += is_html ? base::escape_html(text.substr(0, next)) : std::string(text.substr(0, next));
    text.remove_prefix(next);
  }
  return out;
}

bool is_item(std::string_view line) {
  return line.starts_with("- ") || line.starts_with("* ");
}

template <class Visit>
void each_line(std::string_view text, Visit visit) {
  while (true) {
    const auto end = text.find('\n');
    visit(text.substr(0, end));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

// "Mon, 02 Mar 2026 07:00:00 +0000", whatever the locale of the process.
std::string rfc5322_date(base::Instant at) {
  static constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t seconds = base::to_milliseconds(at) / 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  const auto two = [](int value) { return (value < 10 ? "0" : "") + std::to_string(value); };
  return std::string(kDays[static_cast<std::size_t>(parts.tm_wday)]) + ", " + two(parts.tm_mday) +
         " " + kMonths[static_cast<std::size_t>(parts.tm_mon)] + " " +
         std::to_string(1900 + parts.tm_year) + " " + two(parts.tm_hour) + ":" + two(parts.tm_min) +
         ":" + two(parts.tm_sec) + " +0000";
}

void add_part(std::string& message, std::string_view boundary, std::string_view type,
              std::string_view text) {
  message.append("--").append(boundary).append("\r\nContent-Type: ").append(type);
  message.append("; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n");
  const std::string encoded = to_base64(text);
  for (std::size_t at = 0; at < encoded.size(); at += kBase64Line) {
    message.append(encoded, at, kBase64Line).append("\r\n");
  }
}

}  // namespace

bool is_mail_address(std::string_view text) {
  const auto at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at > kMaxLocalPart || text.size() > kMaxAddress) {
    return false;
  }
  const auto local = text.substr(0, at);
  const bool is_local = std::all_of(local.begin(), local.end(), [](char byte) {
    return is_letter_or_digit(byte) || kLocalSigns.find(byte) != std::string_view::npos;
  });
  return is_local && local.front() != '.' && local.back() != '.' &&
         local.find("..") == std::string_view::npos && is_domain(text.substr(at + 1));
}

std::string mail_payload(const MailText& text) {
  return base::to_json(base::Record{{"to", text.to},
                                    {"language", text.language},
                                    {"subject", text.subject},
                                    {"body", text.body}});
}

MailParcel mail_parcel(const MailSettings& settings, const base::Value& payload,
                       std::string_view id, base::Instant now) {
  const MailText text{std::string(payload.text_at("to")), std::string(payload.text_at("language")),
                      std::string(payload.text_at("subject")),
                      std::string(payload.text_at("body"))};
  MailParcel parcel;
  parcel.host = settings.server.host;
  parcel.port = settings.server.port;
  parcel.security = settings.security;
  parcel.ca_file = settings.ca_file;
  parcel.user = settings.user;
  parcel.password = settings.password.reveal();
  parcel.from = settings.from;
  parcel.to = text.to;
  parcel.message = mail_message(settings, text, id, now);
  return parcel;
}

std::string mail_message(const MailSettings& settings, const MailText& text, std::string_view id,
                         base::Instant now) {
  const std::string name = base::sha256_hex(id).substr(0, 32);
  const std::string boundary = "part_" + name;
  const std::string domain = settings.from.substr(settings.from.find('@') + 1);
  std::string from = "<" + settings.from + ">";
  if (!settings.sender.empty()) from = header_text(settings.sender) + "\r\n " + from;
  std::string message;
  const auto header = [&message](std::string_view title, std::string_view value) {
    message.append(title).append(": ").append(value).append("\r\n");
  };
  header("From", from);
  header("To", "<" + text.to + ">");
  header("Subject", header_text(text.subject));
  header("Date", rfc5322_date(now));
  header("Message-ID", "<" + name + "@" + domain + ">");
  // Answering machines keep quiet (RFC 3834).
  header("Auto-Submitted", "auto-generated");
  header("MIME-Version", "1.0");
  header("Content-Type", "multipart/alternative;\r\n boundary=\"" + boundary + "\"");
  message += "\r\n";
  add_part(message, boundary, "text/plain", mail_plain(text.body));
  const std::string language = is_mail_address("a@" + text.language + ".x") ? text.language : "";
  add_part(message, boundary, "text/html",
           "<!doctype html><html lang=\"" + language +
               "\"><head><meta charset=\"utf-8\"></head><body>\n" + mail_html(text.body) +
               "</body></html>\n");
  return message + "--" + boundary + "--\r\n";
}

std::string header_text(std::string_view text) {
  const bool is_plain =
      text.size() <= kMaxPlainHeader && std::all_of(text.begin(), text.end(), [](char byte) {
        return is_letter_or_digit(byte) || byte == ' ' || byte == '-' || byte == '\'';
      });
  if (is_plain) return std::string(text);
  std::string words;
  while (!text.empty()) {
    std::size_t size = std::min(text.size(), kBytesOfWord);
    // Never within a character: each word is read by itself.
    while (size < text.size() && size > 0 && (text[size] & 0xC0) == 0x80) --size;
    if (!words.empty()) words += "\r\n ";
    words += "=?UTF-8?B?" + to_base64(text.substr(0, size)) + "?=";
    text.remove_prefix(size);
  }
  return words;
}

std::string mail_html(std::string_view markdown) {
  std::string html;
  std::string_view open;  // the block that is open: "p", "ul" or none
  const auto enter = [&](std::string_view block) {
    if (open == block) return;
    if (!open.empty()) html.append("</").append(open).append(">\n");
    if (!block.empty()) html.append("<").append(block).append(">");
    open = block;
  };
  each_line(markdown, [&](std::string_view line) {
    if (line.empty()) return enter("");
    if (is_item(line)) {
      enter("ul");
      html.append("<li>").append(line_of(line.substr(2), true)).append("</li>");
      return;
    }
    const bool goes_on = open == "p";
    enter("p");
    html.append(goes_on ? "<br>\n" : "").append(line_of(line, true));
  });
  enter("");
  return html;
}

std::string mail_plain(std::string_view markdown) {
  std::string text;
  each_line(markdown, [&](std::string_view line) {
    const bool item = is_item(line);
    text.append(item ? "- " : "").append(line_of(item ? line.substr(2) : line, false));
    text += "\r\n";
  });
  return text;
}

}  // namespace bot
