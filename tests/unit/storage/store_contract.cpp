#include "store_contract.hpp"

#include <catch2/catch.hpp>

#include "commits.hpp"

using namespace storage;  // NOLINT: a test file
using test::at;

namespace {

const auto kOk = CommitStatus::ok;
const auto kConflict = CommitStatus::conflict;

void append_turns(Store& store, ConversationId id, std::int64_t from, std::int64_t to) {
  for (auto number = from; number <= to; ++number) {
    REQUIRE(test::status(store, test::turn_commit(id, number)) == kOk);
  }
}

// "1 2 3"
std::string turns_of(const std::vector<JournalRow>& rows) {
  std::string text;
  for (const auto& row : rows) text += (text.empty() ? "" : " ") + std::to_string(row.turn);
  return text;
}

std::string numbers_of(const std::vector<CaseRow>& rows) {
  std::string text;
  for (const auto& row : rows) text += (text.empty() ? "" : " ") + row.number;
  return text;
}

std::string ids_of(const std::vector<DueRow>& rows) {
  std::string text;
  for (const auto& row : rows) text += (text.empty() ? "" : " ") + row.id;
  return text;
}

void require_same(const JournalRow& found, const JournalRow& written) {
  CHECK(found.conversation == written.conversation);
  CHECK(found.turn == written.turn);
  CHECK(found.first_seq == written.first_seq);
  CHECK(found.last_seq == written.last_seq);
  CHECK(found.at == written.at);
  CHECK(found.client_id == written.client_id);
  CHECK(found.input == written.input);
  CHECK(found.output == written.output);
  CHECK(found.change == written.change);
}

}  // namespace

