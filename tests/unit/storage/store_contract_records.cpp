#include <catch2/catch.hpp>

#include "commits.hpp"
#include "store_contract.hpp"

using namespace storage;  // NOLINT: a test file
using test::at;

namespace {

const auto kOk = CommitStatus::ok;
const auto kConflict = CommitStatus::conflict;

// "1 2 3"
std::string turns_of(const std::vector<JournalRow>& rows) {
  std::string text;
  for (const auto& row : rows) text += (text.empty() ? "" : " ") + std::to_string(row.turn);
  return text;
}

std::string ids_of(const std::vector<DueRow>& rows) {
  std::string text;
  for (const auto& row : rows) text += (text.empty() ? "" : " ") + row.id;
  return text;
}

void orders_due_rows(const StoreFactory& factory) {
  auto store = factory.open();
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

void fires_due_rows_once(const StoreFactory& factory) {
  auto store = factory.open();
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

void does_not_fire_moved_rows(const StoreFactory& factory) {
  auto store = factory.open();
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

void rearms_a_firing_row(const StoreFactory& factory) {
  auto store = factory.open();
  Commit commit;
  commit.due = {{"a", "nudge", "case-1", at(20), "{}"}};
  REQUIRE(test::status(*store, commit) == kOk);
  Commit fire;
  fire.fired_due = {{"a", at(20)}};
  fire.due = {{"a", "nudge", "case-1", at(40), "{}"}};
  REQUIRE(test::status(*store, fire) == kOk);
  CHECK(store->find_due("a")->due == at(40));
}

void counts_outbox_attempts(const StoreFactory& factory) {
  auto store = factory.open();
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

std::string ids_of(const std::vector<OutboxEntry>& entries) {
  std::string text;
  for (const auto& entry : entries) text += (text.empty() ? "" : " ") + entry.row.id;
  return text;
}

void keeps_lanes_apart(const StoreFactory& factory) {
  auto store = factory.open();
  Commit commit;
  commit.outbox = {{"h1", "webhook", "case-1", "{}", at(10), "erp"},
                   {"h2", "webhook", "case-2", "{}", at(20), "erp"},
                   {"m1", "mail", "case-1", "{}", at(5), "mail"}};
  REQUIRE(test::status(*store, commit) == kOk);
  CHECK(store->outbox_lanes() == std::vector<std::string>{"erp", "mail"});
  CHECK(ids_of(store->outbox_of_lane("erp", at(99), 9)) == "h1 h2");
  CHECK(ids_of(store->outbox_of_lane("erp", at(99), 1)) == "h1");
  CHECK(ids_of(store->outbox_of_lane("erp", at(15), 9)) == "h1");
  CHECK(ids_of(store->outbox_of_lane("nobody", at(99), 9)).empty());
  CHECK(store->outbox_counts().pending == 3);
  CHECK(store->outbox_counts().dead == 0);
  CHECK(ids_of(store->outbox_in_state(OutboxState::pending, "h1", 9)) == "h2 m1");
}

void sends_again_by_hand(const StoreFactory& factory) {
  auto store = factory.open();
  Commit commit;
  commit.outbox = {{"h1", "webhook", "case-1", "{}", at(10), "erp"},
                   {"h2", "webhook", "case-2", "{}", at(20), "erp"}};
  REQUIRE(test::status(*store, commit) == kOk);
  Commit again;
  again.outbox_resends = {{"h1", at(50)}};
  CHECK(test::status(*store, again) == kConflict);  // pending still
  Commit failed;
  failed.outbox_attempts = {{"h1", OutboxState::dead, at(11), "it answers 500"}};
  REQUIRE(test::status(*store, failed) == kOk);
  CHECK(store->outbox_counts().dead == 1);
  CHECK(store->find_outbox("h1")->problem == "it answers 500");
  CHECK(ids_of(store->outbox_in_state(OutboxState::dead, "", 9)) == "h1");
  CHECK(ids_of(store->outbox_of_lane("erp", at(99), 9)) == "h2");
  REQUIRE(test::status(*store, again) == kOk);
  CHECK(store->find_outbox("h1")->state == OutboxState::pending);
  CHECK(store->find_outbox("h1")->attempts == 0);
  CHECK(store->find_outbox("h1")->problem.empty());
  CHECK(store->find_outbox("h1")->row.at == at(50));
  again.outbox_resends = {{"unknown", at(50)}};
  CHECK(test::status(*store, again) == kConflict);
}

void sweeps_what_was_delivered(const StoreFactory& factory) {
  auto store = factory.open();
  Commit commit;
  for (int i = 1; i <= 4; ++i) {
    commit.outbox.push_back({"h" + std::to_string(i), "webhook", "c", "{}", at(i), "erp"});
  }
  REQUIRE(test::status(*store, commit) == kOk);
  Commit done;
  done.outbox_attempts = {{"h1", OutboxState::delivered, at(10)},
                          {"h2", OutboxState::delivered, at(20)},
                          {"h3", OutboxState::dead, at(10)}};
  REQUIRE(test::status(*store, done) == kOk);
  Commit sweep;
  sweep.outbox_sweep = OutboxSweep{at(20), 10};
  REQUIRE(test::status(*store, sweep) == kOk);
  CHECK_FALSE(store->find_outbox("h1"));
  CHECK(store->find_outbox("h2"));  // not before
  CHECK(store->find_outbox("h3"));  // dead rows wait for a person
  CHECK(store->find_outbox("h4"));
}

void knows_contacts(const StoreFactory& factory) {
  auto store = factory.open();
  CHECK_FALSE(store->contact("anna"));
  Commit commit;
  commit.contacts = {{"anna", "anna@example.org"}, {"boris", "boris@example.org"}};
  REQUIRE(test::status(*store, commit) == kOk);
  commit.contacts = {{"anna", "new@example.org"}};
  REQUIRE(test::status(*store, commit) == kOk);
  CHECK(store->contact("anna")->email == "new@example.org");
  CHECK(store->contact("boris")->email == "boris@example.org");
}

void prepare_uploads_and_keys(Store& store) {
  Commit first;
  first.conversation = test::conversation(1);
  REQUIRE(test::status(store, first) == kOk);
  first.conversation = test::conversation(2);
  REQUIRE(test::status(store, first) == kOk);
}

void claims_uploads_once(const StoreFactory& factory) {
  auto store = factory.open();
  prepare_uploads_and_keys(*store);
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

void stores_idempotency_keys_once(const StoreFactory& factory) {
  auto store = factory.open();
  prepare_uploads_and_keys(*store);
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

void raises_counters(const StoreFactory& factory) {
  auto store = factory.open();
  prepare_uploads_and_keys(*store);
  CHECK(store->counter("returns") == 0);
  Commit commit;
  commit.counters = {{"returns", 7}};
  REQUIRE(test::status(*store, commit) == kOk);
  commit.counters = {{"returns", 5}, {"other", 1}};
  REQUIRE(test::status(*store, commit) == kOk);
  CHECK(store->counter("returns") == 7);
  CHECK(store->counter("other") == 1);
}

void reads_the_audit_trail(const StoreFactory& factory) {
  auto store = factory.open();
  prepare_uploads_and_keys(*store);
  Commit commit;
  commit.audit = {{at(1), "agent:7", "open", "case-1", "{}"},
                  {at(2), "agent:7", "approve", "case-1", "{\"n\":1}"},
                  {at(2), "agent:7", "approve", "case-2", "{}"}};
  REQUIRE(test::status(*store, commit) == kOk);
  const auto rows = store->audit("case-1", "", 10);
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].action == "approve");
  CHECK(rows[0].detail == "{\"n\":1}");
  CHECK(store->audit("case-1", "", 1).size() == 1);
  CHECK(store->audit("case-1", "op", 9).size() == 1);
  CHECK(store->audit("case-1", "x", 9).empty());
  CHECK(store->audit_head().rows == 3);
}

void keeps_batches_apart(const StoreFactory& factory) {
  auto store = factory.open();
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

void undoes_conflicts_whole(const StoreFactory& factory) {
  auto store = factory.open();
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

std::string flows_of(Store& store) {
  std::string flows;
  for (const auto& flow : store.stored_flows()) {
    flows += flow.name + "@" + flow.hash + " of " + flow.profile + "\n";
  }
  return flows;
}

// dialogs.md 2.5: several versions of a flow live beside each other, each compiled from the newest
// profile that has it, until no run is pinned to it.
void keeps_published_profiles(const StoreFactory& factory) {
  auto store = factory.open();
  Commit first;
  first.published = PublishedProfile{
      "p1", test::at(1), {{"flows/a.yaml", "old"}, {"texts/en.yaml", "hello"}}, {{"a1", "a"}}};
  CHECK(test::status(*store, first) == kOk);
  CHECK(test::status(*store, first) == kOk);  // again: harmless
  Commit second;
  second.published = PublishedProfile{"p2",
                                      test::at(2),
                                      {{"flows/a.yaml", "new"}, {"texts/en.yaml", "hello"}},
                                      {{"a2", "a"}, {"b1", "b"}}};
  CHECK(test::status(*store, second) == kOk);
  Commit typo;
  typo.published = PublishedProfile{"p3", test::at(3), {{"texts/en.yaml", "Hello"}}, {{"a2", "a"}}};
  CHECK(test::status(*store, typo) == kOk);
  CHECK(flows_of(*store) == "a@a1 of p1\na@a2 of p3\nb@b1 of p2\n");

  store.reset();
  store = factory.open();
  const auto files = store->profile_files("p1");
  REQUIRE(files.size() == 2);
  CHECK(files[0].name == "flows/a.yaml");
  CHECK(files[0].text == "old");
  CHECK(files[1].text == "hello");
  CHECK(store->profile_files("p9").empty());
  Commit drop;
  drop.dropped_flows = {"a1", "unknown"};
  CHECK(test::status(*store, drop) == kOk);
  CHECK(flows_of(*store) == "a@a2 of p3\nb@b1 of p2\n");
  CHECK(store->profile_files("p1").size() == 2);  // turns were made under it
}

void accepts_empty_batches(const StoreFactory& factory) {
  auto store = factory.open();
  CHECK(store->write({}).empty());
  CHECK(test::status(*store, Commit{}) == kOk);
}

}  // namespace

const std::vector<ContractCase>& record_contract() {
  static const std::vector<ContractCase> kCases = {
      {"due rows come in order, move, and go when cancelled", orders_due_rows},
      {"a due row fires once", fires_due_rows_once},
      {"a due row that was moved does not fire at its old time", does_not_fire_moved_rows},
      {"firing and arming the same row again in one commit", rearms_a_firing_row},
      {"an outbox row waits for its time, its tries are counted, and it ends once",
       counts_outbox_attempts},
      {"the rows of one receiver are found without those of another", keeps_lanes_apart},
      {"an outbox row is sent again by hand once it is dead or delivered", sends_again_by_hand},
      {"delivered outbox rows go after a while", sweeps_what_was_delivered},
      {"where a customer can be reached", knows_contacts},
      {"an upload is claimed by one conversation only", claims_uploads_once},
      {"an idempotency key is stored once and gives the same answer again",
       stores_idempotency_keys_once},
      {"a counter only grows", raises_counters},
      {"the audit trail reads newest first", reads_the_audit_trail},
      {"a batch keeps its order, and a conflict in it hurts nobody else", keeps_batches_apart},
      {"a commit that conflicts takes its conversation and its turn with it",
       undoes_conflicts_whole},
      {"a published profile is kept, and its flows until they are dropped",
       keeps_published_profiles},
      {"an empty batch and an empty commit are fine", accepts_empty_batches},
  };
  return kCases;
}
