#include "bot/cli/command_line.hpp"

#include <algorithm>
#include <iostream>

#include "base/fault.hpp"
#include "base/text.hpp"
#include "bot/app.hpp"

namespace bot {

void add_profile_options(CLI::App& command, ProfileOptions& where) {
  command.add_option("--profile", where.profile, "Folder of the profile")->capture_default_str();
  command.add_option("--data", where.data, "Folder of the data")->capture_default_str();
}

CLI::Option* add_address_option(CLI::App& command, const std::string& name, std::string& address,
                                const std::string& what) {
  const auto without_scheme = [name](std::string& given) -> std::string {
    const auto scheme = given.find("://");
    if (scheme == std::string::npos) return {};
    if (!given.starts_with("http://") && !given.starts_with("ws://")) {
      return name + ": this speaks to the server itself, without TLS: write its HOST:PORT";
    }
    given.erase(0, scheme + 3);
    given.erase(std::min(given.find('/'), given.size()));
    return {};
  };
  return command.add_option(name, address, "HOST:PORT of " + what)
      ->transform(CLI::Validator(without_scheme, "HOST:PORT", "address"))
      ->capture_default_str();
}

void add_clock_offset_option(CLI::App& command, base::Duration& offset, const std::string& what) {
  const auto read = [&offset](const std::string& text) {
    if (text.empty()) return;
    const bool is_behind = text.starts_with('-');
    const auto length = base::parse_duration_ms(is_behind ? text.substr(1) : text);
    if (!length) {
      throw CLI::ValidationError("--clock-offset", "write a time such as '5 days' or '-3 hours'");
    }
    offset = base::Duration(is_behind ? -*length : *length);
  };
  command.add_option_function<std::string>("--clock-offset", read, what);
}

namespace {

void add_serve(CommandLine& line) {
  auto* command = line.app.add_subcommand("serve", "Serve chats until SIGTERM");
  auto options = std::make_shared<ServeOptions>();
  command->add_option("--profile", options->profile, "Folder of the profile")
      ->capture_default_str();
  command->add_option("--data", options->data, "Folder of the data")->capture_default_str();
  command->add_option("--listen", options->listen, "HOST:PORT of the public port; 0 picks one");
  command->add_option("--admin", options->admin, "HOST:PORT for /healthz, /readyz and /metrics");
  add_clock_offset_option(
      *command, options->clock_offset,
      "Run this far ahead of the clock, such as '5 days' (or, on a new data folder, behind it: '-5 "
      "days'), to watch deadlines pass");
  command->add_option("--shop", options->shop_url,
                      "Where the shop answers, in place of shop.url; key: BOOMERANG_SHOP_KEY");
  command->add_flag("--demo", options->is_demo, "As if boomerang.yaml said `demo: yes`");
  command->footer(
      "Example: boomerang serve --profile config --data ./data --listen 127.0.0.1:8080");
  command->callback([&line, options] { line.code = serve(*options); });
}

void add_chat(CommandLine& line) {
  auto* command = line.app.add_subcommand("chat", "Chat in the terminal");
  auto options = std::make_shared<ChatOptions>();
  add_profile_options(*command, options->where);
  add_address_option(*command, "--server", options->server, "the server");
  command->add_option("--customer", options->customer, "Chat as this customer of the demo shop");
  command->add_option("--token", options->token, "A token of the shop, or a guest's secret");
  command->add_option("--locale", options->locale, "Language, such as en");
  command->add_flag("--new", options->is_new, "Begin a new conversation");
  command->footer("Example: boomerang chat --customer anna");
  command->callback([&line, options] { line.code = chat_command(*options); });
}

// The nearest command to a mistyped first word.
std::string suggestion(const CLI::App& app, const std::vector<std::string>& arguments) {
  if (arguments.empty() || arguments.front().starts_with("-")) return {};
  std::vector<std::string> names;
  for (const auto* command : app.get_subcommands({})) names.push_back(command->get_name());
  const std::string& word = arguments.front();
  if (std::find(names.begin(), names.end(), word) != names.end()) return {};
  std::string text = "'" + word + "' is no command";
  const std::string hint = base::suggest(word, names);
  return hint.empty() ? text : text + ": " + hint;
}

}  // namespace

int run_command_line(const std::vector<std::string>& arguments) {
  CommandLine line;
  line.app.require_subcommand(1);
  line.app.footer("Start with: boomerang serve --profile config, then boomerang chat");
  add_serve(line);
  add_chat(line);
  add_profile_commands(line);
  add_store_commands(line);
  try {
    // CLI11 takes the arguments in reverse.
    line.app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::CallForHelp& help) {
    return line.app.exit(help);
  } catch (const CLI::ParseError& error) {
    const std::string hint = suggestion(line.app, arguments);
    std::cerr << "boomerang: " << (hint.empty() ? error.what() : hint) << "\n"
              << "Run `boomerang --help`, or `boomerang COMMAND --help`.\n";
    return 2;
  }
  return line.code;
}

}  // namespace bot
