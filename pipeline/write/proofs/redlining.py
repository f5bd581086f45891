"""The redline on paper: the pages of print with what went and what came, bars beside changed lines, a list at the end.

In: a redline, the two versions' names, a workshop whose children set type. Out: a PDF, and where each change stands in
it. The pages are those of the merged book: they are longer than the new edition's by what went.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ...diagnostics import Report, Severity
from ...model import Book, Context, Edition
from ...redline.changes import Kind, Redline
from ...redline.listing import Spot, Versions, list_chapter
from ...redline.wording import wording
from ...text.words import words
from ...workshop import Workshop
from ..paged.binding import Bound
from ..paged.composing import Composition, set_again
from ..paged.counting import Row
from ..paged.edition import file_of, information, tell
from ..paged.forme import Set, set_up
from ..paged.makeup import BLANK, Part, made_up
from ..paged.margins import BLACK, GREY, RED, Bar, Drawn, Label, Marginalia, Note, drawn, sans
from ..paged.running import heads_of
from ..paged.units import anchor, units
from .changed import Changed
from .furnishing import NAME_END, NUMBER_END, Furnishing
from .loud import loud
from .sheets import page_frame, page_sheet, safe_area

BESIDE = 9.0
"""pt from the text to a change bar."""
ABOVE, BELOW = 0.72, 0.28
"""Of the leading, what a bar takes above a baseline and below it."""


@dataclass(frozen=True, slots=True)
class Redlined:
    """The redline, set."""

    data: bytes
    pages: int
    spots: Mapping[int, Spot]
    """Of each change, by its number, where it begins."""


def write(redline: Redline, named: Versions, edition: Edition, context: Context, workshop: Workshop) -> Redlined:
    """The PDF of a redline; findings of the layout go to the report."""
    pages = set_up(loud(redline.book), edition, context, workshop)
    _tell(pages, context)
    book, made = pages.book, pages.made
    moved = frozenset(change.number for change in redline.of(Kind.MOVED))
    language = book.config.language
    changed = [
        Changed.of(unit.chapter, galley, language, moved)
        for unit, galley in zip(made.parts, made.galleys, strict=True)
    ]
    spots = _spots(made, changed)
    listed = list_chapter(redline, spots, named, language)
    whole = _with_list(replace(book, chapters=(listed,)), made, edition, context, workshop)
    return _Binding(book, whole, changed, redline, named, context).redlined(spots)


def _tell(pages: Set, context: Context) -> None:
    """What was found when the pages were set; remarks are of pages that no edition has."""
    aside = replace(context, report=Report())
    tell(pages, aside)
    for found in aside.report.diagnostics:
        if found.severity is not Severity.REMARK:
            context.report.take(found)


def _with_list(
    alone: Book, made: Composition, edition: Edition, context: Context, workshop: Workshop
) -> Composition:  # fmt: skip
    """The list of changes behind the book; nothing before it is set again."""
    parts = units(alone, edition, {chapter.key: () for chapter in alone.chapters})
    anchors = {name: leaf.label for leaf in made.leaves if leaf.part != BLANK
               for name in made.galleys[leaf.part].pages[leaf.page].anchors}  # fmt: skip
    labels = {target: anchors.get(anchor(target), "") for part in parts for target in part.shows}
    last = set_again(parts, alone, context, workshop, labels)
    both, galleys = (*made.parts, *last.parts), (*made.galleys, *last.galleys)
    leaves = made_up([
        Part(unit.key, unit.opens, len(galley.pages), unit.front) for unit, galley in zip(both, galleys, strict=True)
    ])  # fmt: skip
    return replace(made, galleys=galleys, leaves=leaves, parts=both)


def _spots(made: Composition, changed: Sequence[Changed]) -> dict[int, Spot]:
    labels = {(leaf.part, leaf.page): leaf.label for leaf in made.leaves}
    found: dict[int, Spot] = {}
    for part, one in enumerate(changed):
        for number, (page, row) in one.first.items():
            found.setdefault(number, Spot(labels[part, page], row))
    return found


# the sheets


class _Binding:
    """Binds the pages, with what stands in their margins."""

    def __init__(
        self, book: Book, made: Composition, changed: Sequence[Changed], redline: Redline, named: Versions,
        context: Context,
    ) -> None:  # fmt: skip
        self.book, self.made, self.changed, self.context = book, made, changed, context
        self.options = book.config.print
        self.sheet = page_sheet(self.options)
        self.free = safe_area(self.options, len(made.leaves), "")
        self.kinds = {change.number: change for change in redline.changes}
        said = words(book.config.language)
        self.wording = wording(book.config.language)
        dated = " · ".join((context.today.isoformat(), f"{named.old} → {named.new}"))
        self.furnishing = Furnishing(self.sheet, book.config.title, self.wording.title, said.proof, dated, "")

    def redlined(self, spots: Mapping[int, Spot]) -> Redlined:
        """The file."""
        made, options = self.made, self.options
        heads = heads_of(made.leaves, made.parts, self.book, self.context.cache, tagged=False)
        margins = tuple(self._margins(place) for place in range(len(made.leaves)))
        info = information(self.book, self.context)
        info["Title"] = f"{info['Title']} ({self.furnishing.kind})"
        bound = Bound(
            made.galleys, made.leaves, heads, self.sheet.boxes, options.outer - options.inner,
            self.book.config.language, info, False, margins,
        )  # fmt: skip
        return Redlined(file_of(bound, self.context.cache).data, len(made.leaves), spots)

    def _margins(self, place: int) -> Drawn:
        leaf, recto = self.made.leaves[place], not place % 2
        strokes = page_frame(self.options, self.free, recto=recto)
        some = Marginalia(strokes=strokes, column=self.sheet.column)
        where = ""
        if leaf.part != BLANK and leaf.part < len(self.changed):
            one = self.changed[leaf.part]
            some = some.plus(self._page(one, leaf.page, recto=recto))
            where = one.chapter.source.path if one.chapter.source else one.chapter.title
        page = f"{words(self.book.config.language).page_short} {leaf.label} · {place + 1}/{len(self.made.leaves)}"
        frame = self.furnishing.frame(where, page)
        return drawn(some.plus(replace(frame, ground=())))

    def _page(self, one: Changed, page: int, *, recto: bool) -> Marginalia:
        rows = one.rows[page]
        shown = {row.number: one.at[page, row.number] for row in rows if (page, row.number) in one.at}
        numbers = tuple(label for row in rows for label in self._numbers(one, row))
        began = {number: place for number, place in one.first.items() if place[0] == page}
        bars = tuple(self._bars(rows, shown, recto=recto))
        labels = tuple(self._labels(rows, began, recto=recto))
        return Marginalia((*numbers, *labels), tuple(self._notes(rows, began, recto=recto)), bars)

    def _numbers(self, one: Changed, row: Row) -> Iterator[Label]:
        """The line's number, and what the paragraphs are called that begin in it."""
        style = sans(6.5, 700) if row.number % 5 == 0 else sans(6.5, colour=GREY)
        yield Label(str(row.number), style, self.sheet.edge - NUMBER_END, row.baseline, 1.0)
        named = " ".join(name for ordinal in row.begins if (name := one.names.get(ordinal, "")))
        x = self.sheet.edge - NAME_END
        yield Label(named, sans(8.0, 700), x, row.baseline, 1.0, x - self.sheet.left)

    def _bars(self, rows: Sequence[Row], shown: Mapping[int, tuple[int, ...]], *, recto: bool) -> Iterator[Bar]:
        """Beside neighbouring lines one bar; a grey one where only the typography has changed."""
        x = self._edge(recto) + (BESIDE if recto else -BESIDE)
        open_bar: Bar | None = None
        for row in rows:
            if row.number not in shown:
                continue
            real = any(self.kinds[number].kind is not Kind.TYPOGRAPHY for number in shown[row.number])
            bar = self._bar(row, x, BLACK if real else GREY)
            if open_bar and open_bar.colour == bar.colour and open_bar.bottom - bar.top < self.options.leading:
                open_bar = replace(open_bar, bottom=bar.bottom)
                continue
            if open_bar:
                yield open_bar
            open_bar = bar
        if open_bar:
            yield open_bar

    def _bar(self, row: Row, x: float, colour: tuple[float, ...]) -> Bar:
        leading = self.options.leading
        return Bar(x, max(row.top, row.baseline + leading * ABOVE), row.baseline - leading * BELOW, colour)

    def _edge(self, recto: bool) -> float:
        """Where the text ends towards the outer margin."""
        return self.options.width - self.options.outer if recto else self.options.outer

    def _labels(self, rows: Sequence[Row], began: Mapping[int, tuple[int, int]], *, recto: bool) -> Iterator[Label]:
        """The numbers of the changes that begin in a line, outside its bar."""
        x = self._edge(recto) + (BESIDE + 3.0 if recto else -BESIDE - 3.0)
        for row in rows:
            numbers = sorted(number for number, place in began.items() if place[1] == row.number)
            if numbers:
                text = ", ".join(_ranges(numbers))
                style = sans(5.8, 700, RED)
                yield Label(text, style, x, row.baseline, 0.0 if recto else 1.0, self.options.outer - BESIDE - 6.0)

    def _notes(self, rows: Sequence[Row], began: Mapping[int, tuple[int, int]], *, recto: bool) -> Iterator[Note]:
        """What the words do not show: which mark they have now."""
        for row in rows:
            for number in sorted(number for number, place in began.items() if place[1] == row.number):
                change = self.kinds[number]
                if change.kind is Kind.MARKUP:
                    text = f"{self.wording.kinds[change.kind]}: {change.note}"
                    shift = 0.0 if recto else self.options.outer - self.options.inner
                    yield Note(str(number), text, row.right + shift, row.baseline, GREY, beside=False)


def _ranges(numbers: Sequence[int]) -> Iterator[str]:
    """`3`, `5-8`."""
    start = last = numbers[0]
    for number in [*numbers[1:], 0]:
        if number != last + 1:
            yield str(start) if start == last else f"{start}\u2013{last}"
            start = number
        last = number
