// The folder of what was learned and indexed from a profile, so that a start reads it instead: one
// file a thing, named by the hash of what it was made from. Any thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/byte_form.hpp"

namespace bot {

class LearnedCache {
 public:
  // An empty folder: nothing is read or written.
  explicit LearnedCache(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // Nothing when it is not there.
  std::optional<base::SharedBytes> load(std::string_view name, std::string_view hash) const;
  // What `from_bytes` makes of it; nothing, and a line in the log, when that refuses it.
  template <class FromBytes>
  auto read(std::string_view name, std::string_view hash, FromBytes from_bytes) const
      -> decltype(from_bytes(base::SharedBytes())) {
    auto bytes = load(name, hash);
    if (!bytes) return std::nullopt;
    auto made = from_bytes(std::move(*bytes));
    if (!made) report_damage(name);
    return made;
  }
  // Replaces what is there of that name. A cache that cannot be written costs time at the next
  // start, nothing else: a line in the log.
  void store(const std::string& name, std::string_view hash, std::string_view bytes) const;

 private:
  static void report_damage(std::string_view name);
  std::filesystem::path path(std::string_view name, std::string_view hash) const;

  std::filesystem::path folder_;
};

}  // namespace bot
