"""`galerada targets`: the printers, and what each asks for, with the page that says so.

In: a target's or a printer's name, or nothing. Out: lines. Raises ValueError, with the cure, for a name that is none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from ..targets import PRINTERS, Figure, Printer, Target, all_names, figures, target_named, told, trim_name


def listed(name: str, *, as_json: bool) -> Iterator[str]:
    """The lines."""
    if as_json:
        yield json.dumps(_as_object(target_named(name)) if name else sorted(all_names()), indent=2)
    elif not name:
        yield from _overview()
    elif name in PRINTERS:
        yield from _printer(PRINTERS[name])
    else:
        yield from _target(target_named(name))


def _overview() -> Iterator[str]:
    yield "A target is PRINTER-TRIM-PAPER; `galerada targets TARGET` shows its figures and who says so."
    for printer in PRINTERS.values():
        yield ""
        yield from _printer(printer)


def _printer(printer: Printer) -> Iterator[str]:
    yield f"{printer.name}: {printer.title}"
    yield f"  trims   {' '.join(trim_name(trim) for trim in printer.trims.value)}"
    if printer.free_trim:
        low, high = (trim_name(trim) for trim in printer.free_trim.value)
        yield f"          and any other from {low} to {high}"
    for place, paper in enumerate(printer.papers):
        low, high = map(str, paper.pages.value)
        yield f"  {'' if place else 'papers':<6}  {paper.name:<11} {paper.title}, {low} to {high} pages"


def _target(target: Target) -> Iterator[str]:
    yield f"{target.name}: {target.printer.title}, {trim_name(target.trim)}, {target.paper.title}"
    for name, figure in figures(target):
        doubt = f" [{figure.status}]" if figure.status.second_hand else ""
        yield f"  {name:<20} {told(name, figure.value)}{doubt}"
        yield f"  {'':<20}   {figure.says}{f': {figure.note}' if figure.note else ''}"
    if target.printer.spine.model == "asked" or (target.printer.spine.model == "leaf" and not target.paper.leaf):
        yield f"  {'spine':<20} only the printer's calculator knows it: ask it, and say `--spine`"


def _as_object(target: Target) -> dict[str, object]:
    return {
        "target": target.name,
        "printer": target.printer.title,
        "trim_pt": target.trim,
        "paper": target.paper.title,
        "figures": {name: _figure(figure) for name, figure in figures(target)},
    }


def _figure(figure: Figure[object]) -> dict[str, object]:
    value = sorted(map(str, figure.value)) if isinstance(figure.value, frozenset) else figure.value
    return {"value": value, "status": str(figure.status), "source": figure.says, "note": figure.note}
