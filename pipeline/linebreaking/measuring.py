"""How wide words are.

In: a text and how it is set (`Letters`). Out: its width in pt, by the very font files that the pages embed.
The layout engine shapes with the same library; what it draws differs by the rounding of the PDF's widths, which
`drawn` knows.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

from ..fonts import FACES, Face, repertory
from ..shaping import fine_type
from . import protrusion

PX = 0.75
"""A CSS pixel in pt."""
STEPS = 1024
"""Pango counts in so many parts of a pixel."""
EM = 1000
"""What widths in a PDF are counted in (ISO 32000-1, 9.2.4)."""
LIGATURES = ("liga", "clig", "dlig")
"""What Pango switches off in spaced letters."""


@dataclass(frozen=True, slots=True)
class Letters:
    """How a text is set."""

    families: tuple[str, ...]
    size: float
    """In pt."""
    italic: bool = False
    weight: int = 400
    variations: tuple[tuple[str, float], ...] = ()
    features: tuple[tuple[str, int], ...] = ()
    spacing: float = 0.0
    """Between letters, in pt."""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """A shaped text. Widths in thousandths of the size."""

    advance: float
    plain: int
    """What the glyphs that are not kerned take in a PDF, where each width is a whole number."""
    kerned: tuple[tuple[float, float], ...]
    """Of the others: the advance without the kern, and the kern."""
    clusters: int
    missing: bool = False
    """Whether no face has one of its characters."""


class Setter:
    """A text's letters, ready to measure: each word is shaped once."""

    __slots__ = ("_shapes", "hyphen", "left", "letters", "right", "space", "widths")

    def __init__(self, letters: Letters) -> None:
        self.letters = letters
        cut = _Cut(letters.families, letters.italic, letters.weight, letters.variations, letters.features,
                   bool(letters.spacing), letters.language)  # fmt: skip
        self._shapes = _shapes(cut)
        self.widths: dict[str, float] = {}
        self.space, self.hyphen = self.width(" "), self.width("-")
        self.right = {character: share * self.width(character) for character, share in protrusion.RIGHT.items()}
        self.left = {character: share * self.width(character) for character, share in protrusion.LEFT.items()}

    def width(self, text: str) -> float:
        """What the engine reserves for the text, in pt."""
        known = self.widths.get(text)
        if known is None:
            made = self.shape(text)
            known = made.advance * self.letters.size / EM + made.clusters * self.letters.spacing
            self.widths[text] = known
        return known

    def shape(self, text: str) -> Shape:
        """The text as the fonts shape it."""
        return self._shapes[text]

    def drawn(self, text: str, size: float) -> float:
        """What a word takes in the PDF at a size, in pt: kerns are cut to whole thousandths there."""
        made = self._shapes[text]
        steps = int(size / PX * STEPS)
        total = made.plain
        for alone, kern in made.kerned:
            whole, advance = round(alone), math.floor(alone * steps / EM + 0.5) + math.floor(kern * steps / EM + 0.5)
            total += whole - int(whole - advance * EM / steps)
        return total * steps / STEPS * PX / EM

    def drawn_space(self, spacing: float, size: float, *, leads: bool = False) -> float:
        """What a space takes in the PDF that is given so much more, in pt.

        Half of it stands before and is not cut; of a space that `leads` its text, all of it stands after.
        """
        whole = self._shapes[" "].plain
        steps, more = int(size / PX * STEPS), int(spacing / PX * STEPS)
        before = 0.0 if leads else int(more / 2) * STEPS / steps
        advance = math.floor(whole * steps / EM + 0.5) + more
        return (before + whole - int(whole + before - advance * EM / steps)) * steps / STEPS * PX / EM


@cache
def setter(letters: Letters) -> Setter:
    """The one for these letters."""
    return Setter(letters)


def width(text: str, letters: Letters) -> float:
    """What the engine reserves for the text, in pt."""
    return setter(letters).width(text)


@dataclass(frozen=True, slots=True)
class _Cut:
    """What of `Letters` changes a text's shape."""

    families: tuple[str, ...]
    italic: bool
    weight: int
    variations: tuple[tuple[str, float], ...]
    features: tuple[tuple[str, int], ...]
    spaced: bool
    language: str


class _Shapes(dict[str, Shape]):
    """The shapes of one cut, each made when it is first asked for."""

    def __init__(self, cut: _Cut) -> None:
        self.cut = cut

    def __missing__(self, text: str) -> Shape:
        self[text] = made = _shape(text, self.cut)
        return made


@cache
def _shapes(cut: _Cut) -> _Shapes:
    return _Shapes(cut)


def _shape(text: str, cut: _Cut) -> Shape:
    advance, plain, clusters, kerned, missing = 0.0, 0, 0, [], False
    features = dict(cut.features) | (dict.fromkeys(LIGATURES, 0) if cut.spaced else {})
    for face, run in _by_face(text, cut) if text else ():
        missing = missing or face is None
        face = face or _faces(cut.families, cut.italic, cut.weight)[0]
        font = fine_type(face.read(), cut.variations)
        seen = set()
        for nominal, shaped, cluster in font.advances(run, features, cut.language):
            advance += shaped
            seen.add(cluster)
            if abs(nominal - shaped) < 0.5:
                plain += round(nominal)
            else:
                kerned.append((nominal, shaped - nominal))
        clusters += len(seen)
    return Shape(advance, plain, tuple(kerned), clusters, missing)


def _by_face(text: str, cut: _Cut) -> list[tuple[Face | None, str]]:
    """The text in runs of one face: the first of the families that has the character."""
    faces = _faces(cut.families, cut.italic, cut.weight)
    if all(ord(character) in repertory(faces[0]) for character in text):
        return [(faces[0], text)]
    made: list[tuple[Face | None, str]] = []
    for character in text:
        face = next((face for face in faces if ord(character) in repertory(face)), None)
        if made and (made[-1][0] is face or _stays(character)):
            made[-1] = (made[-1][0], made[-1][1] + character)
        else:
            made.append((faces[0] if _stays(character) else face, character))
    return made


def _stays(character: str) -> bool:
    """Spaces, joiners and marks do not change the face; HarfBuzz makes a space that a face lacks."""
    import unicodedata

    return unicodedata.category(character) in {"Zs", "Cf", "Mn"}


@cache
def _faces(families: tuple[str, ...], italic: bool, weight: int) -> tuple[Face, ...]:
    """One face of each family: its style as wanted, if it has that, and its nearest weight."""
    made = []
    for family in families:
        known = [face for face in FACES if face.family == family]
        styled = [face for face in known if (face.style == "italic") == italic] or known
        if styled:
            made.append(min(styled, key=lambda face: min(abs(weight - own) for own in face.weights)))
    return tuple(made)
