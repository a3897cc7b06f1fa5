// The back office's lists, one case, the export, and the trail that reading leaves.

#include <catch2/catch.hpp>

#include "storage/archive.hpp"
#include "tests/support/case_maker.hpp"

namespace {

class Office {
 public:
  bot::HttpResponse get(const std::string& target, std::string_view role = "support") {
    return server.call("GET", target, "", {tests::bearer(server, role)});
  }
  std::string numbers(const std::string& query) {
    const auto answer = get("/v1/cases" + query);
    REQUIRE(answer.status == 200);
    std::string text;
    const auto page = tests::json_of(answer);
    for (const auto& one : page.at("cases").list()) {
      text += (text.empty() ? "" : " ") + std::string(one.text_at("number"));
    }
    next = page.text_at("next");
    return text;
  }
  // The field that a bad query is refused for.
  std::string refused(const std::string& query) {
    const auto answer = get("/v1/cases" + query);
    if (answer.status != 400) return "status " + std::to_string(answer.status);
    const auto problem = tests::json_of(answer);
    CHECK(problem.text_at("code") == "bad_query");
    return std::string(problem.text_at("field"));
  }

  tests::TemporaryFolder folder;
  tests::SimServer server{folder.path(), *base::from_iso("2026-03-02T10:00:00+03:00"), 5};
  std::string next;
};

}  // namespace

TEST_CASE("cases: filtered, in order, in pages", "[bot]") {
  Office office;
  const auto first = tests::open_return(office.server, "anna", "1042");
  office.server.advance(std::chrono::hours(1));
  const auto second = tests::open_return(office.server, "anna", "1057");
  office.server.advance(std::chrono::hours(1));
  const auto third = tests::open_return(office.server, "boris", "2031");
  CHECK(office.numbers("") == third + " " + second + " " + first);
  CHECK(office.next.empty());
  CHECK(office.numbers("?limit=2") == third + " " + second);
  CHECK(office.numbers("?limit=2&after=" + office.next) == first);
  CHECK(office.numbers("?customer=boris") == third);
  CHECK(office.numbers("?text=1057") == second);
  CHECK(office.numbers("?text=" + first) == first);
  CHECK(office.numbers("?type=reward_return").empty());

  REQUIRE(office.server.case_event(second, "support", "approve", {}) == 200);
  REQUIRE(office.server.case_event(third, "support", "reject", {{"reason", "no defect"}}) == 200);
  CHECK(office.numbers("?state=submitted") == first);
  CHECK(office.numbers("?state=approved&type=product_return") == second);

  // The approval target of three days comes before the five days to ship.
  CHECK(office.numbers("?due_before=2026-04-01T00:00:00Z") == first + " " + second);
  CHECK(office.numbers("?due_before=2026-04-01T00:00:00Z&limit=1") == first);
  CHECK(office.numbers("?due_before=2026-04-01T00:00:00Z&limit=1&after=" + office.next) == second);
  CHECK(office.numbers("?due_before=2026-03-03T00:00:00Z").empty());
}

TEST_CASE("cases: closed and cancelled ones are not open", "[bot]") {
  Office office;
  const auto number = tests::open_return(office.server);
  CHECK(office.numbers("?open=yes") == number);
  REQUIRE(office.server.case_event(number, "support", "ask_info", {{"question", "which?"}}) == 200);
  office.server.advance(std::chrono::hours(24 * 60));  // nobody answers: it lapses
  CHECK(tests::json_of(office.get("/v1/cases/" + number)).text_at("state") == "cancelled");
  CHECK(office.numbers("?open=yes").empty());
  CHECK(office.numbers("?open=no") == number);
  const auto one = tests::json_of(office.get("/v1/cases")).at("cases").list().at(0);
  CHECK(one.at("open").boolean() == false);
  CHECK(one.at("due").is_nothing());
}

TEST_CASE("cases: what is no filter is refused by name", "[bot]") {
  Office office;
  CHECK(office.refused("?sort=due") == "sort");
  CHECK(office.refused("?state=submitted&state=approved") == "state");
  CHECK(office.refused("?state=sent") == "state");
  CHECK(office.refused("?type=returns") == "type");
  CHECK(office.refused("?open=1") == "open");
  CHECK(office.refused("?due_before=tomorrow") == "due_before");
  for (const char* limit : {"0", "201", "-1", "x", "1e2", "99999999999999999999"}) {
    CHECK(office.refused("?limit=" + std::string(limit)) == "limit");
  }
  CHECK(office.refused("?customer=" + std::string(129, 'a')) == "customer");
  CHECK(office.refused("?text=%ff") == "text");
  CHECK(office.refused("?text=%zz") == "text");
  // Nothing is typed that the database would read.
  CHECK(office.numbers("?text=%27%20OR%201%3D1--").empty());
  CHECK(office.numbers("?customer=%25").empty());
  CHECK(office.numbers("?after=%27").empty());
}

