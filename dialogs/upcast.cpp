#include "dialogs/upcast.hpp"

#include <string>

namespace dialogs {

base::Result<void> upcast(base::Value& stored, std::int64_t newest,
                          std::span<const Upcaster> table) {
  const auto bad = [](std::string_view name, std::string detail) {
    return base::Error{base::Code::invalid_argument, name, std::move(detail), "v"};
  };
  const base::Value& field = stored.at("v");
  if (!field.is_integer()) return bad("bad_version", "stored without a version");
  std::int64_t version = field.integer();
  if (version == newest) return {};
  const std::string written = "stored as version " + std::to_string(version);
  if (version > newest) return bad("newer_version", written + " by a newer Boomerang");
  for (const Upcaster& one : table) {
    if (one.from != version) continue;
    if (!one.apply(stored)) return bad("bad_field", written + ", and not as that version was");
    stored.record()["v"] = ++version;
  }
  if (version != newest) return bad("bad_version", written + ", which was never released");
  return {};
}

// Version 1 is the first and the newest of both: the first change of meaning adds its upcaster.
std::span<const Upcaster> change_upcasters() {
  return {};
}
std::span<const Upcaster> state_upcasters() {
  return {};
}

}  // namespace dialogs
