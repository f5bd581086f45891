"""Heads and folios: what stands in a page's margins, for the number that the page really gets.

In: a page's place in the book, and the design's furniture. Out: lines of type, set by our own hand with the very fonts
that the binding embeds; the layout engine never sees them, so a chapter that moves need not be laid out again.
Units: pt, from the lower left corner of the trimmed page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from ...fonts import Face, face_named
from ...model import PrintOptions
from ...shaping import Glyph, type_of
from ..pagecss import measure, text_height
from .galley import FontUse
from .pdffile import real

ELLIPSIS = "…"
SERIF, SYMBOLIC, ITALIC = 2, 4, 64
"""Flags of a font (PDF 1.7, 9.8.2)."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a line of type looks."""

    face: Face
    size: float
    tracking: float = 0.0
    """In em."""
    capitals: bool = False
    colour: tuple[float, ...] = (0.0,)
    """Grey, or red, green and blue; 0 to 1."""
    lining: bool = False
    """Whether its figures are as high as capitals."""

    @property
    def glyphs_of(self) -> Callable[[str], tuple[Glyph, ...]]:
        """Shapes a text in this style."""
        features = {"lnum": True} if self.lining else {}
        return lambda text: _type(self).shape(text.upper() if self.capitals else text, features)

    @property
    def font(self) -> str:
        """The name under which pages draw with it."""
        return "G" + self.face.name.replace("-", "").replace(".", "")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of type at its place."""

    text: str
    style: Style
    x: float
    """The middle of the line, or what `anchor` says."""
    baseline: float
    room: float
    """A longer line is cut and ends in an ellipsis."""
    anchor: float = 0.5
    """What share of the line stands before `x`: 0 where it begins there, 1 where it ends there."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """What a design puts in the margins."""

    head: Style
    folio: Style


def furniture(o: PrintOptions) -> Furniture:
    """The house's own: the titles in spaced sans capitals, the folio in old-style company below."""
    head = Style(face_named("Galerada Sans", weight=500), round(o.font_size * 0.67, 2), 0.09, capitals=True)
    folio = Style(face_named("Galerada Text"), round(o.font_size * 0.84, 2))
    return Furniture(head, folio)


def lines(design: Furniture, o: PrintOptions, *, recto: bool, head: str, folio: str) -> tuple[Line, ...]:
    """The lines of one page; an empty text draws nothing."""
    width = measure(o)
    middle = (o.inner if recto else o.outer) + width / 2
    made = []
    if head:
        made.append(Line(head, design.head, middle, _head_baseline(design.head, o), width))
    if folio:
        made.append(Line(folio, design.folio, middle, _folio_baseline(design.folio, o), width))
    return tuple(made)


SLUG_AWAY = 9.0
"""From the bleed to the slug's baseline, in pt."""


def slug(design: Furniture, o: PrintOptions, label: str) -> tuple[Line, ...]:
    """What a sheet with marks says under its crop marks: the book, the target, the page."""
    if not o.slug:
        return ()
    style = Style(design.folio.face, 6.0)
    return (Line(f"{o.slug} · {label}", style, o.width * 0.25, -o.bleed - SLUG_AWAY, o.width * 0.4),)


def _head_baseline(style: Style, o: PrintOptions) -> float:
    """Just under one line above the text."""
    _, descent = _extents(style)
    return o.height - o.top + o.leading * 0.95 + descent


def _folio_baseline(style: Style, o: PrintOptions) -> float:
    """In the middle of the foot."""
    ascent, descent = _extents(style)
    foot = o.height - o.top - text_height(o)
    return foot / 2 - (ascent - descent) / 2


def _extents(style: Style) -> tuple[float, float]:
    ascent, descent = _type(style).extents()
    return ascent * style.size / 1000, descent * style.size / 1000


def _type(style: Style):  # type: ignore[no-untyped-def]
    return type_of(style.face.read())


