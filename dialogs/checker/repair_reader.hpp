// Reads repair.yaml: the shop-wide defaults of what happens when a conversation does not go as
// planned. Load time only.
#pragma once

#include "base/fault.hpp"
#include "dialogs/contract.hpp"
#include "dialogs/flow.hpp"

namespace dialogs {

RepairSettings read_repair(const SourceFile& file, base::Faults& faults);

}  // namespace dialogs
