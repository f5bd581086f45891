"""Lengths and sizes of paper, as book.yaml may write them.

In: a value as read. Out: pt, or a ValueError whose text is the cure.
"""

from __future__ import annotations

import re
from typing import Final

from ..syntax.values import Kind
from .forms import NO_FLAG, Form, strings

_POINTS = {"pt": 1.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0}
_NUMBER = r"[0-9]+(\.[0-9]+)?|\.[0-9]+"


def points(raw: str) -> float:
    """A length in points."""
    found = re.fullmatch(rf"({_NUMBER})\s*(pt|mm|cm|in)|(0)", raw.strip())
    if not found:
        raise ValueError(_length_cure(raw.strip()))
    return round(float(found[1]) * _POINTS[found[3]], 3) if found[1] else 0.0


def _length_cure(raw: str) -> str:
    if re.fullmatch(_NUMBER, raw):
        return f"write its unit: {raw}pt, {raw}mm, {raw}cm or {raw}in"
    if re.fullmatch(r"[0-9]+,[0-9]+\s*(pt|mm|cm|in)", raw):
        return f"write a point for the comma: {raw.replace(',', '.')}"
    return "units are pt, mm, cm and in: 12pt, 18mm, 0.75in"


def length(least: float, most: float) -> Form:
    """A length between two, given in pt."""

    def read(raw: str) -> float:
        made = points(raw)
        if not least <= made <= most:
            raise ValueError(f"{raw} is {made:g} pt; from {least:g} to {most:g} pt are possible")
        return made

    schema = strings(rf"\s*(({_NUMBER})\s*(pt|mm|cm|in)|0)\s*") | {"maximum": 0, "minimum": 0}
    return Form("a length such as 12pt, 18mm or 0.75in", read, schema, NO_FLAG)


_SIZES: Final = {
    "a4": "210x297mm", "a5": "148x210mm", "a6": "105x148mm", "b5": "176x250mm", "b6": "125x176mm", "letter": "8.5x11in",
}  # fmt: skip
_TRIM: Final = rf"({_NUMBER})\s*(pt|mm|cm|in)?\s*[x×X]\s*({_NUMBER})\s*(pt|mm|cm|in)?"
_SMALLEST, _LARGEST = 144.0, 1440.0


def _trim(raw: str) -> tuple[float, float]:
    found = re.fullmatch(_TRIM, _SIZES.get(raw.lower().strip(), raw.strip()))
    if not found:
        raise ValueError("write width x height: 6x9 (inches), 152mm x 229mm; or a5")
    unit = found[6] or found[3] or "in"
    width, height = points(found[1] + (found[3] or unit)), points(found[4] + unit)
    if not (_SMALLEST <= width <= _LARGEST and _SMALLEST <= height <= _LARGEST):
        raise ValueError("a page measures from 2 to 20 inches on each side; a size without a unit is in inches")
    return width, height


TRIM: Final = Form(
    "a page size such as 6x9, a5 or 152mm x 229mm", _trim,
    {"type": "string", "pattern": rf"^\s*([aA][456]|[bB][56]|letter|{_TRIM})\s*$"},
    NO_FLAG,
)  # fmt: skip


_SHEET: Final = _TRIM.removesuffix("?")


def _sheet(raw: str) -> tuple[float, float]:
    found = re.fullmatch(_SHEET, raw.strip())
    if not found:
        raise ValueError("write width x height with a unit: 14.25in x 10.4in, or 362 x 264mm")
    return points(found[1] + (found[3] or found[6])), points(found[4] + found[6])


SHEET: Final = Form(
    "a size with its unit, such as 14.25in x 10.4in", _sheet, {"type": "string", "pattern": rf"^\s*{_SHEET}\s*$"},
    (Kind.TEXT,),
)  # fmt: skip
