// What a query finds, as values. For the readers of this module.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "storage/sqlite_connection.hpp"

namespace storage {

// The one row of a query, or nothing.
template <class Read, class... Values>
auto one(Query& query, Read read, const Values&... values)
    -> std::optional<decltype(read(std::declval<const Query::Rows&>()))> {
  auto rows = query.rows(values...);
  if (!rows.next()) return std::nullopt;
  return read(rows);
}

template <class Read, class... Values>
auto all(Query& query, Read read, const Values&... values) {
  std::vector<decltype(read(std::declval<const Query::Rows&>()))> found;
  auto rows = query.rows(values...);
  while (rows.next()) found.push_back(read(rows));
  return found;
}

inline std::int64_t as_limit(std::size_t limit) {
  return static_cast<std::int64_t>(limit);
}

}  // namespace storage
