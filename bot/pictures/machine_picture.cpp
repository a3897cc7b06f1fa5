#include "bot/pictures/machine_picture.hpp"

#include <algorithm>
#include <map>

namespace bot {
namespace {

using workflow::Actor;
using workflow::TransitionRule;

struct Way {
  std::vector<std::string> events;
  bool is_clock_only = true;
};

// Events that every open state knows (cancel, appeal ...) would hide the rest behind their arrows:
// from so many states on they get one box of their own.
constexpr std::size_t kSharedStates = 6;

bool is_clock_only(const TransitionRule& rule) {
  return std::all_of(rule.actors.begin(), rule.actors.end(),
                     [](Actor actor) { return actor == Actor::clock; });
}

void add(Way& way, const TransitionRule& rule) {
  if (std::find(way.events.begin(), way.events.end(), rule.event) == way.events.end()) {
    way.events.push_back(rule.event);
  }
  way.is_clock_only = way.is_clock_only && is_clock_only(rule);
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

}  // namespace

Picture picture_of(const workflow::Machine& machine) {
  Picture picture;
  picture.title = machine.type();
  picture.nodes.push_back({"state_new", "new", "", Picture::Shape::round});
  for (const workflow::State& state : machine.states()) {
    picture.nodes.push_back({"state_" + state.name, state.name, state.meaning,
                             state.is_terminal ? Picture::Shape::end : Picture::Shape::box});
  }
  std::map<std::pair<std::string, std::string>, Way> ways;
  for (const TransitionRule& rule : machine.transitions()) {
    const bool is_shared = rule.from.size() >= kSharedStates;
    if (rule.to.empty()) continue;
    if (is_shared) {
      add(ways[{"shared", rule.to}], rule);
      continue;
    }
    for (const std::string& from : rule.from) {
      if (from != rule.to) add(ways[{"state_" + from, rule.to}], rule);
    }
  }
  const bool has_shared = std::any_of(ways.begin(), ways.end(),
                                      [](const auto& way) { return way.first.first == "shared"; });
  if (has_shared) {
    picture.nodes.push_back({"shared", "many open states", "", Picture::Shape::round});
  }
  for (const auto& [ends, way] : ways) {
    picture.arrows.push_back(
        {ends.first, "state_" + ends.second, joined(way.events), way.is_clock_only});
  }
  return picture;
}

}  // namespace bot
