"""Colours of a cover as it is drawn: red, green and blue, which the press stage turns into the inks of a target.

In: `#RRGGBB`. Out: PDF operators. What is black is black ink alone, on any press: four plates never meet on a letter.
"""

from __future__ import annotations

from ..cover_art import luminance
from ..paged.pdffile import real

BLACK, WHITE = "0 g", "1 g"
NEARLY_BLACK = 0.025
"""Relative luminance (WCAG 2) below which type is printed in black alone."""


def fill(colour: str) -> str:
    """A surface of that colour."""
    return " ".join(real(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5)) + " rg"


def type_in(colour: str) -> str:
    """Type of that colour."""
    return BLACK if luminance(colour) < NEARLY_BLACK else fill(colour)
