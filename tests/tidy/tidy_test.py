#!/usr/bin/env python3
"""Every rule fires on a bad sample, at its line, and stays silent on a good one."""
import pathlib
import tempfile
import unittest

import cpp_text
import rules
import tidy

HERE = pathlib.Path(__file__).resolve().parent
LAYERS = rules.Layers((HERE / "layers.txt").read_text(encoding="utf-8"))


def lines(rule, path, text):
    return [line for line, _ in rule(rules.Source(path, text))]


def awaits(body):
    return lines(rules.co_await, "bot/net/x.cpp", "awaitable<void> run() {\n" + body + "\n}\n")


class LayersTest(unittest.TestCase):
    def fires(self, path, include):
        return lines(LAYERS.check, path, f'\n#include "{include}"\n') == [2]

    def test_forbidden_directions(self):
        for path, include in [
                ("base/json.cpp", "bot/settings.hpp"), ("base/json.cpp", "dialogs/flow.hpp"),
                ("dialogs/engine/step.cpp", "workflow/case.hpp"),
                ("workflow/decide.cpp", "dialogs/flow.hpp"),
                ("dialogs/flow.hpp", "storage/commit.hpp"), ("workflow/case.hpp", "bot/loop.hpp"),
                ("storage/store.cpp", "bot/loop.hpp"), ("bot/turns/turn.cpp", "bot/net/server.hpp"),
                ("bot/net/server.cpp", "storage/store.hpp"),
                ("bot/protocol/frame.cpp", "bot/net/frame.hpp")]:
            self.assertTrue(self.fires(path, include), f"{path} -> {include}")

    def test_allowed_directions(self):
        for path, include in [
                ("dialogs/engine/step.cpp", "dialogs/flow.hpp"), ("dialogs/flow.hpp", "base/value.hpp"),
                ("bot/core.cpp", "storage/store.hpp"), ("bot/core.cpp", "bot/net/server.hpp"),
                ("bot/turns/turn.cpp", "dialogs/engine.hpp"), ("base/json.cpp", "nlohmann/json.hpp"),
                ("tests/unit/base/json_test.cpp", "bot/net/server.hpp")]:
            self.assertFalse(self.fires(path, include), f"{path} -> {include}")


class IncludesTest(unittest.TestCase):
    def fires(self, rule, path, header):
        return lines(rule, path, f"#include <{header}>\n") == [1]

    def test_third_party(self):
        for header, bad, good in [
                ("boost/asio.hpp", "bot/turns/turn.cpp", "bot/net/server.cpp"),
                ("boost/asio/awaitable.hpp", "bot/core.cpp", "tests/unit/bot/net/x_test.cpp"),
                ("boost/beast/core.hpp", "storage/store.cpp", "bench/echo_server.cpp"),
                ("nlohmann/json.hpp", "bot/net/http.cpp", "base/json.cpp"),
                ("nlohmann/json_fwd.hpp", "base/json.hpp", "base/json.cpp"),
                ("yaml.h", "base/yaml_reader.cpp", "base/yaml.cpp"),
                ("spdlog/spdlog.h", "bot/core.cpp", "base/log.cpp"),
                ("SQLiteCpp/SQLiteCpp.h", "bot/core.cpp", "storage/sqlite_store.cpp"),
                ("sqlite3.h", "workflow/case.cpp", "bench/storage.cpp"),
                ("catch2/catch.hpp", "base/json.cpp", "tests/unit/base/json_test.cpp")]:
            self.assertTrue(self.fires(rules.third_party, bad, header), f"{bad} -> {header}")
            self.assertFalse(self.fires(rules.third_party, good, header), f"{good} -> {header}")

    def test_purity(self):
        for header in ("fstream", "thread", "mutex", "random", "filesystem", "base/random.hpp",
                       "base/log.hpp"):
            self.assertTrue(self.fires(rules.purity, "dialogs/flow.cpp", header), header)
            self.assertFalse(self.fires(rules.purity, "storage/blobs.cpp", header), header)
        self.assertFalse(self.fires(rules.purity, "workflow/case.cpp", "vector"))


