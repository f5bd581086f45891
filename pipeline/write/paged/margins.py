"""Margins at work: numbers of lines, notes beside their line, change bars, references that can be followed.

In: what stands in the margins of one page, as plain data. Out: lines of type for the compositor, strokes, links, and
the notes for which the page has no room. Not its business: what is worth a note, and whose page it is.
Units: pt, from the lower left corner of the trimmed page.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from ...fonts import face_named, repertory
from .heads import Compositor, Line, Style, outlined, width_of
from .pdffile import array, real, text_string

Colour = tuple[float, ...]
"""Grey, or red, green and blue; 0 to 1."""
BLACK, GREY, RED, BLUE, AMBER = (0.0,), (0.45,), (0.8, 0.0, 0.1), (0.0, 0.25, 0.7), (0.72, 0.38, 0.0)
LEADING, GAP = 1.22, 2.0
"""From line to line of a note, in parts of its size; between two notes, in pt."""


@dataclass(frozen=True, slots=True)
class Label:
    """A short word at its place: a line's number, a paragraph's, a reference."""

    text: str
    style: Style
    x: float
    baseline: float
    anchor: float = 0.0
    """What share of it stands before `x`: 1 where it ends there."""
    room: float = 400.0
    link: str = ""
    """An address; empty: none."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something to say of a line."""

    mark: str
    """Its sign, `Q3`: at the line's end, and before the words."""
    text: str
    x: float
    """Where its line ends."""
    baseline: float
    """Of its line."""
    colour: Colour = BLUE
    link: str = ""
    beside: bool = True
    """Whether its line is on this page: then a stroke leads there."""


