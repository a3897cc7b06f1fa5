// read_settings: the text of boomerang.yaml into Settings, with every fault.
#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "base/yaml.hpp"
#include "bot/access/jwt_keys.hpp"
#include "bot/access/origin_list.hpp"
#include "bot/protocol/text_rules.hpp"
#include "bot/settings.hpp"
#include "bot/settings_outgoing.hpp"
#include "bot/settings_secrets.hpp"
#include "bot/settings_table.hpp"

namespace bot {
namespace {

using base::YamlNode;
using base::YamlReader;

constexpr std::size_t kMaxOrigins = 64;
constexpr std::size_t kMaxKeys = 32;
constexpr std::array kAlgorithms = {JwtAlgorithm::hs256, JwtAlgorithm::es256, JwtAlgorithm::rs256};
constexpr std::array kRoles = {Role::support, Role::warehouse, Role::finance};

constexpr const char* kManual = "docs/operations.md lists every setting";

class SettingsReader {
 public:
  explicit SettingsReader(const SettingsSource& source)
      : source_(source), file_(source.file.string()) {}

  SettingsResult read() {
    for (const Setting& setting : settings_table()) {
      if (!setting.fallback.empty()) {
        assign_setting(result_.settings, setting, setting.fallback);
      }
    }
    auto root = base::parse_yaml(source_.text, file_, result_.faults);
    if (!root) return std::move(result_);
    if (root->is_nothing()) root->kind = YamlNode::Kind::map;
    read_sections(*root);
    if (source_.is_demo) settings().is_demo = true;
    fill_demo();
    check_whole();
    result_.faults.sort();
    return std::move(result_);
  }

 private:
  Settings& settings() { return result_.settings; }

  void fault(const YamlNode& node, std::string message, std::string hint = {}) {
    if (hint.empty()) hint = kManual;
    result_.faults.error({file_, node.line, node.column}, std::move(message), std::move(hint));
  }
  // About the file as a whole.
  void fault(std::string message, std::string hint = {}) {
    if (hint.empty()) hint = kManual;
    result_.faults.error({file_, 1, 1}, std::move(message), std::move(hint));
  }
  // About a setting that was read before; in its place when the file has it.
  void fault_of(const std::string& setting, std::string message, std::string hint) {
    const auto place = places_.find(setting);
    const base::Position whole{file_, 1, 1};
    result_.faults.error(place == places_.end() ? whole : place->second, std::move(message),
                         std::move(hint));
  }

  void read_sections(const YamlNode& root) {
    YamlReader top(root, file_, "settings", result_.faults);
    read_table(top, "");
    if (const YamlNode* node = top.optional("server")) {
      YamlReader server(*node, file_, "section 'server'", result_.faults);
      read_table(server, "server");
      read_origins(server.optional("origins"));
      server.finish();
    }
    if (const YamlNode* node = top.optional("identity")) {
      YamlReader identity(*node, file_, "section 'identity'", result_.faults);
      read_table(identity, "identity");
      read_keys(identity.optional("keys"), &SettingsReader::read_jwt_key);
      identity.finish();
    }
    if (const YamlNode* node = top.optional("back_office")) {
      YamlReader back_office(*node, file_, "section 'back_office'", result_.faults);
      read_keys(back_office.optional("keys"), &SettingsReader::read_back_office_key);
      back_office.finish();
    }
    if (const YamlNode* node = top.optional("shop")) {
      YamlReader shop(*node, file_, "section 'shop'", result_.faults);
      read_table(shop, "shop");
      if (auto key = read_secret(shop, "key", Secrecy::secret)) {
        settings().shop.key = std::move(*key);
      }
      shop.finish();
      const std::string& url = settings().shop.url;
      if (!url.empty() && !url.starts_with("https://") && !url.starts_with("http://")) {
        fault(*node, "the shop's url begins with https:// or http://",
              "url: https://shop.example/boomerang");
      }
    }
    if (const YamlNode* node = top.optional("files")) {
      YamlReader files(*node, file_, "section 'files'", result_.faults);
      read_table(files, "files");
      if (auto key = read_secret(files, "link_key", Secrecy::secret)) {
        settings().file_link_key = std::move(*key);
      }
      files.finish();
    }
    read_outgoing(top);
    for (const std::string_view name : {"storage", "outbox", "console", "limits"}) {
      if (const YamlNode* node = top.optional(name)) {
        YamlReader section(*node, file_, "section '" + std::string(name) + "'", result_.faults);
        read_table(section, name);
        section.finish();
      }
    }
    top.finish();
  }

  // Webhooks and mail: settings_outgoing.cpp.
  void read_outgoing(YamlReader& top) {
    const OutgoingReader reader{file_, result_.faults,
                                [this](YamlReader& from, const std::string& what) {
                                  return read_secret(from, what, Secrecy::secret);
                                },
                                [this](YamlReader& from, const std::string& what) {
                                  return read_secret(from, what, Secrecy::secret, Strength::any);
                                }};
    if (const YamlNode* node = top.optional("webhooks")) {
      settings().webhooks = reader.webhooks(*node);
    }
    if (const YamlNode* node = top.optional("mail")) settings().mail = reader.mail(*node);
  }

