// A profile as `serve --demo` loads it, with all it can learn learned: for tests and benchmarks
// that read messages, and for servers under test that shall not learn at each start.
#pragma once

#include <filesystem>

#include "bot/profile.hpp"

namespace tests {

// `models`: folder of what was learned, made if it is missing; a second call learns nothing.
// Throws std::runtime_error with the faults of a profile that does not load. One thread a folder.
bot::Profile taught_profile(const std::filesystem::path& folder,
                            const std::filesystem::path& models,
                            bot::ProfileSource::Reader reader = bot::ProfileSource::Reader::taught);

}  // namespace tests
