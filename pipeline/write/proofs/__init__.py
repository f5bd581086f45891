"""An editor's proofs: galleys, set wide with room to write, and the pages of print as they will be.

In: a resolved book, a workshop whose children set type. Out: two PDFs, whatever the book's errors. Their lines are
those of print, so a paragraph's fourth line is the same in both. What print has set is taken from the cache.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ...diagnostics import Report
from ...model import Book, Context
from ...text.words import words
from ...workshop import Workshop
from ..paged.binding import Bound
from ..paged.composing import Composition, set_again
from ..paged.edition import file_of, information, tell
from ..paged.forme import Set
from ..paged.makeup import BLANK, Leaf
from ..paged.margins import Drawn, Marginalia, Note, drawn
from ..paged.pdffile import Stream
from ..paged.running import NOTHING, Running, heads_of
from .beside import Beside
from .furnishing import Furnishing
from .printed import Print
from .remarks import remarks
from .sheets import GALLEY, PAGES, Sheet, galley_options, galley_sheet, page_frame, page_sheet, safe_area


@dataclass(frozen=True, slots=True)
class Proof:
    """One of the two."""

    kind: str
    data: bytes
    pages: int


def printed(pages: Set) -> Print:
    """Where the manuscript's words stand on these pages."""
    return Print(pages.made, pages.book.config.language)


def write(pages: Set, whole: Book, context: Context, workshop: Workshop) -> tuple[Proof, ...]:
    """The galleys and the pages of a book; `whole` has all its chapters, by which its queries are numbered."""
    tell(pages, context)
    book, made = pages.book, pages.made
    wide = replace(book, config=replace(book.config, print=galley_options(book.config.print)))
    galleys = set_again(made.parts, wide, replace(context, report=Report()), workshop, made.labels)
    galleys = replace(galleys, leaves=tuple(_in_order(galleys)))
    language = book.config.language
    said = remarks(whole, context.report.diagnostics)
    return (
        _Proofing(wide, galleys, galley_sheet(wide.config.print), Beside(galleys, said, language), context).proof(),
        _Proofing(
            book, made, page_sheet(book.config.print), Beside(made, said, language), context, pages.edition.target
        ).proof(),
    )


def _in_order(made: Composition) -> Iterator[Leaf]:
    """A galley's pages, one after the other: none is left blank."""
    places = [(part, page) for part, galley in enumerate(made.galleys) for page in range(len(galley.pages))]
    return (Leaf(part, page, number, False) for number, (part, page) in enumerate(places, 1))


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A sheet of the proof."""

    leaf: Leaf
    label: str
    recto: bool
    head: Stream
    margins: Marginalia
    where: str
    """What its head says."""


class _Proofing:
    """Makes one of the two."""

    def __init__(
        self, book: Book, made: Composition, sheet: Sheet, beside: Beside, context: Context, target: str = ""
    ) -> None:
        self.book, self.made, self.sheet, self.beside, self.context = book, made, sheet, beside, context
        self.options = book.config.print
        self.free = safe_area(self.options, len(made.leaves), target)
        self.is_pages = sheet.kind == PAGES
        self.shift = self.options.outer - self.options.inner if self.is_pages else 0.0
        self.running = Running()
        if self.is_pages:
            self.running = heads_of(made.leaves, made.parts, book, context.cache, tagged=False)
        said = words(book.config.language)
        kind = said.page_proofs if self.is_pages else said.galleys
        dated = " · ".join(filter(None, (context.today.isoformat(), context.revision)))
        self.furnishing = Furnishing(sheet, book.config.title, kind, said.proof, dated, context.editor)

    def proof(self) -> Proof:
        """The file."""
        leaves = [self._leaf(place, leaf) for place, leaf in enumerate(self.made.leaves)]
        if leaves:
            loose = self.furnishing.loose(self.beside.homeless)
            leaves[0] = replace(leaves[0], margins=leaves[0].margins.plus(Marginalia(notes=loose)))
        sheets = [sheet for leaf in leaves for sheet in self._with_rest(leaf)]
        margins = tuple(self._framed(leaf, done, n, len(sheets)) for n, (leaf, done) in enumerate(sheets, 1))
        info = information(self.book, self.context)
        info["Title"] = f"{info['Title']} ({self.furnishing.kind})"
        heads = replace(self.running, streams=tuple(leaf.head for leaf, _ in sheets))
        bound = Bound(
            self.made.galleys, tuple(leaf.leaf for leaf, _ in sheets), heads,
            self.sheet.boxes, self.shift, self.book.config.language, info, False, margins,
            tuple(leaf.label for leaf, _ in sheets), tuple(leaf.recto for leaf, _ in sheets),
        )  # fmt: skip
        return Proof(self.sheet.kind, file_of(bound, self.context.cache).data, len(sheets))

    def _leaf(self, place: int, leaf: Leaf) -> _Leaf:
        recto = not place % 2
        head = self.running.streams[place] if self.is_pages else NOTHING
        margins, where = Marginalia(column=self.sheet.column), ""
        if leaf.part != BLANK:
            part = self.beside.parts[leaf.part]
            said = self.beside.at.get((leaf.part, leaf.page), [])
            shift = 0.0 if recto else self.shift
            margins = self.furnishing.page(part, part.counted.pages[leaf.page], said, shift)
            where = part.chapter.source.path if part.chapter.source else part.chapter.title
        if self.is_pages:
            margins = margins.plus(Marginalia(strokes=page_frame(self.options, self.free, recto=recto)))
        return _Leaf(leaf, leaf.label, recto, head, margins, where)

    # notes for which there was no room

    def _with_rest(self, leaf: _Leaf) -> Iterator[tuple[_Leaf, Drawn]]:
        """The sheet, and behind it those that its notes fill."""
        done = drawn(leaf.margins)
        yield leaf, done
        count = 0
        while done.rest:
            count += 1
            notes = tuple(self._moved(note) for note in done.rest)
            done = drawn(Marginalia(notes=notes, column=self.sheet.whole))
            blank = replace(leaf.leaf, part=BLANK, page=0)
            yield _Leaf(blank, f"{leaf.label}+{count}", True, NOTHING, Marginalia(), f"{leaf.label}+{count}"), done

    def _moved(self, note: Note) -> Note:
        return replace(note, beside=False, baseline=self.sheet.whole.top)

    def _framed(self, leaf: _Leaf, done: Drawn, number: int, count: int) -> Drawn:
        page = f"{words(self.book.config.language).page_short} {leaf.label} · " if self.is_pages else ""
        frame = drawn(self.furnishing.frame(leaf.where, f"{page}{number}/{count}"))
        return Drawn(done.lines + frame.lines, done.strokes, done.links + frame.links, frame.ground)


__all__ = ["GALLEY", "PAGES", "Print", "Proof", "printed", "write"]
