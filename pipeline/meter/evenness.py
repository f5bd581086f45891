"""How even the lines of a document are.

In: its pages' lines. Out: `Evenness`, figures that compare documents of any tool. A line's white is the mean of the
white between its words, over the natural white: that of lines nobody stretched, the last of each paragraph.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, median, pstdev

from .glyphs import Sheet
from .lines import Column, Line, column, ends_paragraph, is_body, is_full, page_lines

LOOSE, TIGHT = 1.5, 0.8
"""Of the natural white: above and below, the eye sees it."""
LADDER = 3
"""Divided lines that follow each other."""
SHORT_LAST = 2.5
"""Of the size: a paragraph's last line that is shorter is a runt."""
RIVER = 4
"""Lines whose whites touch each other downwards."""
RIVER_WHITE = 1.25
"""Of the natural white: narrower gaps make no river."""


Row = tuple[Line, Line | None, Column]
"""A line of running text, the one after it, and the column it stands in."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A line of running text as it was judged."""

    line: Line
    justified: bool
    last: bool
    """Whether a paragraph ends with it."""
    first: bool
    white: float
    """Over the natural white; 0 for a line of one word."""


@dataclass(frozen=True, slots=True)
class Evenness:
    """The figures of a document."""

    pages: int
    lines: int
    justified: int
    natural: float
    """The natural white, of the size."""
    mean: float
    spread: float
    """Standard deviation of the white of justified lines."""
    percentile: float
    """The white that one justified line in twenty exceeds."""
    loose: int
    tight: int
    hyphenated: int
    """Of the justified lines."""
    ladders: int
    longest_ladder: int
    rivers: int
    runts: int
    widows: int
    orphans: int
    unlevel: int
    """Facing pages of running text whose last lines differ in height."""

    @property
    def divided(self) -> float:
        """The share of justified lines that end in a divided word."""
        return self.hyphenated / self.justified if self.justified else 0.0


def settings(pages: Iterable[Sheet], space: float | None = None) -> tuple[tuple[Setting, ...], float]:
    """Every line of running text, and the natural white over the size; `space` sets it, None: it is found."""
    sheets = [(sheet, page_lines(sheet)) for sheet in pages]
    blocks = _columns([lines for _, lines in sheets])
    rows: list[Row] = []
    for place, (_, lines) in enumerate(sheets):
        block = blocks[place % 2]
        body = [line for line in lines if block and is_body(line, block)]
        rows += [(line, after, block) for line, after in zip(body, [*body[1:], None], strict=False) if block]
    rows = [(line, after or _next(rows, place, line), block) for place, (line, after, block) in enumerate(rows)]
    ends = [ends_paragraph(line, after, block) for line, after, block in rows]
    natural = space or _natural(rows, ends)
    return tuple(_settings(rows, ends, natural)), natural


def _columns(pages: Sequence[Sequence[Line]]) -> tuple[Column | None, Column | None]:
    """The column of the pages with even and of those with odd index."""
    sides = [column([line for page in pages[side::2] for line in page]) for side in (0, 1)]
    return (sides[0] or sides[1], sides[1] or sides[0])


def _next(rows: Sequence[Row], place: int, line: Line) -> Line | None:
    return rows[place + 1][0] if place + 1 < len(rows) and rows[place + 1][0].page == line.page + 1 else None


def _natural(rows: Sequence[Row], ends: Sequence[bool]) -> float:
    free = [gap / line.size for (line, _, block), end in zip(rows, ends, strict=True)
            if end and not is_full(line, block) for gap in line.gaps]  # fmt: skip
    return median(free) if len(free) > 8 else 0.25


def _settings(rows: Sequence[Row], ends: Sequence[bool], natural: float) -> Iterator[Setting]:
    begins = True
    for (line, _, block), end in zip(rows, ends, strict=True):
        white = fmean(line.gaps) / (natural * line.size) if line.gaps else 0.0
        yield Setting(line, is_full(line, block) and bool(line.gaps), end, begins, white)
        begins = end


def evenness(pages: Sequence[Sheet], space: float | None = None) -> Evenness:
    """The figures of a document's pages; `space` as in `settings`."""
    lines, natural = settings(pages, space)
    full = [found for found in lines if found.justified]
    whites = sorted(found.white for found in full)
    runs = list(_ladders(lines))
    return Evenness(
        pages=len(pages),
        lines=len(lines),
        justified=len(full),
        natural=natural,
        mean=fmean(whites) if whites else 0.0,
        spread=pstdev(whites) if whites else 0.0,
        percentile=whites[math.ceil(0.95 * len(whites)) - 1] if whites else 0.0,
        loose=sum(white > LOOSE for white in whites),
        tight=sum(white < TIGHT for white in whites),
        hyphenated=sum(found.line.hyphenated for found in full),
        ladders=sum(run >= LADDER for run in runs),
        longest_ladder=max(runs, default=0),
        rivers=_rivers(lines, natural),
        runts=sum(_is_runt(found) for found in lines),
        **_page_faults(lines),
    )


def _ladders(lines: Iterable[Setting]) -> Iterator[int]:
    run = 0
    for found in lines:
        if found.line.hyphenated:
            run += 1
        else:
            yield run
            run = 0
    yield run


def _is_runt(found: Setting) -> bool:
    return found.last and not found.first and found.line.right - found.line.left < SHORT_LAST * found.line.size


def _rivers(lines: Sequence[Setting], natural: float) -> int:
    """Wide whites below each other that touch, over `RIVER` lines and more."""
    rivers = 0
    heads: dict[int, int] = {}
    for above, below in pairwise(lines):
        if above.line.page != below.line.page or above.last:
            heads = {}
            continue
        heads = _flow(heads, above.line, below.line, natural)
        rivers += sum(depth == RIVER for depth in heads.values())
    return rivers


def _flow(heads: Mapping[int, int], above: Line, below: Line, natural: float) -> dict[int, int]:
    made: dict[int, int] = {}
    for place, (left, right) in enumerate(_whites(below)):
        for other, (begin, end) in enumerate(_whites(above)):
            wide = min(right - left, end - begin) > RIVER_WHITE * natural * below.size
            if wide and left < end and begin < right:
                made[place] = max(made.get(place, 0), heads.get(other, 1) + 1)
    return made


def _whites(line: Line) -> list[tuple[float, float]]:
    return [(before[1], after[0]) for before, after in pairwise(line.words)]


def _page_faults(lines: Sequence[Setting]) -> Mapping[str, int]:
    """A paragraph's last line alone at a page's head, its first alone at the foot; facing pages of unlike depth."""
    pages: dict[int, list[Setting]] = {}
    for found in lines:
        pages.setdefault(found.line.page, []).append(found)
    widows = sum(page[0].last and not page[0].first for page in pages.values())
    orphans = sum(page[-1].first and not page[-1].last for page in pages.values())
    feet = {number: page[-1].line.baseline for number, page in pages.items() if len(page) > 1}
    last = max(feet, default=0)
    spreads = [(number, number + 1) for number in feet if number % 2 == 0 and number + 1 in feet and number + 1 < last]
    unlevel = sum(abs(feet[verso] - feet[recto]) > 1 for verso, recto in spreads)
    return {"widows": widows, "orphans": orphans, "unlevel": unlevel}
