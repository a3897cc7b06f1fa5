#include "base/crash_point.hpp"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace base {
namespace {

struct Target {
  std::string name;
  std::atomic<long> passes_left{0};
};

Target& target() {
  static Target* const kTarget = [] {
    auto* made = new Target;
    if (const char* wanted = std::getenv("BOOMERANG_CRASH_AT")) {
      const std::string text = wanted;
      const auto colon = text.find(':');
      made->name = text.substr(0, colon);
      made->passes_left = colon == std::string::npos ? 1 : std::stol(text.substr(colon + 1));
      const auto& known = crash_points();
      if (std::find(known.begin(), known.end(), made->name) == known.end()) {
        throw std::runtime_error("BOOMERANG_CRASH_AT names no crash point: " + made->name);
      }
    }
    return made;
  }();
  return *kTarget;
}

}  // namespace

void crash_point(std::string_view name) {
  Target& wanted = target();
  if (wanted.name.empty() || wanted.name != name) return;
  if (--wanted.passes_left == 0) std::raise(SIGKILL);
}

const std::vector<std::string>& crash_points() {
  static const std::vector<std::string> kNames = {
      "turn.stepped",         // the turn is in memory, nothing is written
      "store.batch_begun",    // the transaction is open, half of the batch written
      "store.before_commit",  // everything written, not committed
      "store.after_commit",   // durable, nobody told
      "store.before_checkpoint",
      "store.after_checkpoint",
      "turn.before_ack",  // the loop knows, the client does not
      "turn.after_ack",   // the client was told
      "blob.before_sync",
      "blob.before_rename",
      "blob.after_rename",
      "blob.before_row",
      "upload.before_answer",
      "timer.before_fire",
      "timer.after_fire",
      "case.before_commit",
      "case.after_commit",
      "outbox.before_send",  // committed, nothing has left
      "outbox.after_send",   // the receiver answered, nobody noted it
      "drain.begun",
  };
  return kNames;
}

}  // namespace base
