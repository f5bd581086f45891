"""How wide words are.

In: a text and how it is set (`Letters`). Out: its width in pt, by the very font files that the pages embed.
What is measured here is what is drawn: the pages' own type is shaped by the same library, from the same files.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ..fonts import FACES, Face, repertory
from ..shaping import fine_type
from . import protrusion

EM = 1000
"""What widths in a PDF are counted in (ISO 32000-1, 9.2.4)."""
Axes = tuple[tuple[str, float], ...]
LIGATURES = ("liga", "clig", "dlig")
"""What is switched off in spaced letters."""
HAIR = 0.02
"""Of the size: letters that stand closer or wider by less are not spaced, and keep their ligatures."""


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

    @property
    def is_spaced(self) -> bool:
        """Whether anybody sees that its letters stand apart."""
        return abs(self.spacing) > HAIR * self.size


@dataclass(frozen=True, slots=True)
class Shape:
    """How a text comes out."""

    advance: float
    """In thousandths of the size."""
    glyphs: int
    missing: bool = False
    """Whether no face has one of its characters."""


class Setter:
    """A text's letters, ready to measure: each word is shaped once."""

    __slots__ = ("_shapes", "cut", "hyphen", "left", "letters", "right", "space", "widths")

    def __init__(self, letters: Letters) -> None:
        self.letters = letters
        self.cut = Cut(letters.families, letters.italic, letters.weight, letters.variations, letters.features,
                       letters.is_spaced, letters.language)  # fmt: skip
        self._shapes = _shapes(self.cut)
        self.widths: dict[str, float] = {}
        self.space, self.hyphen = self.width(" "), self.width("-")
        self.right = {character: share * self._own(character) for character, share in protrusion.RIGHT.items()}
        self.left = {character: share * self._own(character) for character, share in protrusion.LEFT.items()}

    def _own(self, character: str) -> float:
        """Its width without what is put between letters."""
        return self.width(character) - self.letters.spacing

    def width(self, text: str) -> float:
        """What the engine reserves for the text, in pt."""
        known = self.widths.get(text)
        if known is None:
            made = self.shape(text)
            known = made.advance * self.letters.size / EM + made.glyphs * self.letters.spacing
            self.widths[text] = known
        return known

    def shape(self, text: str) -> Shape:
        """The text as the fonts shape it."""
        return self._shapes[text]


@cache
def setter(letters: Letters) -> Setter:
    """The one for these letters."""
    return Setter(letters)


def width(text: str, letters: Letters) -> float:
    """What the engine reserves for the text, in pt."""
    return setter(letters).width(text)


@dataclass(frozen=True, slots=True)
class Cut:
    """What of `Letters` changes a text's shape."""

    families: tuple[str, ...]
    italic: bool
    weight: int
    variations: Axes
    asked: tuple[tuple[str, int], ...]
    """Features, as the style sheets ask for them."""
    spaced: bool
    language: str

    @property
    def features(self) -> dict[str, int]:
        """Those that the text is shaped with."""
        return dict(self.asked) | (dict.fromkeys(LIGATURES, 0) if self.spaced else {})

    def runs(self, text: str) -> list[tuple[Face | None, str]]:
        """The text in runs of one face: the first of the families that has the character."""
        return _by_face(text, self)

    def axes(self, face: Face) -> Axes:
        """Where a face stands on its axes."""
        if not face.is_variable:
            return ()
        return tuple(sorted(({"wght": float(self.weight)} | dict(self.variations)).items()))


class _Shapes(dict[str, Shape]):
    """The shapes of one cut, each made when it is first asked for."""

    def __init__(self, cut: Cut) -> None:
        self.cut = cut

    def __missing__(self, text: str) -> Shape:
        self[text] = made = _shape(text, self.cut)
        return made


@cache
def _shapes(cut: Cut) -> _Shapes:
    return _Shapes(cut)


def _shape(text: str, cut: Cut) -> Shape:
    advance, glyphs, missing = 0.0, 0, False
    for face, run in cut.runs(text) if text else ():
        missing = missing or face is None
        face = face or _faces(cut.families, cut.italic, cut.weight)[0]
        width, count = fine_type(face.read(), cut.axes(face)).width(run, cut.features, cut.language)
        advance, glyphs = advance + width, glyphs + count
    return Shape(advance, glyphs, missing)


def _by_face(text: str, cut: Cut) -> list[tuple[Face | None, str]]:
    """The text in runs of one face: the first of the families that has the character."""
    faces = _faces(cut.families, cut.italic, cut.weight)
    if repertory(faces[0]).issuperset(map(ord, text)):
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
