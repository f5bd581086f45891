"""Which lines of a redline show a change.

In: a chapter of the merged book, its galley. Out: of each page, its rows and the changes that each of them shows; of
each change, its first line. A word is found by its block and the letters that go before it, as everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ...blocks import DRAWN, NUMBER, letters, numbered
from ...model import Chapter
from ...nodes import Body, Element, Text, elements
from ...paragraphs import NAME, ordinals
from ...redline.changes import CHANGE, SIDE, WENT
from ...text.words import words
from ..paged.counting import Counted, Row
from ..paged.galley import Galley


@dataclass(frozen=True, slots=True)
class Stretch:
    """Letters of a block that show a change."""

    number: int
    block: int
    start: int
    end: int
    gone: bool
    """Whether it is where moved words stood before."""


@dataclass(slots=True)
class _Walk:
    """Every element that shows a change, by the letters that it holds."""

    moved: frozenset[int]
    counts: dict[int, int] = field(default_factory=dict)
    found: list[Stretch] = field(default_factory=list)

    def over(self, nodes: Body, block: int, marks: tuple[tuple[int, bool], ...] = ()) -> None:
        for node in nodes:
            if isinstance(node, Text):
                self._text(block, letters(node.text), marks)
            elif isinstance(node, Element):
                own = int(node.get(NUMBER) or block)
                number = int(node.get(CHANGE) or 0)
                gone = (node.get(SIDE) == WENT and number in self.moved) or (number, True) in marks
                inside = (*marks, (number, gone)) if number else marks
                if not node.children or node.tag in DRAWN:
                    self._text(own, 0, inside)
                elif node.tag not in DRAWN:
                    self.over(node.children, own, inside)

    def _text(self, block: int, count: int, marks: Iterable[tuple[int, bool]]) -> None:
        start = self.counts.get(block, 0)
        self.counts[block] = start + count
        self.found += [Stretch(number, block, start, start + count, gone) for number, gone in marks]


def stretches(chapter: Chapter, language: str, moved: frozenset[int] = frozenset()) -> tuple[Stretch, ...]:
    """The stretches of a chapter's letters that show changes; the opening, number and title, is block 0."""
    number = f"{words(language).chapter}{chapter.number}" if chapter.number and chapter.role != "part" else ""
    walk = _Walk(moved, {0: letters(number)})
    walk.over(chapter.heading, 0)
    walk.over(numbered(chapter.body), 0)
    return tuple(walk.found)


@dataclass(frozen=True, slots=True)
class Changed:
    """A galley, and the changes on its lines."""

    chapter: Chapter
    rows: tuple[tuple[Row, ...], ...]
    """Of each page."""
    names: Mapping[int, str]
    """Of each paragraph, what the new version calls it."""
    at: Mapping[tuple[int, int], tuple[int, ...]]
    """By page and row, the changes that it shows."""
    first: Mapping[int, tuple[int, int]]
    """Of each change, its first page and row here."""

    @classmethod
    def of(cls, chapter: Chapter, galley: Galley, language: str, moved: frozenset[int]) -> Changed:
        """The galley of a chapter; `moved` are the numbers of moves."""
        body = numbered(chapter.body)
        paragraphs = ordinals(body)
        counted = Counted(galley, paragraphs)
        named = {paragraphs[int(node.get(NUMBER))]: node.get(NAME)
                 for node in elements(body) if node.has(NAME) and int(node.get(NUMBER) or 0) in paragraphs}  # fmt: skip
        at: dict[tuple[int, int], dict[int, None]] = {}
        first: dict[int, tuple[int, int]] = {}
        for stretch in stretches(chapter, language, moved):
            for place in _rows_of(counted, stretch):
                at.setdefault(place, {}).setdefault(stretch.number)
                if not stretch.gone:
                    first.setdefault(stretch.number, place)
        return cls(chapter, counted.pages, named, {place: tuple(some) for place, some in at.items()}, first)


def _rows_of(counted: Counted, stretch: Stretch) -> list[tuple[int, int]]:
    """Page and row of every line on which the stretch has a letter."""
    begin = counted.at(stretch.block, stretch.start)
    end = counted.at(stretch.block, max(stretch.start, stretch.end - 1))
    if begin is None or end is None:
        return []
    lines = [(place.page, place.row.number) for _, place in counted.of_block.get(stretch.block, ())]
    low, high = (begin.page, begin.row.number), (end.page, end.row.number)
    return sorted({low, high, *(line for line in lines if low <= line <= high)})
