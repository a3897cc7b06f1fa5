#include "base/crash_point.hpp"

#include <sys/wait.h>
#include <unistd.h>
#include <catch2/catch.hpp>
#include <csignal>
#include <cstdlib>
#include <set>
#include <stdexcept>

namespace {

// Passes the points in a child process that has the variable; returns how it ended: "killed",
// "refused", or how many points it passed.
std::string end_of_child(const char* wanted, const std::vector<std::string>& points) {
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    setenv("BOOMERANG_CRASH_AT", wanted, 1);
    int passed = 0;
    try {
      for (const std::string& point : points) {
        base::crash_point(point);
        ++passed;
      }
    } catch (const std::runtime_error&) {
      _exit(100);
    }
    _exit(passed);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  if (WIFSIGNALED(status)) return WTERMSIG(status) == SIGKILL ? "killed" : "another signal";
  return WEXITSTATUS(status) == 100 ? "refused" : std::to_string(WEXITSTATUS(status));
}

}  // namespace

TEST_CASE("crash_point: names are unique, in two parts, and of the known stages", "[base]") {
  const std::set<std::string> stages = {"turn",  "store", "blob",  "upload",
                                        "timer", "case",  "drain", "outbox"};
  std::set<std::string> seen;
  for (const std::string& name : base::crash_points()) {
    INFO(name);
    CHECK(seen.insert(name).second);
    CHECK(stages.count(name.substr(0, name.find('.'))) == 1);
    CHECK(name.find('.') != std::string::npos);
  }
  CHECK(seen.size() >= 17);
}

TEST_CASE("crash_point: the process dies at the named place, the n-th time", "[base]") {
  const std::string here = "turn.stepped";
  const std::string there = "store.after_commit";
  CHECK(end_of_child("turn.stepped", {there, there}) == "2");
  CHECK(end_of_child("turn.stepped", {there, here, there}) == "killed");
  CHECK(end_of_child("turn.stepped:3", {here, here, there}) == "3");
  CHECK(end_of_child("turn.stepped:3", {here, here, there, here}) == "killed");
}

TEST_CASE("crash_point: every name can be asked for, and no other", "[base]") {
  for (const std::string& name : base::crash_points()) {
    INFO(name);
    CHECK(end_of_child(name.c_str(), {name}) == "killed");
  }
  CHECK(end_of_child("no.such_place", {"turn.stepped"}) == "refused");
}
