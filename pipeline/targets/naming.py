"""A target's name: printer, trim, paper, such as `kdp-6x9-cream`.

In: a name. Out: a `Target`, or in words why there is none. The paper may be left out: then it is the printer's first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..suggest import did_you_mean
from .figures import inches, mm
from .model import Paper, Printer, Target, Trim
from .printers import PRINTERS

SHEETS = {"a4": (210.0, 297.0), "a5": (148.0, 210.0), "a6": (105.0, 148.0), "b5": (176.0, 250.0)}
"""ISO 216, in mm."""
TRIM = re.compile(r"(\d+(?:\.\d+)?)x(\d+(?:\.\d+)?)(mm|cm|in)?")
NEAR = 0.75
"""In pt: trims that differ by less are one."""


def target_named(name: str) -> Target:
    """The target; raises ValueError with what is wrong and what there is."""
    printer = _printer(name)
    parts = name.removeprefix(printer.name).strip("-").split("-")
    trim = _trim(parts[0], printer)
    paper = _paper("-".join(parts[1:]), printer)
    return Target(name, printer, trim, paper)


def _printer(name: str) -> Printer:
    found = [printer for key, printer in PRINTERS.items() if name == key or name.startswith(f"{key}-")]
    if not found:
        raise ValueError(f"no printer's name begins '{name}'; {did_you_mean(name.split('-')[0], tuple(PRINTERS))}")
    return max(found, key=lambda printer: len(printer.name))


def _trim(text: str, printer: Printer) -> Trim:
    asked = _size(text)
    if asked is None:
        raise ValueError(f"'{text}' is no trim: after {printer.name}- comes one such as 6x9, 148x210mm or a5")
    for trim in printer.trims.value:
        if same_trim(trim, asked):
            return trim
    if printer.free_trim and _within(asked, *printer.free_trim.value):
        return asked
    there = ", ".join(trim_name(trim) for trim in printer.trims.value)
    raise ValueError(f"{printer.title} has no {text}; it has {there}")


def same_trim(one: Trim, other: Trim) -> bool:
    """Whether two trims are one: a size in inches and the same in mm."""
    return abs(one[0] - other[0]) < NEAR and abs(one[1] - other[1]) < NEAR


def _size(text: str) -> Trim | None:
    if text in SHEETS:
        return mm(SHEETS[text][0]), mm(SHEETS[text][1])
    found = TRIM.fullmatch(text)
    if not found:
        return None
    unit = {"mm": mm(1), "cm": mm(10)}.get(found[3] or "in", inches(1))
    return float(found[1]) * unit, float(found[2]) * unit


def _within(trim: Trim, least: Trim, most: Trim) -> bool:
    return all(low <= one <= high for one, low, high in zip(trim, least, most, strict=True))


def _paper(name: str, printer: Printer) -> Paper:
    paper = printer.paper(name)
    if paper is None:
        names = tuple(one.name for one in printer.papers)
        raise ValueError(f"{printer.title} has no paper '{name}'; it has {', '.join(names)}")
    return paper


def trim_name(trim: Trim) -> str:
    """As a target's name says it: 6x9, or a5."""
    for name, (width, height) in SHEETS.items():
        if same_trim((mm(width), mm(height)), trim):
            return name
    return f"{trim[0] / 72:.3f}".rstrip("0").rstrip(".") + "x" + f"{trim[1] / 72:.3f}".rstrip("0").rstrip(".")


def all_names() -> Iterator[str]:
    """Every target with a name of its own."""
    for printer in PRINTERS.values():
        for trim in printer.trims.value:
            for paper in printer.papers:
                yield f"{printer.name}-{trim_name(trim)}-{paper.name}"
