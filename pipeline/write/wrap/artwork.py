"""The picture of a made cover in vectors: the same compositions that stores see as pixels, sharp at any size.

In: a composition, a palette, a box in pt. Out: PDF operators, clipped to the box.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ..cover_art import Chance, Palette, composition
from ..cover_pens import Bounds, Pen, Point
from ..paged.pdffile import real
from .colours import fill as fill_of
from .sheet import Box

UNITS = 1000.0
"""Width of a composition's own sheet, which some of them count in whole steps."""
QUARTER = 0.5522847498
"""Where the handles of a quarter circle lie, in radii."""


def artwork(title: str, inks: Palette, box: Box, turn: str = "") -> str:
    """The picture of a title in that box, to its edges; with a `turn`, of the same kind and dealt anew."""
    scale = box.width / UNITS
    pen = VectorPen((UNITS, box.height / scale))
    composition(title)(pen, inks, Chance(f"{title} {turn}".strip()))
    place = f"{real(box.left)} {real(box.low)} {real(box.width)} {real(box.height)} re W n"
    ground = f"{fill_of(inks.field)} {real(box.left)} {real(box.low)} {real(box.width)} {real(box.height)} re f"
    turned = f"{scale:.6f} 0 0 {-scale:.6f} {real(box.left)} {real(box.top)} cm"
    return "\n".join(("q", place, ground, turned, *pen.made, "Q", ""))


def _at(point: Point) -> str:
    return f"{real(point[0])} {real(point[1])}"


@dataclass(slots=True)
class VectorPen:
    """A pen that writes PDF operators; downwards, as the compositions count."""

    size: tuple[float, float]
    made: list[str] = field(default_factory=list)

    def _fill(self, path: str, colour: str) -> None:
        self.made.append(f"{fill_of(colour)} {path} f")

    def polygon(self, points: Sequence[Point], fill: str) -> None:
        """As every pen does."""
        first, *others = points
        self._fill(" ".join((f"{_at(first)} m", *(f"{_at(point)} l" for point in others), "h")), fill)

    def ellipse(self, box: Bounds, fill: str) -> None:
        """As every pen does."""
        self._fill(_arc(box, 0, 360) + " h", fill)

    def rectangle(self, box: Bounds, fill: str) -> None:
        """As every pen does."""
        left, top, right, bottom = box
        self._fill(f"{_at((left, top))} {real(right - left)} {real(bottom - top)} re", fill)

    def pieslice(self, box: Bounds, start: float, end: float, fill: str) -> None:
        """As every pen does."""
        middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        self._fill(f"{_arc(box, start, end)} {_at(middle)} l h", fill)

    def ring(self, box: Bounds, radius: float, fill: str, outline: str, width: float) -> None:
        """As every pen does."""
        left, top, right, bottom = box
        inner = (left + width, top + width, right - width, bottom - width)
        self._fill(_rounded(box, radius), outline)
        self._fill(_rounded(inner, max(0.0, radius - width)), fill)

    def strip(self, left: int, right: int, ground: str, draw: Callable[[Pen], None]) -> None:
        """As every pen does."""
        height = self.size[1]
        piece = VectorPen((right - left, height))
        draw(piece)
        window = f"{real(left)} 0 {real(right - left)} {real(height)} re"
        moved = f"1 0 0 1 {real(left)} 0 cm"
        self.made += ["q", f"{window} W n", f"{fill_of(ground)} {window} f", moved, *piece.made, "Q"]


def _arc(box: Bounds, start: float, end: float) -> str:
    """A path along the ellipse, in pieces of a quarter at most."""
    across, down = (box[2] - box[0]) / 2, (box[3] - box[1]) / 2
    middle = (box[0] + across, box[1] + down)
    count = max(1, math.ceil((end - start) / 90 - 1e-9))
    step = math.radians((end - start) / count)
    handle = 4 / 3 * math.tan(step / 4)

    def at(angle: float, out: float = 0.0) -> Point:
        x, y = math.cos(angle) - out * math.sin(angle), math.sin(angle) + out * math.cos(angle)
        return middle[0] + across * x, middle[1] + down * y

    angles = [math.radians(start) + step * number for number in range(count + 1)]
    curves = (f"{_at(at(one, handle))} {_at(at(one + step, -handle))} {_at(at(one + step))} c" for one in angles[:-1])
    return " ".join((f"{_at(at(angles[0]))} m", *curves))


def _rounded(box: Bounds, radius: float) -> str:
    left, top, right, bottom = box
    r = min(radius, (right - left) / 2, (bottom - top) / 2)
    h = r * (1 - QUARTER)
    corners = (
        ((right - r, top), (right - h, top), (right, top + h), (right, top + r)),
        ((right, bottom - r), (right, bottom - h), (right - h, bottom), (right - r, bottom)),
        ((left + r, bottom), (left + h, bottom), (left, bottom - h), (left, bottom - r)),
        ((left, top + r), (left, top + h), (left + h, top), (left + r, top)),
    )
    sides = (f"{_at(a)} l {_at(b)} {_at(c)} {_at(d)} c" for a, b, c, d in corners)
    return f"{_at((left + r, top))} m " + " ".join(sides) + " h"