TEST_CASE("cases: one case with its events, deadlines, files and tasks", "[bot]") {
  Office office;
  const auto number = tests::open_return(office.server);
  REQUIRE(office.server.case_event(number, "support", "approve", {}) == 200);
  const auto one = tests::json_of(office.get("/v1/cases/" + number, "warehouse"));
  CHECK(one.text_at("state") == "approved");
  CHECK(one.text_at("due") == one.text_at("fields.ship_by"));
  CHECK(one.at("events").list().size() == 2);
  CHECK(one.at("events").list().at(1).text_at("actor") == "support");
  std::string timers;
  base::Instant last{};
  for (const auto& row : one.at("deadlines").list()) {
    timers += std::string(row.text_at("timer")) + " ";
    const auto at = base::from_iso(row.text_at("at"));
    REQUIRE(at);
    CHECK(*at >= last);
    last = *at;
  }
  CHECK(timers == "remind_first remind_second remind_last ship ");
  CHECK(one.at("files").at("photos").list().size() == 1);

  // Nobody decided in three days: work for support (facts 8, 9).
  const auto late = tests::open_return(office.server, "boris", "2031");
  office.server.advance(std::chrono::hours(24 * 5));
  const auto tasks = tests::json_of(office.get("/v1/cases/" + late)).at("tasks");
  REQUIRE(tasks.list().size() == 1);
  CHECK(tasks.list().at(0).text_at("queue") == "support");
  CHECK(tasks.list().at(0).at("task").text_at("reason") == "approval_late");
}

TEST_CASE("cases: the export has the same cases, and says where the next page begins", "[bot]") {
  Office office;
  const auto first = tests::open_return(office.server, "anna", "1042");
  const auto second = tests::open_return(office.server, "=cmd|' /C calc'!A0", "1057");
  const auto answer = office.get("/v1/cases.csv?limit=1", "finance");
  REQUIRE(answer.status == 200);
  std::string next;
  for (const auto& header : answer.headers) {
    if (header.name == "Boomerang-Next") next = header.value;
  }
  CHECK(tests::body_of(answer).find(second) != std::string::npos);
  CHECK(tests::body_of(answer).find("\"'=cmd|' /C calc'!A0\"") != std::string::npos);
  CHECK(tests::body_of(answer).find(first) == std::string::npos);
  const auto rest = office.get("/v1/cases.csv?limit=2&after=" + next);
  CHECK(tests::body_of(rest).find(first) != std::string::npos);
  CHECK(tests::body_of(rest).find(second) == std::string::npos);
}

TEST_CASE("audit: every change of a case and every reading leaves one row (P19)", "[bot]") {
  Office office;
  const auto number = tests::open_return(office.server);
  REQUIRE(office.server.case_event(number, "support", "approve", {}) == 200);
  CHECK(office.server.case_event(number, "support", "approve", {}) == 409);
  office.server.advance(std::chrono::hours(24 * 7));  // reminders, then overdue
  office.get("/v1/cases/" + number);
  office.get("/v1/cases?text=1042");
  office.get("/v1/cases.csv");
  CHECK(office.get("/v1/cases/R-0000-0000").status == 404);

  const auto id = office.server.store().find_case_by_number(number)->id;
  std::string actions;
  auto rows = office.server.store().audit(id, "", 100);
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    actions += row->actor + " " + row->action + "\n";
  }
  CHECK(actions ==
        "customer:anna case.submit\n"
        "back_office:demo-support case.approve\n"
        "clock:clock case.remind_first\n"
        "clock:clock case.remind_second\n"
        "clock:clock case.remind_last\n"
        "clock:clock case.ship_deadline\n"
        "back_office:demo-support read.case\n");
  const auto lists = office.server.store().audit("", "read.", 10);
  REQUIRE(lists.size() == 2);
  CHECK(lists[0].action == "read.cases_csv");
  CHECK(lists[1].action == "read.cases");
  // What was typed may be a name.
  CHECK(lists[1].detail.find("1042") == std::string::npos);
  storage::Archive archive(office.folder.path());
  CHECK_FALSE(archive.check_audit(std::nullopt).fault);
}

TEST_CASE("audit: who opens a file by a signed link leaves a row, and needs one (P19)", "[bot]") {
  Office office;
  const auto id = office.server.upload(office.server.token("anna"), "png", "receipt");
  const std::string link = [&] {
    const auto answer =
        office.server.call("POST", "/v1/files/" + id + "/link", "",
                           {{"Authorization", "Bearer " + office.server.token("anna")}});
    return std::string(tests::json_of(answer).text_at("url"));
  }();
  CHECK(office.server.store().audit(id, "read.", 10).empty());
  CHECK(office.server.call("GET", link, "").status == 200);
  CHECK(office.server.call("GET", link + "x", "").status == 404);
  const auto& settings = office.server.profile().settings;
  const bot::FileLinks links(settings.file_link_key, settings.file_link_lifetime);
  const auto staff =
      links.link(id, bot::BackOffice{"erp", bot::Role::support}, office.server.now());
  CHECK(office.server.call("GET", staff, "").status == 200);
  const auto rows = office.server.store().audit(id, "read.", 10);
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].actor + " " + rows[0].action == "link:back_office read.file");
  CHECK(rows[1].actor + " " + rows[1].action == "link:customer:anna read.file");
  office.server.commits().fail_next_full();
  CHECK(office.server.call("GET", link, "").status == 503);
}

TEST_CASE("audit: nothing is read that cannot be written down", "[bot]") {
  Office office;
  const auto number = tests::open_return(office.server);
  office.server.commits().fail_next_full();
  const auto first = office.get("/v1/cases/" + number);
  CHECK(first.status == 503);
  CHECK(tests::body_of(first).find("anna") == std::string::npos);
  const auto second = office.get("/v1/cases");
  CHECK(second.status == 503);
  CHECK(tests::json_of(second).text_at("code") == "read_only");
  office.server.commits().heal();
  CHECK(office.get("/v1/cases").status == 200);
}
