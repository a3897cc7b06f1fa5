// docs/openapi.json against the server: whatever the server answers is described there, and
// whatever is described there the server answers.

#include <catch2/catch.hpp>
#include <set>

#include "bot/http/api_docs.hpp"
#include "json_schema.hpp"
#include "tests/support/case_maker.hpp"
#include "tests/support/talker.hpp"

namespace {

using base::Record;
using base::Value;

// Described, but not to be had here: where it is tested instead.
const std::set<std::string> kElsewhere = {
    "postEvent 413 too_large",  // by the socket, from the plan that is checked below
    "handBack 413 too_large",
    // A commit that fails: the same path as that of postEvent.
    "handBack 503 unavailable",
    "listCases 503 unavailable",
    "exportCases 503 unavailable",
    "readCase 503 unavailable",
};

class Contract {
 public:
  Contract() {
    auto parsed = base::parse_json(bot::openapi_text(), {1U << 20U, 32, 1'000});
    REQUIRE(parsed.has_value());
    document_ = std::move(*parsed);
    for (const auto& [type, machine] : server.profile().machines) {
      for (const auto& rule : machine->transitions()) {
        for (const auto& guard : rule.guards) rules_.insert(guard.refusal);
      }
    }
  }

  // One call of the operation at `path` with `method`; its answer is held against the description.
  void call(const std::string& path, std::string method, std::string target,
            const std::string& body, std::vector<bot::HttpHeader> headers) {
    const auto answer = server.call(std::move(method), std::move(target), body, std::move(headers));
    check(path, answer);
  }

  void check(const std::string& path, const bot::HttpResponse& answer) {
    const Value& operation = operation_at(path);
    const std::string name(operation.text_at("operationId"));
    const std::string status = std::to_string(answer.status);
    INFO(name << " " << status << ": " << tests::body_of(answer));
    const Value* described = operation.at("responses").record().find(status);
    REQUIRE(described != nullptr);
    std::string type;
    for (const auto& header : answer.headers) {
      if (header.name == "Content-Type") type = header.value.substr(0, header.value.find(';'));
    }
    const Value* content = described->at("content").record().find(type);
    REQUIRE(content != nullptr);
    if (type == "text/csv") {
      seen_.insert(name + " " + status);
      return;
    }
    const auto value = tests::json_of(answer);
    const Value& schema = content->at("schema");
    for (const auto& fault : tests::JsonSchema(document_).faults(schema, value)) FAIL_CHECK(fault);
    if (answer.status == 200) {
      seen_.insert(name + " " + status);
      return;
    }
    const std::string code(value.text_at("code"));
    seen_.insert(name + " " + status + " " + code);
    // Rules of the machine are named in words, not one by one.
    const Value& listed = described->at("x-codes");
    if (listed.is_list()) {
      const bool is_listed =
          std::find(listed.list().begin(), listed.list().end(), Value(code)) != listed.list().end();
      CHECK((is_listed || rules_.contains(code)));
    }
  }

  // Every status and code of the description, less those that were seen.
  std::string never_seen() const {
    std::string missing;
    for (const auto& [path, item] : document_.at("paths").record()) {
      for (const auto& [method, operation] : item.record()) {
        for (const auto& [status, answer] : operation.at("responses").record()) {
          const std::string begin = std::string(operation.text_at("operationId")) + " " + status;
          if (status == "200") {
            if (!seen_.contains(begin)) missing += begin + "\n";
            continue;
          }
          for (const auto& code : codes_of(answer)) {
            const std::string one = begin + " " + code;
            if (!seen_.contains(one) && !kElsewhere.contains(one)) missing += one + "\n";
          }
        }
      }
    }
    return missing;
  }
  bool has_seen(const std::string& what) const { return seen_.contains(what); }
  const Value& document() const { return document_; }

  tests::TemporaryFolder folder;
  tests::SimServer server{folder.path(), *base::from_iso("2026-03-02T10:00:00+03:00"), 5};

 private:
  const Value& operation_at(const std::string& path) const {
    const Value* item = document_.at("paths").record().find(path);
    REQUIRE(item != nullptr);
    return item->record().begin()->value;
  }
  static std::vector<std::string> codes_of(const Value& answer) {
    const auto& content = answer.at("content").record();
    const Value& schema = content.begin()->value.at("schema");
    const Value& parts = schema.at("allOf");
    const Value& list = parts.is_list() ? parts.list().at(1).at("properties").at("code").at("enum")
                                        : answer.at("x-codes");
    std::vector<std::string> codes;
    for (const auto& one : list.list()) codes.emplace_back(one.text());
    return codes;
  }

  Value document_;
  std::set<std::string> rules_;
  std::set<std::string> seen_;
};

constexpr const char* kList = "/v1/cases";
constexpr const char* kExport = "/v1/cases.csv";
constexpr const char* kCase = "/v1/cases/{number}";
constexpr const char* kEvents = "/v1/cases/{number}/events";
constexpr const char* kHandBack = "/v1/conversations/{id}/hand_back";

void read_cases(Contract& contract, const std::string& number) {
  const auto key = tests::bearer(contract.server, "support");
  for (const char* path : {kList, kExport}) {
    contract.call(path, "GET", path, "", {key});
    contract.call(path, "GET", std::string(path) + "?limit=1&open=yes", "", {key});
    contract.call(path, "GET", std::string(path) + "?limit=0", "", {key});
    contract.call(path, "GET", path, "", {});
    contract.call(path, "GET", path, "", {{"Authorization", "Bearer nonsense"}});
    contract.call(path, "DELETE", path, "", {key});
  }
  contract.call(kCase, "GET", "/v1/cases/" + number, "", {key});
  contract.call(kCase, "GET", "/v1/cases/R-0000-0000", "", {key});
  contract.call(kCase, "GET", "/v1/cases/" + number, "", {});
  contract.call(kCase, "PUT", "/v1/cases/" + number, "", {key});
}

void post_events(Contract& contract, const std::string& number) {
  const auto key = tests::bearer(contract.server, "support");
  const auto warehouse = tests::bearer(contract.server, "warehouse");
  const std::string target = "/v1/cases/" + number + "/events";
  const auto post = [&](const std::string& body, std::vector<bot::HttpHeader> headers) {
    contract.call(kEvents, "POST", target, body, std::move(headers));
  };
  post(R"({"event":"approve"})", {});
  post(R"({"event":"approve","data":{"x":1}})", {key});
  post(R"({"event":"aprove"})", {key});
  post(R"({"event":1})", {key});
  post(R"({"event":"approve","why":"so"})", {key});
  post("{", {key});
  post("{\"event\":\"\xff\"}", {key});
  post(R"({"event":")" + std::string(65, 'a') + "\"}", {key});
  post(R"({"event":"approve"})", {warehouse});
  post(R"({"event":"reject","data":{"reason":""}})", {key});
  post(R"({"event":"arrived"})", {warehouse});
  contract.call(kEvents, "GET", target, "", {key});
  contract.call(kEvents, "POST", "/v1/cases/R-0000-0000/events", R"({"event":"approve"})", {key});
  post(R"({"event":"approve"})", {key, {"Idempotency-Key", "k1"}});
  post(R"({"event":"approve"})", {key, {"Idempotency-Key", "k1"}});
  post(R"({"event":"reject","data":{"reason":"no"}})", {key, {"Idempotency-Key", "k1"}});
  post(R"({"event":"approve","key":"k2"})", {key, {"Idempotency-Key", "k3"}});
  post(R"({"event":"extend_deadline","data":{"until":"2026-03-01","reason":"ill"}})", {key});
}

void hand_back(Contract& contract) {
  const auto key = tests::bearer(contract.server, "support");
  tests::Talker anna(contract.server);
  const std::string target = "/v1/conversations/" + anna.conversation() + "/hand_back";
  const auto post = [&](const std::string& at, const std::string& body,
                        std::vector<bot::HttpHeader> headers) {
    contract.call(kHandBack, "POST", at, body, std::move(headers));
  };
  post(target, R"({"outcome":"resolved"})", {key});
  post(target, R"({"outcome":"done"})", {key});
  post(target, "[]", {key});
  post(target, "{\"outcome\":\"\xff\"}", {key});
  post(target, R"({"outcome":")" + std::string(17, 'a') + "\"}", {key});
  post(target, R"({"outcome":"resolved"})", {});
  post(target, R"({"outcome":"resolved"})", {tests::bearer(contract.server, "warehouse")});
  post("/v1/conversations/nobody/hand_back", R"({"outcome":"resolved"})", {key});
  contract.call(kHandBack, "GET", target, "", {key});
}

// All that writes or reads while nothing can be stored.
void while_nothing_can_be_stored(Contract& contract, const std::string& number,
                                 const std::string& conversation) {
  const auto key = tests::bearer(contract.server, "support");
  contract.call(kList, "GET", kList, "", {key});
  contract.call(kExport, "GET", kExport, "", {key});
  contract.call(kCase, "GET", "/v1/cases/" + number, "", {key});
  contract.call(kEvents, "POST", "/v1/cases/" + number + "/events", R"({"event":"approve"})",
                {key});
  contract.call(kHandBack, "POST", "/v1/conversations/" + conversation + "/hand_back",
                R"({"outcome":"resolved"})", {key});
}

// Anna's conversation calls a person, so that there is something to hand back.
std::string call_a_person(Contract& contract) {
  tests::Talker anna(contract.server);
  anna.write("human");
  return anna.conversation();
}

}  // namespace

