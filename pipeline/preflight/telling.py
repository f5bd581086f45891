"""Findings of a preflight become those of the book: each once, at its line of the manuscript.

In: a preflight's findings, where things stand, what the build has said already. Out: `Told`, and the report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..diagnostics import Code, Diagnostic, Report
from ..nodes import NOWHERE, Pos
from .finding import Finding, on
from .model import File, Rect
from .places import Places

BEFORE = {
    Code.OFF_THE_SHEET: (Code.OFF_THE_PAGE,),
    Code.OUTSIDE_LIVE_AREA: (Code.OFF_THE_PAGE, Code.IN_THE_MARGIN, Code.OFF_THE_SHEET),
    Code.GLYPH_NOT_DRAWN: (Code.GLYPH_MISSING,),
    Code.PAGE_COUNT_WRONG: (Code.PAGES_OUT_OF_RANGE,),
}
"""What a preflight finds in the file, and the build may have said of the same line: it is not said twice."""
LAID_OUT = frozenset({Code.OFF_THE_PAGE, Code.IN_THE_MARGIN})
"""What is found while a chapter is set, which knows no page of the book."""


FEW = 20
"""Findings of one code that are told one by one."""


@dataclass(frozen=True, slots=True)
class Told:
    """A finding and its place."""

    found: Finding
    pos: Pos = NOWHERE


def placed(findings: Iterable[Finding], places: Places | None) -> tuple[Told, ...]:
    """Each with its place; of several of one code in one place the heaviest, and where else in the file."""
    groups: dict[object, list[Told]] = {}
    for found in findings:
        pos = places.at(found.sheet, found.rect, picture=found.picture) if places and found.rect else NOWHERE
        local = found.rect is not None and bool(found.weight)
        furniture = NOWHERE if places else found.sheet  # a head or a folio is one fault, however many pages it is on
        name = (found.code, (pos.path, pos.line) if pos.path else furniture if local else found.message)
        groups.setdefault(name, []).append(Told(found, pos))
    return tuple(_few(_together(group) for group in groups.values()))


def _together(group: Sequence[Told]) -> Told:
    """The heaviest, which is the first of several that weigh the same."""
    worst = max(group, key=lambda one: one.found.weight)
    others = len({one.found.sheet for one in group}) - 1
    if not others:
        return worst
    message = f"{worst.found.message}, and on {others} more page{'s' if others > 1 else ''}"
    return replace(worst, found=replace(worst.found, message=message))


def _few(told: Iterable[Told]) -> Iterator[Told]:
    """A book whose every table is too small says so a few times, and then how often."""
    by_code: dict[Code, list[Told]] = {}
    for one in told:
        by_code.setdefault(one.found.code, []).append(one)
    for code, several in by_code.items():
        yield from several[:FEW]
        if len(several) > FEW:
            hint = "mend these, and look again"
            yield Told(Finding(code, f"{len(several) - FEW} more of the kind", hint))


def tell(told: Iterable[Told], report: Report, file: File, places: Places | None = None) -> tuple[Told, ...]:
    """Report what has not been said, and of what has, on which page it is; gives all of it."""
    made = []
    for one in sorted(told, key=lambda one: one.found.code is Code.OUTSIDE_LIVE_AREA):  # what is off is near as well
        earlier = _earlier(one, report)
        if earlier is None:
            report.add(one.found.code, one.found.message, one.pos, one.found.hint)
            made.append(one)
        elif one.found.sheet and SAID not in earlier.message and earlier.code is not Code.OFF_THE_SHEET:
            made.append(_amended(earlier, (one.found.sheet,), file, report, one.found.rect))
    for found in report.diagnostics if places else ():
        if places and found.code in LAID_OUT and found.pos.path and SAID not in found.message:
            sheets = places.shows(found.pos)
            made += [_amended(found, sheets, file, report)] if sheets else []
    return tuple(made)


SAID = ", on page"


def _amended(
    found: Diagnostic, sheets: Sequence[int], file: File, report: Report, rect: Rect | None = None
) -> Told:  # fmt: skip
    """What the build has said, with the pages."""
    more = f", {on([file.sheets[number - 1] for number in sheets])}"
    report.amend(found, more)
    return Told(Finding(found.code, found.message + more, found.hint, sheets[0], rect), found.pos)


def _earlier(one: Told, report: Report) -> Diagnostic | None:
    """What the build has said of the same thing."""
    before = [found for found in report.diagnostics if found.code in BEFORE.get(one.found.code, ())]
    if one.found.code is Code.GLYPH_NOT_DRAWN:
        return next((found for found in before for mark in _marks(one.found.message) if mark in found.message), None)
    if one.found.code is Code.PAGE_COUNT_WRONG:
        return next((found for found in before), None) if "takes" in one.found.message else None
    return next((found for found in before if (found.pos.path, found.pos.line) == (one.pos.path, one.pos.line)), None)


def _marks(message: str) -> list[str]:
    """The code points that it names, as PR001 names them."""
    return [word.strip("():,") + " " for word in message.split() if word.strip("():,").startswith("U+")]
