// What every backend of storage::Store must do, as a list of cases. A backend's test file gives a
// way to open the same data again and again, and runs each case on an empty store.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "storage/store.hpp"

// `open` makes the store of one case, and opens it again after the last one was dropped.
struct StoreFactory {
  std::function<std::unique_ptr<storage::Store>()> open;
};

struct ContractCase {
  const char* title;
  void (*check)(const StoreFactory&);
};

const std::vector<ContractCase>& conversation_contract();
const std::vector<ContractCase>& case_contract();
// Due rows, outbox, uploads, keys, counters, audit, batches.
const std::vector<ContractCase>& record_contract();
