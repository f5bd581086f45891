"""What a validator answers, in one form for all of them.

In: nothing. Out: `Remark`, a finding of a validator in the EPUB; `Answer`, all of one run.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..diagnostics import Code, Report
from ..nodes import Pos
from .places import Places

SECONDS = 600.0
"""A validator's time limit; the longest books take two minutes."""


class NoAnswer(Exception):
    """A validator that is not there, or gave no answer: its code, what to say, and the cure."""

    def __init__(self, code: Code, message: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding of a validator."""

    code: Code
    message: str
    """Begins with the validator's name and its own id of the finding."""
    hint: str
    file: str
    """The entry of the EPUB; empty for the whole of it."""
    line: int = 0
    column: int = 0
    cfi: str = ""
    """Where in the file, for a validator that names no line."""

    keys: tuple[str, ...] = ()
    """The keys of book.yaml that say what it is about."""

    def pos(self, places: Places) -> Pos:
        """Where in the manuscript."""
        if self.keys:
            return places.configured.pos(*self.keys)
        if self.cfi:
            return places.by_cfi(self.file, self.cfi)
        return places.at(self.file, self.line, self.column) if self.file else places.configured.pos()

    def whole(self) -> str:
        """The message, with its place in the EPUB."""
        line = f":{self.line}:{self.column}" if self.line > 0 else ""
        return f"{self.message} ({self.file}{line})" if self.file else self.message


@dataclass(frozen=True, slots=True)
class Answer:
    """What a validator said of an EPUB."""

    version: str
    remarks: tuple[Remark, ...]
    passed: bool
    """Whether the validator itself says that all is well."""


def tell(remarks: Iterable[Remark], places: Places, report: Report) -> None:
    """Report each remark where the manuscript says what it is about."""
    for remark in remarks:
        report.add(remark.code, remark.whole(), remark.pos(places), remark.hint)
