"""Glyphs become words and lines, and lines are told apart: justified, last of a paragraph, anything else.

In: a page's glyphs. Out: `Line`s, from the head of the page to its foot. Lengths in pt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .glyphs import Glyph, Sheet

LEAST_SPACE = 0.095
"""Of the size: what parts two words. A kern is narrower, and TeX's tightest space is wider."""
WIDEST_SPACE = 1.6
"""Of the size: what stands farther apart is a column, or a number at the margin."""
SAME_EDGE = 0.6
"""How far two lines that end at one edge may differ, in pt."""
HANGING = 0.75
"""Of the size: how far a hyphen or a stop may stand beyond the edge."""
SAME_SIZE = 0.035
"""Sizes this near are one size: a tool may widen a line by a hair."""
DASHES = frozenset("-\u2010\u00ad\u2011")


@dataclass(frozen=True, slots=True)
class Line:
    """What stands on one baseline in one column."""

    page: int
    baseline: float
    size: float
    """Of most of its letters."""
    words: tuple[tuple[float, float, str], ...]
    """Left and right edge of each, and its letters."""
    hyphenated: bool

    @property
    def left(self) -> float:
        """Where its first word begins."""
        return self.words[0][0]

    @property
    def right(self) -> float:
        """Where its last word ends, with the hyphen."""
        return self.words[-1][1]

    @property
    def gaps(self) -> tuple[float, ...]:
        """The white between its words."""
        return tuple(after[0] - before[1] for before, after in pairwise(self.words))

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(word for _, _, word in self.words)


def page_lines(sheet: Sheet) -> tuple[Line, ...]:
    """The lines of a page."""
    rows: dict[float, list[Glyph]] = {}
    near: list[float] = []
    for glyph in sheet.glyphs:
        key = next((row for row in near[-3:] if abs(row - glyph.baseline) < 0.25 * glyph.size), None)
        if key is None:
            key = next((row for row in near if abs(row - glyph.baseline) < 0.05 * glyph.size), glyph.baseline)
            near.append(key)
        rows.setdefault(key, []).append(glyph)
    made = [line for row in rows.values() for line in _columns(sheet.number, row)]
    return tuple(sorted(made, key=lambda line: (-line.baseline, line.left)))


def _columns(page: int, row: Iterable[Glyph]) -> Iterator[Line]:
    """A row is cut where the white is wider than between words."""
    part: list[Glyph] = []
    for glyph in sorted(row, key=lambda glyph: (glyph.left, glyph.right)):
        if part and glyph.left - part[-1].right > WIDEST_SPACE * glyph.size:
            yield _line(page, part)
            part = []
        part.append(glyph)
    if part:
        yield _line(page, part)


def _line(page: int, row: Sequence[Glyph]) -> Line:
    size = Counter(round(glyph.size, 2) for glyph in row).most_common(1)[0][0]
    baseline = Counter(round(glyph.baseline, 2) for glyph in row).most_common(1)[0][0]
    words = tuple(_words(row, size))
    last = row[-1]
    dashed = last.hyphen or last.text in DASHES
    return Line(page, baseline, size, words, dashed and len(words[-1][2]) > 1)


def _words(row: Sequence[Glyph], size: float) -> Iterator[tuple[float, float, str]]:
    left, right, text = row[0].left, row[0].right, row[0].text
    for glyph in row[1:]:
        if glyph.left - right > LEAST_SPACE * size:
            yield left, right, text
            left, right, text = glyph.left, glyph.right, glyph.text
        else:
            right, text = max(right, glyph.right), text + glyph.text
    yield left, right, text


# the text block


@dataclass(frozen=True, slots=True)
class Column:
    """The running text of the pages on one side: recto or verso."""

    left: float
    right: float
    size: float
    leading: float


def column(lines: Sequence[Line]) -> Column | None:
    """The column that most of the lines stand in; None where there are too few to tell."""
    if len(lines) < 4:
        return None
    size = Counter(round(line.size * 2) / 2 for line in lines if len(line.words) > 3).most_common(1)
    body = [line for line in lines if size and abs(line.size / size[0][0] - 1) < 0.06 and len(line.words) > 3]
    if len(body) < 4:
        return None
    exact = Counter(round(line.size, 1) for line in body).most_common(1)[0][0]
    steps = [before.baseline - after.baseline for before, after in pairwise(body) if before.page == after.page]
    leading = Counter(round(step, 1) for step in steps if step > exact * 0.8).most_common(1)
    right = _mode([line.right for line in body if line.words[-1][2][-1].isalpha()] or [line.right for line in body])
    return Column(_mode([line.left for line in body]), right, exact, leading[0][0] if leading else exact * 1.2)


def _mode(values: Sequence[float]) -> float:
    """The middle of the half point in which most of them lie."""
    best = Counter(round(value * 2) for value in values).most_common(1)[0][0] / 2
    inside = sorted(value for value in values if abs(value - best) <= 0.5)
    return inside[len(inside) // 2]


def is_body(line: Line, block: Column) -> bool:
    """Whether it is running text of the column: of its size, and begun at its left edge or a little in."""
    near = -HANGING * line.size < line.left - block.left < 3 * line.size
    return near and abs(line.size / block.size - 1) < SAME_SIZE


def is_full(line: Line, block: Column) -> bool:
    """Whether it reaches the column's right edge; stops and hyphens may hang out."""
    over = line.right - block.right
    hangs = not line.words[-1][2][-1].isalpha()
    return -SAME_EDGE < over < (HANGING * line.size if hangs else 2.5 * SAME_EDGE)


def ends_paragraph(line: Line, following: Line | None, block: Column) -> bool:
    """Whether the next line begins a paragraph, or there is none."""
    if following is None:
        return not is_full(line, block)
    gap = line.baseline - following.baseline if following.page == line.page else block.leading
    indented = following.left - block.left > 0.6 * line.size
    return gap > 1.25 * block.leading or (indented and not line.hyphenated) or not is_full(line, block)
