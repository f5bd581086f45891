"""The book on paper: each part set by itself, all made up into pages, heads and folios added, bound into one PDF.

In: a resolved book, a paged edition, a workshop whose children set type. Out: the PDF's bytes and its number of pages.
What was set before and has not changed is taken from the cache.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ...diagnostics import Code, Report
from ...fonts import FACES
from ...model import Book, Context, Edition
from ...nodes import Pos
from ...pagemap import PageMap
from ...shaping import cut
from ...text.words import words
from ...workshop import Workshop
from ..glyphs import check_glyphs
from ..printpictures import sized
from .binding import Bound, Boxes, bind
from .composing import Composition, composed
from .galley import Galley
from .heads import Line, Rule, furniture, lines, slug
from .makeup import BLANK, Leaf
from .mapping import page_marks
from .setting import plain_title
from .units import Unit, units

PRODUCER = "Galerada"


@dataclass(frozen=True, slots=True)
class Paged:
    """A laid-out edition."""

    data: bytes
    pages: int
    map: PageMap
    """Where each page begins."""


@dataclass(frozen=True, slots=True)
class Set:
    """A book that is set and made up, and not yet bound."""

    book: Book
    edition: Edition
    parts: tuple[Unit, ...]
    made: Composition
    found: Report
    """What was found of its pictures."""

    @property
    def pages(self) -> int:
        """Pages of the book as it is printed, blanks among them."""
        return len(self.made.leaves)


def write(book: Book, edition: Edition, context: Context, workshop: Workshop) -> Paged:
    """The PDF; findings of the layout go to the report. Raises BookError when a part cannot be set."""
    return bound(set_up(book, edition, context, workshop), context)


def set_up(book: Book, edition: Edition, context: Context, workshop: Workshop) -> Set:
    """The book's pages; of the layout nothing is reported yet. Raises BookError when a part cannot be set."""
    check_glyphs(book, context.report)
    found = Report()
    book, widths = sized(book, found)
    parts = units(book, edition, {name: pictures.items() for name, pictures in widths.items()})
    made = composed(parts, book, context, workshop, tagged=edition.tagged)
    return Set(book, edition, parts, made, found)


def bound(pages: Set, context: Context) -> Paged:
    """The PDF; findings of the layout go to the report."""
    for found in pages.found.diagnostics:
        context.report.add(found.code, found.message, found.pos, found.hint)
    for galley in pages.made.galleys:
        _tell(galley, context)
    data = _bound(pages.made, pages.parts, pages.book, pages.edition, context)
    marks = page_marks([part.key for part in pages.parts], pages.made.galleys, pages.made.leaves)
    return Paged(data, pages.pages, PageMap(marks, hashlib.sha256(data).hexdigest()))


def _tell(galley: Galley, context: Context) -> None:
    for ident, message, path, line, column, hint in galley.said:
        code = Code.of(ident)
        assert code is not None
        context.report.add(code, message, Pos(path, line, column), hint)


def _bound(made: Composition, parts: tuple[Unit, ...], book: Book, edition: Edition, context: Context) -> bytes:
    options = book.config.print
    bound = Bound(
        made.galleys, made.leaves, _heads(made.leaves, parts, book, edition),
        Boxes(options.width, options.height, options.bleed, options.bleed_edges), options.outer - options.inner,
        book.config.language, _information(book, context), edition.tagged,
    )  # fmt: skip
    programs = {hashlib.sha256(face.read()).hexdigest(): face.read() for face in FACES}

    def cutter(program: bytes, axes: Mapping[str, float], glyphs: Iterable[int]) -> bytes:
        return cut(program, axes, glyphs)

    return bind(bound, programs, cutter)


def _heads(
    leaves: tuple[Leaf, ...], parts: tuple[Unit, ...], book: Book, edition: Edition
) -> tuple[tuple[Line | Rule, ...], ...]:
    """The book's title on the left, the chapter's on the right; nothing over an opening, nothing on display pages."""
    options = book.config.print
    mark = words(book.config.language).proof if edition.watermark else ""
    design = furniture(options, mark)
    titles = _titles(parts)
    made = []
    for place, leaf in enumerate(leaves):
        shows = leaf.part != BLANK and not parts[leaf.part].displays
        recto = place % 2 == 0
        head = (titles[leaf.part] if recto else book.config.title) if shows and leaf.page else ""
        drawn = lines(design, options, recto=recto, head=head, folio=leaf.label if shows else "")
        made.append((*drawn, *slug(design, options, leaf.label)))
    return tuple(made)


def _titles(parts: tuple[Unit, ...]) -> list[str]:
    """Of each part, or of the last one before it that has any."""
    made, last = [], ""
    for part in parts:
        last = plain_title(part.chapter.shown_title) or last
        made.append(last)
    return made


def _information(book: Book, context: Context) -> dict[str, str]:
    config = book.config
    stamp = "D:" + "".join(character for character in context.modified if character.isdigit()) + "Z"
    return {"Title": config.title, "Author": config.author, "Subject": config.description,
            "Keywords": ", ".join(subject.label for subject in config.subjects),
            "Creator": PRODUCER, "Producer": PRODUCER, "CreationDate": stamp, "ModDate": stamp}  # fmt: skip