void check_conversations(const StoreFactory& factory) {
  auto store = factory.open();

  SECTION("what a turn wrote is loaded byte for byte, in order") {
    auto commit = test::turn_commit(1, 1);
    commit.turn->input = std::string("quote \" zero ") + '\0' + " tail \xF0\x9F\x93\xA6";
    commit.turn->client_id = "";
    const auto result = test::write(*store, commit);
    REQUIRE(result.status == kOk);
    append_turns(*store, 1, 2, 3);
    const auto loaded = store->load_conversation(1);
    REQUIRE(loaded);
    CHECK(turns_of(loaded->rows) == "1 2 3");
    CHECK(loaded->turn == 3);
    CHECK(loaded->last_seq == 6);
    CHECK_FALSE(loaded->snapshot);
    require_same(loaded->rows[0], *commit.turn);
    const auto row = store->journal_row(result.journal_row);
    REQUIRE(row);
    require_same(*row, *commit.turn);
    CHECK_FALSE(store->journal_row(result.journal_row + 100));
  }

  SECTION("conversations are found by uuid, and open ones by customer and guest") {
    Commit commit;
    commit.conversation = test::conversation(1);
    REQUIRE(test::status(*store, commit) == kOk);
    commit.conversation = test::conversation(2);
    REQUIRE(test::status(*store, commit) == kOk);
    commit.conversation = test::conversation(3, "");
    commit.conversation->guest_secret_hash = "hash3";
    REQUIRE(test::status(*store, commit) == kOk);

    REQUIRE(store->find_conversation("uuid-2"));
    CHECK(store->find_conversation("uuid-2")->id == 2);
    CHECK_FALSE(store->find_conversation("uuid-4"));
    CHECK(store->open_conversation_of("anna")->id == 2);
    CHECK_FALSE(store->open_conversation_of("boris"));
    CHECK_FALSE(store->open_conversation_of(""));
    CHECK(store->open_conversation_of_guest("hash3")->id == 3);
    CHECK_FALSE(store->open_conversation_of_guest(""));
    const auto found = store->conversation(3);
    REQUIRE(found);
    CHECK(found->locale == "en");
    CHECK(found->created == at(0));

    Commit closing;
    closing.closed_conversations = {2};
    REQUIRE(test::status(*store, closing) == kOk);
    CHECK(store->open_conversation_of("anna")->id == 1);
    CHECK(store->find_conversation("uuid-2")->is_closed);
    closing.closed_conversations = {99};
    CHECK(test::status(*store, closing) == kConflict);
  }

  SECTION("an empty or unknown conversation loads as such") {
    Commit commit;
    commit.conversation = test::conversation(1);
    REQUIRE(test::status(*store, commit) == kOk);
    const auto loaded = store->load_conversation(1);
    REQUIRE(loaded);
    CHECK(loaded->rows.empty());
    CHECK(loaded->turn == 0);
    CHECK_FALSE(store->load_conversation(2));
    CHECK(store->messages_after(2, 0, 10).empty());
  }

  SECTION("a gap, a repeat or a stranger among the turns is a conflict") {
    append_turns(*store, 1, 1, 2);
    CHECK(test::status(*store, test::turn_commit(1, 4)) == kConflict);
    CHECK(test::status(*store, test::turn_commit(1, 2)) == kConflict);
    CHECK(test::status(*store, test::turn_commit(2, 2)) == kConflict);
    auto commit = test::turn_commit(1, 3);
    commit.turn->first_seq += 1;
    CHECK(test::status(*store, commit) == kConflict);
    commit.turn->first_seq -= 2;
    CHECK(test::status(*store, commit) == kConflict);
    CHECK(store->load_conversation(1)->turn == 2);
    append_turns(*store, 1, 3, 3);
  }

  SECTION("the same uuid or id twice is a conflict") {
    append_turns(*store, 1, 1, 1);
    Commit commit;
    commit.conversation = test::conversation(1);
    CHECK(test::status(*store, commit) == kConflict);
    commit.conversation = test::conversation(2);
    commit.conversation->uuid = "uuid-1";
    CHECK(test::status(*store, commit) == kConflict);
  }

  SECTION("a snapshot cuts what is loaded, and an older one never replaces it") {
    append_turns(*store, 1, 1, 4);
    auto commit = test::turn_commit(1, 5);
    commit.snapshot = Snapshot{1, 4, "state after 4"};
    REQUIRE(test::status(*store, commit) == kOk);
    auto loaded = store->load_conversation(1);
    REQUIRE(loaded->snapshot);
    CHECK(loaded->snapshot->state == "state after 4");
    CHECK(turns_of(loaded->rows) == "5");
    CHECK(loaded->last_seq == 10);

    commit = test::turn_commit(1, 6);
    commit.snapshot = Snapshot{1, 6, "state after 6"};
    REQUIRE(test::status(*store, commit) == kOk);
    commit = test::turn_commit(1, 7);
    commit.snapshot = Snapshot{1, 3, "state after 3"};
    REQUIRE(test::status(*store, commit) == kOk);
    loaded = store->load_conversation(1);
    CHECK(loaded->snapshot->turn == 6);
    CHECK(turns_of(loaded->rows) == "7");
    CHECK(loaded->turn == 7);
  }

  SECTION("a snapshot of the newest turn leaves nothing to fold, but the place is known") {
    auto commit = test::turn_commit(1, 1);
    commit.snapshot = Snapshot{1, 1, "state after 1"};
    REQUIRE(test::status(*store, commit) == kOk);
    const auto loaded = store->load_conversation(1);
    CHECK(loaded->rows.empty());
    CHECK(loaded->turn == 1);
    CHECK(loaded->last_seq == 2);
  }

  SECTION("messages after a number are exactly the missing turns, at most so many") {
    append_turns(*store, 1, 1, 5);
    auto silent = test::turn_commit(1, 6);
    silent.turn->first_seq = 11;
    silent.turn->last_seq = 10;
    REQUIRE(test::status(*store, silent) == kOk);
    CHECK(turns_of(store->messages_after(1, 0, 100)) == "1 2 3 4 5");
    CHECK(turns_of(store->messages_after(1, 4, 100)) == "3 4 5");
    CHECK(turns_of(store->messages_after(1, 5, 100)) == "3 4 5");  // turn 3 holds 5 and 6
    CHECK(turns_of(store->messages_after(1, 0, 2)) == "1 2");
    CHECK(turns_of(store->messages_after(1, 2, 2)) == "2 3");
    CHECK(store->messages_after(1, 10, 100).empty());
    CHECK(store->messages_after(1, 99, 100).empty());
  }

  SECTION("dropping and opening again finds everything, and goes on") {
    for (ConversationId id = 1; id <= 3; ++id) CHECK(store->allocate_conversation_id() == id);
    for (std::int64_t number = 1; number <= 40; ++number) {
      for (ConversationId id = 1; id <= 3; ++id) append_turns(*store, id, number, number);
    }
    CHECK(store->allocate_conversation_id() == 4);
    if (GENERATE(false, true)) store->close();
    store.reset();
    store = factory.open();
    for (ConversationId id = 1; id <= 3; ++id) {
      CHECK(store->load_conversation(id)->rows.size() == 40);
      append_turns(*store, id, 41, 42);
      CHECK(store->load_conversation(id)->turn == 42);
    }
    CHECK(store->allocate_conversation_id() == 4);
    CHECK(store->allocate_conversation_id() == 5);
  }
}

