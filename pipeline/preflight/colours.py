"""What a PDF says of colours: its spaces by their names, and what painting with them comes to.

In: pikepdf's objects. Out: `Space`, `Ink`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pikepdf

from .model import CMYK, GREY, RGB, Ink, Space

DEVICE = {"/DeviceGray": GREY, "/DeviceRGB": RGB, "/DeviceCMYK": CMYK, "/G": GREY, "/RGB": RGB, "/CMYK": CMYK,
          "/CalGray": Space("grey", tagged=True), "/CalRGB": Space("rgb", tagged=True),
          "/Lab": Space("lab", tagged=True), "/Pattern": Space("pattern")}  # fmt: skip
BY_PARTS = {1: "grey", 3: "rgb", 4: "cmyk"}
FIRST = {"grey": (0.0,), "rgb": (0.0, 0.0, 0.0), "cmyk": (0.0, 0.0, 0.0, 1.0), "lab": (0.0, 0.0, 0.0)}
"""What a space paints with before any colour is set (PDF 1.7, 8.6.5)."""


def space_of(said: Any, resources: Any = None) -> Space:
    """A colour space, by its name in the resources or as it stands."""
    if said is None:
        return GREY
    if isinstance(said, pikepdf.Name):
        named = resources.get("/ColorSpace", {}).get(str(said)) if resources is not None else None
        return DEVICE[str(said)] if str(said) in DEVICE else space_of(named) if named is not None else GREY
    kind = str(said[0])
    if kind in {"/ICCBased"}:
        return Space(BY_PARTS.get(int(said[1].get("/N", 3)), "rgb"), tagged=True)
    if kind in {"/Indexed", "/I"}:
        return _indexed(said, resources)
    if kind in {"/Separation", "/DeviceN"}:
        names = [said[1]] if kind == "/Separation" else list(said[1])
        return Space("spot", names=tuple(str(name)[1:] for name in names))
    return DEVICE.get(kind, GREY)


def _indexed(said: Any, resources: Any) -> Space:
    base, table = space_of(said[1], resources), said[3]
    data = table.read_bytes() if isinstance(table, pikepdf.Stream) else bytes(table)
    return Space(base.kind, base.tagged, base.names, data)


def first_ink(space: Space) -> Ink:
    """What a space paints with before any colour is set."""
    return Ink(space, FIRST.get(space.kind, (1.0,) * len(space.names)))


def ink_of(space: Space, operands: Sequence[Any]) -> Ink:
    """A colour as an operator names it; of a pattern nothing is known yet."""
    if space.table and len(operands) == 1:
        start = int(operands[0]) * space.parts
        return Ink(Space(space.kind, space.tagged, space.names),
                   tuple(byte / 255 for byte in space.table[start : start + space.parts]))  # fmt: skip
    return Ink(space, tuple(float(one) for one in operands if not isinstance(one, pikepdf.Name)))
