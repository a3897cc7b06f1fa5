#!/usr/bin/env python3
"""Every state, event, field and choice of the shipped case machines has a word in each language of the
staff console; without one it would be shown as it stands in the file, in English.

    console_words.py [folder of the repository]
"""

import pathlib
import re
import sys

KINDS = {"states": "state", "events": "event", "fields": "field"}
NOT_SHOWN = {"field.track_in_use", "field.owns_order"}  # looked up by the server, kept nowhere


def section(text, name):
    """The lines under a key of the first column."""
    found = re.search(rf"^{name}:\n((?:[ #].*\n|\n)*)", text, re.MULTILINE)
    return found.group(1) if found else ""


def names_of(text):
    """The words that a case file needs."""
    for name, kind in KINDS.items():
        for key in re.findall(r"^  ([a-z_]+):", section(text, name), re.MULTILINE):
            yield f"{kind}.{key}"
    for choices in re.findall(r"choice: \[([^\]]*)\]", text):
        for one in choices.split(","):
            yield f"value.{one.strip()}"


def missing(root):
    needed = {}
    for file in sorted((root / "config" / "cases").glob("*.yaml")):
        for name in names_of(file.read_text()):
            needed.setdefault(name, file.name)
    assert len(needed) > 100, "the case files could not be read"
    for words in sorted((root / "web" / "console" / "texts").glob("cases_*.ts")):
        known = set(re.findall(r"^  '([a-z_.]+)':", words.read_text(), re.MULTILINE))
        for name, file in needed.items():
            if name not in known | NOT_SHOWN:
                yield f"{words.name}: no word for {name} of {file}"


def main():
    root = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parents[2]
    found = list(missing(root))
    print("\n".join(found) or "every name has its words")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
