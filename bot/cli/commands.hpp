// The commands of the binary. Each takes its options as values, prints for people (or JSON where it
// says so), and returns the exit code: 0 done, 1 found something wrong, 2 used wrongly.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"

namespace bot {

struct ProfileOptions {
  std::string profile = "config";
  std::string data = "./data";
};

struct CheckOptions {
  ProfileOptions where;
  std::string format = "text";  // text, json, sarif
};
// Loads the profile and prints every fault; 0 when there are none but warnings.
int check_command(const CheckOptions& options);

struct FormatOptions {
  ProfileOptions where;
  std::vector<std::string> files;  // empty: every flow of the profile
  bool only_check = false;
};
// Gives flow files their canonical layout (base/yaml_layout.hpp). With `only_check` nothing is
// written, and 1 says that a file would change. A file with faults in its YAML is left as it is.
int format_command(const FormatOptions& options);

struct GraphOptions {
  ProfileOptions where;
  std::string name;  // of a flow, or of a case machine
  bool is_case = false;
  std::string format = "mermaid";  // mermaid, dot, svg (needs Graphviz)
};
// Prints a picture of a flow or case machine.
int graph_command(const GraphOptions& options);

struct TokenOptions {
  ProfileOptions where;
  std::string customer;
  base::Duration lifetime = std::chrono::hours(12);
};
// Prints a token of the shop for one of its customers.
int token_command(const TokenOptions& options);

struct VerifyOptionsOfCommand {
  ProfileOptions where;
  bool is_quick = false;  // sizes of files instead of their hashes
};
// Checks a data folder that no server uses; prints what is broken and the counts.
int verify_command(const VerifyOptionsOfCommand& options);

struct ChatOptions {
  ProfileOptions where;
  std::string server = "127.0.0.1:8080";
  std::string customer;  // empty: a guest, unless there is a token
  std::string token;     // of the shop, or a guest secret; wins over `customer`
  std::string locale;
  bool is_new = false;  // a new conversation
};
// The chat in a terminal, until end of input or /quit.
int chat_command(const ChatOptions& options);

struct CaseOptions {
  ProfileOptions where;
  std::string server = "127.0.0.1:8080";
  std::string event;                // "approve", or "list", "show"
  std::string number;               // empty only for "list"
  std::vector<std::string> values;  // "reason=the photos show it"
  std::string idempotency_key;
  std::string key;  // bearer key; empty: the demo's
};
// Posts an event of a case, or shows cases, as the back office does it.
int case_command(const CaseOptions& options);

struct HandBackOptions {
  ProfileOptions where;
  std::string server = "127.0.0.1:8080";
  std::string conversation;  // uuid
  std::string outcome = "resolved";
  std::string key;  // bearer key of support; empty: BOOMERANG_KEY, or the demo's
};
// Gives a conversation that a person took over back to the assistant.
int hand_back_command(const HandBackOptions& options);

struct OutboxListOptions {
  ProfileOptions where;
  std::string state = "dead";  // pending, dead, delivered
  std::size_t limit = 100;
};
// Prints the rows of the outbox, one a line; also of a running server.
int outbox_list_command(const OutboxListOptions& options);

struct OutboxResendOptions {
  ProfileOptions where;
  std::vector<std::string> ids;
  bool all_dead = false;
  std::string admin = "127.0.0.1:9090";
  std::string key;  // bearer key of the back office; empty: BOOMERANG_KEY, or the demo's
};
// Asks the running server to send rows again.
int outbox_resend_command(const OutboxResendOptions& options);

struct AuditVerifyOptions {
  ProfileOptions where;
  std::string expected;  // "rows:hash", as an earlier run printed it; empty: none
};
// Reads the whole audit trail and says the first row that breaks its chain. Prints its head.
int audit_verify_command(const AuditVerifyOptions& options);

struct StaffOptions {
  ProfileOptions where;
  std::string admin = "127.0.0.1:9090";
  std::string key;   // bearer key of the back office; empty: BOOMERANG_KEY, or the demo's
  std::string what;  // add, list, disable, enable
  std::string name;
  std::string display;
  std::string role = "agent";
  bool is_without_codes = false;
};
// Says who may sign in to the console of the running server. A password is read from standard
// input; an empty one is made up and printed.
int staff_command(const StaffOptions& options);

struct PublishOptions {
  ProfileOptions where;
  std::string admin = "127.0.0.1:9090";
  std::string key;  // bearer key of the back office; empty: BOOMERANG_KEY, or the demo's
  bool is_dry_run = false;
};
// Checks the profile, lists the open runs and what would become of each, and puts the profile to
// work in the running server. Reads a folder in use.
int publish_command(const PublishOptions& options);

struct ReplayCommandOptions {
  ProfileOptions where;
  std::string conversation;  // the beginning of its id
  bool is_all = false;
  std::string against;     // a profile's folder; empty: the profile of the time
  std::int64_t until = 0;  // the last turn to run; 0: all
};
// Runs conversations again from the journal and compares. 1 when anything differs.
int replay_command(const ReplayCommandOptions& options);

struct WhyOptions {
  ProfileOptions where;
  std::string conversation;
  std::string message;  // its number, or its id
};
// Prints the chain that led to a message.
int why_command(const WhyOptions& options);

struct RecordOptions {
  ProfileOptions where;
  std::string conversation;
};
// Prints the conversation as a scenario file, masked.
int record_command(const RecordOptions& options);

// Teaches the classifiers of the profile, or finds them unchanged in the data folder's cache, and
// prints what there is of each language.
int train_command(const ProfileOptions& options);
// Prints the pairs of intents whose training phrases read as each other; 1 when there are any.
int overlaps_command(const ProfileOptions& options);

struct UnderstandOptions {
  ProfileOptions where;
  std::string text;
  std::string customer;  // of the demo shop: what they bought is recognised
  std::string locale;    // empty: the profile's
};
// Prints what the assistant makes of a message: commands, what is named in it, and why.
int understand_command(const UnderstandOptions& options);
struct GapsOptions {
  ProfileOptions where;
  std::string language;     // empty: all
  std::size_t limit = 100;  // of questions
};
// Prints the questions that nothing answered, the most asked first.
int gaps_command(const GapsOptions& options);

struct AnswerOptions {
  ProfileOptions where;
  std::string question;
  std::string language;  // empty: the profile's own
  std::string previous;  // the article that was given before, for a question that leans on it
};
// What the articles say to a question, and why; 1 when none is sure enough.
int answer_command(const AnswerOptions& options);

struct ConnectorOptions {
  std::string url;
  std::string customer;  // an id that the shop knows, with an order
  std::string order;     // one of that customer's orders
  std::string email;     // the customer's
  std::string key;       // bearer key; empty: BOOMERANG_SHOP_KEY, or none
  base::Duration timeout = std::chrono::seconds(3);
};
// Tries every rule of the shop's interface against it and prints which are kept; 1 when any is
// broken.
int connector_command(const ConnectorOptions& options);

struct DemoShopOptions {
  std::string profile = "config";
  std::string listen = "127.0.0.1:8090";
  base::Duration clock_offset{};  // its orders' dates count back from so far ahead of the clock
};
// Plays the shop: answers from demo/shop.yaml as docs/shop.openapi.yaml says, until SIGTERM. Prints
// one line of JSON with its address once it is ready. Callers need the key of BOOMERANG_SHOP_KEY,
// if there is one.
int demo_shop_command(const DemoShopOptions& options);

struct SheetOptions {
  ProfileOptions where;
  std::string number;  // of the return
  std::string out;     // file to write
  std::string locale;  // empty: the default language
};
// Writes the return sheet of an approved return as a PDF. Reads a folder in use.
int sheet_command(const SheetOptions& options);

// The whole command line. `arguments` without the program's name.
int run_command_line(const std::vector<std::string>& arguments);

}  // namespace bot
