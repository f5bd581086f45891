"""What a cover's picture is drawn with: a pen that several kinds of sheet have.

In: shapes and colours. Out: ink on a Pillow image (`Brush`); a printed cover has a pen of its own, which draws vectors.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PIL import Image, ImageDraw

Point = tuple[float, float]
Bounds = tuple[float, float, float, float]
"""Left, top, right, lower edge."""


class Pen(Protocol):
    """What a composition is drawn with; from the top left corner, downwards."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the sheet."""

    def polygon(self, points: Sequence[Point], fill: str) -> None:
        """A surface between points."""

    def ellipse(self, box: Bounds, fill: str) -> None:
        """The ellipse that touches the four sides."""

    def rectangle(self, box: Bounds, fill: str) -> None:
        """The rectangle itself."""

    def pieslice(self, box: Bounds, start: float, end: float, fill: str) -> None:
        """A slice of that ellipse, from one angle to another, in degrees clockwise from three o'clock."""

    def ring(self, box: Bounds, radius: float, fill: str, outline: str, width: float) -> None:
        """A rectangle with round corners and a frame inside its edges."""

    def strip(self, left: int, right: int, ground: str, draw: Callable[[Pen], None]) -> None:
        """What `draw` makes on a sheet of its own between the two, which hides what lies beyond."""


class Brush:
    """A pen that draws on a Pillow image."""

    def __init__(self, sheet: Image.Image) -> None:
        self.sheet, self.draw = sheet, ImageDraw.Draw(sheet)

    @property
    def size(self) -> tuple[float, float]:
        """In px."""
        return self.sheet.size

    def polygon(self, points: Sequence[Point], fill: str) -> None:
        """As every pen does."""
        self.draw.polygon(list(points), fill=fill)

    def ellipse(self, box: Bounds, fill: str) -> None:
        """As every pen does."""
        self.draw.ellipse(box, fill=fill)

    def rectangle(self, box: Bounds, fill: str) -> None:
        """As every pen does."""
        self.draw.rectangle(box, fill=fill)

    def pieslice(self, box: Bounds, start: float, end: float, fill: str) -> None:
        """As every pen does."""
        self.draw.pieslice(box, start, end, fill=fill)

    def ring(self, box: Bounds, radius: float, fill: str, outline: str, width: float) -> None:
        """As every pen does."""
        self.draw.rounded_rectangle(box, radius, fill, outline, round(width))

    def strip(self, left: int, right: int, ground: str, draw: Callable[[Pen], None]) -> None:
        """As every pen does."""
        piece = Image.new("RGB", (right - left, self.sheet.height), ground)
        draw(Brush(piece))
        self.sheet.paste(piece, (left, 0))
