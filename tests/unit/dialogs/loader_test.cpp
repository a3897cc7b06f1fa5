#include <catch2/catch.hpp>

#include "tests/unit/dialogs/compile.hpp"

using dialogs::load;
using dialogs::testing::flow_with;
using dialogs::testing::sources_with;

namespace {

const std::string kSound = flow_with("  - say: Hello\n  - end: done\n");

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  const std::size_t at = text.find(what);
  ENSURE(at != std::string::npos, "the text has no " + what);
  return text.replace(at, what.size(), with);
}

}  // namespace

TEST_CASE("loader: every fault of every file at once", "[dialogs]") {
  auto sources = sources_with({flow_with("  - sya: Hello\n  - end: done\n")});
  sources.repair.text = replaced(sources.repair.text, "max: 3", "max: 30");
  sources.contracts.text = replaced(sources.contracts.text, "placed_on: date", "placed_on: dat");
  sources.texts[0].text += "formats: { dat: d }\n";
  const auto loaded = load(sources);
  CHECK(loaded.program == nullptr);
  const std::string faults = loaded.faults.to_string();
  CHECK(faults.find("contracts.yaml:4:") != std::string::npos);
  CHECK(faults.find("f.yaml:6:5: error: the step has no verb (did you mean 'say'?)") !=
        std::string::npos);
  CHECK(faults.find("repair.yaml:3:") != std::string::npos);
  CHECK(faults.find("texts/en.yaml:") != std::string::npos);
}

TEST_CASE("loader: the hash is of the flow, not of its words or layout", "[dialogs]") {
  const auto hash_of = [](const std::string& flow) {
    const auto loaded = load(sources_with({flow}));
    REQUIRE(loaded.program != nullptr);
    return loaded.program->flows[0].hash;
  };
  const std::string hash = hash_of(kSound);
  CHECK(hash.size() == 64);
  CHECK(hash_of(replaced(kSound, "say: Hello", "say: Good day")) == hash);
  CHECK(hash_of(replaced(kSound, "steps:", "# a comment\nsteps:")) == hash);
  CHECK(hash_of(replaced(kSound, "  - end: done", "  - say: More\n  - end: done")) != hash);
}

TEST_CASE("loader: needed texts and words must be there", "[dialogs]") {
  auto sources = sources_with({kSound});
  sources.texts[0].text = replaced(sources.texts[0].text, "  button.no: 'Some words'\n", "");
  sources.texts[0].text = replaced(sources.texts[0].text, "'human': ['human']", "humans: [x]");
  CHECK(load(sources).faults.to_string() ==
        "texts/en.yaml:1:1: error: the text 'button.no' is missing (add it under "
        "`texts:`)\ntexts/en.yaml:1:1: error: the words for 'human' are missing (add a list under "
        "`words:`)\ntexts/en.yaml:123:3: error: nobody asks for the words 'humans' (did you mean "
        "'human'?)\n");
}

TEST_CASE("loader: shared texts may name what their speaker offers", "[dialogs]") {
  auto sources = sources_with({kSound});
  sources.texts[0].text = replaced(sources.texts[0].text, "repair.cancelled: 'Some words'",
                                   "repair.cancelled: 'Gone: {tilte}'");
  sources.texts[0].text = replaced(sources.texts[0].text, "words:",
                                   "  case.ret.approved: 'By {ship_by}, {nubmer}'\n"
                                   "  repair.cancled: 'Nobody says this'\nwords:");
  base::Type names = base::Type::of(base::Type::Kind::record);
  names.fields = {{"number", base::Type::of(base::Type::Kind::text)},
                  {"ship_by", base::Type::of(base::Type::Kind::instant)}};
  sources.spoken = {{"case.ret.approved", names}, {"case.ret.rejected", names}};
  const std::string faults = load(sources).faults.to_string();
  CHECK(faults.find("nothing is called 'tilte' here (did you mean 'title'?)") != std::string::npos);
  CHECK(faults.find("nothing is called 'nubmer' here (did you mean 'number'?)") !=
        std::string::npos);
  CHECK(faults.find("nobody says the text 'repair.cancled' (did you mean 'repair.cancelled'?)") !=
        std::string::npos);
  CHECK(faults.find("the text 'case.ret.rejected' is missing") != std::string::npos);
}