void check_cases(const StoreFactory& factory) {
  auto store = factory.open();
  Commit opening;
  opening.policies = {{"p1", "figures"}};
  opening.cases = {test::new_case("case-1", "R-1")};
  REQUIRE(test::status(*store, opening) == kOk);

  SECTION("a case is found by id and number, with its events") {
    const auto found = store->find_case("case-1");
    REQUIRE(found);
    CHECK(found->number == "R-1");
    CHECK(found->fields == "{\"a\":1}");
    CHECK(found->version == 1);
    CHECK(found->opened == at(1));
    CHECK(store->find_case_by_number("R-1")->id == "case-1");
    CHECK_FALSE(store->find_case("case-2"));
    CHECK_FALSE(store->find_case_by_number("R-2"));
    const auto events = store->case_events("case-1");
    REQUIRE(events.size() == 1);
    CHECK(events[0].event == "submit");
    CHECK(events[0].from.empty());
    CHECK(events[0].to == "submitted");
    CHECK(events[0].actor == "customer");
  }

  SECTION("of two steps from the same version one wins; the other leaves nothing behind") {
    Commit approve;
    approve.cases = {test::case_step(*store->find_case("case-1"), "approve", "approved")};
    Commit reject;
    reject.cases = {test::case_step(*store->find_case("case-1"), "reject", "rejected")};
    reject.audit = {{at(5), "agent", "reject", "case-1", "{}"}};
    reject.outbox = {{"o-1", "mail", "case-1", "{}", at(5)}};
    reject.due = {{"case:case-1:x", "x", "case-1", at(9), ""}};
    reject.conversation = test::conversation(7);
    reject.turn = test::turn(7, 1);
    REQUIRE(test::status(*store, approve) == kOk);
    CHECK(test::status(*store, reject) == kConflict);
    CHECK(store->find_case("case-1")->state == "approved");
    CHECK(store->case_events("case-1").size() == 2);
    CHECK(store->audit("case-1", 10).empty());
    CHECK_FALSE(store->find_outbox("o-1"));
    CHECK_FALSE(store->find_due("case:case-1:x"));
    CHECK_FALSE(store->conversation(7));
  }

  SECTION("several events in one commit") {
    auto write = test::case_step(*store->find_case("case-1"), "approve", "approved");
    write.row.version = 3;
    write.row.state = "in_transit";
    write.events.push_back(test::case_event("case-1", 3, "ship_confirm", "approved", "in_transit"));
    Commit commit;
    commit.cases = {write};
    REQUIRE(test::status(*store, commit) == kOk);
    CHECK(store->find_case("case-1")->version == 3);
    CHECK(store->case_events("case-1").size() == 3);
  }

  SECTION("a number, an id or an event key twice is a conflict") {
    Commit commit;
    commit.cases = {test::new_case("case-2", "R-1")};
    CHECK(test::status(*store, commit) == kConflict);
    commit.cases = {test::new_case("case-1", "R-2")};
    CHECK(test::status(*store, commit) == kConflict);

    auto step = test::case_step(*store->find_case("case-1"), "approve", "approved");
    step.events[0].key = "k1";
    commit.cases = {step};
    REQUIRE(test::status(*store, commit) == kOk);
    REQUIRE(store->case_event_by_key("case-1", "k1"));
    CHECK(store->case_event_by_key("case-1", "k1")->event == "approve");
    CHECK_FALSE(store->case_event_by_key("case-1", "k2"));
    CHECK_FALSE(store->case_event_by_key("case-1", ""));
    step = test::case_step(*store->find_case("case-1"), "arrived", "inspecting");
    step.events[0].key = "k1";
    commit.cases = {step};
    CHECK(test::status(*store, commit) == kConflict);
    CHECK(store->find_case("case-1")->state == "approved");
  }

  SECTION("lists: newest first, filtered, in pages") {
    for (int i = 2; i <= 5; ++i) {
      Commit commit;
      const auto number = std::to_string(i);
      commit.cases = {test::new_case("case-" + number, "R-" + number)};
      if (i == 3) commit.cases[0].row.customer = "boris";
      if (i == 4) commit.cases[0].row.conversation = 8;
      if (i != 5) commit.cases[0].row.track = i == 3 ? "RR1" : "RR2";
      REQUIRE(test::status(*store, commit) == kOk);
    }
    CHECK(numbers_of(store->list_cases({}, "", 100)) == "R-5 R-4 R-3 R-2 R-1");
    CHECK(numbers_of(store->list_cases({}, "", 2)) == "R-5 R-4");
    CHECK(numbers_of(store->list_cases({}, "case-4", 2)) == "R-3 R-2");
    CaseFilter filter;
    filter.customer = "anna";
    CHECK(numbers_of(store->list_cases(filter, "", 100)) == "R-5 R-4 R-2 R-1");
    filter.conversation = 8;
    CHECK(numbers_of(store->list_cases(filter, "", 100)) == "R-4");
    filter = {};
    filter.state = "submitted";
    filter.type = "product_return";
    CHECK(numbers_of(store->list_cases(filter, "case-3", 1)) == "R-2");
    filter.state = "approved";
    CHECK(store->list_cases(filter, "", 100).empty());
    filter = {};
    filter.track = "RR2";
    CHECK(numbers_of(store->list_cases(filter, "", 100)) == "R-4 R-2");
  }

  SECTION("a policy is kept as it was; other figures under its name are a conflict") {
    CHECK(store->policy("p1")->body == "figures");
    CHECK_FALSE(store->policy("p2"));
    Commit commit;
    commit.policies = {{"p1", "figures"}};
    CHECK(test::status(*store, commit) == kOk);
    commit.policies = {{"p1", "other figures"}};
    CHECK(test::status(*store, commit) == kConflict);
    CHECK(store->policy("p1")->body == "figures");
  }

  SECTION("cases are there after opening again") {
    store.reset();
    store = factory.open();
    CHECK(store->find_case("case-1")->state == "submitted");
    CHECK(store->case_events("case-1").size() == 1);
  }
}

