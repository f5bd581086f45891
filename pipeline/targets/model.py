"""What a printer asks of a book: the forms of the figures. Data only; lengths in pt, counts in pages (sides).

In: nothing. Out: `Printer`, `Paper`, `Spine`, `CoverSheet`, `Target`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .figures import Figure, Status

Trim = tuple[float, float]
"""Width and height in pt."""
NONE: Figure[frozenset[str]] = Figure(frozenset(), "", Status.HOUSE)
PLAIN, X4 = Figure("", "", Status.HOUSE), Figure("PDF/X-4", "iso-15930", Status.HOUSE)
PPI = Figure(300, "", Status.HOUSE)
LINE, TYPE = Figure(0.25, "", Status.HOUSE), Figure(5.0, "", Status.HOUSE)
RGB = Figure("rgb", "", Status.HOUSE)


@dataclass(frozen=True, slots=True)
class Paper:
    """A stock that the inside can be printed on."""

    name: str
    title: str
    pages: Figure[tuple[int, int]]
    """The fewest and the most pages of a book."""
    by_trim: Mapping[Trim, tuple[int, int]] = field(default_factory=dict)
    """Where a large page allows fewer."""
    leaf: Figure[float] | None = None
    """What one page adds to the spine, in pt; None: only the printer's calculator knows."""
    colour: bool = False
    """Whether it is printed in colours."""

    def allowed(self, trim: Trim) -> tuple[int, int]:
        """The fewest and the most pages at that trim."""
        return self.by_trim.get(trim, self.pages.value)


@dataclass(frozen=True, slots=True)
class Spine:
    """How wide a spine is."""

    model: str
    """`leaf`: the paper's own figure times pages; `divisor`: pages / divisor + allowance; `table`: steps; `asked`: only
    the printer's calculator knows, and the publisher must give it."""
    divisor: Figure[float] | None = None
    """Pages an inch."""
    allowance: Figure[float] | None = None
    """In pt."""
    steps: Figure[tuple[tuple[int, float], ...]] | None = None
    """Up to so many pages -> width in pt."""
    text_from: Figure[int] | None = None
    """The fewest pages at which words may stand on it."""
    clearance: Figure[float] | None = None
    """What the words keep from either edge of the spine, in pt."""


@dataclass(frozen=True, slots=True)
class CoverSheet:
    """What goes round the book."""

    bleed: Figure[float]
    safe: Figure[float]
    """What words keep from the trimmed edges."""
    fold: Figure[float]
    """How far the fold may be off."""
    barcode: Figure[tuple[float, float]]
    """Width and height of the white field kept for it."""
    barcode_from: Figure[tuple[float, float]]
    """From the spine's fold (or the hinge) and from the foot to the field."""
    wrap: Figure[float] | None = None
    """Case binding: what is turned in around the boards, in place of the bleed."""
    hinge: Figure[float] | None = None
    """Case binding: the groove beside the spine."""
    ink: Figure[int] | None = None
    """The most ink on one spot, in percent."""
    standard: Figure[str] = X4
    colour: str = "cmyk"
    """`cmyk` or `rgb`."""


@dataclass(frozen=True, slots=True)
class Printer:
    """One printer's product."""

    name: str
    title: str
    binding: str
    """`perfect` or `case`."""
    trims: Figure[tuple[Trim, ...]]
    papers: tuple[Paper, ...]
    bleed: Figure[float]
    edges: Figure[str]
    """`outer`: the bleed goes round three edges, not the bound one; `all`: round four."""
    margin: Figure[float]
    """What text keeps from the outer edges."""
    bled_margin: Figure[float]
    """The same in a book whose pictures bleed."""
    gutter: Figure[tuple[tuple[int, float], ...]]
    """Up to so many pages -> the least inner margin."""
    multiple: Figure[int]
    """A book's pages are a multiple of it."""
    spine: Spine
    cover: CoverSheet
    free_trim: Figure[tuple[Trim, Trim]] | None = None
    """The smallest and the largest page, where any size between may be ordered."""
    last_blank: Figure[bool] | None = None
    """Whether the last page must be left to the printer."""
    blank_run: Figure[int] | None = None
    """The most pages in a row without anything on them."""
    ppi: Figure[int] = PPI
    line_ppi: Figure[int] | None = None
    """The same for line art."""
    ink: Figure[int] | None = None
    """The most ink on one spot, in percent."""
    line: Figure[float] = LINE
    """The thinnest line in pt."""
    type: Figure[float] = TYPE
    """The smallest type in pt."""
    standard: Figure[str] = PLAIN
    """Of a file in one ink; empty: a plain PDF."""
    colours: Figure[str] = RGB
    """What pictures of a colour book are in: `rgb` or `cmyk`."""
    forbids: Figure[frozenset[str]] = NONE
    """Of: outline, links, information, marks, profile, transparency."""
    marks: bool = False
    """Whether crop and registration marks and a slug are printed outside the bleed."""
    largest: Figure[int] | None = None
    """Of a file, in MB."""

    def paper(self, name: str) -> Paper | None:
        """A paper by its name; the first, without one."""
        return next((paper for paper in self.papers if name in ("", paper.name)), None)


@dataclass(frozen=True, slots=True)
class Target:
    """A book to be made: printer, trim, paper."""

    name: str
    printer: Printer
    trim: Trim
    paper: Paper

    @property
    def colour(self) -> bool:
        """Whether it is printed in colours."""
        return self.paper.colour

    @property
    def space(self) -> str:
        """What its inside is in: `grey`, `rgb` or `cmyk`."""
        return self.printer.colours.value if self.colour else "grey"


@dataclass(frozen=True, slots=True)
class PressJob:
    """What a printer asks of a file, as the press stage takes it."""

    space: str = "rgb"
    """`grey`, `rgb` or `cmyk`."""
    standard: str = ""
    """Such as PDF/X-1a:2001; empty: a plain PDF."""
    ink: int = 0
    """The most ink on one spot, in percent; 0: no limit."""
    forbids: tuple[str, ...] = ()
    """Of: outline, links, information, profile, transparency."""
    marks: bool = False
    bleed: float = 0.0
    """In pt; marks stand outside it."""
