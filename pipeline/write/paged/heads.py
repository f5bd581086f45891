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

from ...designs import SANS, Marginal, design_of
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
class Rule:
    """A rule from `x` on, `width` pt long, `height` thick."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Furniture:
    """What a design puts in the margins."""

    head: Style
    folio: Style
    head_at: str = "middle"
    """`middle` of the text, or its `outer` edge."""
    folio_at: str = "middle"
    folio_in_head: bool = False
    """Whether the folio stands in the line of the head; it goes to the foot where there is no head."""
    rule: float = 0.0
    """The thickness of a rule below the head; 0: none."""


GAP = 1.6
"""Between a head and a folio that share a line, in sizes of the folio."""
RULE_BELOW = 0.42
"""From the head's baseline to its rule, as a part of the leading."""


def furniture(o: PrintOptions) -> Furniture:
    """What the design of the page has in its margins."""
    design = design_of(o)
    return Furniture(_style(design.head, o), _style(design.folio, o), design.head.place, design.folio.place,
                     design.folio_in_head, design.rule)  # fmt: skip


def _style(told: Marginal, o: PrintOptions) -> Style:
    """In large print nothing is smaller than its share allows, and nothing stands in capitals."""
    if o.large:
        return Style(face_named(SANS, weight=500), round(o.font_size * LARGE_HEAD, 2))
    face = face_named(told.family, told.style, told.weight)
    return Style(face, round(o.font_size * told.size, 2), told.tracking, told.capitals)


LARGE_HEAD = 0.875
"""Of large print's size: 14 pt for 16."""


def lines(design: Furniture, o: PrintOptions, *, recto: bool, head: str, folio: str) -> tuple[Line | Rule, ...]:
    """The lines of one page; an empty text draws nothing."""
    made: list[Line | Rule] = []
    width = measure(o)
    in_head = bool(folio and head and design.folio_in_head)
    if head:
        baseline = _head_baseline(design.head, o)
        room, inset = _beside_folio(design, folio, width) if in_head else (width, 0.0)
        made.append(_placed(head, design.head, design.head_at, baseline, o, recto=recto, room=room, inset=inset))
        if design.rule:
            made.append(Rule(_left(o, recto=recto), baseline - o.leading * RULE_BELOW, width, design.rule))
    if folio:
        baseline = _head_baseline(design.head, o) if in_head else _folio_baseline(design.folio, o)
        made.append(_placed(folio, design.folio, design.folio_at, baseline, o, recto=recto, room=width))
    return tuple(made)


SLUG_AWAY = 9.0
"""From the bleed to the slug's baseline, in pt."""


def slug(design: Furniture, o: PrintOptions, label: str) -> tuple[Line, ...]:
    """What a sheet with marks says under its crop marks: the book, the target, the page."""
    if not o.slug:
        return ()
    style = Style(design.folio.face, 6.0)
    return (Line(f"{o.slug} · {label}", style, o.width * 0.25, -o.bleed - SLUG_AWAY, o.width * 0.4),)


def _placed(text: str, style: Style, place: str, baseline: float, o: PrintOptions, *, recto: bool, room: float,
            inset: float = 0.0) -> Line:  # fmt: skip
    """A line in the middle of the text, or at its outer edge but for an inset."""
    left = _left(o, recto=recto)
    if place == "middle":
        return Line(text, style, left + measure(o) / 2, baseline, room)
    if recto:
        return Line(text, style, left + measure(o) - inset, baseline, room, 1.0)
    return Line(text, style, left + inset, baseline, room, 0.0)


def _left(o: PrintOptions, *, recto: bool) -> float:
    return o.inner if recto else o.outer


def _beside_folio(design: Furniture, folio: str, width: float) -> tuple[float, float]:
    """The room that a head has beside its folio, and how far it stands from the outer edge."""
    style = design.folio
    taken = _width(_type(style).shape(folio), style) + GAP * style.size
    if design.head_at == "middle":  # so far on both sides, to stay in the middle
        return width - 2 * taken, 0.0
    return width - taken, taken


def _head_baseline(style: Style, o: PrintOptions) -> float:
    """Just under one line above the text, and no nearer to the cut than the printer wants."""
    ascent, descent = _extents(style)
    return min(o.height - o.top + o.leading * 0.95 + descent, o.height - o.live - ascent)


def _folio_baseline(style: Style, o: PrintOptions) -> float:
    """In the middle of the foot, and no nearer to the cut than the printer wants."""
    ascent, descent = _extents(style)
    foot = o.height - o.top - text_height(o)
    return max(foot / 2 - (ascent - descent) / 2, o.live + descent)


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

    def set_lines(self, some: Iterable[Line | Rule]) -> bytes:
        """The lines as PDF operators."""
        return "".join(map(self._drawn, some)).encode()

    def _drawn(self, line: Line | Rule) -> str:
        if isinstance(line, Rule):
            return f"q 0 g {' '.join(map(real, (line.x, line.y, line.width, line.height)))} re f Q\n"
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
