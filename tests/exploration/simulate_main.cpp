// conversation_simulation [conversations] [first seed]: random customers against the dialog engine.
// Stops at the first broken promise, prints its seed and the shortest conversation that shows it.
// BOOMERANG_CONVERSATIONS and BOOMERANG_SEED say the same.

#include <cstdlib>
#include <iostream>
#include <string>

#include "tests/exploration/random_customer.hpp"
#include "tests/exploration/releases.hpp"

namespace {

std::uint64_t number(int argc, char** argv, int at, const char* variable, std::uint64_t otherwise) {
  if (argc > at) return std::stoull(argv[at]);
  const char* value = std::getenv(variable);
  return value == nullptr ? otherwise : std::stoull(value);
}

}  // namespace

int main(int argc, char** argv) {
  const auto count = number(argc, argv, 1, "BOOMERANG_CONVERSATIONS", 100'000);
  const auto first = number(argc, argv, 2, "BOOMERANG_SEED", 1);
  const auto releases = tests::releases();
  const tests::Landmarks landmarks(releases.front()->program());
  const tests::Stage stage{
      {releases[0].get(), releases[1].get(), releases[2].get()}, &landmarks, nullptr};
  std::cout << count << " conversations, seeds " << first << " to " << first + count - 1 << "\n";
  std::uint64_t moves = 0;
  std::uint64_t finished = 0;
  std::uint64_t published = 0;
  std::uint64_t pinned = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    auto talk = tests::simulate(stage, first + i);
    moves += talk.route.moves.size();
    finished += talk.has_finished ? 1 : 0;
    published += talk.has_published ? 1 : 0;
    pinned += talk.has_finished_pinned ? 1 : 0;
    if (talk.broken.empty()) continue;
    std::cout << "seed " << first + i << ": " << talk.broken << "\n";
    talk = tests::shrink(stage, std::move(talk));
    std::cout << tests::transcript(stage, talk.route.seed, talk.route.is_signed_in, talk.language,
                                   talk.route.moves)
              << "repeat it with: conversation_simulation 1 " << first + i << "\n";
    return 1;
  }
  std::cout << moves << " moves; " << finished << " conversations finished a task, " << published
            << " saw a deployment, " << pinned
            << " finished a task of an older version; no promise broken\n";
  // A simulation in which nothing happens proves nothing.
  const bool is_alive = finished > count / 4 && published > count / 10;
  return is_alive && (count < 10'000 || pinned > 0) ? 0 : 1;
}
