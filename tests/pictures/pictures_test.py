"""The pictures of docs/pictures show the flows and case machines as they are now.

Usage: pictures_test.py BOOMERANG SOURCE_DIR. A picture ends with the hash of the text it was drawn
from; the drawing itself differs between versions of Graphviz and fonts, so it is not compared.
"""

import hashlib
import pathlib
import re
import subprocess
import sys


def name_of(file, key):
    found = re.search(rf"^{key}: *([a-z0-9_]+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    return found.group(1) if found else None


def drawn_from(boomerang, config, name, is_case):
    command = [boomerang, "graph", "--profile", config, "--format", "dot", name]
    done = subprocess.run(command + (["--case"] if is_case else []), capture_output=True,
                          timeout=60)
    if done.returncode != 0:
        sys.exit(f"no picture of {name}: {done.stderr.decode('utf-8', 'replace')}")
    return hashlib.sha256(done.stdout).hexdigest()


def main(boomerang, source):
    source = pathlib.Path(source)
    wanted = {}
    for folder, key in (("flows", "flow"), ("cases", "type")):
        for file in sorted((source / "config" / folder).glob("*.yaml")):
            wanted[name_of(file, key)] = key == "type"
    problems = []
    for name, is_case in wanted.items():
        picture = source / "docs/pictures" / f"{name}.svg"
        if not picture.exists():
            problems.append(f"{picture} is not there")
            continue
        found = re.search(r"sha256 ([0-9a-f]{64}) -->\s*$", picture.read_text(encoding="utf-8"))
        if not found or found.group(1) != drawn_from(boomerang, source / "config", name, is_case):
            problems.append(f"{picture} is out of date")
    for picture in (source / "docs/pictures").glob("*.svg"):
        if picture.stem not in wanted:
            problems.append(f"{picture} shows nothing that exists")
    for problem in problems:
        print(problem)
    if problems:
        print("Run ./dev pictures and look at them.")
    return 1 if problems or not wanted else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