@dataclass(slots=True)
class Compositor:
    """Sets lines, and remembers with which glyphs."""

    glyphs: dict[str, dict[int, tuple[str, float]]] = field(default_factory=dict)
    """By the name of the font, whatever its size and colour."""
    styles: dict[str, Style] = field(default_factory=dict)

    def set_lines(self, some: Iterable[Line]) -> bytes:
        """The lines as PDF operators."""
        return "".join(map(self._line, some)).encode()

    def _line(self, line: Line) -> str:
        style = line.style
        glyphs, width = _fitted(line.text, style, line.room)
        drawn = self.glyphs.setdefault(self.styles.setdefault(style.font, style).font, {})
        for glyph in glyphs:
            drawn.setdefault(glyph.number, (glyph.text, _type(style).advance(glyph.number)))
        colour = " ".join(map(real, style.colour)) + (" g" if len(style.colour) == 1 else " rg")
        start = f"{real(line.x - width * line.anchor)} {real(line.baseline)}"
        return f"q {colour} BT /{style.font} {real(style.size)} Tf {start} Td [{_shown(glyphs, style)}] TJ ET Q\n"

    def fonts(self) -> dict[str, FontUse]:
        """What was drawn, as the binding wants it."""
        return {font: _use(self.styles[font], glyphs) for font, glyphs in self.glyphs.items()}


@lru_cache(maxsize=4096)
def _fitted(text: str, style: Style, room: float) -> tuple[tuple[Glyph, ...], float]:
    glyphs = style.glyphs_of(text)
    width = _width(glyphs, style)
    if width <= room or len(text) < 2:
        return glyphs, width
    shorter = text.removesuffix(ELLIPSIS)[: max(1, int(len(text) * room / width))].rstrip()
    if shorter == text.removesuffix(ELLIPSIS):
        shorter = shorter[:-1].rstrip()
    return _fitted(shorter + ELLIPSIS, style, room)


def width_of(text: str, style: Style) -> float:
    """How wide a line of type is, in pt."""
    return _width(style.glyphs_of(text), style)


def outlined(text: str, style: Style) -> str:
    """The text as an outline to be filled, from the origin on: nobody who searches or copies the page finds it."""
    size, made, x = style.size / 1000, [], 0.0
    for glyph in style.glyphs_of(text):
        for kind, points in _type(style).outline(glyph.number):
            moved = ((value * size + (x if place % 2 == 0 else 0.0)) for place, value in enumerate(points))
            made.append(" ".join([*map(real, moved), kind]))
        x += glyph.advance * size + style.tracking * style.size
    return "\n".join([*made, "f"])


def _width(glyphs: tuple[Glyph, ...], style: Style) -> float:
    """Of the drawn line: the tracking after its last letter is not seen."""
    em = sum(glyph.advance for glyph in glyphs) / 1000 + style.tracking * (len(glyphs) - 1)
    return em * style.size


def _shown(glyphs: tuple[Glyph, ...], style: Style) -> str:
    """Glyph codes, and between them what kerning and tracking add to or take from their own widths.

    Not the operator Tc: readers that tell words by gaps take tracked letters for words.
    """
    made, run = [], ""
    face = _type(style)
    for glyph in glyphs:
        run += f"{glyph.number:04x}"
        kern = face.advance(glyph.number) - glyph.advance - style.tracking * 1000
        if abs(kern) >= 0.5:
            made.append(f"<{run}>{real(kern)}")
            run = ""
    return "".join(made) + (f"<{run}>" if run else "")


def _use(style: Style, glyphs: Mapping[int, tuple[str, float]]) -> FontUse:
    data = style.face.read()
    ascent, descent = type_of(data).extents()
    family = style.face.family
    flags = SYMBOLIC | (ITALIC if style.face.style == "italic" else 0)
    tag = "".join(chr(65 + byte % 26) for byte in hashlib.sha256(style.font.encode()).digest()[:6])
    name = f"{tag}+{style.face.name.rpartition('.')[0]}"
    return FontUse(hashlib.sha256(data).hexdigest(), name, family, {}, round(ascent), -round(descent), flags,
                   dict(glyphs))  # fmt: skip
