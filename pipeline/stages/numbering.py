"""numbering: which number each chapter shows at its opening, and what its paragraphs are called by.

In: the book. Out: the same with numbers: the authors' own ordinals where any title has one, else a count.
"""

from __future__ import annotations

from dataclasses import replace

from ..diagnostics import Code
from ..model import Book, Chapter, Context
from ..paragraphs import signs
from ..roles import ROLES


def apply(book: Book, context: Context) -> Book:
    """The book with its chapters numbered."""
    chapters = _numbered(book, context)
    known = signs(chapters)
    return replace(book, chapters=tuple(replace(c, sign=known.get(c.key, "")) for c in chapters))


def _numbered(book: Book, context: Context) -> tuple[Chapter, ...]:
    rule = context.config.numbering
    if rule == "none":
        return book.chapters
    own = rule == "auto" and any(c.ordinal and ROLES[c.role].numbered for c in book.chapters)
    if own:
        _say_unnumbered(book, context)
    return _with_ordinals(book.chapters) if own else _counted(book.chapters)


def _say_unnumbered(book: Book, context: Context) -> None:
    for chapter in book.chapters:
        if ROLES[chapter.role].numbered and not chapter.ordinal:
            message = "this chapter bears no number, as the titles of others bear their own"
            context.report.add(Code.ASSUMED, message, chapter.pos, "write in book.yaml: numbering: count (or none)")


def _with_ordinals(chapters: tuple[Chapter, ...]) -> tuple[Chapter, ...]:
    return tuple(replace(c, number=c.ordinal) if ROLES[c.role].numbered else c for c in chapters)


def _counted(chapters: tuple[Chapter, ...]) -> tuple[Chapter, ...]:
    made: list[Chapter] = []
    count = 0
    for chapter in chapters:
        counts = ROLES[chapter.role].numbered
        count += counts
        made.append(replace(chapter, number=str(count)) if counts else chapter)
    return tuple(made)
