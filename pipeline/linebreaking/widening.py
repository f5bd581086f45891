"""Widened letters, as they are drawn: broader or narrower, and as tall as their neighbours.

In: the HTML of set lines, and the content of a PDF's pages. Out: the same pages. The layout engine can set a line's
letters wider only by setting them larger; here, where it says how it draws them, their height is set back. They take
the width that they had: no line moves. (ISO 32000-1, 9.4.4: a glyph's width is the font's size times the text matrix.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .measuring import PX, STEPS

LINES = re.compile(r'data-sizes="([^"]*)" data-widening="([^"]*)"')
MATRIX = re.compile(rb"^1 0 0 -1 (\S+ \S+) Tm$")
FONT = re.compile(rb"^(/\S+) (\S+) Tf$")
BROADEST = 0.02
"""Letters are drawn no broader or narrower than this; what is over is in their height, a part in two hundred."""


def widenings(html: str) -> Mapping[int, float]:
    """Sizes as the engine will draw them, in its steps -> the sizes that they stand for, in px."""
    made: dict[int, float] = {}
    plain: set[int] = set()
    for sizes, widening in set(LINES.findall(html)):
        factor = 1 + float(widening)
        for size in map(float, sizes.split()):
            plain.add(int(size / PX * STEPS))
            broad = max(1 - BROADEST, min(1 + BROADEST, factor))
            made[int(round(size * factor, 4) / PX * STEPS)] = size * factor / broad / PX
    return {steps: size for steps, size in made.items() if steps not in plain}


def drawn_broader(operators: Iterable[bytes | str], sizes: Mapping[int, float]) -> list[bytes | str]:
    """A page's operators, in which every text of a widened size has its height back."""
    page = _Page(sizes)
    for operator in operators:
        page.take(operator)
    return page.made


@dataclass(slots=True)
class _Page:
    sizes: Mapping[int, float]
    made: list[bytes | str] = field(default_factory=list)
    matrix: int = -1
    """Where the last text matrix was set."""
    breadth: float = 1.0
    """Of the font at hand."""
    outer: list[float] = field(default_factory=list)
    """The same in the graphics states that are saved (ISO 32000-1, 8.4.2)."""

    def take(self, operator: Any) -> None:
        if not isinstance(operator, (bytes, str)):  # a tagged page's list of properties
            self.made.append(operator)
            return
        said = operator if isinstance(operator, bytes) else operator.encode()
        if said.endswith(b" Tf"):
            operator = self._font(operator, said)
        elif said.endswith(b" Tm"):
            self.matrix = len(self.made)
        elif said.endswith(b"TJ") and self.breadth != 1:
            self._broaden()
        elif said == b"q":
            self.outer.append(self.breadth)
        elif said == b"Q" and self.outer:
            self.breadth = self.outer.pop()
        self.made.append(operator)

    def _font(self, operator: bytes | str, said: bytes) -> bytes | str:
        found = FONT.match(said)
        steps = round(float(found[2]) * STEPS) if found else 0
        size = self.sizes.get(steps)
        self.breadth = float(found[2]) / size if found and size else 1.0
        return b"%s %.6f Tf" % (found[1], size) if found and size else operator

    def _broaden(self) -> None:
        before = self.made[self.matrix]
        found = MATRIX.match(before if isinstance(before, bytes) else before.encode())
        if found:
            self.made[self.matrix] = b"%.6f 0 0 -1 %s Tm" % (self.breadth, found[1])