TEST_CASE("openapi: the server answers what is described, and only that", "[bot]") {
  Contract contract;
  const auto number = tests::open_return(contract.server);
  read_cases(contract, number);
  post_events(contract, number);
  hand_back(contract);

  const auto conversation = call_a_person(contract);
  const auto other = tests::open_return(contract.server, "boris", "2031");
  contract.server.commits().fail_next_full();
  // The first write finds the disk full, the rest find it known to be full.
  while_nothing_can_be_stored(contract, other, conversation);
  while_nothing_can_be_stored(contract, other, conversation);
  contract.server.commits().heal();

  // So many commits wait that no more are taken.
  auto& processor = contract.server.core().processor();
  while (processor.admit(nullptr)) processor.submit(processor.begin(nullptr));
  const auto key = tests::bearer(contract.server, "support");
  const auto fill = [&] {
    while (processor.admit(nullptr)) processor.submit(processor.begin(nullptr));
  };
  contract.call(kList, "GET", kList, "", {key});
  fill();
  contract.call(kExport, "GET", kExport, "", {key});
  fill();
  contract.call(kCase, "GET", "/v1/cases/" + other, "", {key});
  fill();
  contract.call(kEvents, "POST", "/v1/cases/" + other + "/events", R"({"event":"approve"})", {key});
  fill();
  contract.call(kHandBack, "POST", "/v1/conversations/" + conversation + "/hand_back",
                R"({"outcome":"resolved"})", {key});

  // Somebody else has changed the case between the decision and the commit.
  bot::HttpRequest request;
  request.method = "POST";
  request.path = "/v1/cases/" + other + "/events";
  request.headers = {key};
  request.body = R"({"event":"approve"})";
  std::optional<bot::HttpResponse> answer;
  contract.server.core().api().serve(
      request, [&](bot::HttpResponse response) { answer = std::move(response); });
  storage::Commit rival;
  auto row = *contract.server.store().find_case_by_number(other);
  storage::CaseWrite write{row, row.version, {}};
  write.row.version = row.version + 1;
  storage::CaseEventRow event;
  event.case_id = row.id;
  event.version = row.version + 1;
  event.event = "nudge";
  event.from = event.to = row.state;
  event.policy_version = row.policy_version;
  event.data = "{}";
  write.events = {event};
  rival.cases = {write};
  const storage::Commit* const batch[] = {&rival};
  REQUIRE(contract.server.store().write(batch).front().status == storage::CommitStatus::ok);
  contract.server.settle();
  REQUIRE(answer);
  contract.check(kEvents, *answer);

  CHECK(contract.never_seen().empty());
  INFO(contract.never_seen());
  for (const auto& one : kElsewhere) CHECK_FALSE(contract.has_seen(one));
}

TEST_CASE("openapi: bodies over 64 KiB are refused before they are read", "[bot]") {
  Contract contract;
  bot::HttpRequest request;
  request.method = "POST";
  for (const char* path : {"/v1/cases/R-0000-0000/events", "/v1/conversations/x/hand_back"}) {
    request.path = path;
    const auto plan = contract.server.core().api().plan(request);
    REQUIRE(std::holds_alternative<bot::InMemoryBody>(plan));
    CHECK(std::get<bot::InMemoryBody>(plan).max_bytes == 64 * 1024);
  }
}
