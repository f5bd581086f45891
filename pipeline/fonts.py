"""The faces that books are set in: which file draws what. Never a system's font.

In: nothing. Out: `FACES`, from pinned packages, and which characters they can draw. The only home of fontTools.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path


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
    def name(self) -> str:
        """Its name in `book:///font/`."""
        return self.file.rpartition("/")[2].replace("[", "-").replace("]", "").replace(",", "-")

    def read(self) -> bytes:
        """The font file."""
        return _font_file(self.package, self.file)


@cache
def _font_file(package: str, file: str) -> bytes:
    """Found without importing its package: one of them draws formulas, and takes 0.2 s to say hello."""
    known = find_spec(package)
    places = known.submodule_search_locations if known else None
    if not places:
        raise LookupError(f"the package {package} is not installed")
    return Path(next(iter(places)), file).read_bytes()


FACES = (
    Face("Galerada Text", "fontpkg_eb_garamond", "files/EBGaramond[wght].ttf"),
    Face("Galerada Text", "fontpkg_eb_garamond", "files/EBGaramond-Italic[wght].ttf", "italic"),
    Face("Galerada Sans", "fontpkg_alegreya_sans", "files/AlegreyaSans-Regular.ttf", weights=(400,)),
    Face("Galerada Sans", "fontpkg_alegreya_sans", "files/AlegreyaSans-Italic.ttf", "italic", (400,)),
    Face("Galerada Sans", "fontpkg_alegreya_sans", "files/AlegreyaSans-Medium.ttf", weights=(500,)),
    Face("Galerada Sans", "fontpkg_alegreya_sans", "files/AlegreyaSans-Bold.ttf", weights=(700,)),
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


def undrawable(characters: Iterable[str]) -> tuple[str, ...]:
    """The characters that no upright text face or symbols face can draw, sorted."""
    drawn = repertory(FACES[0]) | repertory(FACES[-1])
    return tuple(sorted({c for c in characters if ord(c) > 0x20 and ord(c) not in drawn and not _is_invisible(c)}))


def _is_invisible(character: str) -> bool:
    """Spaces, joiners, marks and selectors, which are shaped and not drawn."""
    import unicodedata

    return unicodedata.category(character) in {"Zs", "Cf", "Mn", "Cc"}
