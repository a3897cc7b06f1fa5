// The query of GET /v1/cases and GET /v1/cases.csv. No state; any thread.
#pragma once

#include <cstddef>
#include <string>

#include "base/error.hpp"
#include "bot/net/http.hpp"
#include "bot/profile.hpp"
#include "storage/store.hpp"

namespace bot {

struct PageBounds {
  std::size_t usual = 50;
  std::size_t most = 200;
};

struct CaseQuery {
  storage::CaseFilter filter;
  std::string after;
  std::size_t limit = 0;
};

// Parameters: state, type, customer, text, open (yes or no), due_before (ISO 8601 with
// an offset), after, limit. Error `bad_query` with the parameter in `field`: unknown, twice, badly
// encoded, over 128 characters, or a state, type, moment or number that is none.
base::Result<CaseQuery> read_case_query(const HttpRequest& request, const Profile& profile,
                                        const PageBounds& bounds);

// For the audit trail: JSON with the names of the filters, and how many cases were read.
std::string describe(const CaseQuery& query, std::size_t found);

}  // namespace bot