void check_due_and_outbox(const StoreFactory& factory) {
  auto store = factory.open();

  SECTION("due rows come in order, move, and go when cancelled") {
    Commit commit;
    commit.due = {{"b", "ship", "case-1", at(20), "{}"},
                  {"a", "ship", "case-1", at(20), "{}"},
                  {"c", "nudge", "case-2", at(10), "{\"n\":1}"}};
    CHECK_FALSE(store->next_due());
    REQUIRE(test::status(*store, commit) == kOk);
    CHECK(store->next_due() == at(10));
    CHECK(ids_of(store->due_before(at(9), 10)).empty());
    CHECK(ids_of(store->due_before(at(10), 10)) == "c");
    CHECK(ids_of(store->due_before(at(99), 10)) == "c a b");
    CHECK(ids_of(store->due_before(at(99), 2)) == "c a");
    CHECK(store->find_due("c")->payload == "{\"n\":1}");

    Commit change;
    change.due = {{"c", "nudge", "case-2", at(30), "{}"}};
    change.cancelled_due = {"a", "never there"};
    REQUIRE(test::status(*store, change) == kOk);
    CHECK(ids_of(store->due_before(at(99), 10)) == "b c");
  }

  SECTION("a due row fires once") {
    Commit commit;
    commit.due = {{"a", "ship", "case-1", at(20), "{}"}};
    REQUIRE(test::status(*store, commit) == kOk);
    Commit fire;
    fire.fired_due = {{"a", at(20)}};
    fire.outbox = {{"first", "mail", "case-1", "{}", at(20)}};
    REQUIRE(test::status(*store, fire) == kOk);
    fire.outbox[0].id = "second";
    CHECK(test::status(*store, fire) == kConflict);
    CHECK(store->find_outbox("first"));
    CHECK_FALSE(store->find_outbox("second"));
    CHECK_FALSE(store->find_due("a"));
  }

  SECTION("a due row that was moved does not fire at its old time") {
    Commit commit;
    commit.due = {{"a", "ship", "case-1", at(20), "{}"}};
    REQUIRE(test::status(*store, commit) == kOk);
    commit.due[0].due = at(50);
    REQUIRE(test::status(*store, commit) == kOk);
    Commit fire;
    fire.fired_due = {{"a", at(20)}};
    CHECK(test::status(*store, fire) == kConflict);
    CHECK(store->find_due("a"));
  }

  SECTION("firing and arming the same row again in one commit") {
    Commit commit;
    commit.due = {{"a", "nudge", "case-1", at(20), "{}"}};
    REQUIRE(test::status(*store, commit) == kOk);
    Commit fire;
    fire.fired_due = {{"a", at(20)}};
    fire.due = {{"a", "nudge", "case-1", at(40), "{}"}};
    REQUIRE(test::status(*store, fire) == kOk);
    CHECK(store->find_due("a")->due == at(40));
  }

  SECTION("an outbox row waits for its time, its tries are counted, and it ends once") {
    Commit commit;
    commit.outbox = {{"o2", "mail", "case-1", "{\"to\":1}", at(20)},
                     {"o1", "hook", "case-1", "{}", at(10)}};
    REQUIRE(test::status(*store, commit) == kOk);
    CHECK(test::status(*store, commit) == kConflict);
    CHECK(store->outbox_before(at(9), 10).empty());
    REQUIRE(store->outbox_before(at(99), 10).size() == 2);
    CHECK(store->outbox_before(at(99), 10)[0].row.id == "o1");
    CHECK(store->outbox_before(at(99), 1).size() == 1);

    Commit failed;
    failed.outbox_attempts = {{"o1", OutboxState::pending, at(30)}};
    REQUIRE(test::status(*store, failed) == kOk);
    CHECK(store->find_outbox("o1")->attempts == 1);
    CHECK(store->outbox_before(at(20), 10)[0].row.id == "o2");
    Commit done;
    done.outbox_attempts = {{"o1", OutboxState::delivered, at(31)},
                            {"o2", OutboxState::dead, at(31)}};
    REQUIRE(test::status(*store, done) == kOk);
    CHECK(store->outbox_before(at(99), 10).empty());
    CHECK(store->find_outbox("o1")->state == OutboxState::delivered);
    CHECK(store->find_outbox("o1")->attempts == 2);
    CHECK(store->find_outbox("o2")->state == OutboxState::dead);
    CHECK(store->find_outbox("o2")->row.payload == "{\"to\":1}");
    CHECK(test::status(*store, done) == kConflict);
  }
}

