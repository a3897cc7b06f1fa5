// SqliteReader: lists of cases, the outbox, the audit trail and contacts.
#include <charconv>

#include "storage/query_rows.hpp"
#include "storage/row_reader.hpp"
#include "storage/row_text.hpp"
#include "storage/sqlite_reader.hpp"

namespace storage {
namespace {

// Of a case number: fewer would match a large part of all cases.
constexpr std::size_t kMinNumberPrefix = 5;

// "<milliseconds>.<case id>", as page_after writes it for lists in order of deadline.
struct DueCursor {
  std::int64_t due = 0;
  std::string_view id;
};

DueCursor read_due_cursor(std::string_view after) {
  DueCursor cursor;
  const auto dot = after.find('.');
  if (dot == std::string_view::npos) return cursor;
  std::from_chars(after.data(), after.data() + dot, cursor.due);
  cursor.id = after.substr(dot + 1);
  return cursor;
}

// A condition that is left out still has to name its parameter, or SQLite would not take the value.
std::string where_of(const CaseFilter& filter, bool is_first_page) {
  std::string where = "FROM cases WHERE ";
  if (filter.due_before) {
    where += "due > 0 AND due < ?8 AND (due, id) > (?9, ?1)";
  } else {
    where += is_first_page ? "?1 = '' AND ?8 = 0 AND ?9 = 0" : "id < ?1 AND ?8 = 0 AND ?9 = 0";
  }
  where += filter.customer.empty() ? " AND ?2 = ''" : " AND customer = ?2";
  where += filter.type.empty() ? " AND ?3 = ''" : " AND type = ?3";
  where += filter.state.empty() ? " AND ?4 = ''" : " AND state = ?4";
  where += filter.conversation == 0 ? " AND ?5 = 0" : " AND conversation = ?5";
  where += filter.track.empty() ? " AND ?6 = ''" : " AND track = ?6 AND track <> ''";
  if (filter.only_open) where += " AND is_open = 1";
  if (filter.text.empty()) {
    where += " AND ?10 = ''";
  } else {
    where += " AND id IN (SELECT id FROM cases WHERE number = upper(?10)";
    if (filter.text.size() >= kMinNumberPrefix) {
      where +=
          " UNION SELECT id FROM cases WHERE number > upper(?10) AND number < upper(?10) || '~'";
    }
    where +=
        " UNION SELECT id FROM cases WHERE order_number = ?10 AND order_number <> ''"
        " UNION SELECT id FROM cases WHERE customer = ?10"
        " UNION SELECT id FROM cases WHERE track IN (?10, upper(?10)) AND track <> '')";
  }
  where += filter.due_before ? " ORDER BY due, id LIMIT ?7" : " ORDER BY id DESC LIMIT ?7";
  return where;
}

}  // namespace

std::string page_after(const CaseFilter& filter, const CaseRow& last) {
  if (!filter.due_before || !last.due) return last.id;
  return std::to_string(base::to_milliseconds(*last.due)) + "." + last.id;
}

// Prepared anew for each call: one fixed statement for all combinations could not use the indexes.
std::vector<CaseRow> SqliteReader::list_cases(const CaseFilter& filter, std::string_view after,
                                              std::size_t limit) {
  DueCursor cursor;
  std::int64_t due_before = 0;
  if (filter.due_before) {
    cursor = read_due_cursor(after);
    due_before = base::to_milliseconds(*filter.due_before);
  } else {
    cursor.id = after;
  }
  Query query(connection_, select(kCaseColumns, where_of(filter, after.empty()).c_str()));
  return all(query, read_case, cursor.id, filter.customer, filter.type, filter.state,
             filter.conversation, filter.track, as_limit(limit), due_before, cursor.due,
             filter.text);
}

std::vector<DueRow> SqliteReader::due_of_case(std::string_view case_id) {
  return all(due_of_case_, read_due, case_id);
}

std::vector<OutboxEntry> SqliteReader::outbox_before(base::Instant instant, std::size_t limit) {
  return all(outbox_before_, read_outbox, instant, as_limit(limit));
}

std::optional<OutboxEntry> SqliteReader::find_outbox(std::string_view id) {
  return one(outbox_by_id_, read_outbox, id);
}

std::vector<OutboxEntry> SqliteReader::outbox_of_lane(std::string_view lane, base::Instant instant,
                                                      std::size_t limit) {
  return all(outbox_of_lane_, read_outbox, lane, instant, as_limit(limit));
}

// One step of the index a lane, however many rows wait in it.
std::vector<std::string> SqliteReader::outbox_lanes() {
  const auto read = [](const Query::Rows& row) { return row.text(0); };
  std::vector<std::string> lanes;
  for (auto lane = one(next_lane_, read, std::string_view()); lane;
       lane = one(next_lane_, read, lanes.back())) {
    lanes.push_back(std::move(*lane));
  }
  return lanes;
}

std::vector<OutboxEntry> SqliteReader::outbox_in_state(OutboxState state, std::string_view after,
                                                       std::size_t limit) {
  return all(outbox_in_state_, read_outbox, to_string(state), after, as_limit(limit));
}

OutboxCounts SqliteReader::outbox_counts() {
  const auto read = [](const Query::Rows& row) {
    return OutboxCounts{row.integer(0), row.integer(1)};
  };
  return one(outbox_counts_, read, kCountLimit).value_or(OutboxCounts{});
}

std::vector<AuditRow> SqliteReader::audit(std::string_view subject, std::string_view action_prefix,
                                          std::size_t limit) {
  const auto read = [](const Query::Rows& row) {
    return AuditRow{row.instant(0), row.text(1), row.text(2), row.text(3), row.text(4)};
  };
  return all(audit_, read, subject, action_prefix, as_limit(limit));
}

std::vector<AuditRow> SqliteReader::audit_from(std::int64_t number, std::size_t limit) {
  const auto read = [](const Query::Rows& row) {
    return AuditRow{row.instant(0), row.text(1), row.text(2), row.text(3), row.text(4)};
  };
  Query query(connection_,
              "SELECT at, actor, action, subject, detail FROM audit WHERE id >= ? ORDER BY id"
              " LIMIT ?");
  return all(query, read, number, as_limit(limit));
}

AuditHead SqliteReader::audit_head() {
  const auto read = [](const Query::Rows& row) { return AuditHead{row.integer(0), row.text(1)}; };
  return one(audit_head_, read).value_or(AuditHead{});
}

std::optional<Contact> SqliteReader::contact(std::string_view customer) {
  const auto read = [](const Query::Rows& row) { return Contact{row.text(0), row.text(1)}; };
  return one(contact_, read, customer);
}

}  // namespace storage
