#include "bot/outbox/mail.hpp"

#include <catch2/catch.hpp>

#include "bot/outbox/base64.hpp"

using namespace bot;  // NOLINT: a test file

namespace {

MailSettings settings() {
  MailSettings mail;
  mail.server = {"mail.example", 587};
  mail.from = "returns@shop.example";
  mail.sender = "Магазин \"Тест\"\r\nBcc: x@example.org";
  return mail;
}

std::vector<std::string> lines_of(const std::string& message) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < message.size();) {
    const auto end = message.find("\r\n", at);
    REQUIRE(end != std::string::npos);
    lines.push_back(message.substr(at, end - at));
    at = end + 2;
  }
  return lines;
}

}  // namespace

TEST_CASE("mail: addresses that are taken", "[bot]") {
  for (const char* good : {"anna@example.org", "a.b+c@sub.example-shop.ru", "x@1.ru",
                           "o'neil@example.org", "a@b.co"}) {
    INFO(good);
    CHECK(is_mail_address(good));
  }
  for (const char* bad : {"",
                          "anna",
                          "@example.org",
                          "anna@",
                          "anna@example",
                          "anna@exa mple.org",
                          "a@b@c.org",
                          "anna@example.org\r\nBcc: x@y.z",
                          "anna@example.org\n",
                          "anna\r@example.org",
                          "<anna@example.org>",
                          "anna@example.org,boris@example.org",
                          "anna@example.org;x",
                          "anna@[127.0.0.1]",
                          ".anna@example.org",
                          "anna.@example.org",
                          "an..na@example.org",
                          "anna@-example.org",
                          "anna@example-.org",
                          "anna@example..org",
                          "anna@.org",
                          "anna@example.org.",
                          "\"anna x\"@example.org",
                          "anna(x)@example.org",
                          "\xD0\xB0@example.org",
                          "anna@\xD0\xB0.org"}) {
    INFO(bad);
    CHECK_FALSE(is_mail_address(bad));
  }
  CHECK_FALSE(is_mail_address("a\0@example.org"));
  CHECK_FALSE(is_mail_address(std::string(65, 'a') + "@example.org"));
  CHECK(is_mail_address(std::string(64, 'a') + "@example.org"));
  CHECK_FALSE(is_mail_address("a@" + std::string(64, 'b') + ".org"));
}

TEST_CASE("mail: no text becomes a header", "[bot]") {
  const MailText text{"anna@example.org", "ru\"><script>",
                      "Возврат R-7K2M\r\nBcc: evil@example.org\r\n\r\nbody",
                      "Hello\r\n.\r\nBcc: evil@example.org\r\n--part_x--"};
  const auto message =
      mail_message(settings(), text, "mail:1", *base::from_iso("2026-03-02T10:00:00+03:00"));
  const auto lines = lines_of(message);
  std::vector<std::string> names;
  std::size_t at = 0;
  for (; at < lines.size() && !lines[at].empty(); ++at) {
    CHECK(lines[at].size() <= 78);
    if (lines[at].front() != ' ') names.push_back(lines[at].substr(0, lines[at].find(':')));
  }
  CHECK(names == std::vector<std::string>{"From", "To", "Subject", "Date", "Message-ID",
                                          "Auto-Submitted", "MIME-Version", "Content-Type"});
  // Bare line ends would end a line for some servers.
  for (const auto& line : lines) CHECK(line.find_first_of("\r\n") == std::string::npos);
  CHECK(message.find("evil") == std::string::npos);
  CHECK(message.find("<script") == std::string::npos);
  CHECK(message.find("Date: Mon, 02 Mar 2026 07:00:00 +0000\r\n") != std::string::npos);
  CHECK(message ==
        mail_message(settings(), text, "mail:1", *base::from_iso("2026-03-02T10:00:00+03:00")));
}

TEST_CASE("mail: encoded words never part a character, and fit their line", "[bot]") {
  std::string text;
  for (int i = 0; i < 60; ++i) text += "я😀";
  const auto header = header_text(text);
  std::string decoded;
  for (std::size_t at = 0; at < header.size();) {
    const auto end = std::min(header.find("\r\n ", at), header.size());
    const auto word = header.substr(at, end - at);
    CHECK(word.size() <= 75);
    const auto part = from_base64(word.substr(10, word.size() - 12));
    REQUIRE(part.has_value());
    CHECK((static_cast<unsigned char>(part->front()) & 0xC0U) != 0x80U);
    decoded += *part;
    at = end + 3;
  }
  CHECK(decoded == text);
  CHECK(header_text("Your return R-7K2M-4QXD") == "Your return R-7K2M-4QXD");
  CHECK(header_text("a=b").starts_with("=?UTF-8?B?"));
}

TEST_CASE("mail: Markdown as HTML and as plain text", "[bot]") {
  const std::string text =
      "Send it **by Friday**.\nTo: <Tver> & *soon*\n\n- `R-1`\n- two * three\n";
  CHECK(mail_html(text) ==
        "<p>Send it <strong>by Friday</strong>.<br>\nTo: &lt;Tver&gt; &amp; <em>soon</em></p>\n"
        "<ul><li><code>R-1</code></li><li>two * three</li></ul>\n");
  CHECK(mail_plain(text) ==
        "Send it by Friday.\r\nTo: <Tver> & soon\r\n\r\n- R-1\r\n- two * three\r\n\r\n");
  CHECK(mail_html("<img onerror=x>**") == "<p>&lt;img onerror=x&gt;**</p>\n");
  CHECK(mail_html("**") == "<p>**</p>\n");
}