  void read_table(YamlReader& reader, std::string_view section) {
    for (const Setting& setting : settings_table()) {
      if (setting.section != section) continue;
      const YamlNode* node = reader.optional(setting.name);
      if (node == nullptr) continue;
      places_[std::string(setting.name)] = reader.position(*node);
      const auto text = base::yaml_text(*node, file_, result_.faults);
      if (!text) continue;
      const std::string wrong = assign_setting(settings(), setting, *text);
      if (wrong.empty()) continue;
      fault(*node, "'" + std::string(setting.name) + "' " + wrong, std::string(setting.meaning));
    }
  }

  void read_origins(const YamlNode* node) {
    if (node == nullptr) return;
    if (!node->is_list() || node->items.size() > kMaxOrigins) {
      fault(*node, "'origins' must be a list of at most 64");
      return;
    }
    for (const YamlNode& item : node->items) {
      const auto text = base::yaml_text(item, file_, result_.faults);
      if (!text) continue;
      auto origin = check_origin(*text);
      auto& origins = settings().origins;
      if (!origin) {
        fault(item, "'" + *text + "' is no origin", origin.error().detail);
      } else if (std::find(origins.begin(), origins.end(), *origin) != origins.end()) {
        fault(item, "'" + *text + "' is there twice");
      } else {
        origins.push_back(std::move(*origin));
      }
    }
  }

  void read_keys(const YamlNode* node, void (SettingsReader::*read_one)(const YamlNode&)) {
    if (node == nullptr) return;
    if (!node->is_list() || node->items.size() > kMaxKeys) {
      fault(*node, "'keys' must be a list of at most 32");
      return;
    }
    for (const YamlNode& item : node->items) (this->*read_one)(item);
  }

  void read_jwt_key(const YamlNode& node) {
    YamlReader reader(node, file_, "token key", result_.faults);
    JwtKey key;
    key.id = reader.required_text("id").value_or("");
    const auto name = reader.required_text("algorithm");
    const auto algorithm =
        std::find_if(kAlgorithms.begin(), kAlgorithms.end(),
                     [&](JwtAlgorithm each) { return name && to_string(each) == *name; });
    const bool is_known = algorithm != kAlgorithms.end();
    if (is_known) key.algorithm = *algorithm;
    if (name && !is_known) {
      fault(node, "the algorithm '" + *name + "' is not one of HS256, ES256, RS256");
    }
    const bool is_secret = !is_known || key.algorithm == JwtAlgorithm::hs256;
    auto material = is_secret ? read_secret(reader, "secret", Secrecy::secret)
                              : read_secret(reader, "public_key", Secrecy::open);
    reader.finish();
    if (!is_known || !material) {
      if (is_known && !has_secret_fault_)
        fault(node, "the token key names no secret or public key");
      return;
    }
    key.material = std::move(*material);
    if (const auto loaded = load_jwt_key(key); !loaded) fault(node, loaded.error().detail);
    for (const JwtKey& other : settings().identity.keys) {
      if (other.id == key.id) fault(node, "the key '" + key.id + "' is there twice");
    }
    settings().identity.keys.push_back(std::move(key));
  }

  void read_back_office_key(const YamlNode& node) {
    YamlReader reader(node, file_, "back-office key", result_.faults);
    BackOfficeAccess access;
    access.entry.name = reader.required_text("name").value_or("");
    const auto name = reader.required_text("role");
    const auto role = std::find_if(kRoles.begin(), kRoles.end(),
                                   [&](Role each) { return name && to_string(each) == *name; });
    if (role != kRoles.end()) access.entry.role = *role;
    if (name && role == kRoles.end()) {
      fault(node, "the role '" + *name + "' is not one of support, warehouse, finance");
    }
    if (!access.entry.name.empty() && !is_jwt_key_id(access.entry.name)) {
      fault(node, "a key's name has 1 to 64 of A-Z a-z 0-9 . _ -");
    }
    const auto hash = reader.optional_text("key_hash");
    auto key = read_secret(reader, "key", Secrecy::secret);
    reader.finish();
    if (hash && key) fault(node, "the back-office key has both a key and a hash");
    if (!hash && !key && !has_secret_fault_) fault(node, "the back-office key names no key");
    if (const auto digest = parse_digest(hash.value_or(""))) {
      access.entry.hash = *digest;
    } else if (hash) {
      fault(node, "'key_hash' is 64 lower-case hexadecimal digits (SHA-256)");
    }
    if (key) add_key(access, std::move(*key));
    add_back_office(std::move(access), node);
  }

  void add_key(BackOfficeAccess& access, Secret key) {
    access.entry.hash = sha256(key.reveal());
    access.key = std::move(key);
  }

  void add_back_office(BackOfficeAccess access, const YamlNode& node) {
    for (const BackOfficeAccess& other : settings().back_office) {
      if (other.entry.name == access.entry.name) {
        fault(node, "the back-office key '" + access.entry.name + "' is there twice");
      } else if (other.entry.hash == access.entry.hash && access.entry.hash != Digest{}) {
        fault(node, "two back-office keys have the same secret");
      }
    }
    settings().back_office.push_back(std::move(access));
  }