@dataclass(frozen=True, slots=True)
class Bar:
    """An upright stroke beside lines: a change bar."""

    x: float
    top: float
    bottom: float
    colour: Colour = BLACK
    width: float = 1.2


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line from one point to another, or through several."""

    points: tuple[tuple[float, float], ...]
    colour: Colour = GREY
    width: float = 0.3
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """Where notes stand."""

    left: float
    right: float
    top: float
    bottom: float

    @property
    def width(self) -> float:
        """Its measure."""
        return self.right - self.left


@dataclass(frozen=True, slots=True)
class Marginalia:
    """All that stands beside the lines of one page."""

    labels: tuple[Label, ...] = ()
    notes: tuple[Note, ...] = ()
    bars: tuple[Bar, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    column: Column | None = None
    """For the notes; None: there is no room for any."""
    ground: tuple[Line, ...] = ()
    """Type that lies aslant under the page: a watermark."""

    def plus(self, more: Marginalia) -> Marginalia:
        """Both, on one page; the column is the first's."""
        return replace(
            self, labels=self.labels + more.labels, notes=self.notes + more.notes, bars=self.bars + more.bars,
            strokes=self.strokes + more.strokes, ground=self.ground + more.ground,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """A rectangle that leads to an address."""

    box: tuple[float, float, float, float]
    address: str

    @property
    def text(self) -> str:
        """The annotation (PDF 1.7, 12.5.6.5); a relative address is the proof's own (12.6.4.7)."""
        action = f"<< /S /URI /URI {text_string(self.address)} >>"
        return f"<< /Type /Annot /Subtype /Link /Rect {array(self.box)} /Border [0 0 0] /A {action} >>"


@dataclass(frozen=True, slots=True)
class Drawn:
    """The margins, set."""

    lines: tuple[Line, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    links: tuple[Link, ...] = ()
    ground: tuple[Line, ...] = ()
    rest: tuple[Note, ...] = ()
    """Notes for which the column has no room, in their order."""

    def over(self, compositor: Compositor) -> bytes:
        """What is drawn over the page."""
        return b"".join(map(_stroke, self.strokes)) + compositor.set_lines(self.lines)

    def under(self) -> bytes:
        """What is drawn before the page."""
        return b"".join(map(_aslant, self.ground))


@lru_cache(maxsize=64)
def sans(size: float, weight: int = 400, colour: Colour = BLACK) -> Style:
    """The style of what stands in margins."""
    return Style(face_named("Galerada Sans", weight=weight), size, colour=colour, lining=True)


NOTE_SIZE = 7.0


def drawn(some: Marginalia) -> Drawn:
    """The margins of a page, set."""
    setting = _Setting()
    for label in some.labels:
        setting.label(label)
    strokes = (*some.strokes, *(Stroke(((b.x, b.top), (b.x, b.bottom)), b.colour, b.width) for b in some.bars))
    rest = setting.notes(some.notes, some.column) if some.column else some.notes
    lines = tuple(setting.lines)
    return Drawn(lines, (*strokes, *setting.strokes), tuple(setting.links), some.ground, tuple(rest))


@dataclass(slots=True)
class _Setting:
    lines: list[Line] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    signed: dict[tuple[float, float], float] = field(default_factory=dict)
    """Where a line's signs end, when several notes speak of it."""

    def label(self, label: Label) -> None:
        if not label.text:
            return
        text = sayable(label.text, label.style)
        self.lines.append(Line(text, label.style, label.x, label.baseline, label.room, label.anchor))
        if label.link:
            width = min(width_of(text, label.style), label.room)
            left, size = label.x - width * label.anchor, label.style.size
            box = (left - 1, label.baseline - size * 0.3, left + width + 1, label.baseline + size * 0.9)
            self.links.append(Link(box, label.link))

    # notes

    def notes(self, notes: Iterable[Note], column: Column) -> Sequence[Note]:
        """Set the notes from top to bottom, each as near to its line as the ones before it leave room."""
        ordered = sorted(notes, key=lambda note: (-note.baseline, note.x))
        blocks = [(note, broken(note, column.width)) for note in ordered]
        fits = _fitting([_height(lines) for _, lines in blocks], column.top - column.bottom)
        tops = _tops([(note.baseline + NOTE_SIZE, _height(lines)) for note, lines in blocks[:fits]], column)
        for (note, lines), top in zip(blocks, tops, strict=False):
            self._note(note, lines, top, column)
        for note in ordered[fits:]:
            if note.beside:
                self._sign(note)
        return ordered[fits:]

    def _note(self, note: Note, lines: Sequence[str], top: float, column: Column) -> None:
        first = top - NOTE_SIZE
        if note.beside:
            ahead = (self._sign(note) + 1.5, note.baseline + 2.0), (column.left - 5.0, first + 2.0)
            self.strokes.append(Stroke(ahead, note.colour, 0.3, (1.5, 1.5)))
        plain, bold = sans(NOTE_SIZE), sans(NOTE_SIZE, 700, note.colour)
        self.label(Label(note.mark, bold, column.left, first, link=note.link))
        for place, line in enumerate(lines):
            indent = width_of(note.mark + " ", bold) if not place else 0.0
            baseline = first - place * NOTE_SIZE * LEADING
            if line:
                self.lines.append(Line(line, plain, column.left + indent, baseline, column.width, 0.0))

    def _sign(self, note: Note) -> float:
        """The note's sign at its line, behind those of others; where it ends."""
        style, line = sans(5.6, 700, note.colour), (note.x, note.baseline)
        x = self.signed.get(line, note.x) + 2.0
        self.label(Label(note.mark, style, x, note.baseline + 2.6))
        self.signed[line] = x + width_of(note.mark, style)
        return self.signed[line]


def broken(note: Note, width: float) -> list[str]:
    """The words of a note in lines; the first begins behind its sign."""
    style = sans(NOTE_SIZE)
    lines: list[str] = []
    room = width - width_of(note.mark + " ", sans(NOTE_SIZE, 700, note.colour))
    line = ""
    for word in sayable(note.text, style).split() or [""]:
        for piece in _pieces(word, style, width):
            longer = f"{line} {piece}" if line else piece
            if line and width_of(longer, style) > room:
                lines.append(line)
                line, room = piece, width
            else:
                line = longer
    return [*lines, line]


def _pieces(word: str, style: Style, width: float) -> list[str]:
    """A word, cut where it is wider than the column."""
    wide = width_of(word, style)
    if wide <= width * 0.8:
        return [word]
    count = max(1, int(len(word) * width * 0.8 / wide))
    return [word[start : start + count] for start in range(0, len(word), count)]


def _height(lines: Sequence[str]) -> float:
    return len(lines) * NOTE_SIZE * LEADING + GAP


def _fitting(heights: Sequence[float], room: float) -> int:
    """How many of the blocks fit."""
    gone = 0.0
    for place, height in enumerate(heights):
        gone += height
        if gone > room:
            return place
    return len(heights)


def _tops(blocks: Sequence[tuple[float, float]], column: Column) -> list[float]:
    """Where blocks of these wanted tops and heights begin: none over another, all in the column, which holds them."""
    tops: list[float] = []
    below = column.top
    for wanted, height in blocks:
        tops.append(min(wanted, below))
        below = tops[-1] - height
    above = column.bottom
    for place in reversed(range(len(blocks))):
        tops[place] = max(tops[place], above + blocks[place][1])
        above = tops[place]
    return tops


def sayable(text: str, style: Style) -> str:
    """The text as the face can draw it: of other characters, their code points."""
    known = repertory(style.face)
    return "".join(c if ord(c) in known or c.isspace() else f"[U+{ord(c):04X}]" for c in text)


# operators (PDF 1.7, 8.5)


def _stroke(stroke: Stroke) -> bytes:
    colour = " ".join(map(real, stroke.colour)) + (" G" if len(stroke.colour) == 1 else " RG")
    (x, y), *others = stroke.points
    path = f"{real(x)} {real(y)} m " + " ".join(f"{real(x)} {real(y)} l" for x, y in others)
    return f"q {colour} {real(stroke.width)} w {array(stroke.dash)} 0 d {path} S Q\n".encode()


SLANT = math.radians(45)


@lru_cache(maxsize=8)
def _aslant(line: Line) -> bytes:
    """The line turned about its middle, as an outline: it must not stand among the words of the page."""
    cosine, sine = math.cos(SLANT), math.sin(SLANT)
    half = width_of(line.text, line.style) * line.anchor
    start = line.x - half * cosine, line.baseline - half * sine
    turn = " ".join(map(real, (cosine, sine, -sine, cosine, *start)))
    colour = " ".join(map(real, line.style.colour)) + (" g" if len(line.style.colour) == 1 else " rg")
    return f"q {colour} {turn} cm\n{outlined(line.text, line.style)}\nQ\n".encode()
