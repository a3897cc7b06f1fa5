// Small profiles for tests of the compile side: a flow around given steps, with contracts, repair
// settings and texts that are sound.
#pragma once

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "base/check.hpp"
#include "dialogs/loader.hpp"
#include "dialogs/text_keys.hpp"

namespace dialogs::testing {

inline std::string read_file(const std::string& path) {
  std::ifstream file(std::string(BOOMERANG_SOURCE_DIR) + "/" + path, std::ios::binary);
  ENSURE(file.good(), "cannot read " + path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

inline constexpr const char* kContracts = R"(
types:
  line: { id: text, title: text, quantity: number }
  order: { number: text, placed_on: date, lines: list of line }
  box: { weight: number }
customer:
  signed_in: boolean
  name: text?
lookups:
  shop.orders: { takes: [customer], gives: list of order }
  shop.boxes: { takes: [], gives: list of box }
actions:
  returns.create:
    with:
      order: order
      note: text?
    gives: { number: text, ship_by: instant }
    refused: { too_late: { until: date } }
    repeat: by_key
  parcel.weigh:
    with: { order: order }
    gives: { grams: number }
    repeat: never
signals:
  claim.decided:
    takes: [claim]
    gives: { approved: boolean }
)";

inline constexpr const char* kRepair = R"(
cannot_understand: { reask: 1, reword: 1, buttons: 1, then: handover.support }
tries: { max: 3, then: handover.support }
silence: { nudge_after: 5 minutes, park_after: 30 minutes, close_after: 7 days }
handover:
  support: { hours: 09:00-21:00, closed: leave_message }
)";

// Every text and word list that the engine needs.
inline std::string needed_texts() {
  std::string yaml = "texts:\n";
  for (const NeededText& text : kNeededTexts) {
    yaml += "  " + std::string(text.key) + ": 'Some words'\n";
  }
  yaml += "words:\n";
  for (const std::string_view words : kNeededWords) {
    yaml += "  '" + std::string(words) + "': ['" + std::string(words) + "']\n";
  }
  return yaml;
}

// A sound profile but for the flows given; each is one file: f.yaml, g.yaml, ...
inline Sources sources_with(std::vector<std::string> flows) {
  Sources sources;
  char name = 'f';
  for (std::string& flow : flows) {
    sources.flows.push_back({std::string(1, name++) + ".yaml", std::move(flow)});
  }
  sources.repair = {"repair.yaml", kRepair};
  sources.contracts = {"contracts.yaml", kContracts};
  sources.texts = {{"texts/en.yaml", needed_texts()}};
  sources.policy =
      base::Record{{"ship_within", "5 days"}, {"mail_address", base::Record{{"index", "140961"}}}};
  base::Type address = base::Type::of(base::Type::Kind::record);
  address.fields = {{"index", base::Type::of(base::Type::Kind::text)}};
  sources.policy_type = base::Type::of(base::Type::Kind::record);
  sources.policy_type.fields = {{"ship_within", base::Type::of(base::Type::Kind::text)},
                                {"mail_address", address}};
  return sources;
}

// The head of a flow of 5 lines; its steps follow from line 6 on.
inline std::string flow_with(const std::string& steps) {
  return "flow: f\ntitle: test\nrequires: customer.signed_in\noutcomes: [done]\nsteps:\n" + steps;
}

// The faults of a flow with these steps, one a line; warnings too.
inline std::string faults_of(const std::string& steps) {
  return load(sources_with({flow_with(steps)})).faults.to_string();
}

}  // namespace dialogs::testing
