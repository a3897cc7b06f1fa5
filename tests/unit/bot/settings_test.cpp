// boomerang.yaml: what it may say, and every fault with its place. B93 to B96 of the catalogue of
// bad input; secrets themselves are in settings_secrets_test.cpp.
#include "bot/settings.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <map>

#include "bot/settings_table.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace bot;

namespace {

const std::string kSecret = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
const std::string kOther = "f0e1d2c3b4a5968778695a4b3c2d1e0f";

// A folder with settings and secrets beside them.
struct Shop {
  tests::TemporaryFolder folder;
  std::map<std::string, std::string> environment = {{"LINK_KEY", kSecret}, {"WEAK", "aaaa"}};
  bool is_demo = false;
  bool may_create = false;

  void put(const std::string& name, const std::string& text, std::filesystem::perms mode) const {
    const auto path = folder.path() / name;
    std::ofstream(path) << text;
    std::filesystem::permissions(path, mode);
  }

  SettingsResult read(const std::string& text) const {
    SettingsSource source;
    source.file = folder.path() / "boomerang.yaml";
    source.text = text;
    source.data_folder = folder.path() / "data";
    source.environment = [this](const std::string& name) -> std::optional<std::string> {
      const auto found = environment.find(name);
      return found == environment.end() ? std::nullopt : std::optional(found->second);
    };
    source.is_demo = is_demo;
    source.may_create_secrets = may_create;
    return read_settings(source);
  }

  // The faults, each as "line:column message (hint)", without the file's name.
  std::string faults(const std::string& text) const {
    std::string lines;
    const SettingsResult result = read(text);
    for (const base::Fault& fault : result.faults.all()) {
      lines += std::to_string(fault.where.line) + ":" + std::to_string(fault.where.column) + " " +
               fault.message + (fault.hint.empty() ? "" : " (" + fault.hint + ")") + "\n";
    }
    return lines;
  }
};

const std::string kLinks = "files: {link_key_environment: LINK_KEY}\n";

bool has(const std::string& text, const std::string& part) {
  INFO(text << " should have: " << part);
  const bool found = text.find(part) != std::string::npos;
  CHECK(found);
  return found;
}

// One setting of the table with a text, through a whole file.
std::string set(const std::string& section, const std::string& line) {
  const Shop shop;
  if (section.empty()) return shop.faults(kLinks + line + "\n");
  return shop.faults(kLinks + section + ":\n  " + line + "\n");
}

}  // namespace

TEST_CASE("settings: the shortest file of a real shop", "[bot][settings]") {
  const Shop shop;
  const auto result = shop.read(kLinks);
  CHECK(result.faults.to_string().empty());
  const Settings& settings = result.settings;
  CHECK_FALSE(settings.is_demo);
  CHECK(settings.file_link_key.reveal() == kSecret);
  CHECK(settings.listen == ListenAddress{"127.0.0.1", 8080});
  CHECK(settings.back_office.empty());
}

TEST_CASE("settings: defaults of the table and of the struct are the same", "[bot][settings]") {
  Settings from_table;
  for (const Setting& setting : settings_table()) {
    INFO(setting.section << "." << setting.name);
    CHECK_FALSE(setting.meaning.empty());
    if (setting.fallback.empty()) continue;
    CHECK(assign_setting(from_table, setting, setting.fallback).empty());
  }
  const Settings plain;
  CHECK(from_table.is_demo == plain.is_demo);
  CHECK(from_table.listen == plain.listen);
  CHECK(from_table.admin == plain.admin);
  CHECK(from_table.allows_guests == plain.allows_guests);
  CHECK(from_table.allows_absent_origin == plain.allows_absent_origin);
  CHECK(from_table.default_locale == plain.default_locale);
  CHECK(from_table.log_level == plain.log_level);
  CHECK(from_table.file_link_lifetime == plain.file_link_lifetime);
  CHECK(from_table.snapshot_every_turns == plain.snapshot_every_turns);
  CHECK(from_table.conversations_in_memory == plain.conversations_in_memory);
  const Limits& a = from_table.limits;
  const Limits& b = plain.limits;
  CHECK(a.frame_bytes == b.frame_bytes);
  CHECK(a.text_characters == b.text_characters);
  CHECK(a.queue_bytes == b.queue_bytes);
  CHECK(a.queue_frames == b.queue_frames);
  CHECK(a.upload_bytes == b.upload_bytes);
  CHECK(a.uploads_per_day_bytes == b.uploads_per_day_bytes);
  CHECK(a.sockets_per_customer == b.sockets_per_customer);
  CHECK(a.guest_sockets_per_address == b.guest_sockets_per_address);
  CHECK(a.messages_burst == b.messages_burst);
  CHECK(a.messages_per_minute == b.messages_per_minute);
  CHECK(a.connections == b.connections);
  CHECK(a.hello == b.hello);
  CHECK(a.drain == b.drain);
}

