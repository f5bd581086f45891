"""Letters and their widths, from the very font files that are embedded. The only home of uharfbuzz.

In: a font file and where it stands on its axes. Out: advances, shaped words, and a font cut down to its used glyphs.
Units: thousandths of an em, as PDF counts them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import uharfbuzz as hb

DROPPED = ("BASE", "DSIG", "EBDT", "EBLC", "EBSC", "GDEF", "GPOS", "GSUB", "JSTF", "LTSH", "MATH", "PCLT", "STAT",
           "SVG ", "kern", "name")  # fmt: skip
"""Tables that shape text, which is shaped already, or name the font, which the PDF does."""

FLAGS = (hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.NO_HINTING
         | hb.SubsetFlags.NO_LAYOUT_CLOSURE)  # fmt: skip
"""Glyphs keep the numbers that the pages draw them by."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A shaped glyph."""

    number: int
    advance: float
    offset: tuple[float, float]
    text: str
    """The characters it stands for; empty for the later glyphs of a cluster."""


UNSPOKEN = "und"
"""The language of a text that has none: left out, it is the machine's, and Turkish has no ligature of f and i."""


class Type:
    """A font file at one place on its axes."""

    def __init__(self, program: bytes, axes: tuple[tuple[str, float], ...] = ()) -> None:
        self.face = hb.Face(program)
        self.font = hb.Font(self.face)
        if axes:
            self.font.set_variations(dict(axes))
        self.unit = 1000 / self.face.upem

    def advance(self, glyph: int) -> float:
        """A glyph's width."""
        return float(round(self.font.get_glyph_h_advance(glyph) * self.unit, 3))

    def extents(self) -> tuple[float, float]:
        """Ascent and descent, both as positive heights."""
        known = self.font.get_font_extents("ltr")
        return known.ascender * self.unit, -known.descender * self.unit

    def capital_height(self) -> float:
        """How tall a capital is: the letter H itself, as fonts' own figures for it differ in what they mean."""
        (glyph,) = self.shape("H")
        drawn = self.font.get_glyph_extents(glyph.number)
        return float(drawn.y_bearing * self.unit) if drawn else 0.0

    def box(self, glyph: int) -> tuple[float, float, float, float] | None:
        """Left, low, right and top of its ink; None when it has none."""
        known = self.font.get_glyph_extents(glyph) if glyph < self.glyphs else None
        if known is None or not known.width:
            return None
        left, top = known.x_bearing * self.unit, known.y_bearing * self.unit
        return left, top + known.height * self.unit, left + known.width * self.unit, top

    def name_of(self, glyph: int) -> str:
        """What the font calls it; `gid7` where it does not say."""
        return str(self.font.glyph_to_string(glyph))

    @property
    def glyphs(self) -> int:
        """How many it has."""
        return int(self.face.glyph_count)

    @property
    def characters(self) -> Mapping[int, int]:
        """Code point -> glyph."""
        return {code: int(self.font.get_nominal_glyph(code)) for code in self.face.unicodes}

    def outline(self, glyph: int) -> tuple[tuple[str, tuple[float, ...]], ...]:
        """A glyph's outline: moves `m`, lines `l`, curves `c` (cubic) and ends `h`, with their points."""
        found: list[tuple[str, tuple[float, ...]]] = []
        self.font.draw_glyph(glyph, _PEN, found)
        return tuple((kind, tuple(value * self.unit for value in points)) for kind, points in found)

    def shape(self, text: str, features: Mapping[str, int] | None = None, language: str = "") -> tuple[Glyph, ...]:
        """The text as glyphs, from left to right."""
        return tuple(self._glyphs(text, self._shaped(text, features or {}, language)))

    def _shaped(self, text: str, features: Mapping[str, int], language: str) -> Any:
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.language = language or UNSPOKEN
        hb.shape(self.font, buffer, dict(features))
        return buffer

    def _glyphs(self, text: str, buffer: Any) -> Iterable[Glyph]:
        starts = sorted({info.cluster for info in buffer.glyph_infos} | {len(text)})
        ends = dict(pairwise(starts))
        seen: set[int] = set()
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            said = "" if info.cluster in seen else text[info.cluster : ends[info.cluster]]
            seen.add(info.cluster)
            offset = (place.x_offset * self.unit, place.y_offset * self.unit)
            yield Glyph(info.codepoint, place.x_advance * self.unit, offset, said)


