"""Type on a cover: lines shaped by our own hand, drawn with the very fonts that are embedded.

In: words, a face, a size. Out: shaped `Run`s with their measures in pt, and PDF operators that draw them. Characters
that a face lacks come from the face of symbols.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby

from ...fonts import FACES, Face, repertory
from ...shaping import Glyph, Type, type_of
from ..paged.galley import FontUse
from ..paged.heads import ITALIC, SYMBOLIC
from ..paged.pdffile import real

SPARE = FACES[-1]


@dataclass(frozen=True, slots=True)
class Hand:
    """How a line of type is set."""

    face: Face
    size: float
    weight: int = 400
    tracking: float = 0.0
    """In em."""
    features: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Cast:
    """A face at one weight, as fonts are embedded."""

    face: Face
    weight: int

    @property
    def axes(self) -> tuple[tuple[str, float], ...]:
        """Where it stands on its font's axes."""
        return (("wght", float(self.weight)),) if self.face.is_variable else ()

    @property
    def type(self) -> Type:
        """The font, opened."""
        return type_of(self.face.read(), self.axes)

    @property
    def name(self) -> str:
        """As the page calls it."""
        return f"W{''.join(filter(str.isalnum, self.face.name.removesuffix('.ttf')))}{self.weight}"


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs of one line, set."""

    hand: Hand
    pieces: tuple[tuple[Cast, tuple[Glyph, ...]], ...]
    width: float
    """In pt, without the tracking after its last letter."""


@lru_cache(maxsize=4096)
def set_in(text: str, hand: Hand) -> Run:
    """The text as one line."""
    pieces = tuple(
        (cast, cast.type.shape("".join(letters), _features(hand)))
        for cast, letters in groupby(text, key=lambda letter: _cast(letter, hand))
    )
    glyphs = [glyph for _, some in pieces for glyph in some]
    em = sum(glyph.advance for glyph in glyphs) / 1000 + hand.tracking * max(0, len(glyphs) - 1)
    return Run(hand, pieces, em * hand.size)


def _features(hand: Hand) -> Mapping[str, bool]:
    closed = {"liga": False, "clig": False} if hand.tracking else {}
    return {**closed, **dict(hand.features)}


def _cast(letter: str, hand: Hand) -> Cast:
    if ord(letter) not in repertory(hand.face) and ord(letter) in repertory(SPARE):
        return Cast(SPARE, 400)
    return Cast(hand.face, hand.weight)


def width_of(text: str, hand: Hand) -> float:
    """Its width in pt."""
    return set_in(text, hand).width


def extents(hand: Hand) -> tuple[float, float]:
    """What a line takes above and below its baseline, in pt."""
    ascent, descent = Cast(hand.face, hand.weight).type.extents()
    return ascent * hand.size / 1000, descent * hand.size / 1000


@dataclass(slots=True)
class Typecase:
    """Remembers what was drawn with."""

    glyphs: dict[Cast, dict[int, tuple[str, float]]] = field(default_factory=dict)

    def drawn(self, run: Run, x: float, baseline: float, colour: str) -> str:
        """The run from `x` on, as operators."""
        shown = " ".join(self._piece(cast, glyphs, run.hand) for cast, glyphs in run.pieces)
        return f"q {colour} BT {real(x)} {real(baseline)} Td {shown} ET Q\n"

    def _piece(self, cast: Cast, glyphs: tuple[Glyph, ...], hand: Hand) -> str:
        known, face = self.glyphs.setdefault(cast, {}), cast.type
        made, codes = [], ""
        for glyph in glyphs:
            known.setdefault(glyph.number, (glyph.text, face.advance(glyph.number)))
            codes += f"{glyph.number:04x}"
            kern = face.advance(glyph.number) - glyph.advance - hand.tracking * 1000
            if abs(kern) >= 0.5:
                made.append(f"<{codes}>{real(kern)}")
                codes = ""
        tail = f"<{codes}>" if codes else ""
        return f"/{cast.name} {real(hand.size)} Tf [{''.join(made)}{tail}] TJ"

    def fonts(self) -> dict[str, FontUse]:
        """What was drawn, as the binding wants it."""
        return {cast.name: _use(cast, self.glyphs[cast]) for cast in sorted(self.glyphs, key=lambda cast: cast.name)}


def _use(cast: Cast, glyphs: Mapping[int, tuple[str, float]]) -> FontUse:
    ascent, descent = cast.type.extents()
    flags = SYMBOLIC | (ITALIC if cast.face.style == "italic" else 0)
    tag = "".join(chr(65 + byte % 26) for byte in hashlib.sha256(cast.name.encode()).digest()[:6])
    return FontUse(hashlib.sha256(cast.face.read()).hexdigest(), f"{tag}+{cast.name}", cast.face.family,
                   dict(cast.axes), round(ascent), -round(descent), flags, dict(glyphs))  # fmt: skip
