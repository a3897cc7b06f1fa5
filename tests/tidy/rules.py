"""The rules of the house that no compiler checks. Each takes a source file (or all of them) and
yields (line, message)."""
import fnmatch
import posixpath
import re

import cpp_text

MAX_COLUMNS = 100
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 70

MODULES = ("base", "knowledge", "dialogs", "workflow", "storage", "bot")
PURE = ("knowledge/", "dialogs/", "workflow/")

# Third-party header prefixes and the only places that may include them.
THIRD_PARTY = {
    r"boost/(asio|beast)\b": ("bot/net/", "bench/", "tests/"),
    r"nlohmann/": ("base/json.cpp",),
    r"yaml\.h$": ("base/yaml.cpp",),
    r"spdlog/": ("base/log.cpp",),
    r"libstemmer": ("knowledge/",),
    r"(SQLiteCpp/|sqlite3\.h)": ("storage/", "bench/", "tests/"),
    r"(catch2/|rapidcheck)": ("tests/",),
    r"linear\.h$": ("dialogs/understanding/linear_model.cpp",),
}
# What a pure module cannot need.
IMPURE = re.compile(r"^(fstream|iostream|filesystem|thread|mutex|shared_mutex|condition_variable|"
                    r"future|random|ctime|unistd\.h|sys/.*|base/(log|random|crash_point)"
                    r"\.hpp)$")

CLOCKS = re.compile(r"\b(?:system_clock|steady_clock|high_resolution_clock|utc_clock)\s*::\s*now\b"
                    r"|\b(?:gettimeofday|clock_gettime|timespec_get)\s*\("
                    r"|(?<![\w.>:])(?:std::)?time\s*\(\s*(?:nullptr|NULL|0)\s*\)")
RANDOMNESS = re.compile(r"\bstd::(?:rand|srand|random_device|mt19937\w*|default_random_engine)\b"
                        r"|(?<![\w.>:])s?rand\s*\(")
MAY_ASK_TIME = ("base/clock.cpp", "bot/net/", "bench/", "tests/support/", "tests/faults/",
                "tests/unit/bot/net/")
# linear_model.cpp seeds LIBLINEAR's own order, so that a model is reproducible.
MAY_ROLL_DICE = ("bench/", "tests/", "dialogs/understanding/linear_model.cpp")
SLEEP = re.compile(r"\b(?:sleep_for|sleep_until|usleep|nanosleep)\s*\(")

BANNED = "manager|helper|helpers|util|utils|utility|common|data|info|misc"
BANNED_TYPE = re.compile(r"\b(?:class|struct|enum class)\s+\w*(?:Manager|Helper|Utils?|Common|Data|"
                         r"Info)\b(?=\s*(?:final\s*)?[:{])")


class Source:
    """One file: its path from the root of the tree, its text, and that without comments."""

    def __init__(self, path, text):
        self.path = path
        self.text = text
        self.code = cpp_text.blanked(text)
        self.is_header = path.endswith(".hpp")

    def includes(self):
        for match in re.finditer(r'^[ \t]*#[ \t]*include[ \t]*[<"]([^>"\n]+)[>"]', self.text, re.M):
            yield cpp_text.line_of(self.text, match.start()), match.group(1)

    def matches(self, pattern):
        for match in pattern.finditer(self.code):
            yield cpp_text.line_of(self.code, match.start()), match.group(0)


def is_under(path, places):
    return any(path == place or path.startswith(place) for place in places)


class Layers:
    """tests/tidy/layers.txt: which folder may include which."""

    def __init__(self, text):
        self.allowed = {}
        for line in text.splitlines():
            line = line.split("#")[0].strip()
            if line:
                folder, allowed = line.split(":")
                self.allowed[folder.strip()] = allowed.split()

    def layer(self, path):
        found = [f for f in self.allowed if path.startswith(f + "/")]
        return max(found, key=len, default=None)

    def check(self, source):
        mine = self.layer(source.path)
        if mine is None:
            return
        for line, name in source.includes():
            theirs = self.layer(name)
            if theirs is None or theirs == mine:
                continue
            if not any(fnmatch.fnmatchcase(theirs, allowed) for allowed in self.allowed[mine]):
                yield line, f"{mine}/ must not include {theirs}/ (tests/tidy/layers.txt)"


def third_party(source):
    for line, name in source.includes():
        for pattern, places in THIRD_PARTY.items():
            if re.match(pattern, name) and not is_under(source.path, places):
                yield line, f"{name} may be included only in {', '.join(places)}"


def purity(source):
    if is_under(source.path, PURE):
        for line, name in source.includes():
            if IMPURE.match(name):
                yield line, f"{source.path.split('/')[0]}/ is pure: it must not include {name}"


def time_and_chance(source):
    if not is_under(source.path, MAY_ASK_TIME):
        for line, found in source.matches(CLOCKS):
            yield line, f"'{found.strip()}': ask a base::Clock, or take an Instant"
    if not is_under(source.path, MAY_ROLL_DICE):
        for line, found in source.matches(RANDOMNESS):
            yield line, f"'{found.strip()}': take a base::Random"
    if source.path.startswith("tests/unit/"):
        for line, found in source.matches(SLEEP):
            yield line, f"'{found.strip()}': a unit test does not sleep; move its clock"


