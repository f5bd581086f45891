"""The sheets that proofs are made on: how large they are, and where what stands in their margins has its place.

In: the book's print options. Out: a `Sheet` of each kind. Units: pt, from the lower left corner of the trimmed page.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ...model import PrintOptions
from ...targets import gutter, target_named
from ..pagecss import measure, text_height
from ..paged.binding import Boxes
from ..paged.margins import Column, Stroke

GALLEY, PAGES = "galley", "pages"
A4 = 595.28, 841.89
NUMBERS = 104.0
"""The margin at the left: the numbers of lines and paragraphs, and where these are written."""
NOTES, APART, EDGE = 136.0, 20.0, 14.0
"""The least width of the notes, their distance from the text, and what stays free at the sheet's edge."""
HEAD = 48.0
"""What the sheet has above and below a page."""
SAFE = 18.0
"""Nearer to the edge no print-on-demand house wants type (KDP, "Set trim size, bleed and margins": 0.25 in)."""
GUTTERS = ((150, 27.0), (300, 36.0), (500, 45.0), (700, 54.0), (828, 63.0))
"""KDP, on the same page: up to so many pages, so much must stay free at the spine (0.375 to 0.875 in)."""
CROP_GAP, CROP = 4.0, 14.0
CYAN = (0.0, 0.55, 0.75)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of one kind."""

    kind: str
    boxes: Boxes
    edge: float
    """Numbers of lines end a little before this."""
    column: Column
    """For the notes."""
    left: float
    right: float
    head: float
    """The baseline of the sheet's head; of its foot."""
    foot: float

    @property
    def whole(self) -> Column:
        """All of the sheet, for notes that found no room beside their page."""
        return Column(self.left, self.right, self.column.top, self.column.bottom)


def galley_options(o: PrintOptions) -> PrintOptions:
    """The page of a galley: the measure of print, so that its lines are the same; twice its leading; wide margins."""
    width = max(A4[0], NUMBERS + measure(o) + APART + NOTES + EDGE)
    return replace(
        o, width=width, height=A4[1], bleed=0.0, inner=NUMBERS, outer=width - NUMBERS - measure(o), top=66.0,
        bottom=54.0, leading=o.leading * 2, chapters_open="any", slug="",
    )  # fmt: skip


def galley_sheet(o: PrintOptions) -> Sheet:
    """The sheet of a galley, from its own options."""
    text_right = o.inner + measure(o)
    low = o.height - o.top - text_height(o)
    column = Column(text_right + APART, o.width - EDGE, o.height - o.top, low)
    return Sheet(GALLEY, Boxes(o.width, o.height), o.inner, column, EDGE, o.width - EDGE, o.height - 36.0, 26.0)


def page_sheet(o: PrintOptions) -> Sheet:
    """The sheet on which a page of print lies, from the options of print."""
    outside = o.bleed + CROP_GAP + CROP
    left, right = outside + NUMBERS, outside + NOTES + EDGE
    sheet = (-left, -HEAD - o.bleed, o.width + right, o.height + HEAD + o.bleed)
    column = Column(o.width + outside, o.width + right - EDGE, o.height, 0.0)
    boxes = Boxes(o.width, o.height, o.bleed, o.bleed_edges, sheet)
    head, foot = o.height + o.bleed + 26.0, -o.bleed - 34.0
    return Sheet(PAGES, boxes, -outside, column, -left + EDGE, o.width + right - EDGE, head, foot)


def safe_area(o: PrintOptions, pages: int, target: str) -> tuple[float, float]:
    """What must stay free at the edges and at the spine of a book of so many pages: as its printer wants it."""
    if not target:
        return SAFE, max(SAFE, next((free for most, free in GUTTERS if pages <= most), GUTTERS[-1][1]))
    printer = target_named(target).printer
    edge = (printer.bled_margin if o.bleed else printer.margin).value
    return edge, max(edge, gutter(printer, pages))


def page_frame(o: PrintOptions, free: tuple[float, float], *, recto: bool) -> tuple[Stroke, ...]:
    """Crop marks, the trim's edge, the bleed's, and the safe area, which keeps so far from the edges and the spine."""
    edge, spine = free
    left, right = (spine, edge) if recto else (edge, spine)
    trim = _frame(0.0, 0.0, o.width, o.height)
    safe = _frame(left, edge, o.width - right, o.height - edge)
    bleed = _frame(-o.bleed, -o.bleed, o.width + o.bleed, o.height + o.bleed)
    edges = [Stroke(trim, (0.6,), 0.25), Stroke(safe, CYAN, 0.35, (3.0, 2.0))]
    edges += [Stroke(bleed, (0.8, 0.0, 0.1), 0.25, (1.0, 2.0))] if o.bleed else []
    return (*edges, *_crop_marks(o))


def _frame(left: float, low: float, right: float, top: float) -> tuple[tuple[float, float], ...]:
    return (left, low), (right, low), (right, top), (left, top), (left, low)


def _crop_marks(o: PrintOptions) -> tuple[Stroke, ...]:
    near, far = o.bleed + CROP_GAP, o.bleed + CROP_GAP + CROP
    made = []
    for x, outwards in ((0.0, -1.0), (o.width, 1.0)):
        for y, upwards in ((0.0, -1.0), (o.height, 1.0)):
            made.append(Stroke(((x + outwards * near, y), (x + outwards * far, y)), (0.0,), 0.25))
            made.append(Stroke(((x, y + upwards * near), (x, y + upwards * far)), (0.0,), 0.25))
    return tuple(made)
