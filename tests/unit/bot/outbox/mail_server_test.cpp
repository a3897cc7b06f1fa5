// E-mails against a real SMTP server (aiosmtpd), read back by Python's own e-mail parser.

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>

#include "base/json.hpp"
#include "bot/net/curl_courier.hpp"
#include "bot/outbox/mail.hpp"
#include "tests/support/sim_server.hpp"
#include "waiting_loop.hpp"

using namespace bot;  // NOLINT: a test file

namespace {

// smtp_receiver.py as a child process.
class MailServer {
 public:
  explicit MailServer(std::vector<std::string> options = {}) {
    options.insert(options.begin(),
                   {PYTHON, BOOMERANG_SOURCE_DIR "/tests/unit/bot/outbox/smtp_receiver.py"});
    std::vector<char*> arguments;
    for (auto& option : options) arguments.push_back(option.data());
    arguments.push_back(nullptr);
    std::array<int, 2> to{};
    std::array<int, 2> from{};
    REQUIRE(::pipe2(to.data(), O_CLOEXEC) == 0);
    REQUIRE(::pipe2(from.data(), O_CLOEXEC) == 0);
    child_ = ::fork();
    if (child_ == 0) {
      ::dup2(to[0], 0);
      ::dup2(from[1], 1);
      ::execv(PYTHON, arguments.data());
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

// Key and certificate in one file, made now by OpenSSL, which vouches for itself and is for that
// name; `name` is "IP:127.0.0.1" or "DNS:localhost".
class Certificate {
 public:
  explicit Certificate(const std::string& name) {
    const std::string log = (folder_.path() / "log").string();
    const std::string command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "
        "/CN=test"
        " -addext subjectAltName=" +
        name + " -keyout " + key_ + " -out " + ca() + " >" + log + " 2>&1 && cat " + key_ + " " +
        ca() + " >" + file();
    REQUIRE(std::system(command.c_str()) == 0);
  }
  std::string file() const { return (folder_.path() / "both.pem").string(); }
  std::string ca() const { return (folder_.path() / "ca.pem").string(); }

 private:
  tests::TemporaryFolder folder_;
  std::string key_ = (folder_.path() / "key.pem").string();
};

MailSettings settings_for(const MailServer& server, MailSecurity security = MailSecurity::none,
                          const std::string& ca_file = "") {
  MailSettings settings;
  settings.server = {"127.0.0.1", server.port};
  settings.security = security;
  settings.ca_file = ca_file;
  settings.from = "returns@shop.example";
  settings.sender = "Магазин «Дом»";
  return settings;
}

Receipt send(const MailSettings& settings, const MailText& text) {
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
  const auto receipt = send(settings_for(server), kText);
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
  const auto receipt = send(settings_for(server), text);
  CHECK_FALSE(receipt.has_arrived);
  CHECK(receipt.status == 550);
}

TEST_CASE("mail server: with a login, and not without the right one", "[net]") {
  MailServer server({"--login", "returns:a secret"});
  auto settings = settings_for(server);
  CHECK_FALSE(send(settings, kText).has_arrived);
  settings.user = "returns";
  settings.password = Secret("another");
  CHECK_FALSE(send(settings, kText).has_arrived);
  settings.password = Secret("a secret");
  const auto receipt = send(settings, kText);
  INFO(receipt.problem);
  CHECK(receipt.has_arrived);
}

TEST_CASE("mail server: over TLS, from the start or by STARTTLS, to whom it can trust", "[net]") {
  const Certificate own("IP:127.0.0.1");
  const Certificate other("DNS:mail.elsewhere.org");
  for (const auto& [name, security] :
       {std::pair("starttls", MailSecurity::starttls), std::pair("smtps", MailSecurity::tls)}) {
    INFO(name);
    MailServer server({"--tls", name, "--certificate", own.file(), "--login", "returns:a secret"});
    // Nobody known vouches for it, or somebody else does: not even the login leaves.
    for (const std::string& ca_file : {std::string(), other.ca()}) {
      auto settings = settings_for(server, security, ca_file);
      settings.user = "returns";
      settings.password = Secret("a secret");
      const auto refused = send(settings, kText);
      CHECK_FALSE(refused.has_arrived);
      CHECK_THAT(refused.problem, Catch::StartsWith("its certificate is not trusted: ") &&
                                      Catch::Contains("self-signed certificate"));
    }
    auto settings = settings_for(server, security, own.ca());
    settings.user = "returns";
    settings.password = Secret("a secret");
    const auto receipt = send(settings, kText);
    INFO(receipt.problem);
    REQUIRE(receipt.has_arrived);
    // The first mail it took.
    CHECK(header(server.next_mail(), "Subject") == kText.subject);
  }
}

TEST_CASE("mail server: a certificate for another name is refused", "[net]") {
  const Certificate other("DNS:mail.elsewhere.org");
  MailServer server({"--tls", "smtps", "--certificate", other.file()});
  const auto refused = send(settings_for(server, MailSecurity::tls, other.ca()), kText);
  CHECK_FALSE(refused.has_arrived);
  CHECK_THAT(refused.problem,
             Catch::StartsWith("its certificate is not trusted: ") && Catch::Contains("127.0.0.1"));
}

TEST_CASE("mail server: without the TLS that the settings want nothing is sent", "[net]") {
  MailServer server;
  const auto refused = send(settings_for(server, MailSecurity::starttls), kText);
  CHECK_FALSE(refused.has_arrived);
  CHECK_THAT(refused.problem, Catch::StartsWith("it offers no TLS"));
  REQUIRE(send(settings_for(server), kText).has_arrived);
}
