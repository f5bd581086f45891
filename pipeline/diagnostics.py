"""What Galerada has to say about a manuscript: a `Code` for each finding, a `Report` that gathers them.

In: findings of every room. Out: `path:line:col: error[SC001]: message` with a hint.
The enum is the catalogue: the manual and the tests are checked against it; an id is never reused.

    BookError            a book that cannot be built; carries its diagnostics
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from .codes import Code, Severity
from .nodes import NOWHERE, Pos

__all__ = ["BookError", "Change", "Code", "Diagnostic", "Report", "Severity"]

NUMBER = re.compile(r"\{(\w+)\|(\w+)\}")
"""In the message of findings that are gathered: the words for one and for several."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding."""

    code: Code
    message: str
    """Names the thing."""
    pos: Pos = NOWHERE
    hint: str = ""
    """Names the cure; empty when the message says it all."""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        place = f"{self.pos}: " if self.pos.path else ""
        return f"{place}{self.severity}[{self.code.ident}]: {self.message}"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that `normalize` did to the manuscript's text."""

    pos: Pos
    rule: str
    before: str
    after: str


def no_reason(found: Diagnostic) -> str:
    """What a book without waivers says of every finding."""
    return ""


def _counted(message: str, count: int) -> str:
    return NUMBER.sub(lambda word: word[1 if count == 1 else 2], message.replace("{count}", str(count)))


@dataclass(slots=True)
class Report:
    """The findings and changes of one run, in the order in which they were made."""

    _found: dict[Diagnostic, None] = field(default_factory=dict)
    _first: dict[tuple[Code, str], Diagnostic] = field(default_factory=dict)
    """Of findings that are gathered by name: the one that was made first."""
    _also: dict[Diagnostic, dict[Pos, None]] = field(default_factory=dict)
    """Of those: the other places."""
    _places: set[Pos] = field(default_factory=set)
    changes: list[Change] = field(default_factory=list)
    waive: Callable[[Diagnostic], str] = no_reason
    """The book's reason for letting a finding pass; empty: there is none."""

    def add(self, code: Code, message: str, pos: Pos = NOWHERE, hint: str = "") -> None:
        """Take a finding; the same one at the same place is taken once."""
        made = Diagnostic(code, message, pos, hint, code.severity)
        self._found.setdefault(made)
        self._places.add(pos)

    def speaks_of(self, pos: Pos) -> bool:
        """Whether something has been said of just this place."""
        return pos in self._places

    def take(self, found: Diagnostic) -> None:
        """Take a finding as it was made before."""
        self._found.setdefault(found)
        self._places.add(found.pos)

    def amend(self, found: Diagnostic, more: str) -> None:
        """Say more in a finding that was made by `add`: what is known only later, such as a page."""
        told = replace(found, message=found.message + more)
        self._found = dict.fromkeys(told if one == found else one for one in self._found)

    def gather(self, code: Code, name: str, message: str, pos: Pos, hint: str = "") -> None:
        """Take a finding that one cure mends everywhere: one for each name, with all its places.

        In the message `{count}` becomes how many they are, and `{one|many}` the word that fits.
        """
        first = self._first.setdefault((code, name), Diagnostic(code, message, pos, hint, code.severity))
        self._found.setdefault(first)
        self._places.add(pos)
        if pos != first.pos:
            self._also.setdefault(first, {}).setdefault(pos)

    def _whole(self, found: Diagnostic) -> Diagnostic:
        also = [str(pos) for pos in self._also.get(found, ())]
        message = _counted(found.message, len(also) + 1) if "{count}" in found.message else found.message
        return replace(found, message=f"{message}; also at {', '.join(also)}" if also else message)

    def change(self, pos: Pos, rule: str, before: str, after: str) -> None:
        """Take a change of the text."""
        self.changes.append(Change(pos, rule, before, after))

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Every finding that is not waived, by its place; first those that have none."""
        return tuple(found for found in self._in_order if not self.waive(found))

    @property
    def waived(self) -> tuple[tuple[Diagnostic, str], ...]:
        """The findings that the book lets pass, each with the reason."""
        return tuple((found, reason) for found in self._in_order if (reason := self.waive(found)))

    @property
    def _in_order(self) -> tuple[Diagnostic, ...]:
        in_order = sorted(self._found, key=lambda found: (found.pos.path, found.pos.line, found.pos.column))
        return tuple(self._whole(found) for found in in_order)

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """What keeps a release edition from being written."""
        return tuple(d for d in self.diagnostics if d.severity is Severity.ERROR)


class BookError(Exception):
    """A book that cannot be read any further."""

    def __init__(self, code: Code, message: str, pos: Pos = NOWHERE, hint: str = "") -> None:
        super().__init__(message)
        self.diagnostic = Diagnostic(code, message, pos, hint, code.severity)