  // The secret that `<what>_file` or `<what>_environment` names; nothing when neither is there, or
  // when it cannot be used, which is a fault.
  enum class Strength { random, any };
  std::optional<Secret> read_secret(YamlReader& reader, const std::string& what, Secrecy secrecy,
                                    Strength strength = Strength::random) {
    has_secret_fault_ = false;
    const YamlNode* file = reader.optional(what + "_file");
    const YamlNode* variable = reader.optional(what + "_environment");
    const YamlNode* node = file != nullptr ? file : variable;
    if (node == nullptr) return std::nullopt;
    has_secret_fault_ = true;  // until it turns out well
    if (file != nullptr && variable != nullptr) {
      fault(*variable, "'" + what + "' comes from a file or the environment, not from both");
      return std::nullopt;
    }
    const auto name = base::yaml_text(*node, file_, result_.faults);
    if (!name) return std::nullopt;
    auto secret = file != nullptr ? read_secret_file(source_.file.parent_path(), *name, secrecy)
                                  : from_environment(*name);
    if (!secret) {
      fault(*node, secret.error().detail);
      return std::nullopt;
    }
    const bool must_be_strong = secrecy == Secrecy::secret && strength == Strength::random;
    if (must_be_strong && is_weak(secret->reveal())) {
      fault(*node, "the secret of '" + *name + "' is too weak",
            "at least 32 random bytes, such as from: openssl rand -hex 32");
      return std::nullopt;
    }
    has_secret_fault_ = false;
    return std::move(*secret);
  }

  base::Result<Secret> from_environment(const std::string& name) const {
    auto value = source_.environment ? source_.environment(name) : std::nullopt;
    if (!value) {
      return base::Error{base::Code::not_found, "bad_secret",
                         "the environment has no '" + name + "'"};
    }
    return Secret(std::move(*value));
  }

  // A demo's secrets, where the file names none.
  void fill_demo() {
    if (!settings().is_demo) return;
    auto& identity = settings().identity;
    if (identity.issuer.empty()) identity.issuer = "demo-shop";
    if (identity.audience.empty()) identity.audience = "boomerang";
    if (identity.keys.empty()) {
      if (auto secret = made_secret("customers")) {
        identity.keys.push_back({"demo", JwtAlgorithm::hs256, std::move(*secret)});
      }
    }
    if (settings().file_link_key.empty()) {
      if (auto secret = made_secret("file-links")) settings().file_link_key = std::move(*secret);
    }
    if (!settings().back_office.empty()) return;
    for (const Role role : kRoles) {
      auto secret = made_secret(to_string(role));
      if (!secret) continue;
      BackOfficeAccess access;
      access.entry.name = "demo-" + std::string(to_string(role));
      access.entry.role = role;
      add_key(access, std::move(*secret));
      settings().back_office.push_back(std::move(access));
    }
  }

  std::optional<Secret> made_secret(std::string_view name) {
    auto secret = demo_secret(source_.data_folder, name, source_.may_create_secrets);
    if (secret && is_weak(secret->reveal())) {
      fault("the demo's secret '" + std::string(name) + "' is too weak",
            "delete it from the folder 'secrets' of the data; a new one is made");
      return std::nullopt;
    }
    if (secret) return std::move(*secret);
    // Not made yet is no fault of the file: the first start makes it.
    if (secret.error().name != "not_found") fault(secret.error().detail);
    return std::nullopt;
  }

  // What only shows when everything is read.
  void check_whole() {
    static constexpr std::array<std::string_view, 5> kLevels = {"debug", "info", "warn", "error",
                                                                "off"};
    if (std::find(kLevels.begin(), kLevels.end(), settings().log_level) == kLevels.end()) {
      fault_of("log", "'log' must be debug, info, warn, error or off",
               "info is right for most shops");
    }
    if (!is_language_tag(settings().default_locale)) {
      fault_of("locale", "'locale' must be a language tag such as 'en' or 'pt-BR'",
               "the language of customers who do not say theirs");
    }
    if (settings().listen == settings().admin) {
      fault_of("admin", "'listen' and 'admin' of the server are the same address",
               "give the operators a port of their own");
    }
    if (settings().is_demo) return;
    const auto& identity = settings().identity;
    if (!identity.keys.empty() && (identity.issuer.empty() || identity.audience.empty())) {
      fault("'identity' has keys but no issuer or no audience");
    }
    if (identity.keys.empty() && !settings().allows_guests) {
      fault("nobody can chat: no guests, and no key of 'identity' to verify customers");
    }
    if (settings().file_link_key.empty() && !result_.faults.has_errors()) {
      fault("'files' names no link_key", "link_key_file or link_key_environment; or 'demo: yes'");
    }
  }

  const SettingsSource& source_;
  std::string file_;
  SettingsResult result_;
  std::map<std::string, base::Position> places_;  // of the settings that the file has
  bool has_secret_fault_ = false;                 // of the last read_secret
};

}  // namespace

SettingsResult read_settings(const SettingsSource& source) {
  return SettingsReader(source).read();
}

}  // namespace bot
