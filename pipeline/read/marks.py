"""An editor's marks, found in a chapter's whole text: CriticMarkup, and comments that begin with `Q:`.

In: a text. Out: its `Mark`s, each with its strokes (the signs that open, part and close it) and their offsets; every
stroke, for the Markdown reader. Not its business: whether a stroke stands in code, which the reader finds out, and
what a mark becomes. A sign behind a backslash is none. CriticMarkup: criticmarkup.com, "Writing".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from ..marks import Kind

SIGN = re.compile(r"\{(?:\+\+|--|~~|==|>>)|(?:\+\+|--|~~|==)\}|~>|<!--[ \t]*Q:")
OPENERS: Mapping[str, Kind] = {
    "{++": Kind.INSERTION,
    "{--": Kind.DELETION,
    "{~~": Kind.SUBSTITUTION,
    "{==": Kind.HIGHLIGHT,
}
CLOSERS: Mapping[str, str] = {"++}": "{++", "--}": "{--", "~~}": "{~~", "==}": "{=="}
NOTE_ENDS: Mapping[str, str] = {"{>>": "<<}", "<!--": "-->"}
WHO = re.compile(r"\s*@([\w.-]*\w)[ \t]*:?\s*")
LEADS = re.compile(r"(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+|\d{1,9}[.)][ \t]+|\|[ \t]?)+")
"""What makes a line a heading, a quotation, a list's item or a table's row."""


class Role(Enum):
    """What a stroke does."""

    BEGIN = "begin"
    TURN = "turn"
    """`~>`: the old words end, the new ones begin."""
    END = "end"
    NOTE = "note"
    LOOSE = "loose"
    """A sign that opens a mark which nothing closes."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """One sign in the text; of a query, the whole of it."""

    start: int
    end: int
    text: str
    """As written."""
    role: Role
    number: int = 0
    """Of its mark; 0 for a loose one."""
    who: str = ""
    said: str = ""
    """The words of a query."""
    lead: int = 0
    """How many characters behind it make its line a heading or the like, and are read before it."""
    trail: int = 0
    """How many characters before it (the bar that ends a table's row) are read after it."""

    @property
    def is_comment(self) -> bool:
        """Whether it is a comment of HTML."""
        return self.text.startswith("<!--")


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark; offsets count in the whole text, ends are exclusive."""

    number: int
    """From 1, in the order in which marks begin."""
    kind: Kind
    strokes: tuple[Stroke, ...]
    """In their order; the last may be the query that is attached to it."""

    @property
    def span(self) -> tuple[int, int]:
        """From its first sign to its last, without an attached query."""
        own = self.own
        return own[0].start, own[-1].end

    @property
    def own(self) -> tuple[Stroke, ...]:
        """Its strokes without an attached query."""
        return self.strokes if self.kind is Kind.QUERY else self.strokes[: 3 if self.kind is Kind.SUBSTITUTION else 2]

    @property
    def note(self) -> Stroke | None:
        """The query that is attached to it, or that it is."""
        return next((stroke for stroke in self.strokes if stroke.role is Role.NOTE), None)


def find_marks(text: str) -> tuple[Mark, ...]:
    """The marks of a text, in the order in which they begin."""
    return _read(text).marks()


def strokes_of(text: str) -> tuple[Stroke, ...]:
    """Every sign of every mark, and the loose ones, in the order of the text."""
    reading = _read(text)
    found = [stroke for mark in reading.marks() for stroke in mark.strokes]
    return tuple(sorted((*found, *reading.loose()), key=lambda stroke: stroke.start))


@dataclass(slots=True)
class _Reading:
    text: str
    open: dict[str, list[list[Stroke]]] = field(default_factory=lambda: {sign: [] for sign in OPENERS})
    """By opener: what waits for its closer."""
    done: list[tuple[Kind, list[Stroke]]] = field(default_factory=list)
    last: tuple[Kind, list[Stroke]] | None = None
    """The mark that was closed last, while a query right behind it belongs to it."""

    def take(self, found: re.Match[str]) -> None:
        sign = found[0]
        if sign in OPENERS:
            self.open[sign].append([self._stroke(found, Role.BEGIN)])
        elif sign == "~>":
            waiting = self.open["{~~"]
            if waiting and len(waiting[-1]) == 1:
                waiting[-1].append(self._stroke(found, Role.TURN))
        else:
            self._close(CLOSERS[sign], found)

    def _close(self, opener: str, found: re.Match[str]) -> None:
        kind = OPENERS[opener]
        if not self.open[opener]:
            return
        strokes = self.open[opener].pop()
        if kind is Kind.SUBSTITUTION and len(strokes) == 1:
            return  # `{~~struck out~~}` in braces: Markdown's own
        self._add(kind, [*strokes, self._stroke(found, Role.END)])

    def note(self, start: int, end: int, sign: str) -> None:
        """A query from `start` to `end`; right behind another mark it belongs to that one."""
        inside = self.text[start + len(sign) : end - len(NOTE_ENDS["{>>" if sign == "{>>" else "<!--"])]
        who = WHO.match(inside)
        said = " ".join(inside[who.end() if who else 0 :].split())
        stroke = Stroke(start, end, self.text[start:end], Role.NOTE, 0, who[1] if who else "", said)
        last = self.last[1] if self.last else []
        if last and last[-1].role is Role.END and last[-1].end == start:
            last.append(stroke)
        else:
            self._add(Kind.QUERY, [stroke])

    def _add(self, kind: Kind, strokes: list[Stroke]) -> None:
        self.last = (kind, strokes)
        self.done.append(self.last)

    def _stroke(self, found: re.Match[str], role: Role) -> Stroke:
        start, end = found.span()
        lead = _lead(self.text, start, end) if role is Role.BEGIN else 0
        return Stroke(start, end, found[0], role, lead=lead, trail=_trail(self.text, start, end, role))

    def marks(self) -> tuple[Mark, ...]:
        in_order = sorted(self.done, key=lambda pair: pair[1][0].start)
        return tuple(
            Mark(number, kind, tuple(replace(stroke, number=number) for stroke in strokes))
            for number, (kind, strokes) in enumerate(in_order, 1)
        )

    def loose(self) -> Iterator[Stroke]:
        """What nothing closes."""
        for waiting in self.open.values():
            for strokes in waiting:
                yield replace(strokes[0], role=Role.LOOSE, lead=0)


def _read(text: str) -> _Reading:
    reading, place = _Reading(text), 0
    ends = {sign: text.rfind(end) for sign, end in NOTE_ENDS.items()}
    while found := SIGN.search(text, place):
        place = found.end()
        if _is_escaped(text, found.start()):
            continue
        opener = next((sign for sign in NOTE_ENDS if found[0].startswith(sign)), "")
        if not opener:
            reading.take(found)
        elif ends[opener] >= place:  # spares searching the whole text for each query that never ends
            place = text.index(NOTE_ENDS[opener], place) + len(NOTE_ENDS[opener])
            reading.note(found.start(), place, found[0])
    return reading


def _is_escaped(text: str, place: int) -> bool:
    begin = place
    while begin and text[begin - 1] == "\\":
        begin -= 1
    return (place - begin) % 2 == 1


def _lead(text: str, start: int, end: int) -> int:
    """`{++## Title++}` is a heading: what makes it one is read before the mark."""
    before = text[text.rfind("\n", 0, start) + 1 : start]
    found = LEADS.match(text, end) if not before.strip(" \t>") else None
    return found.end() - end if found else 0


def _trail(text: str, start: int, end: int, role: Role) -> int:
    """The bar that ends a table's row."""
    ends_line = end == len(text) or text[end] == "\n"
    return int(role is Role.END and ends_line and text[start - 1 : start] == "|" and text[start - 2 : start] != "\\|")


def between(strokes: Sequence[Stroke], start: int, end: int) -> tuple[Stroke, ...]:
    """Those that lie in a stretch of the text."""
    return tuple(stroke for stroke in strokes if start <= stroke.start and stroke.end <= end)
