#include <catch2/catch.hpp>

#include "commits.hpp"
#include "store_contract.hpp"

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

void loads_what_was_written(const StoreFactory& factory) {
  auto store = factory.open();
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

void finds_conversations(const StoreFactory& factory) {
  auto store = factory.open();
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

  // A guest signs in: the conversation is the customer's, once, and the secret opens it no longer.
  Commit adopting;
  adopting.adoptions = {{3, "clara"}};
  REQUIRE(test::status(*store, adopting) == kOk);
  CHECK(store->open_conversation_of("clara")->id == 3);
  CHECK_FALSE(store->open_conversation_of_guest("hash3"));
  CHECK(test::status(*store, adopting) == kConflict);
  adopting.adoptions = {{1, "clara"}};
  CHECK(test::status(*store, adopting) == kConflict);
  CHECK(store->conversation(1)->customer == "anna");
}

void loads_empty_conversations(const StoreFactory& factory) {
  auto store = factory.open();
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

void refuses_gaps_in_turns(const StoreFactory& factory) {
  auto store = factory.open();
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

void refuses_doubled_conversations(const StoreFactory& factory) {
  auto store = factory.open();
  append_turns(*store, 1, 1, 1);
  Commit commit;
  commit.conversation = test::conversation(1);
  CHECK(test::status(*store, commit) == kConflict);
  commit.conversation = test::conversation(2);
  commit.conversation->uuid = "uuid-1";
  CHECK(test::status(*store, commit) == kConflict);
}

void starts_from_snapshots(const StoreFactory& factory) {
  auto store = factory.open();
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

void knows_its_place_after_a_snapshot(const StoreFactory& factory) {
  auto store = factory.open();
  auto commit = test::turn_commit(1, 1);
  commit.snapshot = Snapshot{1, 1, "state after 1"};
  REQUIRE(test::status(*store, commit) == kOk);
  const auto loaded = store->load_conversation(1);
  CHECK(loaded->rows.empty());
  CHECK(loaded->turn == 1);
  CHECK(loaded->last_seq == 2);
}

void finds_missing_messages(const StoreFactory& factory) {
  auto store = factory.open();
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
  const auto rows = store->rows_after(1, 5);
  REQUIRE(rows.size() == 3);
  CHECK(store->journal_row(rows.front())->turn == 3);
  CHECK(store->journal_row(rows.back())->turn == 5);
  CHECK(store->rows_after(1, 10).empty());
  CHECK(store->rows_after(9, 0).empty());
}

void survives_reopening(const StoreFactory& factory) {
  auto store = factory.open();
  for (ConversationId id = 1; id <= 3; ++id) CHECK(store->allocate_conversation_id() == id);
  for (std::int64_t number = 1; number <= 40; ++number) {
    for (ConversationId id = 1; id <= 3; ++id) append_turns(*store, id, number, number);
  }
  CHECK(store->allocate_conversation_id() == 4);
  store.reset();
  store = factory.open();
  for (ConversationId id = 1; id <= 3; ++id) {
    CHECK(store->load_conversation(id)->rows.size() == 40);
    append_turns(*store, id, 41, 42);
    CHECK(store->load_conversation(id)->turn == 42);
  }
  CHECK(store->allocate_conversation_id() == 4);
  CHECK(store->allocate_conversation_id() == 5);

  store->close();  // and now a clean end
  store.reset();
  store = factory.open();
  for (ConversationId id = 1; id <= 3; ++id) {
    append_turns(*store, id, 43, 43);
    CHECK(store->load_conversation(id)->rows.size() == 43);
  }
}

}  // namespace

const std::vector<ContractCase>& conversation_contract() {
  static const std::vector<ContractCase> kCases = {
      {"what a turn wrote is loaded byte for byte, in order", loads_what_was_written},
      {"conversations are found by uuid, and open ones by customer and guest", finds_conversations},
      {"an empty or unknown conversation loads as such", loads_empty_conversations},
      {"a gap, a repeat or a stranger among the turns is a conflict", refuses_gaps_in_turns},
      {"the same uuid or id twice is a conflict", refuses_doubled_conversations},
      {"a snapshot cuts what is loaded, and an older one never replaces it", starts_from_snapshots},
      {"a snapshot of the newest turn leaves nothing to fold, but the place is known",
       knows_its_place_after_a_snapshot},
      {"messages after a number are exactly the missing turns, at most so many",
       finds_missing_messages},
      {"dropping and opening again finds everything, and goes on", survives_reopening},
  };
  return kCases;
}
