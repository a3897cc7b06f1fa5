// The flows, texts, contracts and repair settings that ship in config/, checked against the shipped
// policy and the notices of the shipped case.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <set>

#include "tests/unit/dialogs/compile.hpp"
#include "workflow/machine.hpp"
#include "workflow/policy.hpp"

using dialogs::testing::read_file;

namespace {

dialogs::SourceFile config(const std::string& path) {
  return {path, read_file("config/" + path)};
}

// The names of the files in a folder of config/, in order.
std::vector<std::string> files_in(const std::string& folder) {
  std::vector<std::string> names;
  const auto path = std::filesystem::path(BOOMERANG_SOURCE_DIR) / "config" / folder;
  for (const auto& entry : std::filesystem::directory_iterator(path)) {
    names.push_back(folder + "/" + entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

dialogs::Loaded load_shipped() {
  const std::string policy_text = read_file("config/policy.yaml");
  const auto policy = workflow::Policy::load({"policy.yaml", policy_text});
  REQUIRE(policy.policy != nullptr);
  dialogs::Sources sources;
  for (const auto& flow : files_in("flows")) sources.flows.push_back(config(flow));
  sources.repair = config("repair.yaml");
  sources.contracts = config("contracts.yaml");
  sources.carriers = config("carriers.yaml");
  // Every language of the profile, the default one first: a text that one lacks is a fault.
  for (const auto& texts : files_in("texts")) sources.texts.push_back(config(texts));
  REQUIRE(sources.texts.front().name == "texts/en.yaml");
  sources.policy = policy.policy->figures();
  sources.policy_type = policy.policy->type();
  for (const auto& name : files_in("cases")) {
    const auto machine =
        workflow::load_machine({name, read_file("config/" + name)}, *policy.policy);
    CHECK(machine.faults.to_string() == "");
    if (machine.machine == nullptr) continue;
    for (const auto& notice : machine.machine->notices()) {
      const auto names = machine.machine->notice_type(notice->name, *policy.policy);
      REQUIRE(names.has_value());
      sources.spoken.push_back({notice->key, *names});
    }
  }
  // What e-mails say beside a notice is proven by the program that sends them.
  base::Type names = base::Type::of(base::Type::Kind::record);
  names.fields.emplace_back("number", base::Type::of(base::Type::Kind::text));
  sources.spoken_if_there = {{"mail.subject", names}, {"mail.closing", names}};
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
  CHECK(loaded.program->flows.size() == files_in("flows").size());
  CHECK(loaded.program->default_language == "en");
  REQUIRE_FALSE(loaded.program->greeting_buttons.empty());
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

TEST_CASE("shipped profile: every text has Russian, with the same placeholders",
          "[dialogs][config]") {
  const auto loaded = load_shipped();
  REQUIRE(loaded.program != nullptr);
  // The names that a text reads; how often and in which order is the language's business.
  const auto reads = [](const dialogs::Template& text) {
    std::set<std::string> names;
    for (const auto& part : text.parts) {
      if (!part.value) continue;
      for (const std::string& name : part.value->reads()) names.insert(name);
    }
    return names;
  };
  int compared = 0;
  for (const std::string& key : loaded.program->texts.keys()) {
    const dialogs::Text& text = *loaded.program->texts.find(key);
    INFO(key);
    REQUIRE(text.languages.size() == 2);
    CHECK(reads(text.in("ru")) == reads(text.in("en")));
    ++compared;
  }
  CHECK(compared > 150);
}

TEST_CASE("shipped profile: what the policy says in words is said in Russian too", "[dialogs]") {
  // Fact 28: a list of costs, in a notice of a case and in a flow.
  const auto loaded = load_shipped();
  REQUIRE(loaded.program != nullptr);
  const auto policy = workflow::Policy::load({"policy.yaml", read_file("config/policy.yaml")});
  REQUIRE(policy.policy != nullptr);
  struct Figures final : base::ValueScope {
    explicit Figures(const base::Value& figures)
        : names{{"policy", figures}, {"ret", "R-1"}, {"number", "R-1"}} {}
    const base::Value* find(std::string_view name) const override { return names.find(name); }
    base::Instant now() const override { return {}; }
    std::string today() const override { return "2026-03-10"; }
    base::Record names;
  };
  const Figures scope(policy.policy->figures());
  const auto& texts = loaded.program->texts;
  const dialogs::Formatter formatter("ru", "UTC", texts.formats("ru"));
  for (const char* key :
       {"case.product_return.compensation", "case.delivery_compensation.reminder"}) {
    const std::string said = texts.render(key, "ru", scope, formatter);
    INFO(said);
    CHECK(said.find("упаковку и доставку") != std::string::npos);
  }
  const auto& flows = loaded.program->flows;
  const auto& claim = flows[loaded.program->find_flow("claim_delivery_compensation")];
  const auto* none = claim.steps[claim.find_step("none")].as<dialogs::SayStep>();
  REQUIRE(none != nullptr);
  CHECK(none->text.render("ru", scope, formatter).find("упаковку и доставку") != std::string::npos);
}
