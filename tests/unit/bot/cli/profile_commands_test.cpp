// check, fmt and graph as they are called: what they print, and their exit codes.
#include <catch2/catch.hpp>

#include "base/json.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/bot/cli/commands_run.hpp"

using namespace tests;

TEST_CASE("check: 0 and a sentence for a sound profile", "[bot][config]") {
  const Printed printed = run({"check", "--profile", kConfig});
  CHECK(printed.code == 0);
  CHECK(printed.out.find(" is sound: ") != std::string::npos);
}

TEST_CASE("check: 1 and every fault for another", "[bot]") {
  const tests::TemporaryFolder folder;
  fs::copy(kConfig, folder.path(), fs::copy_options::recursive);
  put(folder.path() / "repair.yaml", "tries: { max: 3, then: handover.support }\n");
  const Printed printed = run({"check", "--profile", folder.path().string()});
  CHECK(printed.code == 1);
  CHECK(printed.out.find("repair.yaml:1:1: error: the repair file has no 'silence'") !=
        std::string::npos);
  const Printed json = run({"check", "--profile", folder.path().string(), "--format", "json"});
  CHECK(json.code == 1);
  const auto report = base::parse_json(json.out, {1 << 20, 32, 4096});
  REQUIRE(report.has_value());
  CHECK_FALSE(report->at("sound").boolean());
}

TEST_CASE("check: 2 for a format that there is not", "[bot]") {
  CHECK(run({"check", "--format", "xml"}).code == 2);
}

TEST_CASE("fmt: lays files out, and only then", "[bot]") {
  const tests::TemporaryFolder folder;
  const fs::path file = folder.path() / "flow.yaml";
  const std::string wild = "flow:   f\nsteps:\n- { say: Hello, end: done } # hi\n";
  put(file, wild);
  CHECK(run({"fmt", "--check", file.string()}).code == 1);
  CHECK(read(file) == wild);
  const Printed printed = run({"fmt", file.string()});
  CHECK(printed.code == 0);
  CHECK(printed.out == file.string() + " laid out\n");
  CHECK(read(file) == "flow: f\nsteps:\n  - say: Hello              # hi\n    end: done\n");
  CHECK(run({"fmt", "--check", file.string()}).code == 0);
  CHECK(run({"fmt", file.string()}).out.empty());
}

TEST_CASE("fmt: a file that cannot be read stays as it is", "[bot]") {
  const tests::TemporaryFolder folder;
  const fs::path file = folder.path() / "flow.yaml";
  put(file, "flow: a: b\n");
  CHECK(run({"fmt", file.string()}).code == 1);
  CHECK(read(file) == "flow: a: b\n");
  CHECK(run({"fmt", (folder.path() / "none.yaml").string()}).code == 2);
}

TEST_CASE("graph: a flow, a machine, and what there is not", "[bot][config]") {
  const Printed flow = run({"graph", "create_return", "--profile", kConfig});
  CHECK(flow.code == 0);
  CHECK(flow.out.find("flowchart TD") != std::string::npos);
  CHECK(flow.out.find("<b>returns_create</b>") != std::string::npos);
  const Printed machine =
      run({"graph", "--case", "product_return", "--profile", kConfig, "--format", "dot"});
  CHECK(machine.code == 0);
  CHECK(machine.out.starts_with("digraph \"product_return\""));
  CHECK(run({"graph", "create_retrun", "--profile", kConfig}).code == 2);
}
