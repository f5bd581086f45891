"""numbering: which number each chapter shows at its opening.

In: the book. Out: the same with numbers: the authors' own ordinals where any title has one, else a count.
"""

from __future__ import annotations

from dataclasses import replace

from ..model import Book, Chapter, Context
from ..roles import ROLES


def apply(book: Book, context: Context) -> Book:
    """The book with its chapters numbered."""
    rule = context.config.numbering
    if rule == "none":
        return book
    own = rule == "auto" and any(chapter.ordinal for chapter in book.chapters)
    return replace(book, chapters=_with_ordinals(book.chapters) if own else _counted(book.chapters))


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
