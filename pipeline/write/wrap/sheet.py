"""The sheet that goes round a book: back, spine and front in one, with what each must keep clear.

In: a target, the spine's width. Out: a `Sheet`: rectangles in pt from the sheet's lower left corner. The figures are
the printer's (`targets`); a sheet that the printer's calculator names goes before them.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...targets import Target


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pt."""

    left: float
    low: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """From side to side."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From foot to head."""
        return self.top - self.low

    def inset(self, across: float, down: float | None = None) -> Box:
        """The same, smaller on every side."""
        up = across if down is None else down
        return Box(self.left + across, self.low + up, self.right - across, self.top - up)

    def holds(self, other: Box, slack: float = 0.01) -> bool:
        """Whether the other lies inside, to a hundredth of a point."""
        return (self.left - slack <= other.left and other.right <= self.right + slack
                and self.low - slack <= other.low and other.top <= self.top + slack)  # fmt: skip

    def touches(self, other: Box) -> bool:
        """Whether the two have anything in common."""
        return (self.left < other.right and other.left < self.right
                and self.low < other.top and other.low < self.top)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """A cover, laid flat, seen from outside."""

    whole: Box
    """With what is cut off, or turned in."""
    trim: Box
    back: Box
    spine: Box
    front: Box
    hinge: float
    """The groove on either side of the spine, which belongs to the boards; 0 in perfect binding."""
    fold: float
    """How far a fold may be off."""
    safe: float
    """What words keep from the trimmed edges, and from the hinge."""
    clearance: float
    """What words keep from either edge of the spine."""
    barcode: Box
    """The field that the printer keeps for it, on the back."""
    second_hand: bool = False
    """Whether the sheet of a case is computed from figures that the printer's calculator might not share."""

    @property
    def quiet(self) -> float:
        """How far from the spine a plain ground goes on, so that a fold that is off shows nowhere."""
        return self.hinge + max(2 * self.fold, 6.0)

    @property
    def back_room(self) -> Box:
        """Where words may stand on the back."""
        back = self.back
        return Box(back.left, back.low, back.right - self.hinge, back.top).inset(self.safe)

    @property
    def front_face(self) -> Box:
        """What is seen of the front without the hinge."""
        return Box(self.front.left + self.hinge, self.front.low, self.front.right, self.front.top)

    @property
    def front_room(self) -> Box:
        """Where words may stand on the front."""
        return self.front_face.inset(self.safe)

    @property
    def spine_room(self) -> Box:
        """Where words may stand on the spine."""
        return self.spine.inset(self.clearance, self.safe)


class SheetError(ValueError):
    """A sheet that cannot go round the book."""


def sheet_of(target: Target, spine: float, whole: tuple[float, float] | None = None) -> Sheet:
    """The sheet, for a spine in pt; `whole` is its width and height in pt as the printer's calculator gives them.

    Raises SheetError where a whole sheet leaves no room for the book.
    """
    printer, cover = target.printer, target.printer.cover
    outside = cover.wrap.value if cover.wrap else cover.bleed.value
    width, height = target.trim if whole is None else _panel(target, spine, whole, outside)
    trim = Box(outside, outside, outside + 2 * width + spine, outside + height)
    folds = trim.left + width, trim.left + width + spine
    hinge = cover.hinge.value if cover.hinge else 0.0
    back = Box(trim.left, trim.low, folds[0], trim.top)
    return Sheet(
        Box(0.0, 0.0, trim.right + outside, trim.top + outside), trim, back,
        Box(folds[0], trim.low, folds[1], trim.top), Box(folds[1], trim.low, trim.right, trim.top), hinge,
        cover.fold.value, cover.safe.value, printer.spine.clearance.value if printer.spine.clearance else 0.0,
        _field(target, back, hinge), bool(cover.wrap) and whole is None,
    )  # fmt: skip


LARGER, OFF = 72.0, 1.5
"""A board is larger than its page by less than this, in pt; a side of a paperback is as large as its page, but for so
much that a calculator rounds."""


def _panel(target: Target, spine: float, whole: tuple[float, float], outside: float) -> tuple[float, float]:
    """Width and height of either side of a sheet of that size."""
    width, height = (whole[0] - 2 * outside - spine) / 2, whole[1] - 2 * outside
    for made, page in ((width, target.trim[0]), (height, target.trim[1])):
        if not page - OFF <= made <= page + (LARGER if target.printer.cover.wrap else OFF):
            raise SheetError(f"a sheet of {whole[0]:g} x {whole[1]:g} pt leaves sides of {width:.1f} x {height:.1f} pt")
    return width, height


def _field(target: Target, back: Box, hinge: float) -> Box:
    """At the foot of the back, on the spine's side."""
    cover = target.printer.cover
    (width, height), (across, up) = cover.barcode.value, cover.barcode_from.value
    right = back.right - hinge - across
    return Box(right - width, back.low + up, right, back.low + up + height)
