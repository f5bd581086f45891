"""Values of a drawing that cannot be read, treated as SVG says: as if they were not there, or up to their fault.

In: an attribute's name and value. Out: what of the value any renderer can read. The layout engine would leave the whole
drawing out for one of them. Not its business: what a value may lead to (`vector`, `read/markdown/rawhtml.py`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping

LARGEST_TYPE = 100_000.0
"""Px; Pango counts a face's size in 1024ths of them, and has 31 bits."""
_NUMBER = r"(?>[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)"
_BETWEEN = r"[\s,]*"
_FLAG = "[01]"


def _group(*parts: str) -> str:
    return _BETWEEN.join(parts)


_ARGUMENTS = {
    letter: re.compile(_group(*parts) + _BETWEEN)
    for letters, parts in (
        ("mlt", [_NUMBER] * 2), ("hv", [_NUMBER]), ("c", [_NUMBER] * 6), ("sq", [_NUMBER] * 4),
        ("a", [_NUMBER] * 3 + [_FLAG] * 2 + [_NUMBER] * 2),
    )
    for letter in letters
}  # fmt: skip
_COMMAND = re.compile(r"([MmZzLlHhVvCcSsQqTtAa])[\s,]*")
_FUNCTION = "|".join(
    rf"{name}\s*\(\s*(?:{'|'.join(_group(*[_NUMBER] * count) for count in counts)})\s*\)"
    for name, counts in (
        ("matrix", (6,)), ("translate", (2, 1)), ("scale", (2, 1)), ("rotate", (3, 1)), ("skew[XY]", (1,)),
    )
)  # fmt: skip
_TRANSFORM = re.compile(rf"\s*(?:(?:{_FUNCTION})[\s,]*)*")
_BOX = re.compile(rf"\s*{_group(*[_NUMBER] * 4)}\s*")
_POINTS = re.compile(rf"\s*(?:{_group(_NUMBER, _NUMBER)}{_BETWEEN})*")


def legible(name: str, value: str) -> str | None:
    """What can be read of an attribute's value; None: nothing."""
    read = _READERS.get(name.lower())
    return read(value) if read else value


def _path(value: str) -> str | None:
    """Up to the first segment that is none (SVG 2, 9.5.4)."""
    value, good = value.strip(), 0
    while command := _COMMAND.match(value, good):
        if good == 0 and command[1] not in "Mm":
            return None
        place = command.end() if command[1] in "Zz" else _segments(value, command)
        if not place:
            break
        good = place
    return value[:good].strip() or None


def _segments(value: str, command: re.Match[str]) -> int:
    """Where the last whole set of the command's numbers ends; 0: it has none."""
    place, numbers = 0, _ARGUMENTS[command[1].lower()]
    while found := numbers.match(value, place or command.end()):
        place = found.end()
    return place


def _whole(pattern: re.Pattern[str]) -> Callable[[str], str | None]:
    return lambda value: value if pattern.fullmatch(value) else None


def _begun(value: str) -> str | None:
    found = _POINTS.match(value)
    return found[0].strip() or None if found else None


def _size_of_type(value: str) -> str | None:
    found = re.match(_NUMBER, value.strip())
    if found is None:
        return value  # `smaller`, `1em` and their like
    size = float(found[0])
    return value if math.isfinite(size) and abs(size) <= LARGEST_TYPE else f"{LARGEST_TYPE:g}"


_READERS: Mapping[str, Callable[[str], str | None]] = {
    "d": _path, "points": _begun, "viewbox": _whole(_BOX), "font-size": _size_of_type,
    **dict.fromkeys(("transform", "gradienttransform", "patterntransform"), _whole(_TRANSFORM)),
}  # fmt: skip
