"""The faces that books are set in: which file draws what. Never a system's font.

In: nothing. Out: `FACES`, from pinned packages, and which characters they can draw. The only home of fontTools.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


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
        return (files(self.package) / self.file).read_bytes()


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
    from fontTools.ttLib import TTFont

    with (files(face.package) / face.file).open("rb") as stream:
        return frozenset(TTFont(stream, lazy=True).getBestCmap())


def undrawable(characters: Iterable[str]) -> tuple[str, ...]:
    """The characters that no upright text face or symbols face can draw, sorted."""
    drawn = repertory(FACES[0]) | repertory(FACES[-1])
    return tuple(sorted({c for c in characters if ord(c) > 0x20 and ord(c) not in drawn and not _is_invisible(c)}))


def _is_invisible(character: str) -> bool:
    """Spaces, joiners, marks and selectors, which are shaped and not drawn."""
    import unicodedata

    return unicodedata.category(character) in {"Zs", "Cf", "Mn", "Cc"}
