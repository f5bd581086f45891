"""Lines that are cast already: the engine puts each where it belongs, and neither measures, breaks nor draws it.

In: slugs, and the engine's boxes whose text is marks for them. Out: the same boxes as wide as the slugs, and their
letters as PDF operators. A line of slugs is what the engine takes for a text with a preserved line break: it asks for
the first line, is given it, and goes on behind. The operators are put together from words, each shaped once.
Units: the engine's px where its boxes are meant, pt and thousandths of the size elsewhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby, pairwise
from typing import Any

from ....fonts import Face
from ....linebreaking.casting import LINE_END, Slug, number_of
from ....linebreaking.fitting import SPACES
from ....linebreaking.measuring import Axes, Cut
from ....shaping import fine_type, type_of
from ..galley import FontUse
from ..pdffile import real, text_string
from .linestarts import Line

PX = 0.75
"""A CSS pixel in pt."""
MARK = 4
"""Bytes of a mark: the engine counts its texts in bytes of UTF-8."""
SYMBOLIC, ITALIC = 4, 64
"""Flags of a font (PDF 1.7, 9.8.2)."""
LEAST_SHIFT = 0.05
"""Thousandths; a smaller kern is none."""


@dataclass(frozen=True, slots=True)
class Fount:
    """A face at one place on its axes."""

    face: Face
    axes: Axes

    @property
    def name(self) -> str:
        """The name under which pages draw with it."""
        return "L" + self._hash[:12]

    @property
    def _hash(self) -> str:
        return hashlib.sha256(f"{self.face.name} {self.axes}".encode()).hexdigest()

    def use(self, glyphs: Mapping[int, str]) -> FontUse:
        """What the binding must know of it."""
        program = self.face.read()
        plain = type_of(program, self.axes)
        ascent, descent = plain.extents()
        flags = SYMBOLIC | (ITALIC if self.face.style == "italic" else 0)
        tag = "".join(chr(65 + int(digit, 16)) for digit in self._hash[:6])
        return FontUse(
            hashlib.sha256(program).hexdigest(), f"{tag}+{self.face.name.rpartition('.')[0]}", self.face.family,
            dict(self.axes), round(ascent), -round(descent), flags,
            {glyph: (text, plain.advance(glyph)) for glyph, text in glyphs.items()},
        )  # fmt: skip


# words


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """A shaped word, or a space."""

    parts: tuple[tuple[Fount, str], ...]
    """In each of its founts, the operand of TJ (PDF 1.7, 9.4.3) without the angle brackets at its ends."""
    glyphs: tuple[tuple[Fount, int, str], ...]
    """Each glyph, and the text that it stands for."""


class _Words(dict[str, Word]):
    """The words of one cut."""

    def __init__(self, cut: Cut) -> None:
        self.cut = cut

    def __missing__(self, text: str) -> Word:
        self[text] = made = _word(text, self.cut)
        return made


@cache
def _words(cut: Cut) -> _Words:
    return _Words(cut)


def _word(text: str, cut: Cut) -> Word:
    parts, glyphs = [], []
    for face, run in cut.runs(text) if text else ():
        assert face is not None, "such text is left to the engine"
        fount = Fount(face, cut.axes(face))
        operand, drawn = _operand(run, fount, cut)
        parts.append((fount, operand))
        glyphs += [(fount, glyph, said) for glyph, said in drawn]
    return Word(tuple(parts), tuple(glyphs))


def _operand(run: str, fount: Fount, cut: Cut) -> tuple[str, list[tuple[int, str]]]:
    """Glyph codes, and between them what kerning adds to or takes from their own widths."""
    program = fount.face.read()
    plain = type_of(program, fount.axes)
    made, drawn, owed = [], [], 0.0
    for glyph in fine_type(program, fount.axes).shape(run, cut.features, cut.language):
        assert glyph.offset[1] == 0, "a face that lifts its marks"
        made.append(f"{glyph.number:04x}")
        owed += plain.advance(glyph.number) - glyph.advance
        if abs(owed) >= LEAST_SHIFT:
            shift = round(owed, 1)
            made.append(f">{real(shift)}<")
            owed -= shift
        drawn.append((glyph.number, glyph.text))
    return "".join(made), drawn


# one document


@dataclass(slots=True)
class Caster:
    """Places and draws the slugs of one document."""

    slugs: Sequence[Slug]
    drawn: dict[Word, None] = field(default_factory=dict)
    """The words that were drawn, in their order."""
    struts: dict[int, tuple[Any, tuple[float, float]]] = field(default_factory=dict)
    """Of each style, by its identity: itself, its line height and where its baseline is."""

    def split(self, box: Any, skip: int) -> tuple[Any, int | None, bool]:
        """The box of the slug at this byte of a text of marks; where the text goes on; whether the line ends."""
        marks, place = box.text, skip // MARK
        if marks[place] == LINE_END:
            return None, skip + MARK, True
        made = self._box(box, self.slugs[number_of(marks[place])])
        if place + 1 == len(marks):
            return made, None, False
        return made, skip + 2 * MARK, True

    def _box(self, box: Any, slug: Slug) -> Any:
        made = box.copy_with_text(slug.text)
        height, baseline = self._strut(box.style)
        size = box.style["font_size"]
        made.pango_layout = Preset(slug, box.style)
        made.position_x = box.position_x - slug.hang / PX
        made.width, made.height, made.baseline = slug.width / PX, size, baseline
        made.margin_top = made.margin_bottom = (height - size) / 2
        return made

    def _strut(self, style: Any) -> tuple[float, float]:
        known = self.struts.get(id(style))
        if known is None:
            from weasyprint.text.line_break import strut

            self.struts[id(style)] = known = style, strut(style)
        return known[1]

    def draw(self, stream: Any, slug: Slug, x: float, y: float) -> None:
        """The slug's letters, at a place in px; a word in two lines is read where it ends."""
        words, size = SPACES.split(slug.text), slug.size / PX
        stream.set_text_matrix(slug.breadth, 0, 0, -1, x, y)
        if slug.tracking:
            stream.stream.append(f"{real(slug.tracking / PX)} Tc".encode())
        ends = [0, int(bool(slug.says)), len(words) - slug.told_later, len(words)]
        for (start, end), said in zip(pairwise(ends), (slug.says, "", " "), strict=True):
            if start == end:
                continue
            if said:
                stream.stream.append(b"/Span << /ActualText %s >> BDC" % text_string(said).encode())
            for fount, shown in self._shown(slug, words, start, end):
                stream.set_font_size(fount.name, size)
                stream.show_text(f"<{shown}>".replace("<>", ""))
            if said:
                stream.stream.append(b"EMC")
        if slug.tracking:
            stream.stream.append(b"0 Tc")

    def _shown(self, slug: Slug, texts: Sequence[str], start: int, end: int) -> Iterator[tuple[Fount, str]]:
        """The operands of some of the slug's words, the space before them included, one for each change of fount."""
        words = _words(slug.setter.cut)
        space = words[" "]
        shift = -slug.spacing * 1000 / (slug.size * slug.breadth)
        white = f">{real(round(shift, 1))}<" if shift else ""
        gap = tuple((fount, shown + white) for fount, shown in space.parts)
        parts: list[tuple[Fount, str]] = []
        for number in range(start, end):
            if number:
                self.drawn[space] = None
                parts += gap
            word = words[texts[number]]
            self.drawn[word] = None
            parts += word.parts
        for fount, run in groupby(parts, lambda part: part[0]):
            yield fount, "".join(shown for _, shown in run)

    def fonts(self) -> dict[str, FontUse]:
        """What was drawn."""
        glyphs: dict[Fount, dict[int, str]] = {}
        for word in self.drawn:
            for fount, glyph, text in word.glyphs:
                glyphs.setdefault(fount, {}).setdefault(glyph, text)
        return {fount.name: fount.use(drawn) for fount, drawn in glyphs.items()}


