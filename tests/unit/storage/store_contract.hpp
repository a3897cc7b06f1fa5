// What every backend of storage::Store must do. A backend's test file gives a way to open the same
// data again and again, and calls each of these from one TEST_CASE (they use SECTIONs).
#pragma once

#include <functional>
#include <memory>

#include "storage/store.hpp"

// `open` opens the store of one test, and opens it again after the last one was dropped.
struct StoreFactory {
  std::function<std::unique_ptr<storage::Store>()> open;
};

void check_conversations(const StoreFactory& factory);
void check_cases(const StoreFactory& factory);
void check_due_and_outbox(const StoreFactory& factory);
void check_uploads_and_keys(const StoreFactory& factory);
void check_batches(const StoreFactory& factory);