TEST_CASE("settings: everything said is heard", "[bot][settings]") {
  Shop shop;
  shop.put("jwt.key", kSecret + "\n", std::filesystem::perms(0600));
  shop.put("terminal.key", kOther, std::filesystem::perms(0400));
  const auto result = shop.read(R"(
locale: ru
guests: no
log: debug
server:
  listen: "[::1]:9000"
  admin: 127.0.0.1:9001
  origins: [https://shop.example, "http://localhost:3000"]
  programs: no
  drain: 20 seconds
identity:
  issuer: https://shop.example
  audience: returns
  keys:
    - {id: main, algorithm: HS256, secret_file: jwt.key}
back_office:
  keys:
    - {name: terminal, role: warehouse, key_file: terminal.key}
    - name: desk
      role: support
      key_hash: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
files:
  link_lifetime: 1 minute
  link_key_environment: LINK_KEY
storage:
  snapshot_every_turns: 10
limits:
  upload: 5 MiB
  uploads_per_day: 1 GiB
  frame: 4096 bytes
)");
  CHECK(result.faults.to_string().empty());
  const Settings& settings = result.settings;
  CHECK(settings.default_locale == "ru");
  CHECK_FALSE(settings.allows_guests);
  CHECK(settings.log_level == "debug");
  CHECK(to_string(settings.listen) == "[::1]:9000");
  CHECK(settings.origins ==
        std::vector<std::string>{"https://shop.example", "http://localhost:3000"});
  CHECK_FALSE(settings.allows_absent_origin);
  CHECK(settings.limits.drain == std::chrono::seconds(20));
  REQUIRE(settings.identity.keys.size() == 1);
  CHECK(settings.identity.keys[0].material.reveal() == kSecret);
  REQUIRE(settings.back_office.size() == 2);
  CHECK(settings.back_office[0].entry.role == Role::warehouse);
  CHECK(settings.back_office[0].entry.hash == sha256(kOther));
  CHECK(settings.back_office[1].entry.hash == sha256("abc"));
  CHECK(settings.back_office[1].key.empty());
  CHECK(settings.file_link_lifetime == std::chrono::minutes(1));
  CHECK(settings.snapshot_every_turns == 10);
  CHECK(settings.limits.upload_bytes == 5 * 1024 * 1024);
  CHECK(settings.limits.uploads_per_day_bytes == std::int64_t{1} << 30);
  CHECK(settings.limits.frame_bytes == 4096);
}

TEST_CASE("settings: B93, unknown keys with the nearest known one", "[bot][settings]") {
  has(set("", "serverr: {}"), "2:1 the settings knows no 'serverr' (did you mean 'server'?)");
  has(set("limits", "uplaod: 1 MiB"),
      "3:3 the section 'limits' knows no 'uplaod' (did you mean 'upload'?)");
  has(set("server", "port: 80"), "3:3 the section 'server' knows no 'port'");
  has(set("", "server: 8080"), "must be a map");
  has(set("", "limits: [1]"), "must be a map");
}

TEST_CASE("settings: B93, wrong units and bounds at their edges", "[bot][settings]") {
  CHECK(set("limits", "upload: 1 KiB").empty());
  CHECK(set("limits", "upload: 10 MiB").empty());
  for (const char* size : {"1023 bytes", "10241 KiB", "10 MB", "10MiB", "10", "ten MiB", "-1 KiB",
                           "1.5 MiB", "10 MiB ", "99999999999 GiB", "[]"}) {
    INFO(size);
    CHECK_FALSE(set("limits", std::string("upload: '") + size + "'").empty());
  }
  CHECK(set("files", "link_lifetime: 10 seconds\n  link_key_environment: LINK_KEY")
            .find("'files' is written twice") != std::string::npos);
  CHECK(set("limits", "hello: 1 second").empty());
  CHECK(set("limits", "hello: 60 seconds").empty());
  for (const char* time :
       {"0 seconds", "61 seconds", "5", "5s", "5 parsecs", "five seconds", "-5 seconds"}) {
    INFO(time);
    has(set("limits", std::string("hello: ") + time),
        "3:10 'hello' must be a duration such as '5 seconds', from 1 seconds to 60 seconds");
  }
  CHECK(set("limits", "messages_burst: 1").empty());
  CHECK(set("limits", "messages_burst: 100000").empty());
  for (const char* number : {"0", "100001", "1.0", "1e3", "+5", "ten", "18446744073709551617"}) {
    INFO(number);
    has(set("limits", std::string("messages_burst: ") + number), "must be a whole number from 1");
  }
  has(set("", "guests: maybe"), "2:9 'guests' must be yes or no");
  has(set("", "log: loud"), "'log' must be debug, info, warn, error or off");
  has(set("", "locale: en_US"), "'locale' must be a language tag");
}

TEST_CASE("settings: B94, addresses", "[bot][settings]") {
  CHECK(set("server", "listen: 0.0.0.0:1").empty());
  CHECK(set("server", "listen: shop.example:65535").empty());
  for (const char* address : {"127.0.0.1:0", "127.0.0.1:70000", "127.0.0.1:65536", "127.0.0.1",
                              ":8080", "127.0.0.1:", "127.0.0.1:80a", "::1:8080", "a b:80",
                              "http://127.0.0.1:8080", "[::1]", "[::g]:80", "127.0.0.1:-1"}) {
    INFO(address);
    has(set("server", std::string("listen: '") + address + "'"), "3:11 'listen' ");
  }
  has(set("server", "listen: 127.0.0.1:9090"), "same address");
  // On the command line port 0 lets the system choose.
  CHECK(parse_listen_address("127.0.0.1:0")->port == 0);
  CHECK(to_string(*parse_listen_address("[::1]:80")) == "[::1]:80");
}

TEST_CASE("settings: B94, origins", "[bot][settings]") {
  has(set("server", "origins: [https://a.example, https://a.example]"),
      "3:32 'https://a.example' is there twice");
  has(set("server", "origins: ['*']"), "'*' is no origin");
  has(set("server", "origins: [https://a.example/]"), "without a slash");
  has(set("server", "origins: https://a.example"), "must be a list");
}

TEST_CASE("settings: B95, what is there twice", "[bot][settings]") {
  Shop shop;
  shop.environment["A"] = kSecret;
  shop.environment["B"] = kOther;
  has(shop.faults(kLinks + "guests: yes\nguests: no\n"), "'guests' is written twice");
  has(shop.faults(kLinks + R"(identity:
  issuer: i
  audience: a
  keys:
    - {id: main, algorithm: HS256, secret_environment: A}
    - {id: main, algorithm: HS256, secret_environment: B}
)"),
      "the key 'main' is there twice");
  const std::string key = "    - {name: desk, role: support, key_environment: A}\n";
  has(shop.faults(kLinks + "back_office:\n  keys:\n" + key + key), "'desk' is there twice");
  has(shop.faults(kLinks + "back_office:\n  keys:\n" + key +
                  "    - {name: till, role: finance, key_environment: A}\n"),
      "two back-office keys have the same secret");
}

TEST_CASE("settings: B95, keys that say too little, too much or nonsense", "[bot][settings]") {
  Shop shop;
  shop.environment["A"] = kSecret;
  const auto identity = [&](const std::string& key) {
    return shop.faults(kLinks + "identity:\n  issuer: i\n  audience: a\n  keys:\n    - " + key +
                       "\n");
  };
  CHECK(identity("{id: main, algorithm: HS256, secret_environment: A}").empty());
  has(identity("{id: main, algorithm: HS256}"), "names no secret");
  has(identity("{id: main, algorithm: none, secret_environment: A}"), "'none' is not one of HS256");
  has(identity("{id: main, algorithm: hs256, secret_environment: A}"), "'hs256' is not one of");
  has(identity("{algorithm: HS256, secret_environment: A}"), "has no 'id'");
  has(identity("{id: a/b, algorithm: HS256, secret_environment: A}"), "needs an id");
  has(identity("{id: main, algorithm: HS256, secret_environment: MISSING}"),
      "the environment has no 'MISSING'");
  has(identity("{id: main, algorithm: HS256, secret_environment: WEAK}"), "is too weak");
  has(identity("{id: main, algorithm: HS256, secret_environment: A, secret_file: x}"),
      "not from both");
  has(identity("{id: main, algorithm: ES256, secret_environment: A}"),
      "knows no 'secret_environment'");
  has(identity("{id: main, algorithm: ES256, public_key_environment: A}"), "no public key in PEM");
  has(identity("{id: main, algorithm: HS256, secret: in-this-file-itself}"), "knows no 'secret'");
  const auto office = [&](const std::string& key) {
    return shop.faults(kLinks + "back_office:\n  keys:\n    - " + key + "\n");
  };
  CHECK(office("{name: desk, role: support, key_environment: A}").empty());
  has(office("{name: desk, role: admin, key_environment: A}"), "'admin' is not one of support");
  has(office("{name: desk, role: support}"), "names no key");
  has(office("{name: a b, role: support, key_environment: A}"), "a key's name has");
  has(office("{name: desk, role: support, key_hash: abc}"), "64 lower-case hexadecimal digits");
  has(office("{name: desk, role: support, key_hash: abc, key_environment: A}"),
      "both a key and a hash");
}

TEST_CASE("settings: what is missing as a whole", "[bot][settings]") {
  Shop shop;
  shop.environment["A"] = kSecret;
  has(shop.faults(""), "'files' names no link_key");
  has(shop.faults(kLinks +
                  "identity:\n  keys:\n    - {id: m, algorithm: HS256, secret_environment: A}\n"),
      "no issuer or no audience");
  has(shop.faults(kLinks + "guests: no\n"), "nobody can chat");
  has(shop.faults("a: b: c"), "1:");
}

TEST_CASE("settings: all faults at once, in order, and no secret in any", "[bot][settings]") {
  Shop shop;
  shop.environment["WEAK"] = "weak-but-secret";
  const std::string faults = shop.faults(R"(guests: 7
lmits: {}
server:
  listen: nowhere
  origins: [ftp://x]
files:
  link_key_environment: WEAK
limits:
  hello: soon
)");
  has(faults, "1:9 ");
  has(faults, "2:1 ");
  has(faults, "4:11 ");
  has(faults, "5:13 ");
  has(faults, "7:25 ");
  has(faults, "9:10 ");
  CHECK(faults.find("weak-but-secret") == std::string::npos);
  CHECK(faults.find("1:9") < faults.find("2:1"));
  CHECK(faults.find("7:25") < faults.find("9:10"));
}

TEST_CASE("settings: the manual names every setting", "[bot][settings]") {
  const std::string manual = describe_settings();
  for (const Setting& setting : settings_table()) {
    has(manual, std::string(setting.name) + ": ");
    has(manual, std::string(setting.meaning));
  }
  has(manual, "secret_file");
}

TEST_CASE("settings: sizes are written in binary units", "[bot][settings]") {
  CHECK(parse_size("0 bytes") == 0);
  CHECK(parse_size("1 byte") == 1);
  CHECK(parse_size("64 KiB") == 65'536);
  CHECK(parse_size("10 MiB") == 10'485'760);
  CHECK(parse_size("2 GiB") == 2'147'483'648);
  for (const char* text : {"", "10", "10 MB", "10 kib", " 10 KiB", "10  KiB", "-1 KiB", "KiB",
                           "9223372036854775807 KiB", "1e3 KiB"}) {
    INFO(text);
    CHECK_FALSE(parse_size(text).has_value());
  }
}

TEST_CASE("settings: the profile that is shipped is right", "[bot][settings]") {
  Shop shop;
  shop.may_create = true;
  std::ifstream file(std::string(BOOMERANG_SOURCE_DIR) + "/config/boomerang.yaml");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  REQUIRE_FALSE(text.empty());
  const auto result = shop.read(text);
  CHECK(result.faults.to_string().empty());
  CHECK(result.settings.is_demo);
}
