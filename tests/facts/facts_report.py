#!/usr/bin/env python3
"""Which test proves which fact: every fact of facts.yaml must be named by a test.

Reads the tests (tests/**, but not this folder) for "fact 63", "Facts 24, 27 and 30-33" and
"facts: [11, 12]" in names and comments, for a bare number behind a line (`CHECK(...);  // 157`), and
for the questions that stand under each fact in tests/unit/knowledge/questions. Prints the table
fact -> tests, and fails when a fact has no test.

usage: facts_report.py [--brief] [ROOT]
"""
import pathlib
import re
import sys

NUMBER = r"\d+[a-d]?"
MENTION = re.compile(
    rf"\b[Ff]acts?:?\s+\[?({NUMBER}(?:\s*(?:,\s*and\b|,|-|–|and\b|to\b|or\b)\s*{NUMBER})*)")
BEHIND = re.compile(rf";\s+// ({NUMBER})$", re.M)
ASKED = re.compile(rf"^  '({NUMBER})':$", re.M)
RANGE = re.compile(rf"({NUMBER})(?:\s*(?:-|–|to\b)\s*({NUMBER}))?")
SUFFIXES = {".cpp", ".hpp", ".yaml", ".py", ".mjs", ".ts"}


def facts_of(path):
    """Number -> title, in the order of the file."""
    facts = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        found = re.match(rf"  ({NUMBER}): (.+)$", line)
        if not found:
            continue
        if found[1] in facts:
            raise SystemExit(f"{path.name}: fact {found[1]} stands there twice")
        facts[found[1]] = found[2]
    return facts


def mentions_in(text):
    """The facts that a file names; lists go on over the lines of a comment."""
    joined = re.sub(r"\n\s*(?://|#)\s?", " ", text)
    named = set()
    for mention in MENTION.finditer(joined):
        for first, last in RANGE.findall(mention[1]):
            if last and first.isdigit() and last.isdigit():
                named.update(str(number) for number in range(int(first), int(last) + 1))
            else:
                named.update(one for one in (first, last) if one)
    named.update(BEHIND.findall(text))
    return named


def main():
    arguments = [one for one in sys.argv[1:] if one != "--brief"]
    here = pathlib.Path(__file__).resolve().parent
    root = pathlib.Path(arguments[0]) if arguments else here.parent.parent
    facts = facts_of(here / "facts.yaml")
    proofs = {fact: [] for fact in facts}
    faults = []
    for path in sorted((root / "tests").rglob("*")):
        if path.suffix not in SUFFIXES or here in path.resolve().parents or not path.is_file():
            continue
        name = str(path.relative_to(root))
        text = path.read_text(encoding="utf-8")
        named = mentions_in(text)
        if path.parent.name == "questions":
            named.update(ASKED.findall(text))
        for fact in named:
            # Tests of the checkers make up numbers that do not exist.
            if fact in proofs:
                proofs[fact].append(name)
    for fact, title in facts.items():
        if "--brief" not in sys.argv:
            print(f"{fact:>5}  {title}: {', '.join(proofs[fact]) or '-'}")
        if not proofs[fact]:
            faults.append(f"no test names fact {fact} ({title})")
    proved = sum(1 for names in proofs.values() if names)
    print(f"{proved} of {len(facts)} facts are named by a test")
    for fault in faults:
        print(f"facts_report: {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
