"""The margins of a proof's page: numbers, names, references, notes, and the sheet's own head and foot.

In: a sheet, a page's rows, what is said of them. Out: `Marginalia`. A galley counts the lines of each paragraph, a
page the lines of the page: "3.12, line 4" and "page 47, line 21".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from ...nodes import Pos
from ..paged.counting import Row
from ..paged.heads import Line, Style
from ..paged.margins import BLACK, GREY, RED, Label, Marginalia, Note, sans
from .beside import Part
from .remarks import Remark
from .sheets import GALLEY, Sheet

NUMBER_END, NAME_END, SOURCE_START = 8.0, 24.0, 8.0
"""How far before the sheet's edge line numbers and names end; how far from the sheet's left references may begin."""
BELOW = 6.8
"""A reference is written so far under the paragraph's name."""
ROOT = "../../"
"""From a proof in `build/proof` to the book's folder."""


@dataclass(frozen=True, slots=True)
class Furnishing:
    """What all pages of a proof have in common."""

    sheet: Sheet
    title: str
    kind: str
    """What it is called, in the book's language."""
    mark: str
    """PROOF, in the book's language."""
    dated: str
    """Date and revision."""
    editor: str
    """Where references lead; empty: to the file, from the proof."""

    def page(self, part: Part, rows: Sequence[Row], said: Sequence[tuple[Row, Remark]], shift: float) -> Marginalia:
        """The margins of a page with type; a verso's is moved to the right by `shift`."""
        labels = tuple(self._labels(part, rows))
        edge = max((row.right for row in rows), default=0.0)
        notes = tuple(self._note(remark, max(edge, row.right) + shift, row.baseline) for row, remark in said)
        return Marginalia(labels, notes, column=self.sheet.column)

    def loose(self, said: Sequence[Remark]) -> tuple[Note, ...]:
        """Notes that belong to no line."""
        return tuple(self._note(remark, 0.0, self.sheet.column.top, beside=False) for remark in said)

    def _note(self, remark: Remark, x: float, baseline: float, *, beside: bool = True) -> Note:
        link = self.address(remark.pos) if remark.pos.path else ""
        return Note(remark.mark, remark.text, x, baseline, remark.colour, link, beside)

    # beside the lines

    def _labels(self, part: Part, rows: Sequence[Row]) -> Iterator[Label]:
        counts_paragraphs = self.sheet.kind == GALLEY and bool(part.chapter.sign)
        for place, row in enumerate(rows):
            baseline = row.baseline if row.top <= row.baseline else row.top - BELOW
            number = row.paragraphs[0][1] if counts_paragraphs else row.number
            style = sans(6.5, 700) if number % 5 == 0 else sans(6.5, colour=GREY)
            yield Label(str(number), style, self.sheet.edge - NUMBER_END, baseline, 1.0)
            if part.chapter.sign:
                yield from self._named(part, row, baseline, first=not place)

    def _named(self, part: Part, row: Row, baseline: float, *, first: bool) -> Iterator[Label]:
        """The names of the paragraphs that begin here; at the head of a page, of the one that goes on."""
        x = self.sheet.edge - NAME_END
        room = x - self.sheet.left - SOURCE_START
        if row.begins:
            name = " ".join(part.name(ordinal) for ordinal in row.begins)
            yield Label(name, sans(8.5, 700), x, baseline, 1.0, room)
        elif first:
            yield Label(f"({part.name(row.paragraphs[0][0])})", sans(7.0, colour=GREY), x, baseline, 1.0, room)
        source = part.sources.get(row.begins[0]) if row.begins else None
        if source:
            style = sans(5.0, colour=GREY)
            told = _shortened(f"{source.path}:{source.line}", style, room)
            yield Label(told, style, x, baseline - BELOW, 1.0, room, self.address(source))

    def address(self, pos: Pos) -> str:
        """Where a reference leads: what the editor asked for, or the file, on the way from the proof to it."""
        path = quote(pos.path)
        if not self.editor:
            return ROOT + path
        values = {"{path}": path, "{line}": str(pos.line), "{column}": str(pos.column)}
        made = self.editor
        for name, value in values.items():
            made = made.replace(name, value)
        return made

    # the sheet

    def frame(self, where: str, number: str) -> Marginalia:
        """The head and the foot of a sheet: what it shows, of which state of the book, and which sheet it is."""
        s, plain = self.sheet, sans(7.0, colour=GREY)
        width = s.right - s.left
        labels = (
            Label(self.title, plain, s.left, s.head, 0.0, width * 0.45),
            Label(where, plain, s.right, s.head, 1.0, width * 0.5),
            Label(f"{self.mark} · {self.kind}", sans(8.0, 700, RED), s.left, s.foot, 0.0, width * 0.3),
            Label(self.dated, sans(7.5, colour=BLACK), (s.left + s.right) / 2, s.foot, 0.5, width * 0.38),
            Label(number, plain, s.right, s.foot, 1.0, width * 0.2),
        )
        return Marginalia(labels, column=s.column, ground=(self._watermark(),))

    def _watermark(self) -> Line:
        boxes = self.sheet.boxes
        base = sans(boxes.width * 0.2, 700)
        style = Style(base.face, base.size, colour=(0.93,))
        return Line(self.mark, style, boxes.width / 2, boxes.height / 2, boxes.width * 2)


def _shortened(text: str, style: Style, room: float) -> str:
    """A path whose beginning is left out where it is too long: its end says more."""
    from ..paged.heads import width_of

    shown = text
    while len(shown) > 8 and width_of(shown, style) > room:
        shown = "…" + shown.removeprefix("…")[2:]
    return shown