def header_shape(source):
    if not source.is_header:
        return
    if not source.text.startswith("//"):
        yield 1, "a header begins with a comment: its purpose, what it owns, its thread"
    if not re.search(r"^#pragma once$", source.text, re.M):
        yield 1, "a header needs '#pragma once'"


def size(source):
    lines = source.text.splitlines()
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_COLUMNS:
            yield number, f"{len(line)} columns, more than {MAX_COLUMNS}"
    if len(lines) > MAX_FILE_LINES:
        yield len(lines), f"{len(lines)} lines, more than {MAX_FILE_LINES}: split the file"
    for first, count in cpp_text.functions(source.text):
        if count > MAX_FUNCTION_LINES:
            yield first, f"a function of {count} lines, more than {MAX_FUNCTION_LINES}"


def names(source):
    stem = source.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    if re.search(rf"(?:^|_)(?:{BANNED})$", stem):
        yield 1, "the file's name says nothing: name the thing or the verb inside"
    for line, found in source.matches(BANNED_TYPE):
        yield line, f"'{found}': name the thing, not that it manages or holds something"


# What g++ 12 destroys twice when it is built inside a full expression with co_await: lambdas with
# captures, aggregates and braced lists, std::function, optional, variant.
_CAPTURE = re.compile(r"(?<![\w\])\[])\[(?!\[)[^\[\]]+\]\s*(?:\(|\{|mutable\b|->)")
_BRACES = re.compile(r"(?<![)\w>])\{|[\w>]\s*\{")
_HOLDERS = re.compile(r"\bstd::(?:function|optional|variant)\s*<")


def co_await(source):
    code = source.code
    seen = set()
    for match in re.finditer(r"\bco_await\b", code):
        line = cpp_text.line_of(code, match.start())
        start = cpp_text.statement_start(code, match.start())
        end = cpp_text.statement_end(code, match.end())
        operand = code[match.end():end]
        if start in seen or re.search(r"\bco_await\b", operand):
            yield line, "two co_await in one statement: name the first result"
        seen.add(start)
        whole = code[start:match.start()] + operand
        for pattern in (_CAPTURE, _BRACES, _HOLDERS):
            if pattern.search(operand) or pattern is not _BRACES and pattern.search(whole):
                yield line, ("a temporary built inside a co_await expression is destroyed twice by "
                             "g++ 12: name it, then move it")
                break
    for match in re.finditer(r"\bcatch\s*\(", code):
        body = code.find("{", cpp_text.matching(code, match.end() - 1))
        inside = code[body:cpp_text.matching(code, body)] if body >= 0 else ""
        if "co_await" in inside:
            yield (cpp_text.line_of(code, body + inside.index("co_await")),
                   "co_await inside catch: leave the handler first")
    for match in _CAPTURE.finditer(code):
        body = code.find("{", match.end() - 1)
        if body < 0 or re.search(r"[;}]", code[match.end():body]):
            continue
        if re.search(r"\bco_(?:await|return|yield)\b", code[body:cpp_text.matching(code, body)]):
            yield (cpp_text.line_of(code, match.start()),
                   "a coroutine lambda with captures: its frame outlives them; use a function")


PER_FILE = (third_party, purity, time_and_chance, header_shape, size, names, co_await)


def listed_in_cmake(cmake_files):
    """Patterns of the .cpp files that the CMakeLists name, relative to the root of the tree."""
    patterns = set()
    for path, text in cmake_files.items():
        folder = path.rpartition("/")[0]
        text = re.sub(r"#[^\n]*", "", text)
        for name in re.findall(r"[^\s()\"]+\.cpp\b", text):
            base = folder + "/" if folder else ""
            for variable, meaning in (("CMAKE_CURRENT_SOURCE_DIR", folder), ("PROJECT_SOURCE_DIR", ""),
                                      ("CMAKE_SOURCE_DIR", "")):
                prefix = "${" + variable + "}/"
                if name.startswith(prefix):
                    base, name = (meaning + "/" if meaning else ""), name[len(prefix):]
            patterns.add(base + re.sub(r"\$\{\w+\}", "*", name))
    return patterns


def dead_files(sources, cmake_files):
    """Yields (path, message) of sources that no target compiles and headers that nobody includes."""
    patterns = listed_in_cmake(cmake_files)
    included = set()
    for source in sources:
        folder = source.path.rpartition("/")[0]
        for _, name in source.includes():
            included |= {name, posixpath.normpath(posixpath.join(folder, name))}
    cmake_text = "\n".join(cmake_files.values())
    for source in sources:
        if source.is_header:
            if source.path not in included and source.path not in cmake_text:
                yield source.path, "no file includes this header"
        elif not any(fnmatch.fnmatchcase(source.path, pattern) for pattern in patterns):
            yield source.path, "no CMakeLists.txt names this file"
