"""Lines, counted: which line of its page and of its paragraph a line of type is.

In: galleys, what paragraph each block is in. Out: rows, each with its numbers; for a word of the manuscript, its row.
Lines that stand beside each other (cells, columns) are one row.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .galley import Galley, GalleyPage, TypeLine

TOGETHER = 3.0
"""pt between the baselines of lines that stand beside each other."""


@dataclass(frozen=True, slots=True)
class Row:
    """What stands at one height of a page."""

    number: int
    """On its page, from 1."""
    baseline: float
    left: float
    right: float
    paragraphs: tuple[tuple[int, int], ...]
    """Each paragraph in it, with the number that this line has there; the title is paragraph 0."""
    top: float = 0.0
    """Of pictures alone, their upper edge; else the baseline."""

    @property
    def begins(self) -> tuple[int, ...]:
        """The paragraphs of which it is the first line."""
        return tuple(ordinal for ordinal, line in self.paragraphs if line == 1)


@dataclass(frozen=True, slots=True)
class Place:
    """A row of a galley."""

    page: int
    row: Row
    paragraph: int
    """Which of the paragraphs in it is meant."""


class Counted:
    """A galley whose rows are numbered."""

    def __init__(self, galley: Galley, paragraphs: Mapping[int, int]) -> None:
        self.paragraphs = paragraphs
        self.gone: dict[int, int] = {}
        self.of_block: dict[int, list[tuple[int, Place]]] = {}
        self.pages: tuple[tuple[Row, ...], ...] = tuple(
            tuple(self._rows(number, page)) for number, page in enumerate(galley.pages)
        )

    def _rows(self, number: int, page: GalleyPage) -> Iterable[Row]:
        for count, lines in enumerate(_together(page.lines), 1):
            row = self._row(count, lines)
            for line in lines:
                place = Place(number, row, self._paragraph(line.block))
                self.of_block.setdefault(line.block, []).append((line.letter, place))
            yield row

    def _row(self, number: int, lines: Sequence[TypeLine]) -> Row:
        counted = []
        for ordinal in dict.fromkeys(self._paragraph(line.block) for line in lines):
            self.gone[ordinal] = self.gone.get(ordinal, 0) + 1
            counted.append((ordinal, self.gone[ordinal]))
        baseline = _baseline(lines)
        top = baseline if any(not line.picture for line in lines) else max(x.baseline + x.height for x in lines)
        edges = min(line.left for line in lines), max(line.right for line in lines)
        return Row(number, baseline, *edges, tuple(counted), top)

    def _paragraph(self, block: int) -> int:
        """The paragraph of a block; of what stands in none, that of the block before it."""
        while block and block not in self.paragraphs:
            block -= 1
        return self.paragraphs.get(block, 0)

    def at(self, block: int, letter: int) -> Place | None:
        """Where a word is: the row in which its first letter stands; None in a galley without lines."""
        while block and block not in self.of_block:
            block -= 1
        known = sorted(self.of_block.get(block, ()), key=lambda one: one[0])
        if known:
            return known[max(0, bisect_right(known, letter, key=lambda one: one[0]) - 1)][1]
        return next((Place(number, rows[0], 0) for number, rows in enumerate(self.pages) if rows), None)


def _baseline(lines: Sequence[TypeLine]) -> float:
    """Of the type, where there is any."""
    return next((line.baseline for line in lines if not line.picture), lines[0].baseline)


def _together(lines: Iterable[TypeLine]) -> list[list[TypeLine]]:
    """Lines by their height, from the top of the page; those at one height from left to right.

    A picture beside which type stands, a formula in its line, is in the row of that type.
    """
    lines = sorted(lines, key=lambda line: (line.picture, -line.baseline, line.left))
    made: list[list[TypeLine]] = []
    for line in lines:
        reach = line.baseline + line.height if line.picture else line.baseline
        beside = (row for row in reversed(made) if line.baseline - TOGETHER < row[0].baseline < reach + TOGETHER)
        row = next(beside, None)
        if row is None:
            made.append([line])
        else:
            row.append(line)
    made.sort(key=lambda row: -row[0].baseline)
    return [sorted(row, key=lambda line: line.left) for row in made]