void check_uploads_and_keys(const StoreFactory& factory) {
  auto store = factory.open();
  Commit first;
  first.conversation = test::conversation(1);
  REQUIRE(test::status(*store, first) == kOk);
  first.conversation = test::conversation(2);
  REQUIRE(test::status(*store, first) == kOk);

  SECTION("an upload is claimed by one conversation only") {
    Commit commit;
    commit.uploads = {test::upload("u1", "h1"), test::upload("u2", "h1")};
    REQUIRE(test::status(*store, commit) == kOk);
    CHECK(test::status(*store, commit) == kConflict);
    CHECK(store->find_upload("u1")->conversation == 0);
    CHECK(store->find_upload("u1")->row.type == "image/jpeg");
    CHECK_FALSE(store->find_upload("u3"));

    Commit claim;
    claim.upload_claims = {{"u1", 1}};
    REQUIRE(test::status(*store, claim) == kOk);
    CHECK(store->find_upload("u1")->conversation == 1);
    CHECK(test::status(*store, claim) == kOk);
    claim.upload_claims = {{"u2", 2}, {"u1", 2}};
    CHECK(test::status(*store, claim) == kConflict);
    CHECK(store->find_upload("u2")->conversation == 0);
    claim.upload_claims = {{"unknown", 1}};
    CHECK(test::status(*store, claim) == kConflict);
  }

  SECTION("an idempotency key is stored once and gives the same answer again") {
    Commit commit;
    commit.idempotency = {{"cases", "k1", "hash", 200, "{\"ok\":true}", at(3)}};
    REQUIRE(test::status(*store, commit) == kOk);
    CHECK(test::status(*store, commit) == kConflict);
    const auto found = store->idempotent("cases", "k1");
    REQUIRE(found);
    CHECK(found->request_hash == "hash");
    CHECK(found->status == 200);
    CHECK(found->response == "{\"ok\":true}");
    CHECK_FALSE(store->idempotent("cases", "k2"));
    CHECK_FALSE(store->idempotent("other", "k1"));
  }

  SECTION("a counter only grows") {
    CHECK(store->counter("returns") == 0);
    Commit commit;
    commit.counters = {{"returns", 7}};
    REQUIRE(test::status(*store, commit) == kOk);
    commit.counters = {{"returns", 5}, {"other", 1}};
    REQUIRE(test::status(*store, commit) == kOk);
    CHECK(store->counter("returns") == 7);
    CHECK(store->counter("other") == 1);
  }

  SECTION("the audit trail reads newest first") {
    Commit commit;
    commit.audit = {{at(1), "agent:7", "open", "case-1", "{}"},
                    {at(2), "agent:7", "approve", "case-1", "{\"n\":1}"},
                    {at(2), "agent:7", "approve", "case-2", "{}"}};
    REQUIRE(test::status(*store, commit) == kOk);
    const auto rows = store->audit("case-1", 10);
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].action == "approve");
    CHECK(rows[0].detail == "{\"n\":1}");
    CHECK(store->audit("case-1", 1).size() == 1);
  }
}

