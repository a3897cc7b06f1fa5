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

// Lists of words that ask about the shop (R4).
std::vector<std::string> article_lists(const dialogs::Program& program) {
  std::vector<std::string> lists;
  for (const auto& key : program.texts.keys()) {
    const bool is_asked =
        key.starts_with("info.") && !program.texts.words(key, program.default_language).empty();
    if (is_asked) lists.push_back(key);
  }
  return lists;
}

// Tasks of versions that have been replaced.
std::vector<std::uint64_t> pinned_runs(const Talk& talk) {
  std::vector<std::uint64_t> runs;
  for (const auto& frame : talk.state().frames) {
    const auto current = talk.program().find_flow(frame.flow);
    const bool is_current =
        current != dialogs::kNoFlow && talk.program().flows[current].hash == frame.hash;
    if (!is_current) runs.push_back(frame.run);
  }
  return runs;
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
  if (talk.is_answer_under_way() && below(2) == 0) {
    move = of(Move::Kind::arrive);
  } else if (talk.state().is_mute() && below(10) < 7) {
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
  switch (below(10)) {
    case 8:
    case 9:
      return understood(talk);
    case 0:
      return of(Move::Kind::start, flows[below(flows.size())].name);
    case 1:
      if (!talk.older().empty()) return of(Move::Kind::old, {}, {below(talk.older().size())});
      break;
    case 2:
      return of(Move::Kind::again);
    case 3:
      if (const auto wrong = wrong_answers(talk); !wrong.empty()) {
        return wrong[below(wrong.size())];
      }
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

// What a classifier might make of some words, rightly or wrongly.
Move RandomCustomer::understood(const Talk& talk) {
  using dialogs::Command;
  const auto& flows = talk.program().flows;
  const auto& flow =
      talk.pending_flow() != nullptr ? *talk.pending_flow() : flows[below(flows.size())];
  Move move = of(Move::Kind::write, "blue and green");
  const auto commands = 1 + below(2);
  for (std::uint64_t i = 0; i < commands; ++i) {
    Command command;
    command.kind = static_cast<Command::Kind>(below(13));
    command.source = Command::Source::classifier;
    command.confidence = static_cast<double>(below(11)) / 10.0;
    if (command.kind == Command::Kind::start) {
      command.name = flows[below(flows.size())].name;
    } else if (const auto& all = talk.program().articles;
               command.kind == Command::Kind::info && !all.empty()) {
      command.name = all[below(all.size())].name;
      for (auto others = below(3); others > 0; --others) {
        command.values.emplace_back(all[below(all.size())].name, "Another");
      }
    } else if (!flow.slots.empty() && below(8) > 0) {
      command.name = flow.slots[below(flow.slots.size())].name;
    }
    static constexpr std::array<const char*, 6> kWords = {"2", "yes", "green", "1", "12.50", "no"};
    if (below(2) == 0) command.words = kWords[below(kWords.size())];
    move.proposals.push_back(std::move(command));
  }
  return move;
}

Move RandomCustomer::word(const Talk& talk) {
  static constexpr std::array<const char*, 15> kLists = {
      "cancel", "back", "skip", "why",     "repeat",     "hello",  "human",   "yes",
      "no",     "hold", "info", "another", "cancel_all", "thanks", "language"};
  const auto& texts = talk.program().texts;
  std::string list = kLists[below(kLists.size())];
  if (list == "info") {
    const auto articles = article_lists(talk.program());
    if (!articles.empty()) list = articles[below(articles.size())];
  }
  // Whoever wants another language says so in that one.
  const auto& languages = talk.edition().languages();
  const std::string language =
      list == "language" ? languages[below(languages.size())] : std::string(talk.context().locale);
  const auto& words = texts.words(list, language);
  return of(Move::Kind::write, words.empty() ? "zzz" : words[below(words.size())]);
}

Move RandomCustomer::of_the_world(const Talk& talk) {
  switch (below(8)) {
    case 0:
    case 7:
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
      // Forward and back again; the first edition keeps no versions of those behind it.
      if (editions_ > 1) {
        return of(Move::Kind::publish, {}, {1 + talk.edition_index() % (editions_ - 1)});
      }
      break;
    default:
      break;
  }
  return of(Move::Kind::signal, {}, {below(3)});
}

void RandomCustomer::upset_shop(const Talk& talk, Move& move) {
  move.dies = below(25) == 0;
  move.plan.is_late = below(30) == 0;
  if (below(20) == 0) move.plan.lookup = ShopPlan::Lookup::nothing;
  if (below(40) == 0) move.plan.lookup = ShopPlan::Lookup::fails;
  if (below(6) > 0) return;
  move.plan.action = static_cast<ShopPlan::Action>(1 + below(4));
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
      const auto pinned = pinned_runs(talk);
      talk.play(result.route.moves.back());
      for (const auto& request : talk.requests()) {
        if (std::holds_alternative<dialogs::Finished>(request)) result.has_finished = true;
      }
      if (talk.edition_index() > 0) result.has_published = true;
      for (const auto run : pinned) {
        if (talk.state().find_frame(run) == nullptr) result.has_finished_pinned = true;
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
