#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "base/fault.hpp"
#include "base/text.hpp"
#include "bot/app.hpp"
#include "bot/cli/commands.hpp"

namespace bot {
namespace {

// CLI11 reports by exception; `code` is what the program returns after one of ours ran.
struct CommandLine {
  CLI::App app{"Boomerang, a self-hosted support assistant for returns.", "boomerang"};
  int code = 0;
};

void add_profile_options(CLI::App& command, ProfileOptions& where) {
  command.add_option("--profile", where.profile, "Folder of the profile")->capture_default_str();
  command.add_option("--data", where.data, "Folder of the data")->capture_default_str();
}

void add_serve(CommandLine& line) {
  auto* command = line.app.add_subcommand("serve", "Serve chats until SIGTERM");
  auto options = std::make_shared<ServeOptions>();
  auto offset = std::make_shared<std::string>();
  command->add_option("--profile", options->profile, "Folder of the profile")
      ->capture_default_str();
  command->add_option("--data", options->data, "Folder of the data")->capture_default_str();
  command->add_option("--listen", options->listen, "HOST:PORT of the public port; 0 picks one");
  command->add_option("--admin", options->admin, "HOST:PORT for /healthz, /readyz and /metrics");
  command->add_option("--clock-offset", *offset,
                      "Run this far ahead of the clock, such as '5 days': to watch deadlines pass");
  command->add_option("--shop", options->shop_url,
                      "Where the shop answers, in place of shop.url; key: BOOMERANG_SHOP_KEY");
  command->add_flag("--demo", options->is_demo, "As if boomerang.yaml said `demo: yes`");
  command->footer(
      "Example: boomerang serve --profile config --data ./data --listen 127.0.0.1:8080");
  command->callback([&line, options, offset] {
    if (!offset->empty()) {
      const auto read = base::parse_duration_ms(*offset);
      if (!read) {
        throw CLI::ValidationError("--clock-offset", "write a time such as '5 days' or '3 hours'");
      }
      options->clock_offset = base::Duration(*read);
    }
    line.code = serve(*options);
  });
}

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

void add_verify(CommandLine& line) {
  auto* command =
      line.app.add_subcommand("verify-store", "Check every invariant of a data folder, offline");
  auto options = std::make_shared<VerifyOptionsOfCommand>();
  add_profile_options(*command, options->where);
  command->add_flag("--quick", options->is_quick, "Compare sizes of files instead of hashes");
  command->footer("Example: boomerang verify-store --data ./data");
  command->callback([&line, options] { line.code = verify_command(*options); });
}

void add_chat(CommandLine& line) {
  auto* command = line.app.add_subcommand("chat", "Chat in the terminal");
  auto options = std::make_shared<ChatOptions>();
  add_profile_options(*command, options->where);
  command->add_option("--server", options->server, "HOST:PORT of the server")
      ->capture_default_str();
  command->add_option("--customer", options->customer, "Chat as this customer of the demo shop");
  command->add_option("--token", options->token, "A token of the shop, or a guest's secret");
  command->add_option("--locale", options->locale, "Language, such as en");
  command->add_flag("--new", options->is_new, "Begin a new conversation");
  command->footer("Example: boomerang chat --customer anna");
  command->callback([&line, options] { line.code = chat_command(*options); });
}

void add_case(CommandLine& line) {
  auto* command = line.app.add_subcommand("case", "Do what the back office does with a return");
  auto options = std::make_shared<CaseOptions>();
  add_profile_options(*command, options->where);
  command
      ->add_option("event", options->event,
                   "list, show, or an event: approve, reject, ask_info, arrived, accept, "
                   "refund_posted ...")
      ->required();
  command->add_option("number", options->number, "The return's number, R-XXXX-XXXX");
  command->add_option("--set", options->values,
                      "What the event needs to know, as name=value; may be repeated");
  command->add_option("--server", options->server, "HOST:PORT of the server")
      ->capture_default_str();
  command->add_option("--key", options->key,
                      "Bearer key; without it BOOMERANG_KEY, or the demo's own");
  command->add_option("--idempotency-key", options->idempotency_key,
                      "Makes a repeat of this command harmless");
  command->footer(
      "Example: boomerang case approve R-7K2M-4QXD\n"
      "         boomerang case reject R-7K2M-4QXD --set reason='The photos show no defect.'");
  command->callback([&line, options] { line.code = case_command(*options); });
}

void add_hand_back(CommandLine& line) {
  auto* command = line.app.add_subcommand(
      "hand-back", "Give a conversation that a person took over back to the assistant");
  auto options = std::make_shared<HandBackOptions>();
  add_profile_options(*command, options->where);
  command->add_option("conversation", options->conversation, "The conversation's id")->required();
  command->add_option("--outcome", options->outcome, "How it ended")
      ->check(CLI::IsMember({"resolved", "continue", "take_over"}))
      ->capture_default_str();
  command->add_option("--server", options->server, "HOST:PORT of the server")
      ->capture_default_str();
  command->add_option("--key", options->key, "Bearer key; without it BOOMERANG_KEY, or the demo's");
  command->footer("Example: boomerang hand-back 0198c2f0-7b3e-7cc1-9f0e-1d6a2b3c4d5e");
  command->callback([&line, options] { line.code = hand_back_command(*options); });
}

void add_staff(CommandLine& line) {
  auto* command = line.app.add_subcommand("staff", "Say who may sign in to the staff console");
  auto options = std::make_shared<StaffOptions>();
  add_profile_options(*command, options->where);
  command->add_option("what", options->what, "add, list, disable or enable")
      ->check(CLI::IsMember({"add", "list", "disable", "enable"}))
      ->required();
  command->add_option("name", options->name, "What they sign in with: a-z, 0-9, '.', '-', '_'");
  command->add_option("--display", options->display, "What customers and colleagues read");
  command->add_option("--role", options->role, "What they may do")
      ->check(CLI::IsMember({"agent", "lead", "admin"}))
      ->capture_default_str();
  command->add_flag("--without-codes", options->is_without_codes,
                    "A password is enough: no code of an authenticator app");
  command->add_option("--admin", options->admin, "HOST:PORT of the server's operators' port")
      ->capture_default_str();
  command->add_option("--key", options->key, "Bearer key; without it BOOMERANG_KEY, or the demo's");
  command->footer(
      "Example: boomerang staff add maria --display Maria --role lead\n"
      "Adding somebody who exists gives them a new password and new codes.");
  command->callback([&line, options] { line.code = staff_command(*options); });
}

void add_publish(CommandLine& line) {
  auto* command = line.app.add_subcommand(
      "publish", "Put the profile to work in a running server, without a restart");
  auto options = std::make_shared<PublishOptions>();
  add_profile_options(*command, options->where);
  command->add_flag("--dry-run", options->is_dry_run, "Only list the open runs and their verdicts");
  command->add_option("--admin", options->admin, "HOST:PORT of the server's operators' port")
      ->capture_default_str();
  command->add_option("--key", options->key, "Bearer key; without it BOOMERANG_KEY, or the demo's");
  command->footer("Example: boomerang publish --dry-run");
  command->callback([&line, options] { line.code = publish_command(*options); });
}

void add_outbox(CommandLine& line) {
  auto* outbox = line.app.add_subcommand("outbox", "Webhooks and e-mails: look, and send again");
  outbox->require_subcommand(1);
  auto* list = outbox->add_subcommand("list", "List what waits, was given up or was delivered");
  auto listed = std::make_shared<OutboxListOptions>();
  list->add_option("--data", listed->where.data, "Folder of the data")->capture_default_str();
  list->add_option("--state", listed->state, "Which")
      ->check(CLI::IsMember({"dead", "pending", "delivered"}))
      ->capture_default_str();
  list->add_option("--limit", listed->limit, "How many at most")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  list->footer("Example: boomerang outbox list --state dead");
  list->callback([&line, listed] { line.code = outbox_list_command(*listed); });
  auto* resend = outbox->add_subcommand("resend", "Have the running server send rows again");
  auto options = std::make_shared<OutboxResendOptions>();
  add_profile_options(*resend, options->where);
  resend->add_option("id", options->ids, "Ids, as `outbox list` prints them");
  resend->add_flag("--all-dead", options->all_dead, "Everything that was given up");
  resend->add_option("--admin", options->admin, "HOST:PORT of the server's operators' port")
      ->capture_default_str();
  resend->add_option("--key", options->key, "Bearer key; without it BOOMERANG_KEY, or the demo's");
  resend->footer("Example: boomerang outbox resend --all-dead");
  resend->callback([&line, options] { line.code = outbox_resend_command(*options); });
}

void add_audit(CommandLine& line) {
  auto* audit = line.app.add_subcommand("audit", "The audit trail");
  audit->require_subcommand(1);
  auto* verify = audit->add_subcommand("verify", "Say the first row that breaks the chain");
  auto options = std::make_shared<AuditVerifyOptions>();
  verify->add_option("--data", options->where.data, "Folder of the data")->capture_default_str();
  verify->add_option("--expect", options->expected,
                     "ROWS:HASH, as an earlier run printed it: the trail must still hold it");
  verify->footer("Example: boomerang audit verify --data ./data");
  verify->callback([&line, options] { line.code = audit_verify_command(*options); });
}

void add_replay(CommandLine& line) {
  auto* command =
      line.app.add_subcommand("replay", "Run a conversation again from its journal and compare");
  auto options = std::make_shared<ReplayCommandOptions>();
  command->add_option("--data", options->where.data, "Folder of the data")->capture_default_str();
  command->add_option("conversation", options->conversation, "The beginning of its id");
  command->add_flag("--all", options->is_all, "Every conversation, with a summary");
  command->add_option("--against", options->against,
                      "Folder of another profile to run it under; without it the one of the time");
  command->add_option("--until", options->until, "The last turn to run, and what is open after it");
  command->footer("Example: boomerang replay 0198c2f0 --until 7");
  command->callback([&line, options] { line.code = replay_command(*options); });
}

void add_why(CommandLine& line) {
  auto* command =
      line.app.add_subcommand("why", "Tell what led to a message, from the journal alone");
  auto options = std::make_shared<WhyOptions>();
  command->add_option("--data", options->where.data, "Folder of the data")->capture_default_str();
  command->add_option("conversation", options->conversation, "The beginning of its id")->required();
  command->add_option("message", options->message, "Its number (seq), or its id")->required();
  command->footer("Example: boomerang why 0198c2f0 14");
  command->callback([&line, options] { line.code = why_command(*options); });
}

void add_record(CommandLine& line) {
  auto* command = line.app.add_subcommand(
      "record", "Print a conversation as a scenario file for the tests, masked");
  auto options = std::make_shared<RecordOptions>();
  add_profile_options(*command, options->where);
  command->add_option("conversation", options->conversation, "The beginning of its id")->required();
  command->footer("Example: boomerang record 0198c2f0 > tests/scenarios/lost_parcel.yaml");
  command->callback([&line, options] { line.code = record_command(*options); });
}

void add_gaps(CommandLine& line) {
  auto* command = line.app.add_subcommand(
      "gaps", "Questions of customers that no article answered, the most asked first");
  auto options = std::make_shared<GapsOptions>();
  command->add_option("--data", options->where.data, "Folder of the data")->capture_default_str();
  command->add_option("--lang", options->language, "Only of conversations in this language");
  command->add_option("--limit", options->limit, "At most so many")->capture_default_str();
  command->footer("Example: boomerang gaps --lang ru");
  command->callback([&line, options] { line.code = gaps_command(*options); });
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
  add_check(line);
  add_format(line);
  add_graph(line);
  add_answer(line);
  add_gaps(line);
  add_chat(line);
  add_case(line);
  add_hand_back(line);
  add_token(line);
  add_train(line);
  add_understand(line);
  add_verify(line);
  add_staff(line);
  add_publish(line);
  add_outbox(line);
  add_audit(line);
  add_replay(line);
  add_why(line);
  add_record(line);
  add_sheet(line);
  add_connector(line);
  add_demo_shop(line);
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
