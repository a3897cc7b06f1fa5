#include "dialogs/engine/propose.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "dialogs/engine/clauses.hpp"
#include "dialogs/engine/start.hpp"

namespace dialogs {

namespace {

constexpr auto npos = std::string_view::npos;

// A phrase that is all of a clause is sure, several words of it likely, one word only a guess.
double confidence_of(bool is_whole, int words) {
  if (is_whole) return 1.0;
  return words > 1 ? kLikely : kPlausible;
}

class Proposer {
 public:
  Proposer(const Turn& turn, std::vector<Command>& out) : turn_(turn), out_(out) {}

  void read(const Clause& clause) {
    if (turn_.is_word("cancel_all", clause.folded))
      return add(clause, Command::Kind::cancel, "all");
    if (turn_.is_word("cancel", clause.folded)) return add(clause, Command::Kind::cancel, {});
    if (turn_.is_word("human", clause.folded)) return add(clause, Command::Kind::handover, {});
    if (turn_.is_word("thanks", clause.folded)) return add(clause, Command::Kind::chitchat, {});
    std::vector<Command> corrections = propose_corrections(turn_, clause);
    if (corrections.empty()) return add_best(clause);
    for (Command& command : corrections) out_.push_back(std::move(command));
  }

 private:
  // A wish that a clause is read as, by a phrase of so many bytes in it.
  struct Reading {
    Command::Kind kind = Command::Kind::start;
    std::string name;
    double confidence = 0;
    std::size_t length = 0;
  };

  void add(const Clause& clause, Command::Kind kind, std::string name, double confidence = 1.0) {
    Command command;
    command.kind = kind;
    command.name = std::move(name);
    command.confidence = confidence;
    command.begin = clause.begin;
    command.end = clause.end;
    out_.push_back(std::move(command));
  }

  // A clause means one thing: "cancel my return" is no wish to return something, "when is the
  // refund" none for a refund. The surest reading counts; of those cancel,
  // then the longest phrase.
  void add_best(const Clause& clause) {
    Reading best;
    const std::string_view cancel =
        longest_of(turn_.program.texts.words("cancel", turn_.context.locale), clause.folded);
    if (!cancel.empty()) best = {Command::Kind::cancel, {}, kPlausible, npos};
    const auto look_at = [&](Reading reading) {
      const bool is_better =
          reading.confidence > best.confidence ||
          (reading.confidence == best.confidence && reading.length > best.length);
      if (is_better) best = std::move(reading);
    };
    if (const auto asked = asked_flow(turn_, clause.folded)) {
      look_at({Command::Kind::start, turn_.program.flows[asked->flow].name,
               confidence_of(asked->is_whole, asked->words), asked->length});
    }
    if (const auto asked = turn_.program.texts.asked_article(turn_.context.locale, clause.folded)) {
      look_at(
          {Command::Kind::info, std::string(asked->name),
           confidence_of(asked->phrase.size() == clause.folded.size(), count_words(asked->phrase)),
           asked->phrase.size()});
    }
    if (best.length > 0) add(clause, best.kind, std::move(best.name), best.confidence);
  }

  const Turn& turn_;
  std::vector<Command>& out_;
};

}  // namespace

std::vector<Command> propose(const Turn& turn, std::string_view text, std::uint32_t offset) {
  std::vector<Command> found;
  Proposer proposer(turn, found);
  const std::string_view trimmed = base::trim(text);
  const auto begin = offset + static_cast<std::uint32_t>(trimmed.data() - text.data());
  const Clause whole{trimmed, base::fold(trimmed), begin,
                     begin + static_cast<std::uint32_t>(trimmed.size())};
  if (whole.folded.empty()) return found;
  proposer.read(whole);
  const bool is_settled = !found.empty() && found.front().confidence >= 1.0 &&
                          found.front().kind != Command::Kind::correct;
  if (is_settled) return found;
  const auto clauses =
      clauses_of(text, offset, turn.program.texts.words("and", turn.context.locale));
  if (clauses.size() < 2) return found;
  // Clause by clause is more exact; what only the whole says ("not the lamp, but the kettle", a
  // phrase over a comma) stays as well.
  std::vector<Command> exact;
  Proposer by_clause(turn, exact);
  for (const Clause& clause : clauses) by_clause.read(clause);
  const auto is_full = [](const Command& one) {
    return one.kind == Command::Kind::correct && one.words.has_value();
  };
  // "Not the lamp, but the kettle": only the whole names the new value.
  const bool is_split = std::any_of(found.begin(), found.end(), is_full) &&
                        std::none_of(exact.begin(), exact.end(), is_full);
  if (is_split) {
    std::erase_if(exact, [](const Command& one) { return one.kind == Command::Kind::correct; });
  }
  for (Command& command : found) {
    const bool is_known = std::any_of(exact.begin(), exact.end(), [&](const Command& one) {
      return one.kind == command.kind &&
             (one.name == command.name || command.kind == Command::Kind::correct);
    });
    if (!is_known) exact.push_back(std::move(command));
  }
  return exact;
}

}  // namespace dialogs
