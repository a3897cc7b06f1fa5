"""What the rules need to know of C++ text: comments and strings blanked, blocks and functions."""
import re

KEYWORDS = ("if", "for", "while", "switch", "catch", "do", "else", "try", "return", "co_return")
_TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<mark>[^()\s\\]{0,16})\(.*?\)(?P=mark)"'
    r'|"(?:[^"\\\n]|\\.)*"|(?<![0-9A-Za-z_])\'(?:[^\'\\\n]|\\.)*\'', re.S)


def blanked(text):
    """The text with comments and the insides of literals blanked; lines stay where they are."""
    def blank(match):
        token = match.group(0)
        if token[0] == "/":
            return re.sub(r"[^\n]", " ", token)
        quote = token[-1]
        return quote + re.sub(r"[^\n]", " ", token[1:-1]) + quote
    return _TOKEN.sub(blank, text)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def matching(text, start):
    """The offset of the bracket that closes the one at start, or the end of the text."""
    pairs = {"(": ")", "{": "}", "[": "]"}
    depth = 0
    for at in range(start, len(text)):
        if text[at] in pairs:
            depth += 1
        elif text[at] in pairs.values():
            depth -= 1
            if depth == 0:
                return at
    return len(text)


def statement_start(text, offset):
    return max(text.rfind(mark, 0, offset) for mark in ";{}") + 1


def statement_end(text, offset):
    """Where the statement that goes on at offset ends: its `;`, or a bracket that it does not own."""
    depth = 0
    for at in range(offset, len(text)):
        if text[at] in "({[":
            depth += 1
        elif text[at] in ")}]":
            if depth == 0:
                return at
            depth -= 1
        elif text[at] == ";" and depth == 0:
            return at
    return len(text)


def _kind(head, inside):
    """What the block after `head` is: scope (namespace, type), function, list, or block."""
    head = re.sub(r"\btemplate\s*<[^{};]*?>(?=\s*(?:class|struct|requires|\w))", "", head).strip()
    head = re.sub(r"^\s*#[^\n]*$", "", head, flags=re.M).strip()
    first = re.match(r"\w+", head)
    if re.search(r"\b(namespace|extern)\b[^()]*$", head):
        return "scope"
    if re.search(r"\b(class|struct|union|enum)\b[^()=]*$", head):
        return "scope"
    if inside == "function":
        if head.endswith(("=", ",", "(", "{", "return")) or re.search(r"[\w>\]]$", head) and \
                not head.endswith(("else", "do", "try", "const", "mutable", "noexcept")):
            return "list"
        return "block"
    if head.endswith(("=", ",", "(")) or re.search(r"=\s*[\w:<>, ]*$", head):
        return "list"
    if "(" in head and not (first and first.group(0) in KEYWORDS):
        return "function"
    return "list"


def functions(text):
    """Yields (first line, lines) of each function. A table inside it, a braced list over several
    lines, counts as one line: data is not what makes a function hard to read."""
    text = blanked(text)
    stack = []  # [kind, first line, line of the bracket, lines of tables inside]
    last = 0
    before = None  # where the function began whose bracket has just closed
    for match in re.finditer(r"[;{}]", text):
        at = match.start()
        if match.group(0) == "{":
            inside = next((k for k, *_ in reversed(stack) if k in ("function", "scope")), "scope")
            if any(kind == "function" for kind, *_ in stack):
                inside = "function"
            head = text[last:at]
            start = last + len(head) - len(head.lstrip())
            kind, first = _kind(head, inside), line_of(text, start)
            if before and re.match(r"\s*(?:,|$)", head):
                # It was a member in a constructor's list, "b_{x}": the body is still to come.
                kind, first = "function", before
            stack.append([kind, first, line_of(text, at), 0])
            before = None
        elif match.group(0) == "}" and stack:
            kind, start, opened, tables = stack.pop()
            end = line_of(text, at)
            before = start if kind == "function" else None
            if kind == "function":
                yield start, end - start + 1 - tables
            elif stack:
                stack[-1][3] += end - opened if kind == "list" else tables
        else:
            before = None
        last = match.end()
