"""Where a PDF of the layout engine draws its text, read from the pages' own operators (ISO 32000-1, 9.4).

In: a PDF's bytes, not compressed or compressed. Out: for each page the runs of text: where they begin and end, how far
the last glyph's own width reaches, and their baseline. In pt from the page's left lower corner.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pikepdf


@dataclass(frozen=True, slots=True)
class Run:
    left: float
    right: float
    baseline: float
    height: float
    breadth: float
    """Of its letters: 1 is natural."""
    last: float
    """The advance of its last glyph."""


GLYPHS = re.compile(rb"<([0-9a-fA-F]*)>|(-?[\d.]+)")


def runs(data: bytes) -> list[list[Run]]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [list(_page(page)) for page in pdf.pages]


def _widths(page: pikepdf.Page) -> Mapping[str, Mapping[int, float]]:
    made: dict[str, dict[int, float]] = {}
    for name, font in page.resources.get("/Font", {}).items():
        inner = font.DescendantFonts[0]
        found: dict[int, float] = {}
        row = list(inner.get("/W", []))
        for start, values in zip(row[::2], row[1::2], strict=True):
            found |= {int(start) + place: float(width) for place, width in enumerate(values)}
        made[name] = found
    return made


def _page(page: pikepdf.Page) -> Iterator[Run]:
    widths = _widths(page)
    scale = [(1.0, 1.0, 0.0, 0.0)]
    font, size = "", 0.0
    matrix, tracking = (1.0, 0.0, 0.0), 0.0
    fonts = []
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "q":
                scale.append(scale[-1])
                fonts.append((font, size))
            case "Q":
                scale.pop()
                font, size = fonts.pop()
            case "cm":
                a, _, _, d, e, f = map(float, operands)
                sx, sy, x, y = scale[-1]
                scale[-1] = (sx * a, sy * d, x + sx * e, y + sy * f)
            case "Tf":
                font, size = str(operands[0]), float(operands[1])
            case "Tm":
                matrix = (float(operands[0]), float(operands[4]), float(operands[5]))
            case "Tc":
                tracking = float(operands[0])
            case "TJ":
                run = _run(operands[0], widths[font], (size, tracking), matrix, scale[-1])
                yield run
                matrix = (matrix[0], matrix[1] + (run.right - run.left) / scale[-1][0], matrix[2])


def _run(
    shown: pikepdf.Array, widths: Mapping[int, float], how: tuple[float, float], matrix: tuple[float, float, float],
    scale: tuple[float, float, float, float],
) -> Run:  # fmt: skip
    at, last = 0.0, 0.0
    size, tracking = how
    for part in shown:
        if isinstance(part, pikepdf.String):
            raw = bytes(part)
            for place in range(0, len(raw), 2):
                last = widths[int.from_bytes(raw[place : place + 2], "big")]
                at += last + tracking * 1000 / size
        else:
            at -= float(part)
    unit = size / 1000 * matrix[0] * scale[0]
    left = scale[2] + scale[0] * matrix[1]
    baseline = scale[3] + scale[1] * matrix[2]
    return Run(left, left + at * unit, baseline, abs(size * scale[1]), matrix[0], last * unit)
