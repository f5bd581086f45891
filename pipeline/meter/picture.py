"""The lines of a document as a picture: where the white is wider or narrower than it should be, at one look.

In: judged lines, the size of the pages. Out: an SVG picture of the pages side by side. Words are grey; the white
between them is red in loose lines and blue in tight ones; a hyphen at a line's end is a dark mark in the margin.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from .evenness import Setting
from .glyphs import Sheet

ACROSS = 6
GAP = 12.0
"""Between pages, in pt."""
WORD, HYPHEN = "#c8c4ba", "#333333"
BANDS = ((1.5, "#c0392b"), (1.25, "#e39a8f"), (1.12, "#f3d5cf"))
"""Looser than so much of the natural white, and the colour of that."""
NARROW = ((0.8, "#1f5fa8"), (0.9, "#b9d0ea"))
"""Tighter than so much."""


def picture(sheets: Sequence[Sheet], lines: Iterable[Setting]) -> str:
    """The pages with lines of running text, as SVG."""
    by_page: dict[int, list[Setting]] = {}
    for found in lines:
        by_page.setdefault(found.line.page, []).append(found)
    shown = [sheet for sheet in sheets if sheet.number in by_page]
    width = max((sheet.width for sheet in shown), default=100.0) + GAP
    height = max((sheet.height for sheet in shown), default=100.0) + GAP
    pages = [_page(sheet, by_page[sheet.number], place, width, height) for place, sheet in enumerate(shown)]
    across, down = min(len(shown), ACROSS), -(-len(shown) // ACROSS)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across * width + GAP:.0f} {down * height + GAP:.0f}">'
        f'<rect width="100%" height="100%" fill="#ece9e2"/>{"".join(pages)}</svg>\n'
    )


def _page(sheet: Sheet, lines: Sequence[Setting], place: int, width: float, height: float) -> str:
    x, y = GAP + place % ACROSS * width, GAP + place // ACROSS * height
    marks = "".join(f'<path fill="{colour}" d="{path}"/>' for colour, path in _marks(sheet, lines).items())
    paper = f'<rect width="{sheet.width:.0f}" height="{sheet.height:.0f}" fill="#fff"/>'
    return f'<g transform="translate({x:.0f} {y:.0f})">{paper}{marks}</g>'


def _marks(sheet: Sheet, lines: Sequence[Setting]) -> Mapping[str, str]:
    """Boxes by their colour, so that a page is a few paths."""
    made: dict[str, list[str]] = {}
    for found in lines:
        line, size = found.line, found.line.size
        top = sheet.height - line.baseline - 0.45 * size
        for left, right, _ in line.words:
            made.setdefault(WORD, []).append(_box(left, right, top, 0.45 * size))
        if found.justified and (colour := shade(found.white)):
            for before, after in pairwise(line.words):
                made.setdefault(colour, []).append(_box(before[1], after[0], top - 0.2 * size, 0.85 * size))
        if line.hyphenated:
            made.setdefault(HYPHEN, []).append(_box(line.right + size, line.right + 2 * size, top, 0.3 * size))
    return {colour: "".join(boxes) for colour, boxes in made.items()}


def _box(left: float, right: float, top: float, height: float) -> str:
    return f"M{left:.1f} {top:.1f}H{right:.1f}V{top + height:.1f}H{left:.1f}z"


def shade(white: float) -> str:
    """The colour of a line whose white is so many times the natural; empty when it is even."""
    loose = next((colour for bound, colour in BANDS if white > bound), "")
    return loose or next((colour for bound, colour in NARROW if white < bound), "")
