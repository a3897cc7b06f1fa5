#include "tests/exploration/random_customer.hpp"

#include <algorithm>
#include <array>

#include "tests/exploration/customer.hpp"
#include "tests/exploration/promise.hpp"

namespace tests {
namespace {

using dialogs::FrameStatus;

constexpr std::size_t kMaxMoves = 30;

Move of(Move::Kind kind, std::string text = {}, std::vector<std::size_t> picks = {}) {
  return {kind, std::move(text), std::move(picks), {}, false};
}

// What was broken, without the names and numbers in it: shrinking must not change one failure into
// another.
std::string kind_of(const std::string& broken) {
  return broken.substr(0, std::min(broken.find(':'), broken.size()));
}

std::string play_all(const Stage& stage, const SimulatedTalk& talk) {
  try {
    Talk again(stage, talk.route.seed, talk.route.is_signed_in, talk.language);
    for (const auto& move : talk.route.moves) again.play(move);
  } catch (const std::exception& why) {
    return why.what();
  }
  return {};
}

}  // namespace

RandomCustomer::RandomCustomer(std::uint64_t seed, std::size_t editions)
    : random_(seed), editions_(editions), calm_(55 + 10 * random_.below(5)) {}

Move RandomCustomer::next(const Talk& talk) {
  Move move;
  if (talk.state().is_mute() && below(10) < 7) {
    move = while_mute();
  } else if (below(100) < calm_) {
    move = answer(talk);
  } else if (below(3) > 0) {
    move = digress(talk);
  } else {
    move = of_the_world(talk);
  }
  upset_shop(talk, move);
  return move;
}

Move RandomCustomer::while_mute() {
  return of(Move::Kind::give_back, {}, {below(3)});
}

Move RandomCustomer::answer(const Talk& talk) {
  const auto& flows = talk.program().flows;
  const auto candidates = answers(talk);
  if (!candidates.empty()) return candidates[below(candidates.size())];
  const auto happens = happenings(talk);
  if (!happens.empty() && below(2) == 0) return happens[below(happens.size())];
  return of(Move::Kind::start, flows[below(flows.size())].name);
}

Move RandomCustomer::digress(const Talk& talk) {
  const auto& flows = talk.program().flows;
  switch (below(8)) {
    case 0:
      return of(Move::Kind::start, flows[below(flows.size())].name);
    case 1:
      if (!talk.older().empty()) return of(Move::Kind::old, {}, {below(talk.older().size())});
      break;
    case 2:
      return of(Move::Kind::again);
    case 3:
      if (const auto wrong = wrong_answer(talk)) return *wrong;
      break;
    case 4:
      if (!talk.offered().empty()) return of(Move::Kind::press, {}, {below(talk.offered().size())});
      break;
    case 5:
      return of(Move::Kind::attach, below(4) == 0 ? "exe" : "png", {1 + below(2)});
    default:
      break;
  }
  return word(talk);
}

Move RandomCustomer::word(const Talk& talk) {
  static constexpr std::array<const char*, 10> kLists = {
      "cancel", "back", "skip", "why", "repeat", "hello", "human", "yes", "no", "another"};
  const auto& words =
      talk.program().texts.words(kLists[below(kLists.size())], talk.context().locale);
  return of(Move::Kind::write, words.empty() ? "zzz" : words[below(words.size())]);
}

Move RandomCustomer::of_the_world(const Talk& talk) {
  switch (below(7)) {
    case 0:
      return of(Move::Kind::open);
    case 1:
    case 2:
      if (!talk.timers().empty()) return of(Move::Kind::timer);
      break;
    case 3:
      return of(Move::Kind::crash);
    case 4:
      return of(Move::Kind::shuffle);
    case 5:
      return of(Move::Kind::publish, {}, {editions_ - 1});
    default:
      break;
  }
  return of(Move::Kind::signal, {}, {below(3)});
}

void RandomCustomer::upset_shop(const Talk& talk, Move& move) {
  move.dies = below(25) == 0;
  if (below(20) == 0) move.plan.lookup = ShopPlan::Lookup::nothing;
  if (below(40) == 0) move.plan.lookup = ShopPlan::Lookup::fails;
  if (below(6) > 0) return;
  move.plan.action = static_cast<ShopPlan::Action>(1 + below(3));
  if (move.plan.action != ShopPlan::Action::refused) return;
  std::vector<std::string> refusals;
  for (const auto& action : talk.program().contracts.actions) {
    for (const auto& refusal : action.refused) refusals.push_back(refusal.name);
  }
  if (!refusals.empty()) move.plan.refusal = refusals[below(refusals.size())];
}

SimulatedTalk simulate(const Stage& stage, std::uint64_t seed) {
  RandomCustomer customer(seed, stage.editions.size());
  const auto& languages = stage.editions.front()->languages();
  SimulatedTalk result;
  result.language = languages[customer.below(languages.size())];
  result.route = {seed, customer.below(8) > 0, {}};
  Talk talk(stage, seed, result.route.is_signed_in, result.language);
  const std::size_t moves = 5 + customer.below(kMaxMoves - 5);
  try {
    while (result.route.moves.size() < moves) {
      result.route.moves.push_back(customer.next(talk));
      talk.play(result.route.moves.back());
      for (const auto& request : talk.requests()) {
        if (std::holds_alternative<dialogs::Finished>(request)) result.has_finished = true;
      }
    }
    result.route.moves.push_back(of(Move::Kind::crash));
    talk.play(result.route.moves.back());
  } catch (const std::exception& why) {
    result.broken = why.what();
  }
  return result;
}

SimulatedTalk shrink(const Stage& stage, SimulatedTalk failed) {
  const std::string kind = kind_of(failed.broken);
  bool has_shrunk = true;
  while (has_shrunk) {
    has_shrunk = false;
    for (std::size_t size = std::max<std::size_t>(failed.route.moves.size() / 2, 1); size > 0;
         size /= 2) {
      for (std::size_t at = 0; at + size <= failed.route.moves.size();) {
        SimulatedTalk shorter = failed;
        const auto first = shorter.route.moves.begin() + static_cast<std::ptrdiff_t>(at);
        shorter.route.moves.erase(first, first + static_cast<std::ptrdiff_t>(size));
        shorter.broken = play_all(stage, shorter);
        if (!shorter.broken.empty() && kind_of(shorter.broken) == kind) {
          failed = std::move(shorter);
          has_shrunk = true;
        } else {
          ++at;
        }
      }
    }
  }
  return failed;
}

}  // namespace tests
