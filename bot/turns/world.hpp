// What every part of a turn may touch of the outside, in one place. Everything is a seam: the
// simulation brings its own loop, clock, randomness, store and commit queue.
#pragma once

#include "base/clock.hpp"
#include "base/random.hpp"
#include "bot/loop.hpp"
#include "bot/profile.hpp"
#include "bot/shop/shop_directory.hpp"
#include "bot/turns/metrics.hpp"
#include "storage/blobs.hpp"
#include "storage/commit_queue.hpp"
#include "storage/store.hpp"

namespace bot {

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
};

}  // namespace bot
