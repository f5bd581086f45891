"""Two HTML texts, made comparable: what each says, in its order, without what only its writer says.

In: HTML of Hugo, or XHTML of our serialiser. Out: the same kind of lines, and the notes apart. What is made alike here
is the list of differences that are meant; decision 0010 gives the reasons.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote

SAME = {"del": "s"}
"""Hugo strikes out what was deleted, a book what is wrong: the same marks in the manuscript."""
SHOWN = {"a": ("href", "title"), "img": ("src", "alt", "title"), "ol": ("start",)}
"""Attributes that carry the author's words; ids of headings and classes of alignment are the writers' business."""
FURNITURE = frozenset({"tbody", "span"})
"""An empty body of a table is Hugo's; a span says that a sign was escaped, so that no typography touches it."""
VOID = frozenset({"br", "hr", "img", "input"})
BLOCKS = frozenset(
    "p h1 h2 h3 h4 h5 h6 ul ol li blockquote pre table thead tbody tr th td hr dl dt dd br".split()
)  # fmt: skip
TYPED = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "–": "--", "—": "---"})
"""Hugo's typographer speaks in the parser; ours in the stage `normalize`, in the language of the book."""


@dataclass
class Flat(HTMLParser):
    """One text, line by line."""

    lines: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    notes: dict[str, list[str]] = field(default_factory=dict)
    note: str = ""
    skipped: int = 0
    stack: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    @property
    def out(self) -> list[str]:
        return self.notes.setdefault(self.note, []) if self.note else self.lines

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        attrs = {name: value or "" for name, value in given}
        role = self._role(tag, attrs)
        if tag not in VOID:
            self.stack.append((tag, role))
        if role == "shown" and not self.skipped:
            told = [f"{name}={_value(name, attrs[name])}" for name in SHOWN.get(tag, ()) if attrs.get(name)]
            self.out.append(" ".join([f"<{SAME.get(tag, tag)}", *told]).translate(TYPED))
        elif role == "gone":
            self.skipped += tag not in VOID

    def _role(self, tag: str, attrs: dict[str, str]) -> str:
        """`shown`, `bare` (what is inside is shown), or `gone` with all inside."""
        kind = attrs.get("class", "")
        if kind in {"footnote-ref", "note-call"}:
            self.calls.append(attrs.get("data-label") or attrs["href"].removeprefix("#"))
            self.out.append("(note)")
            return "gone"
        if tag == "aside" and kind == "note":
            self.note = attrs["data-label"]
        if tag == "li" and attrs.get("id", "").startswith("fn:"):
            self.note = attrs["id"]
        if tag == "input" or kind.startswith("task-"):
            self.out.append("(done)" if "checked" in attrs or kind == "task-done" else "(open)")
            return "gone"
        if kind == "footnote-backref":
            return "gone"
        return "bare" if self._is_furniture(tag, attrs) else "shown"

    def _is_furniture(self, tag: str, attrs: dict[str, str]) -> bool:
        inside = any(name == "div" for name, _ in self.stack)
        return (
            (tag in {"aside", "div"}) or (tag == "sup" and attrs.get("id", "").startswith("fnref"))
            or (inside and tag in {"hr", "ol"} and not self.note) or attrs.get("id", "").startswith("fn:")
            or tag in FURNITURE
        )  # fmt: skip

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        _, role = self.stack.pop()
        if role == "gone":
            self.skipped -= 1
        elif role == "shown" and not self.skipped:
            self.out.append(f"</{SAME.get(tag, tag)}")
        elif tag in {"aside", "li"}:
            self.note = ""

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.out.append("'" + data.translate(TYPED))


def _value(name: str, written: str) -> str:
    """Addresses in letters, not in percent signs, and `www.` as GFM has it (6.9: http; Hugo: https).

    Goldmark leaves the backslashes of escaped signs in the text alternative of a picture.
    """
    if name == "href":
        return re.sub("^https://www[.]", "http://www.", unquote(written))
    return re.sub(r"\\([*`\[\]\\])", r"\1", written) if name == "alt" else written


def flat(html: str) -> tuple[list[str], list[list[str]]]:
    """What the text says; and its notes in the order of their first calls."""
    reader = Flat()
    reader.feed(html)
    reader.close()
    called = dict.fromkeys(reader.calls)
    notes = [[line.replace("\u00a0", "") for line in _spaced(reader.notes.get(name, []))] for name in called]
    return _spaced(reader.lines), [[line for line in note if line != "'"] for note in notes]


def _spaced(lines: list[str]) -> list[str]:
    """Texts that follow each other are one; white space counts only inside code, and nowhere at a block's edge."""
    joined: list[str] = []
    for line in lines:
        if line[0] == "'" and joined and joined[-1][0] == "'":
            joined[-1] += line[1:]
        else:
            joined.append(line)
    made: list[str] = []
    code = 0
    for place, line in enumerate(joined):
        code += (line == "<pre") - (line == "</pre")
        if line[0] == "'" and not code:
            line = re.sub(r"[ \t\n]+", " ", line)
            line = "'" + line[1:].lstrip(" ") if _edge(joined, place - 1) else line
            line = line.rstrip(" ") if _edge(joined, place + 1) else line
        if line != "'":
            made.append(line)
    return made


def _edge(lines: list[str], place: int) -> bool:
    if not 0 <= place < len(lines):
        return True
    return lines[place].split(" ")[0].strip("</") in BLOCKS