void check_batches(const StoreFactory& factory) {
  auto store = factory.open();

  SECTION("a batch keeps its order, and a conflict in it hurts nobody else") {
    const Commit commits[] = {test::turn_commit(1, 1), test::turn_commit(2, 1),
                              test::turn_commit(1, 2), test::turn_commit(1, 2),
                              test::turn_commit(2, 3), test::turn_commit(2, 2),
                              test::turn_commit(1, 3)};
    std::vector<const Commit*> batch;
    for (const auto& commit : commits) batch.push_back(&commit);
    const auto results = store->write(batch);
    std::string statuses;
    for (const auto& result : results) statuses += result.status == kOk ? "o" : "x";
    CHECK(statuses == "oooxxoo");
    CHECK_FALSE(results[3].detail.empty());
    CHECK(turns_of(store->load_conversation(1)->rows) == "1 2 3");
    CHECK(turns_of(store->load_conversation(2)->rows) == "1 2");
    JournalRowId last = 0;
    for (const auto& result : results) {
      if (result.status != kOk) continue;
      CHECK(result.journal_row > last);
      last = result.journal_row;
    }
  }

  SECTION("a commit that conflicts takes its conversation and its turn with it") {
    auto doomed = test::turn_commit(1, 1);
    doomed.upload_claims = {{"unknown", 1}};
    const auto next = test::turn_commit(1, 2);
    const auto other = test::turn_commit(2, 1);
    const Commit* const batch[] = {&doomed, &next, &other};
    const auto results = store->write(batch);
    CHECK(results[0].status == kConflict);
    CHECK(results[1].status == kConflict);
    CHECK(results[2].status == kOk);
    CHECK_FALSE(store->load_conversation(1));
    CHECK(test::status(*store, test::turn_commit(1, 1)) == kOk);
  }

  SECTION("an empty batch and an empty commit are fine") {
    CHECK(store->write({}).empty());
    CHECK(test::status(*store, Commit{}) == kOk);
  }
}
