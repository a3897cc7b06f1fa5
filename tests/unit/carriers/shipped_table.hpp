// The table that is shipped in config/.
#pragma once

#include "carriers/table.hpp"

const carriers::Table& shipped_table();
