// Every conversation that a test made must come out the same when it is run again.
#pragma once

#include <filesystem>
#include <string>

#include "bot/replay/compare.hpp"
#include "storage/archive.hpp"

namespace tests {

// The profiles that conversations of this data folder were held with. A version is a hash of its
// files, so what was compiled for one folder serves all of them. One thread; the archive outlives
// the next call.
const bot::FindProfile& profiles_in(storage::Archive& archive);

// Every conversation of the data folder run again from its journal: empty when all are identical to
// the byte, otherwise which are not and where. The server may be running.
std::string replay_differences(const std::filesystem::path& data);

}  // namespace tests
