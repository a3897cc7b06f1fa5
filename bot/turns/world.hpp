// What every part of a turn may touch of the outside, in one place. Everything is a seam: the
// simulation brings its own loop, clock, randomness, store and commit queue.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "bot/loop.hpp"
#include "bot/profile.hpp"
#include "bot/shop/shop_directory.hpp"
#include "bot/turns/metrics.hpp"
#include "dialogs/command.hpp"
#include "storage/blobs.hpp"
#include "storage/commit_queue.hpp"
#include "storage/store.hpp"

namespace bot {

// What a message is taken for, by whoever is asked.
using Guesses = std::function<std::vector<dialogs::Command>(std::string_view text)>;

// References outlive every user; loop thread only.
struct World {
  const Profile& profile;
  const ShopDirectory& shop;
  storage::Store& store;
  storage::CommitQueue& commits;
  storage::Blobs& blobs;
  const base::Clock& clock;
  base::Random& random;
  Loop& loop;
  Metrics& metrics;
  // Asked instead of the profile's models and articles; empty: those.
  Guesses guesses = {};
};

}  // namespace bot
