// What must be true of a machine as a whole, beyond each line being readable. Private to
// this module.
#pragma once

#include "base/fault.hpp"
#include "workflow/machine.hpp"

namespace workflow {

// States nobody can reach or leave, entries that are never tried, finished states that do not stay
// finished, timers nobody listens to, messages nobody sends, missing mandatory notices, broken
// promises. Precondition: every name in the machine is known.
void check_machine(const Machine& machine, base::Faults& faults);

}  // namespace workflow
