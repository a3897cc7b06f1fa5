#include "dialogs/versions.hpp"

#include <algorithm>
#include <functional>
#include <set>

namespace dialogs {
namespace {

// Calls back for every text of the flow.
void for_each_text(Flow& flow, const std::function<void(Text&)>& visit);

struct TextsOfStep {
  const std::function<void(Text&)>& visit;

  void operator()(SayStep& say) const { visit(say.text); }
  void operator()(AskStep& ask) const {
    Question& question = ask.question;
    for (Text* text : {&question.text, &question.label, &question.why, &question.reworded,
                       &question.item, &question.hint}) {
      visit(*text);
    }
    for (Option& option : question.options) visit(option.label);
    for (Check& check : question.checks) {
      visit(check.say);
      for (Offer& offer : check.offers) visit(offer.label);
    }
    if (question.optional) visit(question.optional->label);
  }
  void operator()(ReviewStep& review) const {
    visit(review.text);
    visit(review.confirm);
  }
  void operator()(HandoverStep& handover) const { visit(handover.say); }
  template <class Other>
  void operator()(Other&) const {}
};

void for_each_text(Flow& flow, const std::function<void(Text&)>& visit) {
  visit(flow.title);
  visit(flow.starts.label);
  visit(flow.requires_say);
  for (Step& step : flow.steps) std::visit(TextsOfStep{visit}, step.body);
}

std::set<std::string> placeholders_of(const Text& text) {
  std::set<std::string> found;
  for (const auto& [language, written] : text.languages) {
    for (const Template::Part& part : written.parts) {
      if (part.value) found.insert(part.value->text());
    }
  }
  return found;
}

void take_current_texts(Flow& kept, Flow current) {
  std::vector<Text*> texts;
  for_each_text(current, [&](Text& text) { texts.push_back(&text); });
  for_each_text(kept, [&](Text& text) {
    const auto found = std::find_if(texts.begin(), texts.end(), [&](const Text* one) {
      return !one->empty() && one->key == text.key;
    });
    if (text.key.empty() || found == texts.end()) return;
    const auto known = placeholders_of(text);
    const auto wanted = placeholders_of(**found);
    if (std::includes(known.begin(), known.end(), wanted.begin(), wanted.end())) text = **found;
  });
}

template <class Item>
void add_missing(std::vector<Item>& items, const std::vector<Item>& others) {
  for (const Item& other : others) {
    const bool is_known = std::any_of(items.begin(), items.end(),
                                      [&](const Item& one) { return one.name == other.name; });
    if (!is_known) items.push_back(other);
  }
}

FlowIndex index_of(const Program& program, std::string_view name, std::string_view hash) {
  for (std::size_t at = 0; at < program.flows.size() + program.older.size(); ++at) {
    const Flow& flow = program.flow_at(static_cast<FlowIndex>(at));
    if (flow.name == name && flow.hash == hash) return static_cast<FlowIndex>(at);
  }
  return kNoFlow;
}

// A flow of `old` within `program`, added with what it calls when it is not there.
FlowIndex keep(Program& program, const Program& old, const Flow& flow) {
  if (const FlowIndex known = index_of(program, flow.name, flow.hash); known != kNoFlow) {
    return known;
  }
  // Its place is taken before its callees are looked for, because calls may run in a circle.
  const auto at = static_cast<FlowIndex>(program.flows.size() + program.older.size());
  program.older.push_back(flow);
  const FlowIndex current = program.find_flow(flow.name);
  if (current != kNoFlow) take_current_texts(program.older.back(), program.flows[current]);
  for (std::size_t step = 0; step < flow.steps.size(); ++step) {
    FlowIndex callee = kNoFlow;
    if (const auto* call = flow.steps[step].as<CallStep>(); call && call->flow != kNoFlow) {
      callee = keep(program, old, old.flow_at(call->flow));
    }
    Step& kept = program.older[at - program.flows.size()].steps[step];
    if (auto* call = std::get_if<CallStep>(&kept.body)) call->flow = callee;
    // A start button starts the current flow of that name.
    if (auto* say = std::get_if<SayStep>(&kept.body)) {
      for (StartButton& button : say->buttons) {
        if (button.flow == kNoFlow) continue;
        const auto& flows = program.flows;
        const auto found = std::find_if(flows.begin(), flows.end(), [&](const Flow& one) {
          return one.starts.button == button.name;
        });
        button.flow =
            found == flows.end() ? kNoFlow : static_cast<FlowIndex>(found - flows.begin());
      }
    }
  }
  return at;
}

StepIndex same_step(StepIndex step, const Flow& from, const Flow& to, const Migration* migration) {
  if (step >= from.steps.size()) return kNoStep;
  const std::string& id = from.steps[step].id;
  return to.find_step(migration == nullptr ? id : renamed_path(*migration, id));
}

}  // namespace

void keep_older(Program& program, const Program& old, std::span<const std::string> hashes) {
  bool is_any_kept = false;
  for (const Flow& flow : old.flows) {
    if (std::find(hashes.begin(), hashes.end(), flow.hash) == hashes.end()) continue;
    keep(program, old, flow);
    is_any_kept = true;
  }
  if (!is_any_kept) return;
  add_missing(program.contracts.types, old.contracts.types);
  add_missing(program.contracts.lookups, old.contracts.lookups);
  add_missing(program.contracts.actions, old.contracts.actions);
  add_missing(program.contracts.signals, old.contracts.signals);
}

bool find_place(Position& position, const Flow& from, const Flow& to, const Migration* migration) {
  bool is_found = true;
  const auto find = [&](StepIndex& step) {
    step = same_step(step, from, to, migration);
    is_found = is_found && step != kNoStep;
  };
  find(position.step);
  for (LoopPosition& loop : position.loops) find(loop.step);
  return is_found;
}

std::vector<Change> renumbered(std::vector<Change> changes, std::uint64_t run, const Flow& from,
                               const Flow& to) {
  for (Change& change : changes) {
    if (auto* move = std::get_if<MoveTo>(&change); move != nullptr && move->run == run) {
      find_place(move->position, from, to);
    } else if (auto* push = std::get_if<PushFrame>(&change); push != nullptr && push->run == run) {
      push->hash = to.hash;
    } else if (auto* said = std::get_if<SetSaid>(&change)) {
      for (Said& one : said->said) {
        if (one.run != run) continue;
        Position place{one.step, one.loops};
        find_place(place, from, to);
        one.step = place.step;
        one.loops = place.loops;
      }
    }
  }
  return changes;
}

std::string renamed_path(const Migration& migration, std::string_view path) {
  // Names stand between dots, brackets and the mark of an arm: "lines[0].why", "create!late".
  std::string renamed;
  std::size_t at = 0;
  while (at < path.size()) {
    const std::size_t end = std::min(path.find_first_of(".[]!", at), path.size());
    const std::string_view name = path.substr(at, end - at);
    const auto found = std::find_if(migration.rename.begin(), migration.rename.end(),
                                    [&](const auto& one) { return one.first == name; });
    renamed += found == migration.rename.end() ? name : std::string_view(found->second);
    if (end < path.size()) renamed += path[end];
    at = end + 1;
  }
  return renamed;
}

}  // namespace dialogs
