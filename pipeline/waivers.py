"""Findings that a book lets pass, each with its reason: `waivers` in book.yaml.

In: a book's waivers, the day, a report. Out: the reason for a finding, and a complaint about each waiver that does
not serve. Not its business: reading book.yaml.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase

from .diagnostics import Code, Diagnostic, Report, Severity
from .nodes import NOWHERE, Pos

_NEVER = frozenset({
    Code.OPEN_QUERIES,
    Code.VALIDATOR_MISSING, Code.VALIDATOR_FAILED, Code.LOCK_UNREADABLE, Code.WAIVER_REFUSED, Code.WAIVER_STALE,
    Code.WAIVER_EXPIRED, Code.DIFFERS, Code.NOT_COMPARABLE,
})  # fmt: skip
_READING = ("RD", "CF", "FM", "IO")
"""Rooms whose errors mean that something of the book is not there."""
_RELEASE = ("RL", "PF")


@dataclass(frozen=True, slots=True)
class Waiver:
    """One finding, or several alike, that the book lets pass."""

    code: Code
    reason: str
    path: str = ""
    """A file, or a pattern of files, relative to the book's folder; empty: anywhere."""
    match: str = ""
    """Words of the message; empty: any."""
    until: str = ""
    """The last day, month or year (2026-12) on which it holds; empty: for good."""
    pos: Pos = NOWHERE
    """Where it stands in book.yaml."""

    def covers(self, found: Diagnostic) -> bool:
        """Whether it speaks of this finding."""
        in_place = not self.path or fnmatchcase(found.pos.path, self.path)
        return found.code is self.code and in_place and self.match in found.message

    def is_over(self, today: date) -> bool:
        """Whether its last day is past."""
        return bool(self.until) and today.isoformat()[: len(self.until)] > self.until


def can_be_waived(code: Code) -> bool:
    """Whether a publisher may let it pass: not a part that is lost, nor a validator without an answer."""
    lost = code.severity is Severity.ERROR and code.ident.startswith(_READING)
    return code not in _NEVER and not lost


def reasons(waivers: Collection[Waiver], today: date) -> Callable[[Diagnostic], str]:
    """The reason for a finding, by the first waiver that covers it; the empty text where none does."""
    valid = tuple(waiver for waiver in waivers if not waiver.is_over(today))

    def reason(found: Diagnostic) -> str:
        return next((waiver.reason for waiver in valid if waiver.covers(found)), "")

    return reason


def in_a_build(code: Code) -> bool:
    """Whether a build can find it; the rest is found by the checks of a release."""
    return not code.ident.startswith(_RELEASE)


def complain(report: Report, waivers: Collection[Waiver], today: date, looked_for: Callable[[Code], bool]) -> None:
    """Say which waivers are over, and which cover nothing although their code was looked for."""
    used = {waiver for found, _ in report.waived for waiver in waivers if waiver.covers(found)}
    for waiver in waivers:
        if waiver.is_over(today):
            message = f"the waiver of {waiver.code.ident} held until {waiver.until}"
            report.add(Code.WAIVER_EXPIRED, message, waiver.pos, "mend what it let pass, or give it a later day")
        elif waiver not in used and looked_for(waiver.code):
            message = f"no finding answers to the waiver of {waiver.code.ident}{''.join(_narrowed(waiver))}"
            report.add(Code.WAIVER_STALE, message, waiver.pos, "delete it, or mend its path or match")


def _narrowed(waiver: Waiver) -> Iterator[str]:
    if waiver.path:
        yield f" in {waiver.path}"
    if waiver.match:
        yield f" that says '{waiver.match}'"
