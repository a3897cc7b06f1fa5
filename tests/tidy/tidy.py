#!/usr/bin/env python3
"""Checks the rules of the house over the whole tree: tidy.py [ROOT]. One line a finding, as
file:line: message; exit 1 when there is one. The rules are in rules.py, the allowed directions
in layers.txt; tidy_test.py proves that each rule fires."""
import pathlib
import sys

import rules

FOLDERS = rules.MODULES + ("bench", "cmake", "tests")


def read_tree(root):
    sources, cmake_files = [], {}
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.suffix in (".cpp", ".hpp"):
                sources.append(rules.Source(name, path.read_text(encoding="utf-8")))
            elif path.suffix == ".cmake" or path.name == "CMakeLists.txt":
                cmake_files[name] = path.read_text(encoding="utf-8")
    top = root / "CMakeLists.txt"
    if top.exists():
        cmake_files["CMakeLists.txt"] = top.read_text(encoding="utf-8")
    return sources, cmake_files


def findings(root, layers):
    """Every finding as (path, line, message), sorted."""
    sources, cmake_files = read_tree(root)
    found = []
    for source in sources:
        for rule in (layers.check,) + rules.PER_FILE:
            found += [(source.path, line, message) for line, message in rule(source)]
    found += [(path, 1, message) for path, message in rules.dead_files(sources, cmake_files)]
    return sorted(set(found)), len(sources)


def main(arguments):
    here = pathlib.Path(__file__).resolve().parent
    root = pathlib.Path(arguments[0]) if arguments else here.parent.parent
    layers = rules.Layers((here / "layers.txt").read_text(encoding="utf-8"))
    found, count = findings(root, layers)
    for path, line, message in found:
        print(f"{path}:{line}: {message}")
    print(f"{count} files, {len(found)} findings")
    # An empty tree is a wrong path, not a clean one.
    return 1 if found or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
