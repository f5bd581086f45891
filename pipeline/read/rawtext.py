"""A plain text file (a forum thread, a letter) as a chapter: kept word for word.

In: text without markup. Out: paragraphs; two empty lines or more part them as a scene break does.
What looks like markup of some other program stays as it is, and is said once for each kind.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ..diagnostics import Code, Report
from ..nodes import Body, Element, Node, Pos, Text

LONGEST_TITLE = 80
"""Characters; a first line up to this long, with an empty line after it, is the text's title."""
WRAPPED_AT = 100
"""Characters; when hardly a line is longer, the lines were broken by a program and belong together."""
STRANGE = (
    (re.compile(r"(?<![\w:]):[a-z][a-z0-9_+-]*:(?![\w:])"), "an emoji code", "write the character itself"),
    (re.compile(r"</?[a-zA-Z][^<>]*>"), "an HTML tag", "rename the file to .md to have it read"),
    (re.compile(r"\[/?(?:b|i|u|url|img|quote|code)\b[^\]]*\]", re.I), "a BBCode tag", "write it in a .md file"),
)


def read_text(path: str, text: str, start: int, report: Report, *, titled: bool = False) -> Body:
    """The file's text from `start` on."""
    first = text.count("\n", 0, start) + 1
    lines = text[start:].split("\n")
    _say_strange(path, lines, first, report)
    wrapped = _is_wrapped(lines)
    body: list[Node] = []
    blanks = 0
    for number, line in enumerate(lines, first):
        if not line.strip():
            blanks += 1
            continue
        pos = Pos(path, number, len(line) - len(line.lstrip()) + 1)
        if body and blanks > 1:
            body.append(Element("hr", (), (), pos))
        if body and wrapped and not blanks:
            body[-1] = _joined(body[-1], line, pos)
        else:
            body.append(Element("p", (), (Text(line.strip(), pos),), pos))
        blanks = 0
    return tuple(body) if titled or len(body) < 2 else _with_title(body, lines)


def _with_title(body: list[Node], lines: list[str]) -> Body:
    first = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    alone = first + 1 < len(lines) and not lines[first + 1].strip()
    if not alone or len(lines[first].strip()) > LONGEST_TITLE or not isinstance(body[0], Element):
        return tuple(body)
    return (replace(body[0], tag="h1"), *body[1:])


def _joined(paragraph: Node, line: str, pos: Pos) -> Node:
    assert isinstance(paragraph, Element)
    return paragraph.with_children((*paragraph.children, Text("\n", pos), Text(line.strip(), pos)))


def _is_wrapped(lines: list[str]) -> bool:
    full = [len(line) for line in lines if line.strip()]
    return bool(full) and max(full) <= WRAPPED_AT and sum(length > 50 for length in full) > len(full) // 2


def _say_strange(path: str, lines: list[str], first: int, report: Report) -> None:
    for pattern, what, cure in STRANGE:
        found = [(n, m) for n, line in enumerate(lines, first) for m in pattern.finditer(line)]
        if found:
            number, match = found[0]
            more = f", and {len(found) - 1} more like it" if len(found) > 1 else ""
            message = f"{what}, {match[0]}{more}: kept as it stands"
            report.add(Code.NOT_UNDERSTOOD, message, Pos(path, number, match.start() + 1), cure)
