#include "bot/replay/compare.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "base/text.hpp"
#include "dialogs/change.hpp"

namespace bot {
namespace {

constexpr std::size_t kColumn = 58;

// Byte for byte but for the texts: the answers of every task, and what is open.
std::string answers_of(const dialogs::State& state) {
  std::string all;
  for (const auto& frame : state.frames) {
    all += frame.flow + ":";
    for (const auto& answer : frame.answers) {
      all += " " + answer.path + "=" + base::to_json(answer.value);
    }
    all += "\n";
  }
  if (state.pending) all += "asked: " + state.pending->path + "\n";
  return all;
}

// The first piece in which two texts differ, with a little around it.
std::string first_difference(std::string_view stored, std::string_view replayed) {
  constexpr std::size_t kAround = 40;
  constexpr std::size_t kShown = 120;
  const auto at = static_cast<std::size_t>(
      std::mismatch(
          stored.begin(),
          stored.begin() + static_cast<std::ptrdiff_t>(std::min(stored.size(), replayed.size())),
          replayed.begin())
          .first -
      stored.begin());
  const std::size_t from = at < kAround ? 0 : at - kAround;
  const auto piece = [&](std::string_view text) {
    return from < text.size() ? std::string(text.substr(from, kShown)) : std::string("(ends)");
  };
  return "stored   ..." + piece(stored) + "\nreplayed ..." + piece(replayed);
}

void compare(const storage::JournalRow& row, const ReplayedTurn& replayed,
             const dialogs::State& stored_state, const dialogs::State& replayed_state,
             const ReplayOptions& options, ReplayCheck& check) {
  const bool says_the_same = row.output == replayed.output;
  const bool does_the_same = options.is_other_profile
                                 ? answers_of(stored_state) == answers_of(replayed_state)
                                 : row.change == replayed.change;
  if (says_the_same && does_the_same) return;
  Divergence divergence{row.turn, transcript_of(row.output), transcript_of(replayed.output), {}};
  if (!does_the_same) {
    divergence.detail = options.is_other_profile
                            ? first_difference(answers_of(stored_state), answers_of(replayed_state))
                            : first_difference(row.change, replayed.change);
  } else if (divergence.stored == divergence.replayed) {
    divergence.detail = first_difference(row.output, replayed.output);
  }
  check.divergence = std::move(divergence);
}

std::vector<std::string> wrapped(std::string_view text) {
  std::vector<std::string> lines;
  std::string line;
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t bytes = 1;
    while (at + bytes < text.size() &&
           (static_cast<unsigned char>(text[at + bytes]) & 0xC0) == 0x80)
      ++bytes;
    const bool is_end = text[at] == '\n';
    if (is_end || width == kColumn) {
      line.append(kColumn - width, ' ');
      lines.push_back(std::move(line));
      line.clear();
      width = 0;
    }
    if (!is_end) {
      line += text.substr(at, bytes);
      ++width;
    }
    at += bytes;
  }
  if (!line.empty()) {
    line.append(kColumn - width, ' ');
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace

ReplayCheck check_replay(const JournaledConversation& conversation, FindProfile find,
                         const ReplayOptions& options) {
  ReplayCheck check;
  Replay replay(conversation.row, std::move(find));
  dialogs::State stored;
  stored.locale = conversation.row.locale;
  for (const auto& row : conversation.turns) {
    if (options.until != 0 && row.turn > options.until) break;
    const auto replayed = replay.run(row);
    if (!replayed) {
      check.not_replayed = "turn " + std::to_string(row.turn) + ": " + replayed.error().detail;
      return check;
    }
    if (const auto folded = dialogs::fold(stored, row.change); !folded) {
      check.not_replayed = "turn " + std::to_string(row.turn) + ": " + folded.error().detail;
      return check;
    }
    ++check.turns;
    compare(row, *replayed, stored, replay.state(), options, check);
    if (check.divergence) return check;
  }
  return check;
}

std::string transcript_of(std::string_view output) {
  std::string lines;
  while (!output.empty()) {
    const auto end = output.find('\n');
    const auto frame = base::parse_json(output.substr(0, end), {1U << 20U, 32, 10'000});
    output.remove_prefix(end == std::string_view::npos ? output.size() : end + 1);
    if (!frame) continue;
    lines += "  " + std::string(frame->text_at("from", "bot"));
    if (const auto step = frame->text_at("step"); !step.empty()) {
      lines += " (" + std::string(step) + ")";
    }
    lines += ": " + std::string(frame->text_at("text"));
    std::string buttons;
    const auto& all = frame->at("buttons");
    for (const auto& button : all.is_list() ? all.list() : base::Value::List{}) {
      buttons += (buttons.empty() ? " [" : " | ") + std::string(button.text_at("label"));
    }
    lines += buttons.empty() ? "\n" : buttons + "]\n";
  }
  return lines.empty() ? "  (nothing is said)\n" : lines;
}

std::string side_by_side(const Divergence& divergence) {
  const auto left = wrapped(divergence.stored);
  const auto right = wrapped(divergence.replayed);
  const std::string blank(kColumn, ' ');
  std::string out = "stored" + std::string(kColumn - 6, ' ') + " | replayed\n";
  for (std::size_t at = 0; at < std::max(left.size(), right.size()); ++at) {
    std::string line = (at < left.size() ? left[at] : blank) + " | ";
    if (at < right.size()) line += right[at];
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  if (!divergence.detail.empty()) out += divergence.detail + "\n";
  return out;
}

}  // namespace bot
