// The folder of what was learned and indexed from a profile, so that a start reads it instead: one
// file a thing, named by the hash of what it was made from. Any thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/byte_form.hpp"

namespace bot {

class LearnedCache {
 public:
  // An empty folder: nothing is read or written.
  explicit LearnedCache(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // Nothing when it is not there.
  std::optional<base::SharedBytes> load(std::string_view name, std::string_view hash) const;
  // Replaces what is there of that name. A cache that cannot be written costs time at the next
  // start, nothing else: a line in the log.
  void store(const std::string& name, std::string_view hash, std::string_view bytes) const;
  // Says in the log that the file is useless; the next `store` replaces it.
  void report_damage(std::string_view name) const;

 private:
  std::filesystem::path path(std::string_view name, std::string_view hash) const;

  std::filesystem::path folder_;
};

}  // namespace bot
