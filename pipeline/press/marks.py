"""Crop and registration marks around a page, in the colour that every plate prints.

In: a page with its boxes. Out: content that draws the marks outside the bleed (ISO 15930: no mark inside it), and the
colour space it draws with. Lengths in pt.
"""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name

LENGTH, LINE, RADIUS = 14.0, 0.25, 4.0
"""Of a crop mark; of its line's width; of a registration mark's ring."""
GAP = 2.0
"""Between the bleed and a mark."""
SLUG = 26.0
"""What the sheet has round the bleed for the marks."""
ALL = "GaleradaAll"
"""The name under which pages know the registration colour."""
RING = 0.5523
"""How far the handles of a quarter's curve stand, in radii."""


def registration(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """The colour of all plates (PDF 1.7, 8.6.6.4)."""
    tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), N=1, C0=Array([0, 0, 0, 0]), C1=Array([1, 1, 1, 1]))
    return pdf.make_indirect(Array([Name.Separation, Name.All, Name.DeviceCMYK, tint]))


def draw(page: pikepdf.Page, bleed: float, space: pikepdf.Object) -> bytes:
    """The marks of one page; the page's resources learn the colour."""
    left, low, right, top = (float(one) for one in page.obj["/TrimBox"])
    resources = page.obj["/Resources"]
    if "/ColorSpace" not in resources:
        resources["/ColorSpace"] = Dictionary()
    resources["/ColorSpace"][f"/{ALL}"] = space
    lines = [*_crops(left, low, right, top, bleed), *_rings(left, low, right, top, bleed)]
    return f"q /{ALL} CS 1 SCN {LINE} w {' '.join(lines)} Q".encode()


def _crops(left: float, low: float, right: float, top: float, bleed: float) -> list[str]:
    start, end = bleed + GAP, bleed + GAP + LENGTH
    made = []
    for x in (left, right):
        made += [_line(x, low - start, x, low - end), _line(x, top + start, x, top + end)]
    for y in (low, top):
        made += [_line(left - start, y, left - end, y), _line(right + start, y, right + end, y)]
    return made


def _line(x: float, y: float, to_x: float, to_y: float) -> str:
    return f"{x:.3f} {y:.3f} m {to_x:.3f} {to_y:.3f} l S"


def _rings(left: float, low: float, right: float, top: float, bleed: float) -> list[str]:
    """A ring with a cross in the middle of each side."""
    away = bleed + GAP + LENGTH / 2
    middle, height = (left + right) / 2, (low + top) / 2
    places = ((middle, low - away), (middle, top + away), (left - away, height), (right + away, height))
    return [_ring(x, y) for x, y in places]


def _ring(x: float, y: float) -> str:
    r, h, arm = RADIUS, RADIUS * RING, RADIUS * 1.6
    curves = (
        f"{x + r:.3f} {y:.3f} m {x + r:.3f} {y + h:.3f} {x + h:.3f} {y + r:.3f} {x:.3f} {y + r:.3f} c "
        f"{x - h:.3f} {y + r:.3f} {x - r:.3f} {y + h:.3f} {x - r:.3f} {y:.3f} c "
        f"{x - r:.3f} {y - h:.3f} {x - h:.3f} {y - r:.3f} {x:.3f} {y - r:.3f} c "
        f"{x + h:.3f} {y - r:.3f} {x + r:.3f} {y - h:.3f} {x + r:.3f} {y:.3f} c S"
    )
    return f"{curves} {_line(x - arm, y, x + arm, y)} {_line(x, y - arm, x, y + arm)}"
