#include <termios.h>
#include <unistd.h>

#include <array>
#include <iostream>

#include "base/json.hpp"
#include "base/random.hpp"
#include "bot/access/secret.hpp"
#include "bot/cli/back_office_key.hpp"
#include "bot/cli/commands.hpp"
#include "bot/environment.hpp"
#include "bot/net/client.hpp"
#include "bot/profile.hpp"

namespace bot {
namespace {

// One line from standard input, not shown while it is typed.
std::string read_password() {
  const bool is_terminal = isatty(STDIN_FILENO) == 1;
  termios before{};
  if (is_terminal) {
    std::cerr << "Password (empty: make one up): ";
    tcgetattr(STDIN_FILENO, &before);
    termios silent = before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  std::string line;
  std::getline(std::cin, line);
  if (is_terminal) {
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    std::cerr << "\n";
  }
  return line;
}

std::string make_password() {
  base::SecureRandom random;
  std::array<std::byte, 15> bytes{};
  random.fill(bytes);
  return to_base64url({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

void print(const base::Value& answer, const std::string& made_up) {
  const auto& list = answer.at("staff");
  if (list.is_list()) {
    for (const auto& one : list.list()) {
      std::cout << one.text_at("name") << "  " << one.text_at("role") << "  "
                << one.text_at("display")
                << (one.at("disabled") == base::Value(true) ? "  (disabled)" : "") << "\n";
    }
    return;
  }
  if (answer.text_at("name").empty()) return;
  std::cout << "name:      " << answer.text_at("name") << "\n"
            << "role:      " << answer.text_at("role") << "\n";
  if (!made_up.empty()) std::cout << "password:  " << made_up << "\n";
  if (answer.text_at("totp_secret").empty()) return;
  std::cout << "codes:     " << answer.text_at("totp_secret") << "\n"
            << "           " << answer.text_at("totp_uri") << "\n"
            << "Put the codes' secret into an authenticator app now: it is not shown again.\n";
}

}  // namespace

int staff_command(const StaffOptions& options) {
  const auto loaded = load_profile({options.where.profile, options.where.data,
                                    base::SystemClock().now(), environment_variable, false, false});
  if (!loaded.profile) {
    std::cerr << loaded.faults.to_string();
    return 1;
  }
  base::Record body{{"do", options.what}};
  std::string made_up;
  if (options.what != "list") {
    if (options.name.empty()) {
      std::cerr << "boomerang: say whom, such as `boomerang staff " << options.what << " maria`\n";
      return 2;
    }
    body["name"] = options.name;
  }
  if (options.what == "add") {
    std::string password = read_password();
    if (password.empty()) password = made_up = make_password();
    body["password"] = password;
    body["display"] = options.display;
    body["role"] = options.role;
    body["totp"] = !options.is_without_codes;
  }
  HttpCall call;
  call.address = options.admin;
  call.method = "POST";
  call.target = "/staff";
  call.headers = {{"Authorization",
                   "Bearer " + find_back_office_key(options.key, *loaded.profile, std::nullopt)},
                  {"Content-Type", "application/json"}};
  call.body = base::to_json(body);
  const auto answer = http_call(call);
  if (!answer) {
    std::cerr << "boomerang: no server at " << options.admin << " (" << answer.error().detail
              << ")\n";
    return 1;
  }
  const auto read = base::parse_json(answer->body, {4U << 20U, 32, 100'000});
  if (!read || answer->status != 200) {
    std::cerr << "boomerang: " << (read ? read->text_at("detail", answer->body) : answer->body)
              << "\n";
    return 1;
  }
  print(*read, made_up);
  return 0;
}

}  // namespace bot
