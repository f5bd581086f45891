"""The faces that books are set in: which file draws what. Never a system's font.

In: nothing. Out: `FACES`, from pinned packages, which characters they can draw, and fonts cut down to some of them.
The only home of fontTools.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Face:
    """One font file under the family name that the style sheets use."""

    family: str
    package: str
    file: str
    style: str = "normal"
    weights: tuple[int, ...] = (400, 700)
    """As in CSS; a variable font has several."""

    @property
    def is_variable(self) -> bool:
        """Whether it holds every weight between its lightest and its boldest."""
        return "[wght]" in self.file

    @property
    def name(self) -> str:
        """Its name in `book:///font/`."""
        return self.file.rpartition("/")[2].replace("[", "-").replace("]", "").replace(",", "-")

    @property
    def path(self) -> Path:
        """Where the font file is installed."""
        return _font_path(self.package, self.file)

    def read(self) -> bytes:
        """The font file."""
        return _font_file(self.path)


@cache
def _font_file(path: Path) -> bytes:
    return path.read_bytes()


@cache
def _font_path(package: str, file: str) -> Path:
    """Found without importing its package: one of them draws formulas, and takes 0.2 s to say hello."""
    known = find_spec(package)
    places = known.submodule_search_locations if known else None
    if not places:
        raise LookupError(f"the package {package} is not installed")
    return Path(next(iter(places)), file)


FACES = (
    Face("Galerada Text", "fontpkg_eb_garamond", "files/EBGaramond[wght].ttf"),
    Face("Galerada Text", "fontpkg_eb_garamond", "files/EBGaramond-Italic[wght].ttf", "italic"),
    Face("Galerada Sans", "fontpkg_alegreya_sans", "files/AlegreyaSans-Regular.ttf", weights=(400,)),
    Face("Galerada Sans", "fontpkg_alegreya_sans", "files/AlegreyaSans-Italic.ttf", "italic", (400,)),
    Face("Galerada Sans", "fontpkg_alegreya_sans", "files/AlegreyaSans-Medium.ttf", weights=(500,)),
    Face("Galerada Sans", "fontpkg_alegreya_sans", "files/AlegreyaSans-Bold.ttf", weights=(700,)),
    Face("Galerada Sans", "fontpkg_alegreya_sans", "files/AlegreyaSans-BoldItalic.ttf", "italic", (700,)),
    Face("Galerada Plain", "fontpkg_crimson_pro", "files/CrimsonPro[wght].ttf"),
    Face("Galerada Plain", "fontpkg_crimson_pro", "files/CrimsonPro-Italic[wght].ttf", "italic"),
    Face("Galerada Mono", "fontpkg_source_code_pro", "files/SourceCodePro[wght].ttf"),
    Face("Galerada Mono", "fontpkg_source_code_pro", "files/SourceCodePro-Italic[wght].ttf", "italic"),
    Face("Galerada Symbols", "ziamath", "fonts/STIXTwoMath-Regular.ttf", weights=(400,)),
)


def face_named(family: str, style: str = "normal", weight: int = 400) -> Face:
    """The face of a family; raises LookupError when there is none of that weight."""
    fit = (face for face in FACES if (face.family, face.style) == (family, style) and weight in face.weights)
    for face in fit:
        return face
    raise LookupError(f"no face {family} {style} {weight}")


@cache
def programs() -> dict[str, Face]:
    """The faces by the sha256 of their files."""
    return {hashlib.sha256(face.read()).hexdigest(): face for face in FACES}


def font_shelf() -> dict[str, bytes]:
    """The faces by the addresses under which style sheets name them."""
    return {f"book:///font/{face.name}": face.read() for face in FACES}


def font_faces() -> str:
    """`@font-face` rules; unique family names, so that no installed font of the same name is ever drawn."""
    rule = (
        '@font-face {{ font-family: "{0.family}"; src: url("book:///font/{0.name}"); '
        "font-style: {0.style}; font-weight: {1}; }}"
    )
    return "\n".join(rule.format(face, weight) for face in FACES for weight in face.weights)


@cache
def repertory(face: Face) -> frozenset[int]:
    """The code points that a face can draw."""
    from .shaping import code_points

    return code_points(face.read())


@dataclass(frozen=True, slots=True)
class Cut:
    """A face at one weight: what a reader's device draws with."""

    face: Face
    weight: int

    @property
    def name(self) -> str:
        """Its name among the files of an ebook: `galerada-text-700-italic`."""
        plain = self.face.family.lower().replace(" ", "-")
        return f"{plain}-{self.weight}{'-italic' if self.face.style == 'italic' else ''}"


