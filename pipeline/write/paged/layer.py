"""The text layer of a galley, as a reader of the PDF finds it: which text the glyphs of a page stand for.

In: a galley's pages, the operators that draw them (PDF 1.7, 9.4 and 14.9.4), and what the boxes of the layout say. Out:
what each stretch of glyphs says, in the order in which it is drawn; where that is not what was laid out. Nothing is
asked of whoever drew it, the engine or our own hand.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ...blocks import bare
from ...names import TURNING
from .galley import FontUse, Galley, PdfObject

OPERATORS = re.compile(
    rb"/(?P<font>[^\s/<>\[\]()]+) [\d.]+ Tf"
    rb"|\[(?P<shown>[^\]]*)\]\s*TJ"
    rb"|/ActualText (?P<actual>\((?:\\.|[^\\)])*\)|<[0-9a-fA-F]*>)"
    rb"|(?P<begin>\bTm\b)|(?P<end>\bEMC\b)",
    re.DOTALL,
)
CODES, CODE = re.compile(rb"<([0-9a-f]*)>"), 4
"""Codes of two bytes each."""
UTF_16 = "feff"
ALIKE = {0x2010: "-", 0x2011: "-", 0x2019: "'"}
"""One glyph draws both: hyphens in any face, an apostrophe between letters in Alegreya Sans."""
VARIANTS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""What says how the character before it looks (Unicode, 23.4)."""
UNDRAWN = "Cf"
"""The category of characters without a look: soft hyphens, joiners, signs that turn the text round."""

Words = tuple[str, ...]


@dataclass(slots=True)
class Texts:
    """What a page's boxes say, each stretch with the number of its block, as the tree has them."""

    flow: list[tuple[str, int]] = field(default_factory=list)
    """These are drawn in this order."""
    loose: list[str] = field(default_factory=list)
    """These wherever the engine draws what floats, what it places by itself and what the style sheet puts there."""
    leaders: set[str] = field(default_factory=set)
    """These never, or as often as there is room."""
    drawings: bool = False
    """Whether there are pictures, which may say something themselves."""


@dataclass(slots=True)
class Said:
    """What is drawn in one go: a stretch of a line."""

    glyphs: str = ""
    """What its glyphs stand for."""
    instead: list[tuple[str, str]] = field(default_factory=list)
    """What is to be read in the place of some of them, and what these stand for."""


def layer(galley: Galley) -> Iterator[list[Said]]:
    """What each page says; at last what is drawn apart from any page and shown on some."""
    texts = {name.encode(): _codes(use) for name, use in galley.fonts.items()}
    for page in galley.pages:
        yield _said(_plain(galley.objects[page.content]), texts)
    forms = (one for one in galley.objects if one.stream and "/Form" in one.text)
    yield [said for form in forms for said in _said(_plain(form), texts)]


def _plain(drawn: PdfObject) -> bytes:
    data = drawn.stream or b""
    return zlib.decompress(data) if "/FlateDecode" in drawn.text else data


def _codes(use: FontUse) -> dict[bytes, str]:
    return {b"%04x" % glyph: text for glyph, (text, _) in use.glyphs.items()}


def _said(content: bytes, texts: Mapping[bytes, Mapping[bytes, str]]) -> list[Said]:
    made: list[Said] = []
    font: Mapping[bytes, str] = {}
    opened: str | None = None
    begun = 0
    for found in OPERATORS.finditer(content):
        kind = found.lastgroup
        if kind == "shown":
            codes = b"".join(CODES.findall(found["shown"]))
            shown = [font.get(codes[place : place + CODE], "\ufffd") for place in range(0, len(codes), CODE)]
            made[-1].glyphs += "".join(shown)
        elif kind == "font":
            font = texts.get(found["font"], {})
        elif kind == "begin":
            made.append(Said())
        elif kind == "actual":
            opened, begun = _string(found["actual"]), len(made[-1].glyphs)
        elif opened is not None:
            made[-1].instead.append((opened, made[-1].glyphs[begun:]))
            opened = None
    return made


def _string(written: bytes) -> str:
    """A text string (PDF 1.7, 7.9.2.2), as `pdffile.text_string` writes it."""
    if written.startswith(b"<"):
        return bytes.fromhex(written[1:-1].decode().lower().removeprefix(UTF_16)).decode("utf-16-be")
    return re.sub(rb"\\(.)", rb"\1", written[1:-1]).decode("latin-1")


