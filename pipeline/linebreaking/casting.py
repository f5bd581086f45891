"""Lines are cast: what of each is drawn in one go becomes a slug, and stands in the tree as one mark.

In: a paragraph's flow and its lines. Out: its nodes, in which marks stand for the text, and the slugs that they mean.
Elements stay whole: one that goes on in the next line is not cut, and what the page's engine knows of it holds for all
its lines. Trade: a slug is a line of type cast in one piece of metal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..nodes import Body, Element, Node, Text
from .fitting import SPACES, Fitted, natural
from .flow import Flow, Placed, Unsettable
from .measuring import Letters, Setter
from .optimum import DASH, HYPHEN
from .places import set_in

LINE_END = "\U000f0000"
"""Stands where a line ends and another begins."""
FIRST, LAST, NEXT_PLANE, SKIPPED = 0xF0001, 0x10FFFD, 0xFFFFE, 2
"""The marks: characters for private use (Unicode 15, 23.5); two at the end of each plane are no characters."""
MARKS = re.compile("[\U000f0000-\U0010ffff]")
KEPT = "\u2010"
"""An author's hyphen at a line's end: readers of PDFs take U+002D there for a division's."""
BREADTH = 0.02
"""Letters are drawn no broader or narrower than this; what is over is in their height, a part in two hundred."""
SPARE = 0.02
"""pt by which a line's last slug says that it is narrower: nothing after it is ever too wide for the line."""


@dataclass(frozen=True, slots=True)
class Slug:
    """A stretch of a line that is drawn in one go. Lengths in pt."""

    setter: Setter
    text: str
    size: float
    breadth: float
    """Of its letters: 1 is natural."""
    spacing: float
    """Added to each space."""
    tracking: float
    """Added to each glyph, as broad as the letters are."""
    hang: float
    """How far it begins before its place."""
    width: float
    """What it takes up, what hangs out at its end left off."""
    says: str = ""
    """A word that the line before begins, and the first of this slug ends: what is to be read here."""
    told_later: bool = False
    """Whether its last word goes on in the next line, and is to be read there."""


def mark(number: int) -> str:
    """The character that stands for a slug; raises Unsettable when there are no more."""
    code = FIRST + number
    code += SKIPPED if code >= NEXT_PLANE else 0
    if code > LAST:
        raise Unsettable("more lines than one part of a book can have")
    return chr(code)


def number_of(character: str) -> int:
    """The slug that a character stands for."""
    code = ord(character)
    return code - FIRST - (SKIPPED if code >= NEXT_PLANE else 0)


def cast(flow: Flow, lines: Sequence[Fitted], first: Letters | None, slugs: list[Slug]) -> Body:
    """The paragraph's nodes with marks for text; new slugs go to `slugs`. `first`: the letters of its first line."""
    return tuple(_Casting(flow, lines, first, slugs).nodes(flow.nodes))


@dataclass(slots=True)
class _Casting:
    flow: Flow
    lines: Sequence[Fitted]
    first: Letters | None
    slugs: list[Slug]
    line: int = 0

    def nodes(self, some: Iterable[Placed]) -> Iterator[Node]:
        """A line's end stands outside whatever begins or ends there."""
        for placed in some:
            while (begins := self._next()) is not None and placed.start >= begins:
                self.line += 1
                yield Text(LINE_END)
            if isinstance(placed.node, Text):
                yield from self._text(placed, placed.node)
            elif not isinstance(placed.node, Element) or (placed.whole and placed.node.tag != "br"):
                yield placed.node
            elif not placed.whole:
                yield placed.node.with_children(self._inside(placed))

    def _inside(self, placed: Placed) -> Iterator[Node]:
        """A line may end before the words that the engine puts after an element."""
        yield from self.nodes(placed.inner)
        if (begins := self._next()) is not None and begins < placed.end:
            self.line += 1
            yield Text(LINE_END)

    def _next(self) -> int | None:
        """Where the next line begins."""
        return self.lines[self.line + 1].start if self.line + 1 < len(self.lines) else None

    def _text(self, placed: Placed, node: Text) -> Iterator[Text]:
        made, begun = [], placed.start
        while True:
            line = self.lines[self.line]
            start, end = max(begun, line.start), min(placed.end, line.end)
            if start < end:
                made.append(mark(len(self.slugs)))
                self.slugs.append(self._slug(line, start, end))
            begins = self._next()
            if begins is None or begins >= placed.end:
                break
            made.append(LINE_END)
            self.line += 1
            begun = begins
        if made:
            yield replace(node, text="".join(made))

    def _slug(self, line: Fitted, start: int, end: int) -> Slug:
        used = set_in(self.flow.piece_at(start), self.first if not self.line else None)
        text, ends = self.flow.text[start:end], end == line.end
        text += "-" if ends and line.ending == HYPHEN else ""
        width, gaps = natural(text, used)
        if ends and line.ending == DASH:
            text = text.removesuffix("-") + KEPT
        grown = 1 + line.widening
        breadth = max(1 - BREADTH, min(1 + BREADTH, grown))
        taken = width * grown + gaps * line.spacing - (line.beyond if ends else 0.0)
        spare = SPARE if ends or self._is_last(end, line.end) else 0.0
        taller = grown / breadth
        return Slug(
            used, text, used.letters.size * taller, breadth, line.spacing, used.letters.spacing * taller,
            line.hang if start == line.start else 0.0, taken - spare,
            self._parted(self.line - 1) if start == line.start else "",
            bool(ends and self._parted(self.line)),
        )  # fmt: skip

    def _parted(self, number: int) -> str:
        """The word that this line's end parts; empty where there is none, or an element begins inside it."""
        if not 0 <= number < len(self.lines) - 1 or self.lines[number].end != self.lines[number + 1].start:
            return ""
        line, following, text = self.lines[number], self.lines[number + 1], self.flow.text
        start = max(self.flow.piece_at(line.end - 1).start, line.start)
        end = min(self.flow.piece_at(line.end).end, following.end)
        before, after = SPACES.split(text[start : line.end]), SPACES.split(text[line.end : end])
        begins = len(before) > 1 or not start or text[start - 1].isspace()
        parted_again = number + 2 < len(self.lines) and self.lines[number + 2].start == end
        return before[-1] + after[0] if begins and (len(after) > 1 or not parted_again) else ""

    def _is_last(self, start: int, end: int) -> bool:
        """Whether no text follows in the line."""
        return all(piece.box is not None for piece in self.flow.pieces_in(start, end))

