#include "tests/exploration/explorer.hpp"

#include <algorithm>
#include <deque>
#include <set>

#include "dialogs/engine/scope.hpp"
#include "tests/exploration/customer.hpp"
#include "tests/exploration/promise.hpp"

namespace tests {
namespace {

using namespace dialogs;

constexpr std::size_t kSeeds = 12;  // shops that differ in what they find
// So many more where something is still not reached: a branch may need a rare find.
constexpr std::size_t kMaxSeeds = 800;
constexpr std::size_t kMaxMoves = 40;

struct Node {
  Talk talk;
  Route route;
};

void add_truth(std::string& key, const Context& context, const Flow& flow, const Frame& frame,
               const std::vector<LoopPosition>& loops) {
  const FrameScope scope(context, flow, frame, loops);
  const auto add = [&](const base::Expression& expression) {
    key += expression.holds(scope) ? '1' : '0';
  };
  for (const Step& step : flow.steps) {
    // A condition about the items of a loop is looked at where the task is inside it.
    if (step.loops.size() > loops.size()) continue;
    if (const auto* branch = step.as<IfStep>()) add(branch->condition);
    const auto* ask = step.as<AskStep>();
    if (ask == nullptr) continue;
    if (ask->only_if) add(*ask->only_if);
    if (ask->question.optional && ask->question.optional->condition) {
      add(*ask->question.optional->condition);
    }
    for (const Check& check : ask->question.checks) add(check.must);
  }
}

// Places with the same key look the same to every flow that is open. What the shop finds differs
// between seeds, so each has places of its own.
std::string key_of(const Talk& talk, std::uint64_t seed) {
  const State& state = talk.state();
  std::string key = std::to_string(seed) + ";";
  for (const Frame& frame : state.frames) {
    key += frame.flow + ":" + std::to_string(static_cast<int>(frame.status)) + ":" +
           std::to_string(frame.position.step);
    for (const auto& loop : frame.position.loops) key += "/" + std::to_string(loop.item);
    key += frame.fence > 0 ? "F" : "";
    for (const auto& done : frame.done) {
      if (done.find('!') != std::string::npos) key += done;
    }
    for (const auto& answer : frame.answers) {
      if (answer.value.is_nothing()) key += "-" + answer.path;
    }
    const auto index = talk.program().find_flow(frame.flow);
    if (index == kNoFlow) continue;
    add_truth(key, talk.context(), talk.program().flows[index], frame, frame.position.loops);
  }
  if (state.pending) {
    key += "|" + state.pending->path + ":" + std::to_string(state.pending->tries) + ":" +
           std::to_string(state.pending->offer) + (state.pending->is_correction ? "c" : "");
  }
  if (state.repair) key += "|repair" + std::to_string(static_cast<int>(state.repair->kind));
  if (state.awaiting) key += "|awaits" + std::to_string(state.awaiting->attempts);
  if (state.handover) key += "|mute";
  return key;
}

class Explorer {
 public:
  Explorer(const Stage& stage, Coverage& coverage, std::string language, std::size_t max_talks)
      : stage_(stage), coverage_(coverage), language_(std::move(language)), max_talks_(max_talks) {}

  Exploration run() {
    for (const Flow& flow : stage_.editions.front()->program().flows) explore(flow);
    return std::move(found_);
  }

 private:
  void explore(const Flow& flow) {
    seen_.clear();
    frontier_.clear();
    const std::size_t end = found_.talks + max_talks_;
    for (std::size_t seed = 1; seed <= kSeeds; ++seed) begin(flow, seed);
    explore_frontier(end);
    for (std::size_t seed = kSeeds + 1; seed <= kMaxSeeds && has_gaps(flow); ++seed) {
      if (found_.talks >= end) return;
      begin(flow, seed);
      explore_frontier(end);
    }
  }

  void begin(const Flow& flow, std::size_t seed) {
    for (const bool is_signed_in : {true, false}) {
      Node root{Talk(stage_, seed, is_signed_in, language_), {seed, is_signed_in, {}}};
      try_move(root, {Move::Kind::start, flow.name, {}, {}, false});
    }
  }