# what is drawn against what was laid out


@dataclass(frozen=True, slots=True)
class Misdrawn:
    """Text whose glyphs say something else."""

    block: int
    """The number of its block; 0: of none, or of a whole page."""
    meant: str
    drawn: str


def misdrawn(galley: Galley, texts: Sequence[Texts]) -> Iterator[Misdrawn]:
    """Every stretch of a page that its text layer lacks, has in another place or says in other words."""
    *pages, apart = layer(galley)
    elsewhere = [_words(said.glyphs) for said in apart]
    for meant, drawn in zip(texts, pages, strict=True):
        yield from _on_page(meant, [_words(said.glyphs) for said in drawn], elsewhere)
    yield from _unsaid(said for page in pages for said in page)


def _on_page(meant: Texts, drawn: list[Words], elsewhere: list[Words]) -> Iterator[Misdrawn]:
    left: list[Words] = []
    place = 0
    for text, number in meant.flow:
        words = _words(text)
        if words in drawn[place : place + 1]:
            place += 1
        elif (at := _next(words, drawn, place, turned=bool(TURNING.search(text)))) is not None:
            left += drawn[place:at]
            place = at + 1
        elif not _is_taken(words, elsewhere):
            yield Misdrawn(number, text, " ".join(*drawn[place : place + 1] or [()]))
            return
    yield from _around(meant, [words for words in left + drawn[place:] if words], elsewhere)


def _next(words: Words, drawn: list[Words], place: int, *, turned: bool) -> int | None:
    """Where they are drawn, from a place on; those that a sign has turned round are compared as a heap."""
    if not turned:
        return drawn.index(words, place) if words in drawn[place:] else None
    letters = sorted("".join(words))
    return next((at for at in range(place, len(drawn)) if sorted("".join(drawn[at])) == letters), None)


def _around(meant: Texts, left: list[Words], elsewhere: list[Words]) -> Iterator[Misdrawn]:
    """What is drawn besides the text that flows."""
    for text in meant.loose:
        if not _is_taken(_words(text), left, elsewhere):
            yield Misdrawn(0, text, " ".join(*left[:1] or [()]))
    dots = [_words(text) for text in meant.leaders]
    left = [words for words in left if words not in dots]
    if left and not meant.drawings:
        yield Misdrawn(0, "", " ".join(left[0]))


def _is_taken(words: Words, *places: list[Words]) -> bool:
    """Whether they are in one of these, and no longer."""
    for place in places:
        if words in place:
            place.remove(words)
            return True
    return not words


def _unsaid(drawn: Iterable[Said]) -> Iterator[Misdrawn]:
    """A word in two lines is read where it ends: both halves together must be what is read there."""
    waiting: list[str] = []
    for said, glyphs in (each for one in drawn for each in one.instead):
        if not said.strip():
            waiting.append(glyphs)
            continue
        begun = next((half for half in waiting if bare(half + glyphs) == bare(said)), None)
        if begun is None:
            yield Misdrawn(0, said, "".join(waiting[-1:]) + glyphs)
        else:
            waiting.remove(begun)
    yield from (Misdrawn(0, half, "") for half in waiting)


def _words(text: str) -> Words:
    """Letters of scripts that run to the left are drawn in the order of the eye: they are compared as a heap."""
    text = _folded(text)
    if not text.isascii() and any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in text):
        return ("".join(sorted("".join(text.split()))),)
    return tuple(text.split())


def _folded(text: str) -> str:
    """Without what one glyph may stand for at once: a small capital, a ligature, a space of some width."""
    if text.isascii():
        return text.lower()
    seen = "".join(letter for letter in text if unicodedata.category(letter) != UNDRAWN)
    return unicodedata.normalize("NFKC", VARIANTS.sub("", seen).translate(ALIKE)).casefold()


# one font for all galleys


def misread(galleys: Sequence[Galley], fonts: Mapping[str, FontUse]) -> Iterator[tuple[int, str, str]]:
    """Glyphs that stand for another text in the bound book than in a galley: the galley's number, and both texts."""
    for number, galley in enumerate(galleys):
        for name, use in galley.fonts.items():
            bound = fonts[name].glyphs
            if use.glyphs.items() <= bound.items():
                continue
            for glyph, (text, _) in use.glyphs.items():
                if _folded(text) != _folded(bound[glyph][0]):
                    yield number, text, bound[glyph][0]