def _pen() -> Any:
    """Writes what is drawn into a list; of TrueType's curves, HarfBuzz makes cubic ones."""
    pen = hb.DrawFuncs()
    pen.set_move_to_func(lambda x, y, found: found.append(("m", (x, y))))
    pen.set_line_to_func(lambda x, y, found: found.append(("l", (x, y))))
    pen.set_cubic_to_func(lambda a, b, c, d, x, y, found: found.append(("c", (a, b, c, d, x, y))))
    pen.set_close_path_func(lambda found: found.append(("h", ())))
    return pen


_PEN = _pen()
FINE = 16
"""Parts of a font's unit: the layout engine's own steps are about as fine."""


class FineType(Type):
    """A font whose advances are not rounded to whole units, to measure words before they are set."""

    def __init__(self, program: bytes, axes: tuple[tuple[str, float], ...] = ()) -> None:
        super().__init__(program, axes)
        self.font.scale = (self.face.upem * FINE, self.face.upem * FINE)
        self.unit /= FINE

    def width(self, text: str, features: Mapping[str, int], language: str) -> tuple[float, int]:
        """A text's width, and of how many glyphs."""
        places = self._shaped(text, features, language).glyph_positions
        return sum(place.x_advance for place in places) * self.unit, len(places)


@lru_cache(maxsize=64)
def fine_type(program: bytes, axes: tuple[tuple[str, float], ...] = ()) -> FineType:
    """The same, opened once."""
    return FineType(program, axes)


@lru_cache(maxsize=64)
def type_of(program: bytes, axes: tuple[tuple[str, float], ...] = ()) -> Type:
    """The font, opened once."""
    return Type(program, axes)


def cut_to_read(program: bytes, characters: Iterable[str], weight: int, names: Iterable[int]) -> bytes:
    """The font with what these characters need to be shaped again by whoever shows them, at one weight.

    Features stay but `rlig`, glyphs get new numbers; `names` are the entries of its table of names that stay.
    """
    face = hb.Face(program)
    wanted = hb.SubsetInput()
    wanted.sets(hb.SubsetInputSets.UNICODE).update({0x20, 0xA0, *map(ord, characters)})
    wanted.sets(hb.SubsetInputSets.NAME_ID).update(names)
    # EB Garamond draws an author's ^2 as a raised 2 and ^source as one sign: `styles/print.css` says the same
    wanted.sets(hb.SubsetInputSets.LAYOUT_FEATURE_TAG).discard(int.from_bytes(b"rlig", "big"))
    wanted.flags = hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.NO_HINTING
    for axis in face.axis_infos:
        wanted.pin_axis_location(face, axis.tag, weight if axis.tag == "wght" else axis.default_value)
    return bytes(hb.subset(face, wanted).blob.data)


def code_points(program: bytes) -> frozenset[int]:
    """The characters that a font can draw."""
    return frozenset(hb.Face(program).unicodes)


def cut(program: bytes, axes: Mapping[str, float], glyphs: Iterable[int]) -> bytes:
    """The font with these glyphs under their own numbers, at one place on its axes; raises RuntimeError."""
    face = hb.Face(program)
    wanted = hb.SubsetInput()
    wanted.sets(hb.SubsetInputSets.GLYPH_INDEX).update({0, *glyphs})
    wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(int.from_bytes(tag.encode(), "big") for tag in DROPPED)
    wanted.flags = FLAGS
    for axis in face.axis_infos:
        wanted.pin_axis_location(face, axis.tag, axes.get(axis.tag, axis.default_value))
    made = hb.subset(face, wanted)
    return bytes(made.blob.data)