  bool has_gaps(const Flow& flow) const {
    const auto gaps = coverage_.gaps();
    return std::any_of(gaps.begin(), gaps.end(),
                       [&](const Goal& goal) { return goal.flow == flow.name; });
  }

  void explore_frontier(std::size_t end) {
    while (!frontier_.empty() && found_.talks < end) {
      const Node node = std::move(frontier_.front());
      frontier_.pop_front();
      for (const auto& move : moves_from(node.talk)) try_move(node, move);
    }
  }

  static std::vector<Move> moves_from(const Talk& talk) {
    std::vector<Move> moves = answers(talk);
    if (const auto wrong = wrong_answer(talk)) moves.push_back(*wrong);
    const auto more = happenings(talk);
    moves.insert(moves.end(), more.begin(), more.end());
    return moves;
  }

  // Plays the move; where the shop was asked, also with every other answer that it may give.
  void try_move(const Node& from, const Move& move) {
    const auto [lookups, actions] = step_to(from, move);
    if (lookups > 0) {
      for (const auto plan : {ShopPlan::Lookup::nothing, ShopPlan::Lookup::fails}) {
        Move other = move;
        other.plan.lookup = plan;
        step_to(from, other);
      }
    }
    for (const auto& name : actions) {
      Move other = move;
      other.plan.action = ShopPlan::Action::lost;
      step_to(from, other);
      const auto* action = from.talk.program().contracts.find_action(name);
      for (const auto& refusal : action->refused) {
        other.plan.action = ShopPlan::Action::refused;
        other.plan.refusal = refusal.name;
        step_to(from, other);
      }
    }
  }

  std::pair<int, std::vector<std::string>> step_to(const Node& from, const Move& move) {
    Node node = from;
    node.route.moves.push_back(move);
    ++found_.talks;
    try {
      if (!node.talk.play(move)) return {};
    } catch (const std::exception& why) {
      note_broken(node.route, why.what());
      return {};
    }
    for (auto& goal : coverage_.take_new()) found_.routes.emplace(std::move(goal), node.route);
    const auto asked = std::pair(node.talk.lookups(), node.talk.actions());
    note_opening(node);
    const bool goes_on = !node.talk.state().frames.empty() && node.route.moves.size() < kMaxMoves;
    if (goes_on && seen_.insert(key_of(node.talk, node.route.seed)).second)
      frontier_.push_back(std::move(node));
    return asked;
  }

  void note_broken(const Route& route, const std::string& why) {
    if (!said_.insert(why).second || found_.broken.size() >= 20) return;
    found_.broken.push_back(
        why + "\n" + transcript(stage_, route.seed, route.is_signed_in, language_, route.moves));
  }

  void note_opening(const Node& node) {
    const State& state = node.talk.state();
    const Flow* flow = node.talk.pending_flow();
    const bool is_plain = flow != nullptr && !state.repair && state.pending->tries == 0 &&
                          !state.pending->is_correction && state.pending->offer == 0 &&
                          state.pending->chosen.empty();
    if (!is_plain) return;
    const auto place = place_of(*flow, state.pending->path);
    const std::string step = place ? flow->steps[place->step].id : state.pending->path;
    auto& openings = found_.openings[{flow->name, step}];
    const std::size_t answers = node.talk.given_answers().size();
    const bool is_known = std::any_of(openings.begin(), openings.end(), [&](const Opening& one) {
      return one.talk.given_answers().size() == answers;
    });
    if (is_known || openings.size() >= Exploration::kMaxOpenings) return;
    openings.push_back({flow->name, step, node.talk, node.route});
  }

  const Stage& stage_;
  Coverage& coverage_;
  std::string language_;
  std::size_t max_talks_;
  Exploration found_;
  std::set<std::string> seen_;
  std::set<std::string> said_;
  std::deque<Node> frontier_;
};

}  // namespace

Exploration explore(const Stage& stage, Coverage& coverage, const std::string& language,
                    std::size_t max_talks) {
  return Explorer(stage, coverage, language, max_talks).run();
}

}  // namespace tests
