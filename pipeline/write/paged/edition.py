"""The book on paper: each part set by itself, all made up into pages, heads and folios added, bound into one PDF.

In: a resolved book, a paged edition, a workshop whose children set type. Out: the PDF's bytes and its number of pages.
What was set before and has not changed is taken from the cache.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from ...cache import Store
from ...diagnostics import Code, Report
from ...model import Book, Chapter, Context, Edition
from ...nodes import Pos
from ...pagemap import PageMap, PrintedPage
from ...workshop import Workshop
from .binding import Bound, Boxes, bind
from .collating import CURE
from .cutting import cutter_of
from .forme import Set, set_up
from .galley import Galley
from .layer import misread
from .lent import as_lent
from .makeup import BLANK
from .mapping import page_marks, printed_pages
from .pdffile import Finished
from .running import heads_of
from .typecase import together

PRODUCER = "Galerada"


@dataclass(frozen=True, slots=True)
class Paged:
    """A laid-out edition."""

    file: Finished
    pages: int
    map: PageMap
    """Where each page begins."""
    printed: tuple[PrintedPage, ...] = ()
    """Every page in its order; those at even places are rectos."""

    @property
    def data(self) -> bytes:
        """The PDF."""
        return self.file.data


def write(book: Book, edition: Edition, context: Context, workshop: Workshop) -> Paged:
    """The PDF; findings of the layout go to the report. Raises BookError when a part cannot be set."""
    return bound(set_up(book, edition, context, workshop), context)


def bound(pages: Set, context: Context) -> Paged:
    """The PDF; findings of the layout go to the report."""
    tell(pages, context)
    demand_whole(pages, context.report)
    ready, made = _bound(pages, context), pages.made
    file = file_of(ready, context.cache)
    keys = [part.key for part in made.parts]
    marks = page_marks(keys, made.galleys, made.leaves)
    printed = printed_pages(keys, made.galleys, made.leaves, ready.running.streams, repr(pages.book.config.print))
    return Paged(file, pages.pages, PageMap(marks, file.sha256), printed)


def tell(pages: Set, context: Context) -> None:
    """Report what was found when the pages were set."""
    for found in pages.found.diagnostics:
        context.report.add(found.code, found.message, found.pos, found.hint)
    for part, galley in zip(pages.made.parts, pages.made.galleys, strict=True):
        _tell(galley, part.chapter, context)


def demand_whole(pages: Set, report: Report) -> None:
    """Report a part whose pages are not bound one after the other, or whose glyphs are read as others in the book."""
    made = pages.made
    wanted = [(part, page) for part, galley in enumerate(made.galleys) for page in range(len(galley.pages))]
    bound = [(leaf.part, leaf.page) for leaf in made.leaves if leaf.part != BLANK]
    if wanted != bound:
        part, _ = next((one for one, other in zip_longest(wanted, bound) if one != other and one), wanted[-1])
        report.add(Code.WORDS_LOST, "a page of this part is not bound in its place", made.parts[part].chapter.pos, CURE)
    fonts = together(galley.fonts for galley in made.galleys)
    for part, text, read in misread(made.galleys, fonts):
        message = f"one glyph stands for '{text}' here and for '{read}' elsewhere in the book"
        report.add(Code.WORDS_LOST, message, made.parts[part].chapter.pos, CURE)


def _tell(galley: Galley, chapter: Chapter, context: Context) -> None:
    for ident, message, path, line, column, hint in galley.said:
        code = Code.of(ident)
        assert code is not None
        context.report.add(code, message, as_lent(chapter, Pos(path, line, column)), hint)


def _bound(pages: Set, context: Context) -> Bound:
    book, made, options = pages.book, pages.made, pages.book.config.print
    heads = heads_of(made.leaves, made.parts, book, context.cache, tagged=pages.edition.tagged)
    return Bound(
        made.galleys, made.leaves, heads,
        Boxes(options.width, options.height, options.bleed, options.bleed_edges), options.outer - options.inner,
        book.config.language, information(book, context), pages.edition.tagged,
    )  # fmt: skip


def file_of(bound: Bound, store: Store) -> Finished:
    """The PDF, with the house's fonts."""
    return bind(bound, cutter_of(store))


def information(book: Book, context: Context) -> dict[str, str]:
    """What the file says of itself."""
    config = book.config
    stamp = "D:" + "".join(character for character in context.modified if character.isdigit()) + "Z"
    return {"Title": config.title, "Author": config.author, "Subject": config.description,
            "Keywords": ", ".join(subject.label for subject in config.subjects),
            "Creator": PRODUCER, "Producer": PRODUCER, "CreationDate": stamp, "ModDate": stamp}  # fmt: skip
