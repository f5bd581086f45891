"""What is to be said beside the lines of a proof: the editor's open marks, and the findings of the build.

In: the book, its report. Out: `Remark`s, numbered: `Q3` is number 3 of `galerada queries`, `D5` the fifth finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ...diagnostics import Code, Diagnostic, Severity
from ...marks import Kind, Open, open_marks
from ...model import Book, Chapter
from ...nodes import Pos
from ..paged.margins import AMBER, BLUE, GREY, RED, Colour

COLOURS = {Severity.ERROR: RED, Severity.WARNING: AMBER, Severity.REMARK: GREY}


@dataclass(frozen=True, slots=True)
class Remark:
    """One of them."""

    mark: str
    text: str
    pos: Pos
    colour: Colour
    behind: bool = False
    """Whether it speaks of the word before its place: what is asked stands behind what it is asked of."""


def remarks(book: Book, found: Iterable[Diagnostic]) -> tuple[Remark, ...]:
    """The open marks of the whole book, then its findings; that marks are open needs no finding here."""
    marks = (mark for chapter in book.chapters for mark in _marks(chapter))
    asked = (
        Remark(f"Q{number}", _asked(mark), mark.pos, BLUE, mark.kind is Kind.QUERY)
        for number, mark in enumerate(marks, 1)
    )
    told = (one for one in found if one.code is not Code.OPEN_QUERIES)
    return (*asked, *(_told(number, one) for number, one in enumerate(told, 1)))


def _marks(chapter: Chapter) -> Iterator[Open]:
    yield from open_marks((*chapter.heading, *chapter.body)) if chapter.source else ()


def _asked(mark: Open) -> str:
    who = f"@{mark.who}: " if mark.who else ""
    return f"{who}{mark.text}" if mark.note else f"{who}{mark.kind}: {mark.text}"


def _told(number: int, found: Diagnostic) -> Remark:
    hint = f" ({found.hint})" if found.hint else ""
    place = "" if found.pos.line else f"{found.pos.path}: " if found.pos.path else ""
    text = f"{found.severity}[{found.code.ident}]: {place}{found.message}{hint}"
    return Remark(f"D{number}", text, found.pos, COLOURS[found.severity])
