#include "storage/console_reader.hpp"

#include <string>

#include "storage/commit.hpp"

namespace storage {
namespace {

constexpr const char* kStaffColumns =
    "SELECT id, name, display, role, password_hash, totp_secret, totp_step, is_disabled, created"
    " FROM staff ";
constexpr const char* kOwnerColumns =
    "o.conversation, o.owner, o.queue, o.reason, o.agent, o.epoch, o.since, o.changed,"
    " o.unanswered, o.is_promised";

StaffRow read_staff(const Query::Rows& row) {
  return {row.text(0), row.text(1),    row.text(2),         row.text(3),   row.text(4),
          row.text(5), row.integer(6), row.integer(7) != 0, row.instant(8)};
}

OwnerRow read_owner(const Query::Rows& row) {
  return {row.integer(0), row.text(1),    row.text(2),    row.text(3),    row.text(4),
          row.integer(5), row.instant(6), row.instant(7), row.instant(8), row.integer(9) != 0};
}

WaitingRow read_waiting(const Query::Rows& row) {
  return {read_owner(row), row.text(10), row.text(11), row.text(12), row.text(13)};
}

// Not by `+`, in which g++ 12 sees overflows that are none.
std::string joined(std::initializer_list<std::string_view> parts) {
  std::string whole;
  for (const std::string_view part : parts) whole += part;
  return whole;
}

// Behind every text that begins with the words.
std::string end_of(std::string_view words) {
  return joined({words, "\U0010FFFF"});
}

template <class Read, class... Values>
auto all(Query& query, Read read, const Values&... values) {
  std::vector<decltype(read(query.rows(values...)))> found;
  auto rows = query.rows(values...);
  while (rows.next()) found.push_back(read(rows));
  return found;
}

template <class Read, class... Values>
auto one(Query& query, Read read, const Values&... values) {
  auto rows = query.rows(values...);
  using Found = decltype(read(rows));
  return rows.next() ? std::optional<Found>(read(rows)) : std::nullopt;
}

std::int64_t as_limit(std::size_t limit) {
  return static_cast<std::int64_t>(limit);
}

}  // namespace

ConsoleReader::ConsoleReader(SQLite::Database& connection)
    : staff_(connection, joined({kStaffColumns, "ORDER BY name"})),
      staff_by_id_(connection, joined({kStaffColumns, "WHERE id = ?"})),
      staff_by_name_(connection, joined({kStaffColumns, "WHERE name = ?"})),
      session_(connection,
               "SELECT secret_hash, staff, created, expires FROM staff_sessions"
               " WHERE secret_hash = ?"),
      count_sessions_(connection,
                      "SELECT count(*) FROM staff_sessions WHERE staff = ? AND expires > ?"),
      owner_(connection,
             joined({"SELECT ", kOwnerColumns, " FROM owners o WHERE o.conversation = ?"})),
      not_with_bot_(
          connection,
          joined({"SELECT ", kOwnerColumns,
                  ", c.uuid, c.customer, c.channel, c.locale FROM owners o JOIN conversations"
                  " c ON c.id = o.conversation WHERE o.owner <> 'bot' AND"
                  " (?1 = '' OR o.owner = ?1) ORDER BY o.since, o.conversation LIMIT ?2"})),
      count_waiting_(connection,
                     "SELECT count(*) FROM owners WHERE owner = 'queue' AND owner <> 'bot' AND"
                     " queue = ? AND since < ?"),
      notes_(connection,
             "SELECT id, subject, author, text, at FROM notes WHERE subject = ? ORDER BY id"
             " LIMIT ?"),
      ratings_(connection,
               "SELECT subject, score, agent, at FROM ratings WHERE at >= ? ORDER BY at LIMIT ?"),
      keys_(connection,
            "SELECT id, name, role, hash, author, created, revoked FROM access_keys"
            " ORDER BY id DESC"),
      gaps_(connection,
            "SELECT at, conversation, turn, language, reason, article, text FROM gaps"
            " ORDER BY id DESC LIMIT ?"),
      find_conversations_(
          connection,
          "SELECT c.id, coalesce(o.owner, 'bot'), coalesce(o.queue, ''), coalesce(o.reason, ''),"
          " coalesce(o.agent, ''), coalesce(o.epoch, 0), coalesce(o.since, c.created),"
          " coalesce(o.changed, c.created), coalesce(o.unanswered, 0), coalesce(o.is_promised, 0),"
          " c.uuid, c.customer, c.channel, c.locale FROM conversations c"
          " LEFT JOIN owners o ON o.conversation = c.id"
          " WHERE (c.uuid >= ?1 AND c.uuid < ?2) OR (c.customer >= ?1 AND c.customer < ?2 AND"
          " c.is_closed = 0 AND c.customer <> '') ORDER BY c.id DESC LIMIT ?3"),
      days_(connection,
            "SELECT c.created / 86400000, count(*), count(o.conversation) FROM conversations c"
            " LEFT JOIN owners o ON o.conversation = c.id WHERE c.created >= ? GROUP BY 1"
            " ORDER BY 1"),
      states_(connection,
              "SELECT type, state, count(*) FROM cases WHERE is_open = 1 GROUP BY type, state"
              " ORDER BY type, state"),
      decisions_(connection,
                 "SELECT min(e.at) / 86400000, min(e.at) - c.opened FROM case_events e"
                 " JOIN cases c ON c.id = e.case_id WHERE e.case_id >= ? AND e.actor IN"
                 " ('support', 'warehouse', 'finance') GROUP BY e.case_id ORDER BY 1 LIMIT ?") {}

std::vector<StaffRow> ConsoleReader::staff() {
  return all(staff_, read_staff);
}

std::optional<StaffRow> ConsoleReader::staff_by_id(std::string_view id) {
  return one(staff_by_id_, read_staff, id);
}

std::optional<StaffRow> ConsoleReader::staff_by_name(std::string_view name) {
  return one(staff_by_name_, read_staff, name);
}

std::optional<StaffSessionRow> ConsoleReader::staff_session(std::string_view secret_hash) {
  const auto read = [](const Query::Rows& row) {
    return StaffSessionRow{row.text(0), row.text(1), row.instant(2), row.instant(3)};
  };
  return one(session_, read, secret_hash);
}

std::int64_t ConsoleReader::count_staff_sessions(std::string_view staff, base::Instant now) {
  const auto read = [](const Query::Rows& row) { return row.integer(0); };
  return one(count_sessions_, read, staff, now).value_or(0);
}

std::optional<OwnerRow> ConsoleReader::owner_of(std::int64_t conversation) {
  return one(owner_, read_owner, conversation);
}

std::vector<WaitingRow> ConsoleReader::not_with_bot(std::string_view owner, std::size_t limit) {
  return all(not_with_bot_, read_waiting, owner, as_limit(limit));
}

std::int64_t ConsoleReader::count_waiting(std::string_view queue, base::Instant before) {
  const auto read = [](const Query::Rows& row) { return row.integer(0); };
  return one(count_waiting_, read, queue, before).value_or(0);
}

std::vector<NoteRow> ConsoleReader::notes(std::string_view subject, std::size_t limit) {
  const auto read = [](const Query::Rows& row) {
    return NoteRow{row.text(0), row.text(1), row.text(2), row.text(3), row.instant(4)};
  };
  return all(notes_, read, subject, as_limit(limit));
}

std::vector<RatingRow> ConsoleReader::ratings(base::Instant since, std::size_t limit) {
  const auto read = [](const Query::Rows& row) {
    return RatingRow{row.text(0), row.integer(1), row.text(2), row.instant(3)};
  };
  return all(ratings_, read, since, as_limit(limit));
}

std::vector<AccessKeyRow> ConsoleReader::keys() {
  return all(keys_, [](const Query::Rows& row) {
    return AccessKeyRow{row.text(0), row.text(1),    row.text(2),   row.text(3),
                        row.text(4), row.instant(5), row.instant(6)};
  });
}

std::vector<GapRow> ConsoleReader::gaps(std::size_t limit) {
  const auto read = [](const Query::Rows& row) {
    return GapRow{row.instant(0), row.integer(1), row.integer(2), row.text(3),
                  row.text(4),    row.text(5),    row.text(6)};
  };
  return all(gaps_, read, as_limit(limit));
}

std::vector<WaitingRow> ConsoleReader::find_conversations(std::string_view words,
                                                          std::size_t limit) {
  const std::string end = end_of(words);
  return all(find_conversations_, read_waiting, words, end, as_limit(limit));
}

ShopFigures ConsoleReader::figures(base::Instant since, std::string_view first_case) {
  ShopFigures found;
  found.days = all(
      days_,
      [](const Query::Rows& row) {
        return DayFigures{row.integer(0), row.integer(1), row.integer(2)};
      },
      since);
  found.states = all(states_, [](const Query::Rows& row) {
    return StateCount{row.text(0), row.text(1), row.integer(2)};
  });
  found.decisions = all(
      decisions_,
      [](const Query::Rows& row) {
        return Decision{row.integer(0), base::Duration(row.integer(1))};
      },
      first_case, as_limit(ShopFigures::kMaxDecisions));
  return found;
}

}  // namespace storage
