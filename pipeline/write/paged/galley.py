"""A chapter set in type: its pages as PDF objects that any book can take in, and what they hold.

In: what the engine made. Out: a value that packs into bytes, for the cache. Trade: a galley is type that is set and
not yet made up into the book's pages; it knows no folio, no head and no other galley.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from typing import Any

from ...packed import pack, unpack
from .slots import Slots, slots_of

OPEN = "\0"
REF = f"{OPEN}{{}}{OPEN}"
"""How an object's text speaks of another: by its index, or by what the binding puts there."""
FONTS, ROOT, PAGE = "F", "S", "P"
"""The book's fonts; the top of its structure tree; a page of this galley (with its index)."""

Point = tuple[float, float]
Place = tuple[int, int]
"""A block's number, and how many of its letters go before."""
LINE = struct.Struct("<IIdddd??I?")
"""A `TypeLine`, field by field: whatever bytes of this length there are, they are one."""


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


class Lines(Sequence[TypeLine]):
    """Lines as they were kept, read when somebody asks: a binding does not. Raises ValueError on half a line."""

    __slots__ = ("_kept", "_read")

    def __init__(self, kept: bytes) -> None:
        if len(kept) % LINE.size:
            raise ValueError("half a line")
        self._kept = kept
        self._read: tuple[TypeLine, ...] | None = None

    def _all(self) -> tuple[TypeLine, ...]:
        if self._read is None:
            self._read = tuple(TypeLine(*fields) for fields in LINE.iter_unpack(self._kept))
        return self._read

    def __len__(self) -> int:
        return len(self._kept) // LINE.size

    def __getitem__(self, place: Any) -> Any:
        return self._all()[place]

    def __iter__(self) -> Iterator[TypeLine]:
        return iter(self._all())

    def __eq__(self, other: object) -> bool:
        return self._all() == tuple(other) if isinstance(other, (Lines, tuple)) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._all())


def starts(pages: Iterable[Sequence[TypeLine]]) -> Iterator[Place]:
    """Of each page, its first place that is on no page before it: a table's head is repeated, and begins nothing."""
    seen: Place = (0, 0)
    for number, lines in enumerate(pages):
        places = [(line.block, line.letter) for line in lines if line.block and not line.note]
        start = min((place for place in places if place > seen), default=seen) if number else (0, 0)
        yield start
        seen = max([seen, start, *places])


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
    lines: Sequence[TypeLine] = ()
    """In reading order; those of the notes at the foot come last."""
    start: Place = (0, 0)
    """Its first place that is on no page before it."""


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
    slots: Slots = field(default_factory=Slots)
    """What is drawn once the pages have their numbers."""

    def packed(self) -> bytes:
        """For the cache, and from a child to its parent."""
        streams = [(place, one) for place, one in enumerate(self.objects) if one.stream is not None]
        told = [[place, one.digest.hex()] for place, one in streams]
        lines = [b"".join(LINE.pack(*astuple(line)) for line in page.lines) for page in self.pages]
        pages = [_form(page) for page in self.pages]
        fonts = {name: form_of_font(use) for name, use in self.fonts.items()}
        owners = list(self.link_elements.items())
        texts = [one.text for one in self.objects]
        slots = self.slots.form()
        value = [pages, texts, told, self.resources, fonts, self.structure, owners, self.said, slots]
        return pack(value, [*(one.stream or b"" for _, one in streams), *lines])

    @classmethod
    def unpacked(cls, data: bytes) -> Galley:
        """What `packed` made; raises ValueError on anything else."""
        parcel = unpack(data)
        pages, texts, told, resources, fonts, structure, owners, said, slots = parcel.value
        objects = list(map(PdfObject, texts))
        for (place, digest), stream in zip(told, parcel.blobs, strict=False):
            objects[place] = PdfObject(texts[place], stream, bytes.fromhex(digest))
        lines = parcel.blobs[len(told) :]
        return cls(
            tuple(_page(Lines(kept), *form) for form, kept in zip(pages, lines, strict=True)),
            tuple(objects),
            resources,
            {name: font_of(*form) for name, form in fonts.items()},
            tuple(structure),
            dict(owners),
            tuple(tuple(one) for one in said),
            slots_of(*slots),
        )


def _form(page: GalleyPage) -> list[Any]:
    return [page.content, dict(page.anchors), [[b.level, b.label, b.point, b.closed] for b in page.bookmarks],
            [[a.index, a.rect, a.target] for a in page.annotations], page.marks, page.start]  # fmt: skip


def _page(lines: Lines, content: int, anchors: dict[str, list[float]], bookmarks: list[Any], annotations: list[Any],
          marks: list[int], start: list[int]) -> GalleyPage:  # fmt: skip
    points = {name: (x, y) for name, (x, y) in anchors.items()}
    entries = tuple(Bookmark(level, label, (x, y), closed) for level, label, (x, y), closed in bookmarks)
    links = tuple(Annotation(index, (left, low, right, top), target) for index, (left, low, right, top), target
                  in annotations)  # fmt: skip
    return GalleyPage(content, points, entries, links, tuple(marks), lines, (start[0], start[1]))


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
