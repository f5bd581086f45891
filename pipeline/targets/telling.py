"""A printer's figure in words.

In: a figure's name and value. Out: text; lengths in inches and millimetres.
"""

from __future__ import annotations

from .naming import trim_name

LENGTHS = frozenset({"trims", "bleed", "margin", "bled_margin", "gutter", "cover.bleed", "cover.safe", "cover.fold",
                     "cover.barcode", "cover.barcode_from", "cover.wrap", "cover.hinge", "spine.allowance",
                     "spine.clearance", "spine.leaf", "spine.steps"})  # fmt: skip
"""Figures that are lengths, which are told in inches and millimetres."""


def told(name: str, value: object) -> str:
    """A figure's value in words."""
    if isinstance(value, frozenset):
        return ", ".join(sorted(map(str, value))) or "nothing"
    if name in {"gutter", "spine.steps"} and isinstance(value, tuple):
        return "; ".join(f"to {pages} pages {_length(width)}" for pages, width in value)
    if name == "trims" and isinstance(value, tuple):
        return " ".join(trim_name(trim) for trim in value)
    if isinstance(value, tuple):
        return " x ".join(_length(one) for one in value) if name in LENGTHS else " to ".join(map(str, value))
    if name in LENGTHS and isinstance(value, float):
        return _length(value)
    return f"{value:g}" if isinstance(value, float) else str(value) if value != "" else "none"


def _length(pt: float) -> str:
    return f"{pt / 72:.5g} in ({pt / 72 * 25.4:.1f} mm)"
