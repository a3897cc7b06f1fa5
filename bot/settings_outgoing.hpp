// The sections `webhooks` and `mail` of boomerang.yaml. Part of reading settings; any thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/yaml.hpp"
#include "bot/settings.hpp"

namespace bot {

struct OutgoingReader {
  // The secret that `<what>_file` or `<what>_environment` names; nothing when neither is there, or
  // after a fault.
  using ReadSecret = std::function<std::optional<Secret>(base::YamlReader&, const std::string&)>;

  std::string file;
  base::Faults& faults;
  ReadSecret strong_secret;
  ReadSecret any_secret;

  std::vector<WebhookEndpoint> webhooks(const base::YamlNode& node) const;
  MailSettings mail(const base::YamlNode& node) const;

 private:
  std::optional<WebhookEndpoint> webhook(const base::YamlNode& node) const;
  void fault(const base::YamlNode& node, std::string message, std::string hint) const;
};

// What is wrong with the address of an endpoint; empty when nothing is.
std::string webhook_url_fault(std::string_view url, bool allows_inside);

}  // namespace bot
