// The database text of the enumerations: the enumerators' own names.
#pragma once

#include <string_view>

#include "storage/commit.hpp"

namespace storage {

std::string_view to_string(OutboxState state);
// Anything else is a damaged row: throws StorageFailure(fatal).
OutboxState outbox_state(std::string_view text);

}  // namespace storage
