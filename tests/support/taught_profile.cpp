#include "tests/support/taught_profile.hpp"

#include <stdexcept>
#include <utility>

#include "base/clock.hpp"

namespace tests {

bot::Profile taught_profile(const std::filesystem::path& folder,
                            const std::filesystem::path& models,
                            bot::ProfileSource::Reader reader) {
  bot::ProfileSource source{folder, models, base::SystemClock().now(), nullptr, true, true};
  source.models = models;
  source.reader = reader;
  auto loaded = bot::load_profile(source);
  if (!loaded.profile) throw std::runtime_error(loaded.faults.to_string());
  return std::move(*loaded.profile);
}

}  // namespace tests