def cuts(families: Iterable[str], weight: int, *, italic: bool) -> tuple[Cut, ...]:
    """What the families draw with at this weight and slant, the first asked first (CSS Fonts 4, 5.2)."""
    return tuple(_nearest(tuple(face for face in FACES if face.family == family), weight, italic=italic)
                 for family in families if any(face.family == family for face in FACES))  # fmt: skip


def _nearest(faces: tuple[Face, ...], weight: int, *, italic: bool) -> Cut:
    """The face of the asked slant, else any; of these the nearest weight."""
    slant = "italic" if italic else "normal"
    sloped = [face for face in faces if face.style == slant] or list(faces)
    made = [Cut(face, _within(face, weight)) for face in sloped]
    return min(made, key=lambda cut: abs(cut.weight - weight))


def _within(face: Face, weight: int) -> int:
    return min(max(weight, face.weights[0]), face.weights[-1]) if face.is_variable else face.weights[0]


@dataclass(frozen=True, slots=True)
class Rights:
    """What a font's maker lets others do with it (OpenType, OS/2, fsType)."""

    embeds: bool
    """Whether it may travel in a book that is read and not edited."""
    subsets: bool
    """Whether it may be cut down."""


RESTRICTED, NO_SUBSET, BITMAPS_ONLY = 0x0002, 0x0100, 0x0200
NAMES = (0, 1, 2, 3, 4, 5, 6, 13, 14)
"""Who made it, and its licence, stay in every copy (OFL-1.1, 2)."""


@cache
def rights(data: bytes) -> Rights:
    """The embedding rights of a font file."""
    from fontTools.ttLib import TTFont

    said = TTFont(io.BytesIO(data), lazy=True)["OS/2"].fsType
    return Rights(not said & RESTRICTED and not said & BITMAPS_ONLY, not said & NO_SUBSET)


def cut(data: bytes, characters: str, weight: int, form: str) -> bytes:
    """The font with only what these characters need, a variable one at `weight`; `form` is `ttf` or `woff`.

    A pure function of its arguments: the same font and characters give the same bytes. A font that may not be cut
    down stays whole.
    """
    made = _cut_down(data, characters, weight)
    if form == "ttf":
        return made
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(made), recalcTimestamp=False)
    font.flavor = form
    return _saved(font)


@lru_cache(maxsize=64)  # one run makes the same fonts for several stores
def _cut_down(data: bytes, characters: str, weight: int) -> bytes:
    """By HarfBuzz: a thousandth of the time that fontTools takes, which is half of an ebook's."""
    from .shaping import code_points, cut_to_read

    kept = characters if rights(data).subsets else "".join(map(chr, sorted(code_points(data))))
    return cut_to_read(data, kept, weight, NAMES)


def _saved(font: Any) -> bytes:
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def undrawable(characters: Iterable[str]) -> tuple[str, ...]:
    """The characters that no upright text face or symbols face can draw, sorted."""
    drawn = repertory(FACES[0]) | repertory(FACES[-1])
    return tuple(sorted({c for c in characters if ord(c) > 0x20 and ord(c) not in drawn and not is_invisible(c)}))


def is_invisible(character: str) -> bool:
    """Spaces, joiners, marks and selectors, which are shaped and not drawn."""
    import unicodedata

    return unicodedata.category(character) in {"Zs", "Cf", "Mn", "Cc"}


def meant_by(name: str) -> str:
    """The text that a glyph's name stands for (Adobe Glyph List Specification, 2): `f_i` -> fi; or nothing."""
    from fontTools import agl

    return str(agl.toUnicode(name))