class TimeAndChanceTest(unittest.TestCase):
    def test_clocks_and_dice(self):
        for bad in ("auto t = std::chrono::system_clock::now();", "steady_clock::now();",
                    "clock_gettime(CLOCK_REALTIME, &t);", "auto t = time(nullptr);",
                    "std::random_device device;", "int i = std::rand();", "int i = rand();",
                    "std::mt19937_64 generator;"):
            self.assertEqual(lines(rules.time_and_chance, "bot/turns/x.cpp", "\n" + bad), [2], bad)
        for good in ("clock.now();", "// system_clock::now()", 'f("steady_clock::now()");',
                     "operand(x);", "random.below(6);", "deadline.time(nullptr);"):
            self.assertEqual(lines(rules.time_and_chance, "bot/turns/x.cpp", good), [], good)

    def test_places(self):
        text = "auto t = steady_clock::now();\n"
        for path in ("base/clock.cpp", "bot/net/session.cpp", "bench/turns.cpp"):
            self.assertEqual(lines(rules.time_and_chance, path, text), [], path)
        for path in ("base/clock.hpp", "storage/store.cpp", "tests/unit/base/json_test.cpp"):
            self.assertEqual(lines(rules.time_and_chance, path, text), [1], path)
        sleep = "std::this_thread::sleep_for(1s);\n"
        self.assertEqual(lines(rules.time_and_chance, "tests/unit/base/x_test.cpp", sleep), [1])


class ShapeTest(unittest.TestCase):
    def test_headers(self):
        good = "// What it is.\n#pragma once\n"
        self.assertEqual(lines(rules.header_shape, "base/x.hpp", good), [])
        self.assertEqual(lines(rules.header_shape, "base/x.hpp", "#pragma once\n"), [1])
        self.assertEqual(lines(rules.header_shape, "base/x.hpp", "// What it is.\n"), [1])
        self.assertEqual(lines(rules.header_shape, "base/x.hpp", "// #pragma once\n"), [1])
        self.assertEqual(lines(rules.header_shape, "base/x.cpp", "int x;\n"), [])

    def test_columns_count_characters(self):
        self.assertEqual(lines(rules.size, "base/x.cpp", "\n" + "é" * 100 + "\n"), [])
        self.assertEqual(lines(rules.size, "base/x.cpp", "\n" + "x" * 101 + "\n"), [2])

    def test_file_length(self):
        self.assertEqual(lines(rules.size, "base/x.cpp", "\n" * 400), [])
        self.assertEqual(lines(rules.size, "base/x.cpp", "\n" * 401), [401])

    def test_function_length(self):
        def body(count):
            return "namespace a {\nint f(int x) {\n" + "  g();\n" * count + "}\n}\n"
        self.assertEqual(lines(rules.size, "base/x.cpp", body(68)), [])
        self.assertEqual(lines(rules.size, "base/x.cpp", body(69)), [2])

    def test_function_shapes(self):
        filler = "  if (a) {\n    b({1, 2});\n  }\n" * 30
        for head in ("void f() {", "void A::f() const noexcept {", "auto f(int x) -> int {",
                     "A::A(int x) : a_(x), b_{x} {", 'TEST_CASE("a {", "[x]") {',
                     "template <class T>\nResult<T> f(const T& x) {", "bool operator==(A a, B b) {",
                     "struct A {\nvoid f() {", "class B : public A {\n public:\nB() {"):
            found = lines(rules.size, "base/x.cpp", head + "\n" + filler + "}\n")
            self.assertEqual(len(found), 1, head)

    def test_tables_do_not_count(self):
        table = "  const std::vector<Row> rows = {\n" + '    {1, "a {"},\n' * 90 + "  };\n"
        self.assertEqual(lines(rules.size, "base/x.cpp", "void f() {\n" + table + "}\n"), [])
        self.assertEqual(lines(rules.size, "base/x.cpp", table), [])
        namespace = "namespace {\n" + "int x;\n" * 90 + "}\n"
        self.assertEqual(lines(rules.size, "base/x.cpp", namespace), [])
        type_ = "struct A {\n" + "int x;\n" * 90 + "};\n"
        self.assertEqual(lines(rules.size, "base/x.cpp", type_), [])

    def test_names(self):
        for path in ("base/string_utils.cpp", "bot/helpers.hpp", "bot/session_manager.cpp"):
            self.assertEqual(lines(rules.names, path, ""), [1], path)
        for text in ("class SessionManager {", "struct UserData : Base {", "struct FileInfo{"):
            self.assertEqual(lines(rules.names, "bot/x.cpp", "\n" + text), [2], text)
        for text in ("class Database {", "struct Commonplace {", "class Info;"):
            self.assertEqual(lines(rules.names, "bot/x.cpp", text), [], text)