TEST_CASE("loader: other languages overlay texts of flows", "[dialogs]") {
  auto sources = sources_with({kSound});
  sources.texts.push_back({"texts/ru.yaml",
                           "flows:\n  f:\n    say: Привет, {customer.nam}\n"
                           "    sya: Привет\n"});
  const std::string faults = load(sources).faults.to_string();
  INFO(faults);
  CHECK(faults.find("texts/ru.yaml:3:25: error: 'customer' has no field 'nam' (did you mean "
                    "'name'?)") != std::string::npos);
  CHECK(faults.find("texts/ru.yaml:4:10: error: no flow has a text 'f.sya' (did you mean "
                    "'f.say'?)") != std::string::npos);
  CHECK(faults.find("error: text 'f.title' is missing in language 'ru'") != std::string::npos);
}

TEST_CASE("loader: a flow that cannot be read does not make faults of its texts", "[dialogs]") {
  auto sources = sources_with({kSound});
  sources.flows.push_back({"flows/g.yaml", "flow: g\ntitle: one: two\n"});
  sources.texts.push_back({"texts/ru.yaml", "flows:\n  g:\n    title: G\n  h:\n    title: H\n"});
  const std::string faults = load(sources).faults.to_string();
  INFO(faults);
  CHECK(faults.find("flows/g.yaml:2:11: error: not valid YAML") != std::string::npos);
  CHECK(faults.find("no flow has a text 'h.title'") != std::string::npos);
  CHECK(faults.find("'g.title'") == std::string::npos);
}

TEST_CASE("loader: calls give and take by name", "[dialogs]") {
  const std::string callee =
      "flow: g\ntitle: part\ngiven: { order: order }\noutcomes: [done]\nsteps:\n"
      "  - ask: sure\n    as: yes_no\n    text: Sure about {order.number}?\n  - end: done\n";
  const std::string ask =
      "  - ask: order\n    as: pick_one\n    from: shop.orders(customer)\n    text: Which?\n"
      "    item: '{order.number}'\n    when_empty: { end: done }\n";
  const auto caller = [&](const std::string& call) {
    return load(sources_with({flow_with(ask + call + "  - end: done\n"), callee}))
        .faults.to_string();
  };
  CHECK(caller("  - call: g\n    give: { order: order }\n    take: { sure: ours }\n"
               "    expect: done\n    otherwise: { end: done }\n"
               "  - if: ours\n    then:\n      - say: Good.\n") == "");
  CHECK(caller("  - call: g\n    give: { ordr: order }\n    take: { shure: ours }\n"
               "    expect: dnoe\n    otherwise: { end: done }\n") ==
        "f.yaml:12:5: error: 'g' has no outcome 'dnoe' (did you mean 'done'?)\nf.yaml:12:5: error: "
        "'g' needs 'order' (add it under `give`)\nf.yaml:12:5: error: 'g' takes no 'ordr' (did you "
        "mean 'order'?)\nf.yaml:12:5: error: 'g' has no result 'shure' (did you mean 'sure'?)\n");
}

TEST_CASE("loader: a flow has a bounded number of steps", "[dialogs]") {
  std::string steps;
  for (std::size_t at = 0; at <= dialogs::kMaxStepsOfFlow; ++at) steps += "  - say: Hello\n";
  CHECK(dialogs::testing::faults_of(steps).find(
            "f.yaml:10006:5: error: the flow has more than 10000 steps (split it with `call`)") !=
        std::string::npos);
}

TEST_CASE("loader: flows share no name and no button", "[dialogs]") {
  const std::string started =
      replaced(kSound, "outcomes", "starts: { button: go, label: 'Go' }\noutcomes");
  const std::string faults =
      load(sources_with({started, started, replaced(started, "flow: f", "flow: g")}))
          .faults.to_string();
  CHECK(faults.find("g.yaml:1:1: error: two flows are called 'f' (the other is in f.yaml)") !=
        std::string::npos);
  CHECK(faults.find("h.yaml:1:1: error: the button 'go' starts two flows (the other is f)") !=
        std::string::npos);
}

TEST_CASE("loader: any bytes for a flow give faults, never a crash", "[dialogs]") {
  for (const std::string& flow :
       {std::string(), std::string("\xff\xfe"), std::string("- a\n- b\n"), std::string("flow: f\n"),
        std::string("flow: f\nsteps: 3\n"), flow_with("  - 3\n"), flow_with("  - ask: [a]\n"),
        flow_with("  - if:\n    then: x\n"), flow_with("  - for_each: 3\n    steps: []\n"),
        flow_with("  - do: { a: b }\n"), flow_with("  - wait: x\n"), flow_with("  - call:\n")}) {
    INFO(flow);
    const auto loaded = load(sources_with({flow}));
    CHECK(loaded.program == nullptr);
    CHECK(loaded.faults.has_errors());
  }
}
