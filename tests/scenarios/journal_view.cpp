#include "tests/scenarios/journal_view.hpp"

#include <stdexcept>

#include "bot/replay/why.hpp"
#include "tests/support/replay_check.hpp"

namespace tests {
namespace {

bot::JournaledConversation read(storage::Archive& archive, const std::string& conversation) {
  const auto rows = archive.conversations_named(conversation, 1);
  if (rows.empty()) throw std::runtime_error("the journal has no such conversation");
  return {rows.front(), archive.journal(rows.front().id)};
}

}  // namespace

std::vector<dialogs::Judged> newest_commands(const std::filesystem::path& data,
                                             const std::string& conversation) {
  storage::Archive archive(data);
  const auto journaled = read(archive, conversation);
  bot::Replay replay(journaled.row, profiles_in(archive));
  std::vector<dialogs::Judged> newest;
  for (const auto& row : journaled.turns) {
    const auto turn = replay.run(row);
    if (!turn) throw std::runtime_error(turn.error().detail);
    for (const auto& step : turn->steps) {
      if (std::holds_alternative<dialogs::MessageEvent>(step.event)) newest = step.result.commands;
    }
  }
  return newest;
}

std::string reason_chain(const std::filesystem::path& data, const std::string& conversation,
                         std::int64_t seq) {
  storage::Archive archive(data);
  const auto chain =
      bot::why(read(archive, conversation), profiles_in(archive), std::to_string(seq));
  return chain ? *chain : chain.error().detail;
}

}  // namespace tests
