// E-mails against a real SMTP server (aiosmtpd), read back by Python's own e-mail parser.

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>

#include "base/json.hpp"
#include "bot/net/curl_courier.hpp"
#include "bot/outbox/mail.hpp"
#include "waiting_loop.hpp"

using namespace bot;  // NOLINT: a test file

namespace {

// smtp_receiver.py as a child process.
class MailServer {
 public:
  explicit MailServer(const char* login = nullptr) {
    std::array<int, 2> to{};
    std::array<int, 2> from{};
    REQUIRE(::pipe2(to.data(), O_CLOEXEC) == 0);
    REQUIRE(::pipe2(from.data(), O_CLOEXEC) == 0);
    child_ = ::fork();
    if (child_ == 0) {
      ::dup2(to[0], 0);
      ::dup2(from[1], 1);
      ::execl(PYTHON, PYTHON, BOOMERANG_SOURCE_DIR "/tests/unit/bot/outbox/smtp_receiver.py", login,
              nullptr);
      ::_exit(127);
    }
    ::close(to[0]);
    ::close(from[1]);
    input_ = to[1];
    output_ = ::fdopen(from[0], "r");
    port = static_cast<std::uint16_t>(std::stoi(read_line()));
  }
  ~MailServer() {
    ::close(input_);
    int status = 0;
    ::waitpid(child_, &status, 0);
    ::fclose(output_);
  }
  MailServer(const MailServer&) = delete;
  MailServer& operator=(const MailServer&) = delete;

  base::Value next_mail() {
    auto mail = base::parse_json(read_line(), {1U << 20U, 32, 1'000});
    REQUIRE(mail.has_value());
    return std::move(*mail);
  }
  std::uint16_t port = 0;

 private:
  std::string read_line() {
    std::string line;
    for (int letter = std::fgetc(output_); letter != EOF && letter != '\n';
         letter = std::fgetc(output_)) {
      line += static_cast<char>(letter);
    }
    REQUIRE_FALSE(line.empty());  // it could not start: python3-aiosmtpd
    return line;
  }
  pid_t child_ = -1;
  int input_ = -1;
  FILE* output_ = nullptr;
};

Receipt send(MailServer& server, const MailText& text, const std::string& user = "",
             const std::string& password = "") {
  MailSettings settings;
  settings.server = {"127.0.0.1", server.port};
  settings.security = MailSecurity::none;
  settings.from = "returns@shop.example";
  settings.sender = "Магазин «Дом»";
  settings.user = user;
  settings.password = Secret(password);
  const auto payload = base::parse_json(mail_payload(text));
  Parcel parcel;
  parcel.content =
      mail_parcel(settings, *payload, "mail:c1:2", *base::from_iso("2026-03-02T10:00:00+03:00"));
  parcel.allows_inside = true;
  parcel.timeout = std::chrono::seconds(20);
  tests::WaitingLoop loop;
  CurlCourier courier(loop);
  std::optional<Receipt> receipt;
  courier.send(std::move(parcel), [&](Receipt got) { receipt = std::move(got); });
  REQUIRE(loop.run_until([&] { return receipt.has_value(); }));
  return *receipt;
}

std::string header(const base::Value& mail, std::string_view name) {
  for (const auto& pair : mail.at("headers").list()) {
    if (pair.list().at(0).text() == name) return std::string(pair.list().at(1).text());
  }
  return {};
}

const MailText kText{"anna@example.org", "ru", "Ваш возврат R-7K2M-4QXD одобрен, отправьте посылку",
                     "Отправьте до **пятницы**.\n.\n\n- R-7K2M\n- <b>чек</b>"};

}  // namespace

TEST_CASE("mail server: a mail arrives as text and HTML, in Cyrillic", "[net]") {
  MailServer server;
  const auto receipt = send(server, kText);
  INFO(receipt.problem);
  REQUIRE(receipt.has_arrived);
  const auto mail = server.next_mail();
  CHECK(mail.text_at("from") == "returns@shop.example");
  CHECK(mail.at("to") == base::Value(base::Value::List{base::Value("anna@example.org")}));
  CHECK(mail.at("defects").list().empty());
  CHECK(header(mail, "Subject") == kText.subject);
  CHECK(header(mail, "From") == "Магазин «Дом» <returns@shop.example>");
  CHECK(header(mail, "To") == "anna@example.org");
  CHECK(header(mail, "Date") == "Mon, 02 Mar 2026 07:00:00 +0000");
  CHECK(header(mail, "Message-ID").ends_with("@shop.example>"));
  const auto& parts = mail.at("parts").record();
  CHECK(parts.find("text/plain")->text() ==
        "Отправьте до пятницы.\r\n.\r\n\r\n- R-7K2M\r\n- <b>чек</b>\r\n");
  CHECK(parts.find("text/html")->text().find("<li>&lt;b&gt;чек&lt;/b&gt;</li>") !=
        std::string::npos);
  CHECK(parts.find("text/html")->text().find("<html lang=\"ru\">") != std::string::npos);
}

TEST_CASE("mail server: what it refuses has not arrived", "[net]") {
  MailServer server;
  MailText text = kText;
  text.to = "nobody@elsewhere.org";
  const auto receipt = send(server, text);
  CHECK_FALSE(receipt.has_arrived);
  CHECK(receipt.status == 550);
}

TEST_CASE("mail server: with a login, and not without the right one", "[net]") {
  MailServer server("returns:a secret");
  CHECK_FALSE(send(server, kText, "returns", "another").has_arrived);
  CHECK_FALSE(send(server, kText).has_arrived);
  const auto receipt = send(server, kText, "returns", "a secret");
  INFO(receipt.problem);
  CHECK(receipt.has_arrived);
}