class CoAwaitTest(unittest.TestCase):
    def test_what_the_compiler_breaks(self):
        for bad in ("co_await send(Frame{1, 2});",
                    "co_await send({1, 2});",
                    "co_await run([x] { return x; });",
                    "co_await run([&](int y) { return y; });",
                    "auto r = co_await send(std::optional<int>(3));",
                    "co_await send(std::function<void()>(f));",
                    "auto r = (co_await a()) + (co_await b());",
                    "co_await send(co_await receive());",
                    "co_await channel.send(Frame{1});"):
            self.assertEqual(awaits(bad)[:1], [2], bad)

    def test_catch_and_lambdas(self):
        self.assertEqual(awaits("try { f(); } catch (const E& e) {\n co_await g();\n}"), [3])
        self.assertEqual(awaits("spawn([this]() -> awaitable<void> {\n co_await g();\n});"), [2])
        self.assertEqual(awaits("spawn([](int x) -> awaitable<void> {\n co_await g();\n});"), [])
        self.assertEqual(awaits("post([this] { g(); });"), [])

    def test_what_is_fine(self):
        for good in ("co_await send(std::move(frame));", "auto r = co_await receive(as_tuple(token));",
                     "if (co_await has_more()) {\n  f({1, 2});\n}",
                     "const auto [error, bytes] = co_await stream.read(buffer(data_), token);",
                     "while (!done[0]) co_await step();", "co_return Frame{1, 2};",
                     "// co_await send(Frame{1});", 'log("co_await send({})");',
                     "co_await a();\nco_await b();"):
            self.assertEqual(awaits(good), [], good)


class DeadFilesTest(unittest.TestCase):
    def test_sources_and_headers(self):
        sources = [rules.Source("base/a.cpp", '#include "base/a.hpp"\n'), rules.Source("base/a.hpp", ""),
                   rules.Source("base/dead.cpp", ""), rules.Source("base/dead.hpp", ""),
                   rules.Source("bot/net/b.cpp", ""), rules.Source("bench/c.cpp", '#include "near.hpp"\n'),
                   rules.Source("bench/near.hpp", ""), rules.Source("tests/d.cpp", "")]
        cmake = {"base/CMakeLists.txt": "house_library(base SOURCES a.cpp) # dead.cpp",
                 "bot/CMakeLists.txt": "target_sources(bot PRIVATE net/b.cpp)",
                 "bench/CMakeLists.txt": "foreach(n c)\n add_executable(${n} ${n}.cpp)\nendforeach()",
                 "CMakeLists.txt": "add_executable(d ${PROJECT_SOURCE_DIR}/tests/d.cpp)"}
        dead = sorted(path for path, _ in rules.dead_files(sources, cmake))
        self.assertEqual(dead, ["base/dead.cpp", "base/dead.hpp"])


class TextTest(unittest.TestCase):
    def test_blanking_keeps_lines(self):
        text = 'a("x{") // {\n/* {\n{ */ R"(\n{)" \'{\' 1\'000 b\n'
        blank = cpp_text.blanked(text)
        self.assertNotIn("{", blank)
        self.assertEqual(blank.count("\n"), text.count("\n"))
        self.assertIn("1'000 b", blank)


class TreeTest(unittest.TestCase):
    def test_a_finding_fails_the_run_and_a_clean_tree_passes(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            self.assertEqual(tidy.main([folder]), 1)  # nothing there: a wrong path
            (root / "base").mkdir()
            (root / "base/CMakeLists.txt").write_text("house_library(base SOURCES a.cpp)\n")
            (root / "base/a.cpp").write_text("int a() { return 1; }\n")
            self.assertEqual(tidy.main([folder]), 0)
            (root / "base/a.cpp").write_text("int a() { return rand(); }\n")
            self.assertEqual(tidy.main([folder]), 1)
            found, _ = tidy.findings(root, LAYERS)
            self.assertEqual([(path, line) for path, line, _ in found], [("base/a.cpp", 1)])


if __name__ == "__main__":
    unittest.main()
