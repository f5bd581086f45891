"""How large a drawing says it is.

In: SVG. Out: its width and height in px: of its view box, else of its `width` and `height` (SVG 2, 8.2).
"""

from __future__ import annotations

import math
import re
from xml.etree import ElementTree

WIDEST = 100_000
"""Px of a drawing's side; what says more says nothing."""
SVG_SIZE = re.compile(r"^\s*(\d{1,9}(?:\.\d+)?|\.\d+)\s*(px|pt|mm|cm|in)?\s*$")
PER_UNIT = {"": 1.0, "px": 1.0, "pt": 4 / 3, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}


def size_said(data: bytes) -> tuple[int, int]:
    """The size of a drawing that was admitted."""
    return size_of_root(ElementTree.fromstring(data))


def size_of_root(root: ElementTree.Element) -> tuple[int, int]:
    """The size that the root element says."""
    box = [float(part) for part in re.split(r"[\s,]+", root.get("viewBox", "").strip()) if _is_number(part)]
    sides = [SVG_SIZE.match(root.get(name, "")) for name in ("width", "height")]
    if len(box) == 4 and 0 < box[2] <= WIDEST and 0 < box[3] <= WIDEST:
        return _px(box[2]), _px(box[3])
    if sides[0] and sides[1]:
        width, height = (float(side[1]) * PER_UNIT[side[2] or ""] for side in sides if side)
        return _px(width), _px(height)
    return 300, 150


def _px(length: float) -> int:
    return min(WIDEST, max(1, round(min(length, WIDEST))))


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
