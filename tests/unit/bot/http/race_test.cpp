// Two people decide about the same case at the same moment (P4): whatever comes first wins, the
// other is told, and the case, its messages, its trail and its due rows know one decision only.

#include <catch2/catch.hpp>
#include <cstdlib>

#include "tests/support/case_maker.hpp"

namespace {

int race_count() {
  const char* wanted = std::getenv("BOOMERANG_RACES");
  return wanted == nullptr ? 10'000 : std::atoi(wanted);
}

struct Decision {
  const char* event;
  base::Record fields;
};

// Posts without waiting for the disk; the status comes into `status` once there is one.
void post(tests::SimServer& server, const std::string& number, const Decision& decision,
          const std::string& key, int& status) {
  bot::HttpRequest request;
  request.method = "POST";
  request.path = "/v1/cases/" + number + "/events";
  request.headers = {tests::bearer(server, "support")};
  request.body = base::to_json(
      base::Record{{"event", decision.event}, {"key", key}, {"data", decision.fields}});
  server.core().api().serve(
      request, [&status](const bot::HttpResponse& response) { status = response.status; });
}

}  // namespace

TEST_CASE("race: of two decisions about one case exactly one wins, 10,000 times (P4)", "[bot]") {
  const tests::TemporaryFolder folder;
  tests::SimServer server(folder.path(), *base::from_iso("2026-03-02T10:00:00+03:00"), 5);
  const std::vector<Decision> decisions = {{"approve", {}},
                                           {"reject", {{"reason", "no defect"}}},
                                           {"ask_info", {{"question", "which lamp?"}}}};
  base::SeededRandom random(11);
  int first_wins = 0;
  const int races = race_count();
  for (int i = 0; i < races; ++i) {
    const auto number = tests::open_return(server, "customer" + std::to_string(i));
    int first = 0;
    int second = 0;
    post(server, number, decisions[random.below(3)], "a" + std::to_string(i), first);
    // The first may be on its way to the disk, durable but unanswered, or answered.
    const auto between = random.below(3);
    if (between == 1) server.commits().commit_all();
    if (between == 2) server.settle();
    post(server, number, decisions[random.below(3)], "b" + std::to_string(i), second);
    server.settle();
    first_wins += first == 200 ? 1 : 0;
    const bool is_one = (first == 200) != (second == 200) && (first == 409) != (second == 409);
    const auto row = server.store().find_case_by_number(number);
    const auto trail = server.store().audit(row->id, "case.", 10);
    if (is_one && row->version == 2 && trail.size() == 2) continue;
    FAIL_CHECK("race " << i << ": " << first << " and " << second << ", version " << row->version
                       << ", " << trail.size() << " rows of the trail");
  }
  CHECK(first_wins == races);
}

TEST_CASE("race: when the first decision is lost with the disk, the second can win", "[bot]") {
  const tests::TemporaryFolder folder;
  tests::SimServer server(folder.path(), *base::from_iso("2026-03-02T10:00:00+03:00"), 5);
  for (int i = 0; i < 200; ++i) {
    const auto number = tests::open_return(server, "customer" + std::to_string(i));
    int first = 0;
    int second = 0;
    server.commits().fail_next_full();
    post(server, number, {"approve", {}}, "a" + std::to_string(i), first);
    server.settle();
    server.commits().heal();
    post(server, number, {"reject", {{"reason", "no defect"}}}, "b" + std::to_string(i), second);
    server.settle();
    REQUIRE(first == 503);
    REQUIRE(second == 200);
    REQUIRE(server.store().find_case_by_number(number)->state == "rejected");
    // The repeat of the first is a decision of its own now, and comes too late.
    int again = 0;
    post(server, number, {"approve", {}}, "a" + std::to_string(i), again);
    server.settle();
    REQUIRE(again == 409);
  }
}
