"""The whole review of a book, one check after the other.

In: a book as read, its style sheet, a dictionary or none. Out: findings in a report, without what is switched off.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..diagnostics import Code, Report
from ..model import Book
from ..nodes import Pos
from .allowing import Switches
from .consistency import headings, italics, numbers, siglas
from .names import names, spellings
from .orthotypography import orthotypography
from .reading import Page, Say, pages
from .spelling import Known, spelling, unknown_words
from .stylesheet import StyleSheet, keep_to

__all__ = ["Known", "Page", "StyleSheet", "pages", "review"]


def review(book: Book, sheet: StyleSheet, known: Known | None, report: Report) -> None:
    """Every finding of the copy editor; `known` is the dictionary of the book's own language."""
    found = tuple(pages(book))
    switches = Switches.of(book.config.review, book.chapters)

    def say(code: Code, message: str, pos: Pos, hint: str) -> None:
        if switches.wants(code, pos):
            report.add(code, message, pos, hint)

    for page in found:
        spelling(page, say, sheet.own_words)
        orthotypography(page, say, book.config.review.paragraph)
    _whole(found, sheet, known, book.config.tongue, say)


def _whole(found: Sequence[Page], sheet: StyleSheet, known: Known | None, tongue: str, say: Say) -> None:
    if known is not None:
        own = [page for page in found if page.language.split("-")[0].lower() == tongue]
        unknown_words(own, known, sheet.own_words, say)
    names(found, say)
    spellings(found, say)
    italics(found, say, known)
    headings(found, say)
    numbers(found, say)
    siglas(found, say)
    keep_to(sheet, found, say)
