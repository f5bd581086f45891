"""What the manual says of a diagnostic: `galerada explain SC001`.

In: a code, as it is printed or only its id. Out: plain text; where the manual is silent, what the enum says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from ..diagnostics import Code

IDENT = re.compile(r"\b[A-Za-z]{2}\d{3}\b")
FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})(.*)$")
LINK = re.compile(r"(?<!!)\[([^\]\n]+)\]\([^)\n]*\)")
STRONG = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")


def explanation(code: str) -> str:
    """What a diagnostic means and how to cure it; empty when there is none of this id (`sc001`, `error[SC001]`)."""
    ident = IDENT.search(code)
    known = Code.of(ident[0]) if ident else None
    if known is None:
        return ""
    title, text = section(reference(), known.ident)
    head = f"{known.severity}[{known.ident}]: {title or known.meaning}"
    return f"{head}\n\n{text}" if text else head


@cache
def reference() -> str:
    """docs/reference/diagnostics.md, wherever Galerada runs from; empty when it is not there."""
    shipped = files("pipeline") / "reference" / "diagnostics.md"
    if shipped.is_file():
        return shipped.read_text(encoding="utf-8")
    beside = Path(__file__).parent.parent.parent / "docs" / "reference" / "diagnostics.md"
    return beside.read_text(encoding="utf-8") if beside.is_file() else ""


def section(manual: str, ident: str) -> tuple[str, str]:
    """The title and the plain text of `## IDENT: title`, up to the next heading of its level."""
    title, made = "", list[str]()
    inside = False
    for line, code in _lines(manual):
        if not code and re.match(r"##? ", line):
            begins = re.match(rf"## `?{ident}`?\b[:.]?\s*(.*)", line)
            inside, title = bool(begins), _plain(begins[1]) if begins else title
        elif inside:
            made.append(f"    {line}".rstrip() if code else _plain(line))
    return title, "\n".join(made).strip("\n")


def _lines(markdown: str) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it is code; the fences themselves are left out."""
    fence = ""
    for line in markdown.split("\n"):
        found = FENCE.match(line)
        if found and not fence:
            fence = found[1]
        elif found and found[1].startswith(fence) and not found[2].strip():
            fence = ""
        else:
            yield line, bool(fence)


def _plain(line: str) -> str:
    """A line as a terminal shows it best: links as their words, no stars, no heading's signs."""
    return STRONG.sub(r"\1", LINK.sub(r"\1", re.sub(r"^#{3,6} ", "", line)))
