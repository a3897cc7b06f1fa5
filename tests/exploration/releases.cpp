#include "tests/exploration/releases.hpp"

#include <stdexcept>

namespace tests {
namespace {

// Replaces every occurrence; there must be one.
void replace(std::string& text, const std::string& from, const std::string& to) {
  auto at = text.find(from);
  if (at == std::string::npos)
    throw std::runtime_error("the shipped profile has no '" + from + "'");
  for (; at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

void replace_first(std::string& text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  if (at == std::string::npos)
    throw std::runtime_error("the shipped profile has no '" + from + "'");
  text.replace(at, from.size(), to);
}

std::string hash_of(const Edition& edition, const std::string& flow) {
  const auto index = edition.program().find_flow(flow);
  if (index == dialogs::kNoFlow) throw std::runtime_error("the shipped profile has no " + flow);
  return edition.program().flows[index].hash;
}

FileEdit changes(const Edition& shipped) {
  return [&shipped](const std::string& name, const std::string& text) {
    std::string out = text;
    if (name == "flows/create_return") {
      replace_first(out, "\nsteps:\n",
                    "\nsteps:\n"
                    "  - ask: is_gift\n"
                    "    as: yes_no\n"
                    "    text: Was it a gift?\n"
                    "    label: A gift\n");
    } else if (name == "flows/confirm_shipment") {
      replace_first(out, "length: 2..60", "length: 1..80");
    } else if (name == "flows/return_reward") {
      replace(out, "- ask: own_fault ", "- ask: by_own_hand ");
      replace(out, "own_fault: own_fault or none", "own_fault: by_own_hand or none");
      out += "migrate: { from: " + hash_of(shipped, "return_reward") +
             ", rename: { own_fault: by_own_hand } }\n";
    } else if (name == "texts/ru") {
      replace_first(out, "\n  create_return:\n",
                    "\n  create_return:\n"
                    "    is_gift: Это был подарок?\n"
                    "    is_gift.label: Подарок\n");
      replace(out, "\n    own_fault", "\n    by_own_hand");
    }
    return out;
  };
}

}  // namespace

std::vector<std::unique_ptr<Edition>> releases() {
  std::vector<std::unique_ptr<Edition>> all;
  all.push_back(std::make_unique<Edition>());
  all.push_back(std::make_unique<Edition>(changes(*all[0]), all[0].get()));
  all.push_back(std::make_unique<Edition>(FileEdit{}, all[1].get()));
  return all;
}

}  // namespace tests
