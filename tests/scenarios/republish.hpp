// Deploys a changed profile to the running server, as `boomerang publish` does. One thread.
#pragma once

#include <memory>

#include "tests/scenarios/scenario.hpp"
#include "tests/support/sim_server.hpp"

namespace tests {

// The server's profile with those changes, put to work. The folder is the profile from here on and
// must outlive the server's next start. Throws Divergence when it has faults.
std::unique_ptr<TemporaryFolder> republish(SimServer& server, const Republishing& changes);

}  // namespace tests
