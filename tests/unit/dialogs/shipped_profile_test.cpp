// The flows, texts, contracts and repair settings that ship in config/, checked against the shipped
// policy and the notices of the shipped case.
#include <catch2/catch.hpp>

#include "tests/unit/dialogs/compile.hpp"
#include "workflow/machine.hpp"
#include "workflow/policy.hpp"

using dialogs::testing::read_file;

namespace {

dialogs::SourceFile config(const std::string& path) { return {path, read_file("config/" + path)}; }

dialogs::Loaded load_shipped() {
  const std::string policy_text = read_file("config/policy.yaml");
  const auto policy = workflow::Policy::load({"policy.yaml", policy_text});
  REQUIRE(policy.policy != nullptr);
  const auto machine = workflow::load_machine(
      {"cases/product_return.yaml", read_file("config/cases/product_return.yaml")},
      *policy.policy);
  dialogs::Sources sources;
  sources.flows = {config("flows/create_return.yaml"), config("flows/confirm_shipment.yaml")};
  sources.repair = config("repair.yaml");
  sources.contracts = config("contracts.yaml");
  sources.texts = {config("texts/en.yaml")};
  sources.policy = policy.policy->figures();
  sources.policy_type = policy.policy->type();
  if (machine.machine != nullptr) {
    for (const auto& notice : machine.machine->notices()) {
      const auto names = machine.machine->notice_type(notice->name, *policy.policy);
      REQUIRE(names.has_value());
      sources.spoken.push_back({notice->key, *names});
    }
  }
  CHECK(machine.faults.to_string() == "");
  return dialogs::load(sources);
}

// The steps of a flow as "id -> next ids", one a line.
std::string steps_of(const dialogs::Flow& flow) {
  std::string out;
  for (const dialogs::Step& step : flow.steps) out += (out.empty() ? "" : " ") + step.id;
  return out;
}

std::string dependents_of(const dialogs::Flow& flow, std::string_view id) {
  std::string out;
  for (const dialogs::StepIndex at : flow.steps[flow.find_step(id)].dependents) {
    out += (out.empty() ? "" : " ") + flow.steps[at].id;
  }
  return out;
}

}  // namespace

TEST_CASE("shipped profile: no file has a fault", "[dialogs][config]") {
  const auto loaded = load_shipped();
  CHECK(loaded.faults.to_string() == "");
  REQUIRE(loaded.program != nullptr);
  CHECK(loaded.program->flows.size() == 2);
  CHECK(loaded.program->default_language == "en");
  REQUIRE(loaded.program->greeting_buttons.size() == 2);
  CHECK(loaded.program->greeting_buttons[0].flow == loaded.program->find_flow("create_return"));
}

TEST_CASE("shipped profile: create_return is compiled as it is written", "[dialogs][config]") {
  const auto loaded = load_shipped();
  REQUIRE(loaded.program != nullptr);
  const dialogs::Flow& flow = loaded.program->flows[loaded.program->find_flow("create_return")];
  CHECK(steps_of(flow) ==
        "order say end lines say_2 end_2 each_line quantity reason description photos "
        "return_summary returns_create say_3 ask_again done end_3");
  const auto* lines = flow.steps[flow.find_question("lines")].as<dialogs::AskStep>();
  CHECK(lines->question.item_name == "line");
  CHECK(lines->question.item_key == "id");
  const auto* photos = flow.steps[flow.find_question("photos")].as<dialogs::AskStep>();
  CHECK(photos->question.accept.max_bytes_each == 10 * 1024 * 1024);
  CHECK(flow.steps[flow.find_question("reason")].loops ==
        std::vector<dialogs::StepIndex>{flow.find_step("each_line")});
  // The body leads back to its loop, the loop on to the review.
  CHECK(flow.steps[flow.find_question("photos")].next == flow.find_step("each_line"));
  CHECK(flow.steps[flow.find_step("each_line")].next == flow.find_step("return_summary"));
}

TEST_CASE("shipped profile: what depends on an answer", "[dialogs][config]") {
  const auto loaded = load_shipped();
  REQUIRE(loaded.program != nullptr);
  const dialogs::Flow& flow = loaded.program->flows[loaded.program->find_flow("create_return")];
  CHECK(dependents_of(flow, "order") == "lines quantity returns_create");
  CHECK(dependents_of(flow, "reason") == "");
  const auto& shipment = loaded.program->flows[loaded.program->find_flow("confirm_shipment")];
  // The number is read in the light of its carrier, and both are sent.
  CHECK_THAT(dependents_of(shipment, "carrier"), Catch::StartsWith("track "));
  CHECK_THAT(dependents_of(shipment, "carrier"), Catch::EndsWith(" returns_confirm_shipment"));
}

TEST_CASE("shipped profile: a placeholder knows how it is written", "[dialogs][config]") {
  const auto loaded = load_shipped();
  REQUIRE(loaded.program != nullptr);
  const dialogs::Text* approved = loaded.program->texts.find("case.product_return.approved");
  REQUIRE(approved != nullptr);
  bool has_instant = false;
  for (const auto& part : approved->in("en").parts) {
    if (part.head == "ship_by") has_instant = part.format == dialogs::Format::instant;
  }
  CHECK(has_instant);
}