class Preset:
    """Stands where the engine keeps the layout of a box's text, and answers what it asks of that."""

    first_line_direction = 0

    def __init__(self, slug: Slug, style: Any) -> None:
        self.slug, self.text = slug, slug.text
        if style["text_decoration_line"] != "none":
            from weasyprint.text.line_break import Layout

            known = Layout(style)
            for name in METRICS:
                setattr(self, name, getattr(known, name))

    def reactivate(self, style: Any) -> None:
        """Asked before it is drawn."""

    def deactivate(self) -> None:
        """Asked after."""


METRICS = ("ascent", "underline_position", "strikethrough_position", "underline_thickness", "strikethrough_thickness")
"""Where lines stand that go with the text, and how thick they are."""


# the engine's own functions


class _AtWork:
    caster: Caster | None = None


@contextmanager
def at_work(slugs: Sequence[Slug]) -> Iterator[Caster]:
    """While this lasts, marks stand for these slugs; without any, such characters are the author's own."""
    caster = Caster(slugs)
    _AtWork.caster = caster if slugs else None
    try:
        yield caster
    finally:
        _AtWork.caster = None


def _beginning(said: str, style: Any, context: Any, width: float | None, *_: Any) -> str:
    """As much of a text as decides where its first line ends.

    Where a column is to be as narrow as it may and a word may be parted anywhere, the engine asks for each letter, and
    would lay out each time all that follows.
    """
    narrowest = width == 0 and style["overflow_wrap"] == "anywhere" and style["white_space"] == "normal"
    end = said.find(" ", 1) if narrowest else -1
    return said[: end + 2] if 0 < end < len(said) - 2 else said


def install() -> None:
    """The engine's functions that break and draw a text ask here first."""
    from weasyprint.draw import text
    from weasyprint.layout import inline, preferred

    split, draw, first_line = inline.split_text_box, text.draw_first_line, preferred.split_first_line
    line = Line()

    def split_text_box(context: Any, box: Any, available_width: Any, skip: int, is_line_start: bool = True) -> Any:
        caster = _AtWork.caster
        if caster is None or not box.text or box.text[0] < LINE_END:
            made = split(context, box, available_width, skip, line.may_part(box, is_line_start))
            line.take(made[0])
            return made
        return caster.split(box, skip)

    def draw_first_line(stream: Any, textbox: Any, text_overflow: Any, block_ellipsis: Any, matrix: Any) -> Any:
        if not isinstance(textbox.pango_layout, Preset):
            return draw(stream, textbox, text_overflow, block_ellipsis, matrix)
        assert _AtWork.caster is not None
        *_, x, y = matrix.values
        _AtWork.caster.draw(stream, textbox.pango_layout.slug, x, y)
        return []

    def split_first_line(said: str, *given: Any, **named: Any) -> Any:
        if _AtWork.caster is None or said < LINE_END:
            return first_line(_beginning(said, *given), *given, **named)
        return None, 0, None, 0, 0, 0  # it fits beside whatever floats: its measure was chosen so

    inline.split_text_box, text.draw_first_line = split_text_box, draw_first_line
    preferred.split_first_line = split_first_line
