// Arguments of the commands that read a profile.
#include "bot/cli/command_line.hpp"

namespace bot {
namespace {

void add_check(CommandLine& line) {
  auto* command = line.app.add_subcommand("check", "Check a profile and print every fault");
  auto options = std::make_shared<CheckOptions>();
  add_profile_options(*command, options->where);
  command->add_option("--format", options->format, "How faults are written")
      ->check(CLI::IsMember({"text", "json", "sarif"}))
      ->capture_default_str();
  command->footer(
      "Example: boomerang check --profile config\n"
      "Exit code: 0 sound (there may be warnings), 1 faults, 2 used wrongly.");
  command->callback([&line, options] { line.code = check_command(*options); });
}

void add_format(CommandLine& line) {
  auto* command = line.app.add_subcommand("fmt", "Give flow files their canonical layout");
  auto options = std::make_shared<FormatOptions>();
  add_profile_options(*command, options->where);
  command->add_option("files", options->files, "Flow files; without any, all of the profile");
  command->add_flag("--check", options->only_check, "Write nothing; 1 if a file would change");
  command->footer("Example: boomerang fmt config/flows/create_return.yaml");
  command->callback([&line, options] { line.code = format_command(*options); });
}

void add_graph(CommandLine& line) {
  auto* command = line.app.add_subcommand("graph", "Print a picture of a flow or a case machine");
  auto options = std::make_shared<GraphOptions>();
  add_profile_options(*command, options->where);
  command->add_option("name", options->name, "The flow's name, or the machine's")->required();
  command->add_flag("--case", options->is_case, "The name is of a case machine");
  command->add_option("--format", options->format, "svg is drawn by Graphviz")
      ->check(CLI::IsMember({"mermaid", "dot", "svg"}))
      ->capture_default_str();
  command->footer(
      "Example: boomerang graph create_return\n"
      "         boomerang graph --case product_return --format svg > product_return.svg");
  command->callback([&line, options] { line.code = graph_command(*options); });
}

void add_token(CommandLine& line) {
  auto* command = line.app.add_subcommand("token", "Print a token for a customer of the shop");
  auto options = std::make_shared<TokenOptions>();
  auto hours = std::make_shared<int>(12);
  add_profile_options(*command, options->where);
  command->add_option("--customer", options->customer, "The customer's id")->required();
  command->add_option("--hours", *hours, "How long it is valid")
      ->check(CLI::Range(1, 24))
      ->capture_default_str();
  command->footer("Example: boomerang token --customer anna");
  command->callback([&line, options, hours] {
    options->lifetime = std::chrono::hours(*hours);
    line.code = token_command(*options);
  });
}

void add_train(CommandLine& line) {
  auto* command = line.app.add_subcommand("train", "Learn the profile's training phrases");
  auto options = std::make_shared<ProfileOptions>();
  auto shows_overlaps = std::make_shared<bool>(false);
  add_profile_options(*command, *options);
  command->add_flag("--overlaps", *shows_overlaps,
                    "Print intents whose phrases are taken for each other");
  command->footer("Example: boomerang train --overlaps");
  command->callback([&line, options, shows_overlaps] {
    line.code = train_command(*options);
    if (line.code == 0 && *shows_overlaps) line.code = overlaps_command(*options);
  });
}

void add_understand(CommandLine& line) {
  auto* command =
      line.app.add_subcommand("understand", "Print what the assistant makes of a message, and why");
  auto options = std::make_shared<UnderstandOptions>();
  add_profile_options(*command, options->where);
  command->add_option("text", options->text, "The message")->required();
  command->add_option("--customer", options->customer, "As this customer of the demo shop");
  command->add_option("--locale", options->locale, "Language of the conversation, such as en");
  command->footer("Example: boomerang understand 'the kettle from order 1042 came cracked'");
  command->callback([&line, options] { line.code = understand_command(*options); });
}

void add_answer(CommandLine& line) {
  auto* command = line.app.add_subcommand("answer", "What the articles say to a question, and why");
  auto options = std::make_shared<AnswerOptions>();
  add_profile_options(*command, options->where);
  command->add_option("question", options->question, "In the words of a customer")->required();
  command->add_option("--lang", options->language, "Language of the conversation, such as en");
  command->add_option("--after", options->previous, "The article that was given before");
  command->footer("Example: boomerang answer \"and by courier?\" --after mail_address");
  command->callback([&line, options] { line.code = answer_command(*options); });
}

void add_connector(CommandLine& line) {
  auto* group = line.app.add_subcommand("connector", "About the interface to the shop");
  group->require_subcommand(1);
  auto* command = group->add_subcommand("test", "Try every rule of the interface against a shop");
  auto options = std::make_shared<ConnectorOptions>();
  command->add_option("url", options->url, "Where the shop answers")->required();
  command->add_option("--customer", options->customer, "Id of a customer of its tests");
  command->add_option("--order", options->order, "Number of an order of that customer");
  command->add_option("--email", options->email, "That customer's e-mail address");
  command->add_option("--key", options->key, "Bearer key; without it BOOMERANG_SHOP_KEY");
  command->footer(
      "Example: boomerang connector test https://shop.example/boomerang --customer 17 --order A-1 "
      "--email anna@example.org");
  command->callback([&line, options] { line.code = connector_command(*options); });
}

void add_demo_shop(CommandLine& line) {
  auto* command = line.app.add_subcommand(
      "demo-shop", "Play the shop that the assistant asks about customers and orders");
  auto options = std::make_shared<DemoShopOptions>();
  command->add_option("--profile", options->profile, "Folder of the profile")
      ->capture_default_str();
  command->add_option("--listen", options->listen, "HOST:PORT; port 0 picks one")
      ->capture_default_str();
  add_clock_offset_option(*command, options->clock_offset,
                          "Count the days of its orders from so far ahead of the clock: '5 days'");
  command->footer("Example: boomerang demo-shop --listen 127.0.0.1:8090");
  command->callback([&line, options] { line.code = demo_shop_command(*options); });
}

void add_sheet(CommandLine& line) {
  auto* command =
      line.app.add_subcommand("sheet", "Write the sheet of an approved return as a PDF");
  auto options = std::make_shared<SheetOptions>();
  add_profile_options(*command, options->where);
  command->add_option("number", options->number, "Number of the return")->required();
  command->add_option("--out", options->out, "File to write")->required();
  command->add_option("--language", options->locale, "Language; without it the default one");
  command->footer("Example: boomerang sheet R-7K2M-4QXD --out sheet.pdf --language ru");
  command->callback([&line, options] { line.code = sheet_command(*options); });
}

}  // namespace

void add_profile_commands(CommandLine& line) {
  add_check(line);
  add_format(line);
  add_graph(line);
  add_token(line);
  add_train(line);
  add_understand(line);
  add_answer(line);
  add_connector(line);
  add_demo_shop(line);
  add_sheet(line);
}

}  // namespace bot
