// The sections `webhooks`, `mail` and `outbox` of boomerang.yaml.

#include <catch2/catch.hpp>
#include <fstream>

#include "bot/settings_outgoing.hpp"
#include "tests/support/sim_server.hpp"

using namespace bot;  // NOLINT: a test file

namespace {

class Reading {
 public:
  SettingsResult read(const std::string& text) {
    SettingsSource source;
    source.file = folder_.path() / "boomerang.yaml";
    source.text = "demo: yes\n" + text;
    source.data_folder = folder_.path();
    source.may_create_secrets = true;
    source.environment = [](const std::string& name) -> std::optional<std::string> {
      if (name == "HOOK") return "0123456789abcdefghijklmnopqrstuvwxyz";
      if (name == "MAIL") return "short";
      return std::nullopt;
    };
    return read_settings(source);
  }
  std::string faults(const std::string& text) { return read(text).faults.to_string(); }

 private:
  tests::TemporaryFolder folder_;
};

std::string hook(const std::string& rest) {
  return "webhooks:\n  - { name: erp, secret_environment: HOOK, " + rest + " }\n";
}

}  // namespace

TEST_CASE("settings: webhooks and mail", "[bot]") {
  Reading reading;
  const auto result =
      reading.read(hook("url: 'https://erp.example/hooks?a=1', types: [product_return]") +
                   "mail: { server: 'mail.example:587', from: returns@shop.example, sender: Shop,"
                   " user: u, password_environment: MAIL, security: tls }\n"
                   "outbox: { attempts: 3, first_retry: 1 second, keep: 2 days }\n");
  INFO(result.faults.to_string());
  REQUIRE_FALSE(result.faults.has_errors());
  const auto& settings = result.settings;
  REQUIRE(settings.webhooks.size() == 1);
  CHECK(settings.webhooks[0].url == "https://erp.example/hooks?a=1");
  CHECK(settings.webhooks[0].keys.size() == 1);
  CHECK_FALSE(settings.webhooks[0].allows_inside);
  CHECK(settings.webhooks[0].types == std::vector<std::string>{"product_return"});
  CHECK(settings.mail.server.host == "mail.example");
  CHECK(settings.mail.security == MailSecurity::tls);
  CHECK(settings.mail.password.reveal() == "short");
  CHECK(settings.outbox.attempts == 3);
  CHECK(settings.outbox.keep == std::chrono::hours(48));
}

TEST_CASE("settings: who vouches for the mail server", "[bot]") {
  Reading reading;
  const std::string mail = "mail: { server: 'mail.example:587', from: returns@shop.example, ";
  const auto result = reading.read(mail + "ca_file: boomerang-ca.pem }\n");
  CHECK(result.faults.to_string().find("boomerang-ca.pem") != std::string::npos);
  const auto sound = reading.read(mail + "ca_file: /etc/hostname }\n");
  INFO(sound.faults.to_string());
  CHECK_FALSE(sound.faults.has_errors());
  CHECK(sound.settings.mail.ca_file == "/etc/hostname");
  CHECK(reading.read(mail + "security: none, ca_file: /etc/hostname }\n").faults.has_errors());
}

TEST_CASE("settings: what cannot be a webhook is refused with its place", "[bot]") {
  Reading reading;
  using Catch::Contains;
  CHECK_THAT(reading.faults(hook("url: 'http://erp.example/'")), Contains("must begin with https"));
  CHECK(reading.faults(hook("url: 'http://127.0.0.1:9/', inside: yes")).empty());
  CHECK_THAT(reading.faults(hook("url: 'ftp://erp.example/', inside: yes")),
             Contains("must begin with https"));
  CHECK_THAT(reading.faults(hook("url: 'file:///etc/passwd'")), Contains("must begin with https"));
  CHECK_THAT(reading.faults(hook("url: 'https://u:p@erp.example/'")), Contains("password in it"));
  CHECK_THAT(reading.faults(hook("url: 'erp.example/hooks'")), Contains("no address"));
  CHECK_THAT(reading.faults(hook("url: 'https://erp.example/ x'")), Contains("no address"));
  CHECK_THAT(reading.faults("webhooks: [{ name: erp, url: 'https://e.example/' }]\n"),
             Contains("names no secret"));
  CHECK_THAT(reading.faults("webhooks: [{ name: erp, url: 'https://e.example/',"
                            " secret_environment: MAIL }]\n"),
             Contains("too weak"));
  CHECK_THAT(reading.faults("webhooks: [{ name: 'a b', url: 'https://e.example/',"
                            " secret_environment: HOOK }]\n"),
             Contains("the name of a webhook"));
  CHECK_THAT(reading.faults(hook("url: 'https://e.example/', typ: x")), Contains("typ"));
  CHECK_THAT(reading.faults("webhooks: yes\n"), Contains("must be a list"));
  CHECK_THAT(reading.faults("mail: { server: mail.example, from: x@y.org }\n"),
             Contains("HOST:PORT"));
  CHECK_THAT(reading.faults("mail: { server: 'mail.example:25', from: 'Shop <x@y.org>' }\n"),
             Contains("is no address"));
  CHECK_THAT(reading.faults("mail: { server: 'm.example:25', from: x@y.org, user: u }\n"),
             Contains("needs `user` and a password"));
  CHECK_THAT(reading.faults("mail: { server: 'm.example:25', from: x@y.org, security: ssl }\n"),
             Contains("none, starttls or tls"));
}
