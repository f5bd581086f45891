"""The white around a page's text, for a page of any size.

In: a trim in pt. Out: margins in pt, by the names of `PrintOptions`.
"""

from __future__ import annotations

from collections.abc import Mapping

from .settings import PrintOptions


def margins_of(width: float, height: float) -> Mapping[str, float]:
    """The margins of a page that says none: those of 6 x 9 in, in proportion; at the spine never under 1/2 in."""
    usual = PrintOptions()
    across, down = width / usual.width, height / usual.height
    return {
        "inner": round(max(36.0, usual.inner * across), 1), "outer": round(max(30.0, usual.outer * across), 1),
        "top": round(max(36.0, usual.top * down), 1), "bottom": round(max(36.0, usual.bottom * down), 1),
    }  # fmt: skip
