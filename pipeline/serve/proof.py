"""A book as its web proof shows it: chapters, true print pages, findings and open marks, all of one build.

In: a resolved book, its report, a workshop. Out: a `WebProof`, frozen; the views are functions of it.
Not its business: HTML, files, the network.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..blocks import numbered
from ..diagnostics import Diagnostic, Report
from ..marks import Open, open_marks
from ..model import Book, Chapter, Context
from ..nodes import elements, text_of
from ..pagemap import PageMap, PrintedPage
from ..paragraphs import named
from ..plan import EDITIONS
from ..workshop import Workshop

if TYPE_CHECKING:
    from ..write.paged.edition import Paged

PAGES = replace(EDITIONS["print"], despite_errors=True, marks=True)
"""The print edition as an editor sees it: whatever is wrong with the book, and with its open marks."""
NO_PAGES = PageMap((), "")


@dataclass(frozen=True, slots=True)
class Marked:
    """An open mark, and where it stands."""

    number: int
    """In the whole book, as `galerada queries` counts."""
    chapter: str
    """The chapter's key."""
    mark: Open


@dataclass(frozen=True, slots=True)
class Broken:
    """A file that cannot be read as it is now."""

    path: str
    found: tuple[Diagnostic, ...]
    """Why."""
    shown: bool
    """Whether the proof shows the file as it last was; else it shows nothing of it."""


@dataclass(frozen=True, slots=True)
class WebProof:
    """One build of a book, to be looked at."""

    book: Book
    """Its chapters' blocks are numbered, and its paragraphs say their names."""
    findings: tuple[Diagnostic, ...] = ()
    waived: tuple[tuple[Diagnostic, str], ...] = ()
    """Findings that the book lets pass, with the reason."""
    pages: tuple[PrintedPage, ...] = ()
    pdf: bytes = field(default=b"", repr=False)
    map: PageMap = NO_PAGES
    broken: tuple[Broken, ...] = ()
    marks: tuple[Marked, ...] = ()
    """Every open mark, by chapter and place."""

    def broken_at(self, path: str) -> Broken | None:
        """What is the matter with this file, if anything."""
        return next((broken for broken in self.broken if broken.path == path), None)


def proofed(book: Book, context: Context, workshop: Workshop, broken: tuple[Broken, ...] = ()) -> WebProof:
    """The proof of a resolved book; findings of its layout go to the report. Raises BookError as the layout does."""
    from ..write.paged import edition as paged

    return bound_proof(book, paged.write(book, PAGES, context, workshop), context.report, broken)


def bound_proof(book: Book, made: Paged, report: Report, broken: tuple[Broken, ...] = ()) -> WebProof:
    """The proof of a book whose pages are bound."""
    return WebProof(
        _named(book), report.diagnostics, report.waived, made.printed, made.data, made.map, broken, _marks(book)
    )


def _marks(book: Book) -> tuple[Marked, ...]:
    found = [(chapter.key, mark) for chapter in book.chapters for mark in open_marks((*chapter.heading, *chapter.body))]
    return tuple(Marked(number, key, mark) for number, (key, mark) in enumerate(found, 1))


def _named(book: Book) -> Book:
    """The book whose blocks are numbered and whose paragraphs say their names."""
    chapters = (replace(c, body=named(numbered(c.body), c.sign)) for c in book.chapters)
    return replace(book, chapters=tuple(chapters))


def title_of(chapter: Chapter) -> str:
    """What a list calls the chapter."""
    heading = next(elements(chapter.body, "h1"), None)
    plain = " ".join((chapter.title or text_of(heading.children if heading else ())).split())
    title = plain or chapter.role.replace("-", " ").capitalize()
    return f"{chapter.number}. {title}" if chapter.number else title


def widths_in_print(book: Book) -> Mapping[str, float]:
    """Each picture's largest printed width in pt, by its key."""
    from ..write.printpictures import sized

    made: dict[str, float] = {}
    for widths in sized(book, Report())[1].values():
        for key, width in widths.items():
            made[key] = max(made.get(key, 0.0), width)
    return made
