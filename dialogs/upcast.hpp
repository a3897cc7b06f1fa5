// Stored JSON of an older version, brought forward one version at a time, so that readers know only
// the newest form. What is added to a form needs no version (a missing field reads as its default);
// what changes its meaning gets the next version and an upcaster here. Any thread.
#pragma once

#include <cstdint>
#include <span>

#include "base/error.hpp"
#include "base/value.hpp"

namespace dialogs {

// Makes version `from` + 1 of what is stored as version `from`; the field `v` is set by upcast().
// False when the stored form is not what that version wrote.
struct Upcaster {
  std::int64_t from = 0;
  bool (*apply)(base::Value& stored) = nullptr;
};

// Brings a record with a version `v` to `newest`. `table` holds one upcaster for each older
// version, in order. Errors: `bad_version` (none, or below the first of the table),
// `newer_version` (a newer program wrote it), `bad_field` (an upcaster could not read it).
base::Result<void> upcast(base::Value& stored, std::int64_t newest,
                          std::span<const Upcaster> table);

// Of a turn's changes, and of the whole state in a snapshot.
std::span<const Upcaster> change_upcasters();
std::span<const Upcaster> state_upcasters();

}  // namespace dialogs
