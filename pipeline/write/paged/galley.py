"""A chapter set in type: its pages as PDF objects that any book can take in, and what they hold.

In: what the engine made. Out: a value that packs into bytes, for the cache. Trade: a galley is type that is set and
not yet made up into the book's pages; it knows no folio, no head and no other galley.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from typing import Any

from ...packed import pack, unpack

OPEN = "\0"
REF = f"{OPEN}{{}}{OPEN}"
"""How an object's text speaks of another: by its index, or by what the binding puts there."""
FONTS, ROOT, PAGE = "F", "S", "P"
"""The book's fonts; the top of its structure tree; a page of this galley (with its index)."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class PdfObject:
    """An object with its references open."""

    text: str
    """Its dictionary or array; references are `REF`."""
    stream: bytes | None = None
    known: bytes = field(default=b"", compare=False, repr=False)
    """The stream's sha256, where somebody has counted it before."""

    @property
    def digest(self) -> bytes:
        """What tells streams apart; empty without one."""
        return self.known or (b"" if self.stream is None else hashlib.sha256(self.stream).digest())


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline."""

    level: int
    label: str
    point: Point
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Annotation:
    """A link: its object, and the rectangle (pt, from the page's lower left corner) that moves with the page."""

    index: int
    rect: tuple[float, float, float, float]
    target: str = ""
    """The anchor it leads to; empty for an address outside the book."""


@dataclass(frozen=True, slots=True)
class TypeLine:
    """A line of type, or a picture that stands like one; in pt from the lower left corner of the page as it was set."""

    block: int
    """The number of its block (`pipeline/blocks.py`); 0 outside any: a title."""
    letter: int
    """How many letters of the block go before it."""
    left: float
    baseline: float
    """Of a picture: its lower edge."""
    right: float
    height: float
    note: bool = False
    """Whether it stands among the notes at the foot."""
    picture: bool = False
    letters: int = 0
    """How many letters of the block stand in it."""
    divided: bool = False
    """Whether it ends in a hyphen."""


@dataclass(frozen=True, slots=True)
class GalleyPage:
    """A page as it was set: the type block on a recto; the make-up moves it where it belongs."""

    content: int
    anchors: Mapping[str, Point]
    """In pt, from the lower left corner of the trimmed page."""
    bookmarks: tuple[Bookmark, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    marks: tuple[int, ...] = ()
    """Tagged: the structure element of each marked content, by its number."""
    lines: tuple[TypeLine, ...] = ()
    """In reading order; those of the notes at the foot come last."""


@dataclass(frozen=True, slots=True)
class FontUse:
    """A face at work: which glyphs were drawn, and what a reader of the PDF must know of them."""

    program: str
    """sha256 of the font file."""
    name: str
    family: str
    variations: Mapping[str, float]
    ascent: int
    descent: int
    flags: int
    glyphs: Mapping[int, tuple[str, float]]
    """Glyph -> the text it stands for, and its width in thousandths of an em."""
    missing: tuple[int, ...] = ()
    """Glyph numbers that no outline has: they are drawn as `.notdef`, and copy as the right character."""


@dataclass(frozen=True, slots=True)
class Galley:
    """A chapter set in type."""

    pages: tuple[GalleyPage, ...]
    objects: tuple[PdfObject, ...]
    resources: int
    fonts: Mapping[str, FontUse]
    structure: tuple[int, ...] = ()
    """Tagged: the elements at the top."""
    link_elements: Mapping[int, int] = field(default_factory=dict)
    """Tagged: link -> its structure element, both by their index."""
    said: tuple[tuple[str, str, str, int, int, str], ...] = ()
    """Findings: code, message, path, line, column, hint."""

    def packed(self) -> bytes:
        """For the cache, and from a child to its parent."""
        blobs = [one.stream for one in self.objects if one.stream is not None]
        numbers = iter(range(len(blobs)))
        objects = [[one.text, -1, ""] if one.stream is None else [one.text, next(numbers), one.digest.hex()]
                   for one in self.objects]  # fmt: skip
        pages = [
            [page.content, dict(page.anchors), [[b.level, b.label, b.point, b.closed] for b in page.bookmarks],
             [[a.index, a.rect, a.target] for a in page.annotations], page.marks, [astuple(x) for x in page.lines]]
            for page in self.pages
        ]  # fmt: skip
        fonts = {name: form_of_font(use) for name, use in self.fonts.items()}
        owners = list(self.link_elements.items())
        return pack([pages, objects, self.resources, fonts, self.structure, owners, self.said], blobs)

    @classmethod
    def unpacked(cls, data: bytes) -> Galley:
        """What `packed` made; raises ValueError on anything else."""
        parcel = unpack(data)
        pages, objects, resources, fonts, structure, owners, said = parcel.value
        return cls(
            tuple(_page(*form) for form in pages),
            tuple(PdfObject(text, parcel.blobs[number] if number >= 0 else None, bytes.fromhex(digest))
                  for text, number, digest in objects),
            resources,
            {name: font_of(*form) for name, form in fonts.items()},
            tuple(structure),
            dict(owners),
            tuple(tuple(one) for one in said),
        )


def _page(content: int, anchors: dict[str, list[float]], bookmarks: list[Any], annotations: list[Any],
          marks: list[int], lines: list[Any]) -> GalleyPage:  # fmt: skip
    points = {name: (x, y) for name, (x, y) in anchors.items()}
    entries = tuple(Bookmark(level, label, (x, y), closed) for level, label, (x, y), closed in bookmarks)
    links = tuple(Annotation(index, (left, low, right, top), target) for index, (left, low, right, top), target
                  in annotations)  # fmt: skip
    return GalleyPage(content, points, entries, links, tuple(marks), tuple(TypeLine(*form) for form in lines))


def form_of_font(use: FontUse) -> list[Any]:
    """As JSON has it."""
    return [use.program, use.name, use.family, use.variations, use.ascent, use.descent, use.flags,
            [*use.glyphs], [text for text, _ in use.glyphs.values()], [width for _, width in use.glyphs.values()],
            use.missing]  # fmt: skip


def font_of(program: str, name: str, family: str, variations: dict[str, float], ascent: int, descent: int, flags: int,
            glyphs: list[int], texts: list[str], widths: list[float], missing: list[int]) -> FontUse:  # fmt: skip
    """What `form_of_font` told."""
    drawn = dict(zip(glyphs, zip(texts, widths, strict=True), strict=True))
    return FontUse(program, name, family, variations, ascent, descent, flags, drawn, tuple(missing))
