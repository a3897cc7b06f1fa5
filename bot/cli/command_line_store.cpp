// Arguments of the commands that read a store or ask the running server.
#include "bot/cli/command_line.hpp"

namespace bot {
namespace {

void add_verify(CommandLine& line) {
  auto* command =
      line.app.add_subcommand("verify-store", "Check every invariant of a data folder, offline");
  auto options = std::make_shared<VerifyOptionsOfCommand>();
  add_profile_options(*command, options->where);
  command->add_flag("--quick", options->is_quick, "Compare sizes of files instead of hashes");
  command->footer("Example: boomerang verify-store --data ./data");
  command->callback([&line, options] { line.code = verify_command(*options); });
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
  add_address_option(*command, "--server", options->server, "the server");
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
  add_address_option(*command, "--server", options->server, "the server");
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
  add_address_option(*command, "--admin", options->admin, "the server's operators' port");
  command->add_option("--key", options->key, "Bearer key; without it BOOMERANG_KEY, or the demo's");
  command->footer(
      "Example: boomerang staff add maria --display Maria --role lead\n"
      "Adding somebody who exists gives them a new password and new codes.");
  command->callback([&line, options] { line.code = staff_command(*options); });
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
  add_address_option(*resend, "--admin", options->admin, "the server's operators' port");
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

void add_publish(CommandLine& line) {
  auto* command = line.app.add_subcommand(
      "publish", "Put the profile to work in a running server, without a restart");
  auto options = std::make_shared<PublishOptions>();
  add_profile_options(*command, options->where);
  command->add_flag("--dry-run", options->is_dry_run, "Only list the open runs and their verdicts");
  add_address_option(*command, "--admin", options->admin, "the server's operators' port");
  command->add_option("--key", options->key, "Bearer key; without it BOOMERANG_KEY, or the demo's");
  command->footer("Example: boomerang publish --dry-run");
  command->callback([&line, options] { line.code = publish_command(*options); });
}

}  // namespace

void add_store_commands(CommandLine& line) {
  add_verify(line);
  add_case(line);
  add_hand_back(line);
  add_staff(line);
  add_outbox(line);
  add_audit(line);
  add_replay(line);
  add_why(line);
  add_record(line);
  add_gaps(line);
  add_publish(line);
}

}  // namespace bot
