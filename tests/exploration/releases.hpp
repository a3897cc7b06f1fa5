// The editions that a simulation deploys one after the other while people talk: the shipped
// profile, a changed one, and the shipped one again (a rollback). One thread.
#pragma once

#include <memory>
#include <vector>

#include "tests/exploration/edition.hpp"

namespace tests {

// Each keeps the versions of those before it. The changed one asks a new question in create_return
// (its runs stay pinned), takes other answers in confirm_shipment, and gives a question of
// return_reward another name, which its `migrate:` covers. Throws std::runtime_error when the
// shipped flows have not what is changed.
std::vector<std::unique_ptr<Edition>> releases();

}  // namespace tests
