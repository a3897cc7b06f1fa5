// Versions of a flow beside each other (dialogs.md 2.5): runs stay with the version they began
// with, and move where that is safe or declared.
#include "dialogs/versions.hpp"

#include <catch2/catch.hpp>

#include "dialogs/engine/handover.hpp"
#include "tests/unit/dialogs/engine/chat.hpp"
#include "tests/unit/dialogs/engine/flows.hpp"
#include "tests/unit/dialogs/engine/openings.hpp"

using namespace dialogs;           // NOLINT: a test file
using namespace dialogs::testing;  // NOLINT: a test file

namespace {

struct Field {
  std::string name;
  std::string text;
};

std::string name_flow(const std::vector<Field>& fields, const std::string& migrate = {}) {
  std::string flow = "flow: name\ntitle: name change\nstarts:\n  phrases: [change my name]\n";
  flow += "outcomes: [done]\n" + migrate + "steps:\n";
  for (const auto& [name, text] : fields) {
    flow += "  - ask: " + name + "\n    as: text\n    length: 1..50\n    text: " + text + "\n";
  }
  return flow + "  - say: Thanks.\n    id: thanks\n  - end: done\n";
}

// The newer program with every flow of the older one beside its own.
std::shared_ptr<const Program> with_older(const std::shared_ptr<const Program>& newer,
                                          const std::shared_ptr<const Program>& older) {
  auto program = std::make_shared<Program>(*newer);
  std::vector<std::string> hashes;
  for (const Flow& flow : older->flows) hashes.push_back(flow.hash);
  keep_older(*program, *older, hashes);
  return program;
}

std::string hash_of(const std::shared_ptr<const Program>& program) {
  return program->flows.front().hash;
}

}  // namespace

TEST_CASE("versions: a run goes on with the version it began with", "[dialogs]") {
  const auto before = program_of({name_flow({{"first", "First?"}, {"last", "Last?"}})});
  const auto after = program_of({name_flow({{"title", "Title?"}, {"family", "Family?"}})});
  Chat chat(before);
  chat.write("change my name");
  chat.publish(with_older(after, before));
  const std::string went_on = R"(
> Anna
name.last: Last?
> Bell
name.thanks: Thanks.
-> finished name done
> change my name
name.title: Title?
)";
  CHECK(replay(chat, went_on) == went_on);
}

TEST_CASE("versions: a corrected text reaches open runs, of a kept version too", "[dialogs]") {
  const auto before = program_of({name_flow({{"first", "Frist?"}, {"last", "Lsat, {first}?"}})});
  // Another flow (a question more), and both texts corrected; `note` is not known to the old one.
  const auto after = program_of(
      {name_flow({{"first", "First?"}, {"note", "Note?"}, {"last", "Last, {first} ({note})?"}})});
  Chat chat(before);
  chat.write("change my name");
  chat.publish(with_older(after, before));
  CHECK(chat.write("repeat") == "name.first: First?\n");
  // The new text shows a value that this run does not have: its own stands.
  CHECK(chat.write("Anna") == "name.last: Lsat, Anna?\n");
}

TEST_CASE("versions: a called flow stays the one that the caller was published with", "[dialogs]") {
  const auto before = program_of({kClaimFlow, kHelpFlow, kNameFlow});
  std::string other_help(kHelpFlow);
  other_help += "  # no change of meaning: the hash stays\n";
  const auto same = program_of({kClaimFlow, other_help, kNameFlow});
  const auto kept = with_older(same, before);
  CHECK(kept->older.empty());

  const auto without = program_of({kNameFlow});
  const auto both = with_older(without, before);
  REQUIRE(both->older.size() == 2);
  for (const Flow& flow : both->older) {
    for (const Step& step : flow.steps) {
      const auto* call = step.as<CallStep>();
      if (call != nullptr) CHECK(both->flow_at(call->flow).name == call->flow_name);
    }
  }
  CHECK(both->contracts.find_action("returns.create") != nullptr);
}

TEST_CASE("versions: a run that went the same way moves without a word", "[dialogs]") {
  const auto before = program_of({name_flow({{"first", "First?"}, {"last", "Last?"}})});
  const auto after =
      program_of({name_flow({{"first", "First?"}, {"last", "Last?"}, {"note", "Note?"}})});
  Chat chat(before);
  chat.write("change my name");
  chat.write("Anna");
  chat.publish(with_older(after, before));
  CHECK(chat.happen(Republished{{1, 99}}).empty());
  CHECK(chat.state.frames.front().hash == hash_of(after));
  const std::string went_on = R"(
> Bell
name.note: Note?
> Dr
name.thanks: Thanks.
-> finished name done
)";
  CHECK(replay(chat, went_on) == went_on);
}

