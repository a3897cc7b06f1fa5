#include "bot/settings_outgoing.hpp"

#include <algorithm>
#include <boost/url/parse.hpp>
#include <filesystem>
#include <fstream>

#include "bot/access/jwt_keys.hpp"
#include "bot/outbox/mail.hpp"
#include "bot/outbox/webhook.hpp"

namespace bot {
namespace {

using base::YamlNode;
using base::YamlReader;

constexpr std::size_t kMaxEndpoints = 16;
constexpr std::size_t kMaxSender = 80;

std::optional<MailSecurity> security_named(std::string_view name) {
  if (name == "none") return MailSecurity::none;
  if (name == "starttls") return MailSecurity::starttls;
  if (name == "tls") return MailSecurity::tls;
  return std::nullopt;
}

}  // namespace

std::string webhook_url_fault(std::string_view text, bool allows_inside) {
  const auto url = boost::urls::parse_uri(text);
  if (!url) return "is no address such as https://erp.example/hooks";
  if (url->scheme() == "http" && !allows_inside) {
    return "must begin with https: (http: only with `inside: yes`)";
  }
  if (url->scheme() != "https" && url->scheme() != "http") return "must begin with https:";
  if (url->host().empty()) return "names no host";
  if (url->has_userinfo()) return "has a user or a password in it";
  if (url->has_fragment()) return "has a part behind #, which is never sent";
  return {};
}

void OutgoingReader::fault(const YamlNode& node, std::string message, std::string hint) const {
  if (hint.empty()) hint = "docs/operations.md lists every setting";
  faults.error({file, node.line, node.column}, std::move(message), std::move(hint));
}

std::vector<WebhookEndpoint> OutgoingReader::webhooks(const YamlNode& node) const {
  std::vector<WebhookEndpoint> endpoints;
  if (!node.is_list() || node.items.size() > kMaxEndpoints) {
    fault(node, "'webhooks' must be a list of at most 16", "");
    return endpoints;
  }
  for (const YamlNode& item : node.items) {
    auto endpoint = webhook(item);
    if (!endpoint) continue;
    const bool is_known = std::any_of(endpoints.begin(), endpoints.end(), [&](const auto& other) {
      return other.name == endpoint->name;
    });
    if (is_known) fault(item, "the webhook '" + endpoint->name + "' is there twice", "");
    endpoints.push_back(std::move(*endpoint));
  }
  return endpoints;
}

std::optional<WebhookEndpoint> OutgoingReader::webhook(const YamlNode& node) const {
  YamlReader reader(node, file, "webhook", faults);
  WebhookEndpoint endpoint;
  endpoint.name = reader.required_text("name").value_or("");
  endpoint.url = reader.required_text("url").value_or("");
  endpoint.allows_inside = reader.optional_boolean("inside").value_or(false);
  endpoint.types = reader.optional_texts("types");
  for (const char* what : {"secret", "former_secret"}) {
    const auto secret = strong_secret(reader, what);
    if (!secret) continue;
    auto key = webhook_key(*secret);
    if (!key) {
      fault(node, "the secret of '" + endpoint.name + "' is none: " + key.error().detail, "");
      continue;
    }
    endpoint.keys.emplace_back(std::move(*key));
  }
  reader.finish();
  if (endpoint.name.empty() || endpoint.url.empty()) return std::nullopt;
  // The name is part of ids, as the name of a key is.
  if (!is_jwt_key_id(endpoint.name)) {
    fault(node, "the name of a webhook has 1 to 64 of A-Z a-z 0-9 . _ -", "");
  }
  if (auto wrong = webhook_url_fault(endpoint.url, endpoint.allows_inside); !wrong.empty()) {
    fault(node, "the url of '" + endpoint.name + "' " + wrong, "");
  }
  if (endpoint.keys.empty()) {
    fault(node, "the webhook '" + endpoint.name + "' names no secret that can be used",
          "secret_file or secret_environment");
  }
  return endpoint;
}

MailSettings OutgoingReader::mail(const YamlNode& node) const {
  YamlReader reader(node, file, "section 'mail'", faults);
  MailSettings mail;
  const auto server = parse_listen_address(reader.required_text("server").value_or(""));
  const auto security = reader.optional_text("security");
  const auto ca_file = reader.optional_text("ca_file");
  mail.user = reader.optional_text("user").value_or("");
  mail.from = reader.required_text("from").value_or("");
  mail.sender = reader.optional_text("sender").value_or("");
  const auto password = any_secret(reader, "password");
  reader.finish();
  if (server && server->port != 0 && !server->host.empty()) {
    mail.server = *server;
  } else {
    fault(node, "'server' of the mail must be HOST:PORT, such as mail.example:587", "");
  }
  const auto chosen = security_named(security.value_or("starttls"));
  if (!chosen) fault(node, "'security' of the mail is none, starttls or tls", "");
  mail.security = chosen.value_or(MailSecurity::starttls);
  if (ca_file) {
    mail.ca_file = (std::filesystem::path(file).parent_path() / *ca_file).string();
    if (mail.security == MailSecurity::none) fault(node, "'ca_file' of the mail needs TLS", "");
    if (!std::ifstream(mail.ca_file)) {
      fault(node, "'ca_file' of the mail cannot be read: " + mail.ca_file, "");
    }
  }
  if (!is_mail_address(mail.from)) fault(node, "'from' of the mail is no address", "");
  if (mail.sender.size() > kMaxSender) fault(node, "'sender' of the mail is too long", "");
  if (mail.user.empty() != !password) {
    fault(node, "a login at the mail server needs `user` and a password", "");
  }
  if (password) mail.password = *password;
  return mail;
}

}  // namespace bot