TEST_CASE("versions: migrate renames an answer and the open question", "[dialogs]") {
  const auto before = program_of({name_flow({{"first", "First?"}, {"last", "Last?"}})});
  const std::string migrate =
      "migrate:\n  from: " + hash_of(before) + "\n  rename: { first: given, last: family }\n";
  const auto after = program_of({name_flow({{"given", "Given?"}, {"family", "Family?"}}, migrate)});
  // How runs move is no part of what a flow does.
  CHECK(hash_of(after) ==
        hash_of(program_of({name_flow({{"given", "Given?"}, {"family", "Family?"}})})));
  Chat chat(before);
  chat.write("change my name");
  chat.write("Anna");
  chat.publish(with_older(after, before));
  CHECK(chat.happen(Republished{{1}}).empty());
  CHECK(chat.answer("given") == R"("Anna")");
  CHECK(chat.answer("first") == "-");
  CHECK(chat.write("Bell").starts_with("name.thanks: Thanks."));
}

TEST_CASE("versions: migrate drops an answer and asks another question", "[dialogs]") {
  const auto before = program_of({name_flow({{"first", "First?"}, {"last", "Last?"}})});
  const std::string migrate = "migrate:\n  - from: " + hash_of(before).substr(0, 12) +
                              "\n    drop: [first]\n    reask: [title]\n";
  const auto after = program_of({name_flow({{"title", "Title?"}, {"last", "Last?"}}, migrate)});
  Chat chat(before);
  chat.write("change my name");
  chat.write("Anna");
  chat.publish(with_older(after, before));
  CHECK(chat.happen(Republished{{1}}) == "name.title: Title?\n");
  CHECK(chat.answer("first") == "-");
  const std::string went_on = R"(
> Dr
name.last: Last?
)";
  CHECK(replay(chat, went_on) == went_on);
}

TEST_CASE("versions: a run that awaits an answer keeps its version and its key", "[dialogs]") {
  const auto before = program_of({kReturnFlow});
  const std::string outcomes = "outcomes: ";
  std::string edited = kReturnFlow;
  edited.insert(edited.find(outcomes),
                "migrate:\n  from: " + hash_of(before) + "\n  reask: [order]\n");
  edited.insert(edited.find("steps:\n") + 7, "  - say: Welcome.\n    id: welcome\n");
  const auto after = program_of({edited});
  Chat chat(before);
  replay(chat, kToBootsReview);
  replay(chat, "~ next trouble\n> yes\n");
  chat.publish(with_older(after, before));
  // Asked again as another version it would be another act to the shop, which may have done it.
  CHECK(chat.happen(Republished{{1}}).empty());
  CHECK(chat.state.frames.front().hash == hash_of(before));
  chat.pass(std::chrono::minutes(5));
  REQUIRE(chat.acted.size() == 2);
  CHECK(chat.acted[0].key == chat.acted[1].key);
}

TEST_CASE("versions: migrate asks nothing while a person has the dialog", "[dialogs]") {
  const auto before = program_of({name_flow({{"first", "First?"}, {"last", "Last?"}})});
  const std::string migrate =
      "migrate:\n  from: " + hash_of(before) + "\n  drop: [first, last]\n  reask: [title]\n";
  const auto after = program_of({name_flow({{"title", "Title?"}}, migrate)});
  Chat chat(before);
  chat.write("change my name");
  chat.happen(SignalEvent{std::string(kTakenSignal), "support", {}});
  REQUIRE(chat.state.is_mute());
  chat.publish(with_older(after, before));
  CHECK(chat.happen(Republished{{1}}).empty());
  const std::string went_on = R"(
~ proceed
repair.returned: returned
name.first: First?
)";
  CHECK(replay(chat, went_on) == went_on);
}

TEST_CASE("versions: faults of `migrate` are told with the nearest name", "[dialogs]") {
  Sources sources;
  sources.flows = {{"name.yaml", name_flow({{"first", "First?"}},
                                           "migrate:\n  from: XYZ\n  rename: { a: frist }\n"
                                           "  reask: [secnod]\n")}};
  const std::string faults = load(sources).faults.to_string();
  CHECK_THAT(faults, Catch::Contains("name.yaml:7:9: error: 'XYZ' is no hash of a flow"));
  CHECK_THAT(faults, Catch::Contains("name.yaml:8:16: error: the flow has nothing called 'frist'"));
  CHECK_THAT(faults, Catch::Contains("the flow has no question 'secnod'"));
}

TEST_CASE("versions: names in paths are renamed whole", "[dialogs]") {
  Migration migration;
  migration.rename = {{"lines", "items"}, {"why", "reason"}};
  CHECK(renamed_path(migration, "lines[0].why") == "items[0].reason");
  CHECK(renamed_path(migration, "why!late") == "reason!late");
  CHECK(renamed_path(migration, "whys") == "whys");
  CHECK(renamed_path(migration, "") == "");
}
