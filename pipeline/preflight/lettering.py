"""The fonts of a PDF: what a string of it means, how wide it is, where its ink is (PDF 1.7, 9.6 to 9.10).

In: pikepdf's font dictionaries. Out: `Metrics` while pages are read, `Font` when all are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pikepdf

from ..shaping import Type
from .model import Font, Letter, Rect

PAIR = re.compile(rb"<([0-9A-Fa-f\s]*)>\s*<([0-9A-Fa-f\s]*)>")
RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(<[0-9A-Fa-f\s]*>|\[[^\]]*\]|\d+)")
CID = re.compile(rb"<([0-9A-Fa-f]+)>\s+(\d+)")
BLOCK = re.compile(rb"begin(bfchar|bfrange|cidchar|cidrange)(.*?)end\1", re.DOTALL)
PLAIN_BOX = (0.0, -200.0, 500.0, 720.0)
"""The ink of a letter whose font cannot be read, in thousandths of an em."""
ITALIC = 64
"""A flag of the font descriptor (PDF 1.7, table 123)."""


@dataclass(frozen=True, slots=True)
class Run:
    """Some type as an operator shows it, in text space."""

    advance: float
    ink: Rect | None
    strings: tuple[bytes, ...]
    text: str


@dataclass(frozen=True, slots=True)
class _Piece:
    """A string, in thousandths of an em."""

    advance: float
    codes: int
    spaces: int
    ink: Rect | None
    before: int
    """Codes before the first ink, and before the last: letter spacing moves them."""
    last: int
    text: str


class Metrics:
    """A font as pages use it."""

    def __init__(self, said: Any, key: str) -> None:
        self.key, self.said = key, said
        self.kind = str(said.get("/Subtype", ""))[1:]
        self.below = said["/DescendantFonts"][0] if self.kind == "Type0" else said
        self.described = self.below.get("/FontDescriptor")
        self.pieces: dict[bytes, _Piece] = {}
        self.first: dict[bytes, tuple[int, Rect]] = {}

    # what is drawn

    def run(self, pieces: Iterable[Any], size: float, spacing: float, word: float, stretch: float) -> Run:
        """The strings and the steps between them (PDF 1.7, 9.4.3)."""
        here, ink, strings, text = 0.0, None, [], []
        for one in pieces:
            if not isinstance(one, pikepdf.String):
                here -= float(one) / 1000 * size * stretch
                continue
            said = bytes(one)
            piece = self.pieces.get(said) or self._piece(said)
            strings.append(said)
            text.append(piece.text)
            if piece.ink is not None:
                left, low, right, top = piece.ink
                ink = _joined(ink, (here + (left / 1000 * size + piece.before * spacing) * stretch, low / 1000 * size,
                                    here + (right / 1000 * size + piece.last * spacing) * stretch, top / 1000 * size))
            here += (piece.advance / 1000 * size + piece.codes * spacing + piece.spaces * word) * stretch
        return Run(here, ink, tuple(strings), "".join(text))

    def drawn(self, strings: Iterable[bytes], sheet: int, rect: Rect) -> None:
        """These were painted there."""
        for said in strings:
            self.first.setdefault(said, (sheet, rect))

    def _piece(self, said: bytes) -> _Piece:
        here, ink, before, last = 0.0, None, 0, 0
        codes = list(self.codes(said))
        for place, code in enumerate(codes):
            box = self._box(code)
            if box is not None:
                before = before if ink else place
                ink, last = _joined(ink, (here + box[0], box[1], here + box[2], box[3])), place
            here += self.widths.get(code, self.usual)
        spaces = said.count(b" ") if self.kind != "Type0" else 0
        text = "".join(self.texts.get(code, "") for code in codes)
        made = self.pieces[said] = _Piece(here, len(codes), spaces, ink, before, last, text)
        return made

    def codes(self, said: bytes) -> Iterator[int]:
        """The character codes of a string."""
        if self.kind != "Type0":
            return iter(said)
        return (said[place] << 8 | said[place + 1] for place in range(0, len(said) - 1, 2))

    def _box(self, code: int) -> Rect | None:
        if self.type is not None and self.kind == "Type0":
            return self.type.box(self.glyph(code))
        left, low, _, top = PLAIN_BOX
        width = self.widths.get(code, self.usual)
        return (left, low, width, top) if width and self.texts.get(code, "x").strip() else None

    # what the dictionaries say

    @cached_property
    def program(self) -> tuple[str, bytes]:
        """The kind of the embedded font file, and its bytes; both empty without one."""
        for name in ("/FontFile", "/FontFile2", "/FontFile3"):
            file = self.described.get(name) if self.described is not None else None
            if file is not None:
                kind = f"{name[1:]}/{str(file.get('/Subtype'))[1:]}" if name == "/FontFile3" else name[1:]
                return kind, file.read_bytes()
        return "", b""

    @cached_property
    def type(self) -> Type | None:
        """The embedded font, opened."""
        kind, data = self.program
        if kind not in {"FontFile2", "FontFile3/OpenType"}:
            return None
        opened = Type(data)
        return opened if opened.glyphs else None

    @cached_property
    def usual(self) -> float:
        """The width of a code that has none of its own."""
        name = "/DW" if self.kind == "Type0" else "/MissingWidth"
        owner = self.below if self.kind == "Type0" else self.described
        return float(owner.get(name, 1000 if self.kind == "Type0" else 0)) if owner is not None else 500.0

    @cached_property
    def widths(self) -> Mapping[int, float]:
        """By code."""
        if self.kind != "Type0":
            first = int(self.said.get("/FirstChar", 0))
            return {first + place: float(width) for place, width in enumerate(self.said.get("/Widths", []))}
        by_cid = dict(_cid_widths(list(self.below.get("/W", []))))
        if not self.cids:
            return by_cid
        return {code: by_cid.get(cid, self.usual) for code, cid in self.cids.items()}

    @cached_property
    def cids(self) -> Mapping[int, int]:
        """Code -> CID, where the encoding is a map of its own; empty: they are the same."""
        encoding = self.said.get("/Encoding")
        if self.kind != "Type0" or not isinstance(encoding, pikepdf.Stream):
            return {}
        return dict(_cids(encoding.read_bytes()))

    def glyph(self, code: int) -> int:
        """The glyph of a code (PDF 1.7, 9.7.4.2)."""
        cid = self.cids.get(code, 0 if self.cids else code)
        table = self.glyph_table
        return int.from_bytes(table[2 * cid : 2 * cid + 2], "big") if table else cid

    @cached_property
    def glyph_table(self) -> bytes:
        """CID -> glyph, two bytes each; empty: they are the same."""
        said = self.below.get("/CIDToGIDMap")
        return said.read_bytes() if isinstance(said, pikepdf.Stream) else b""

    @cached_property
    def texts(self) -> Mapping[int, str]:
        """Code -> what it copies as."""
        said = self.said.get("/ToUnicode")
        return dict(_texts(said.read_bytes())) if isinstance(said, pikepdf.Stream) else {}

    def font(self) -> Font:
        """The font, with what was drawn."""
        letters: dict[int, Letter] = {}
        for said, (sheet, rect) in self.first.items():
            for code in self.codes(said):
                letters.setdefault(code, Letter(self.glyph(code), self.texts.get(code, ""), sheet, rect))
        kind, data = self.program
        described = self.described if self.described is not None else {}
        return Font(
            str(self.said.get("/BaseFont", "/a font without a name"))[1:], str(described.get("/FontFamily", "")),
            self.kind, "inside" if self.kind == "Type3" else kind, data,
            bool(int(described.get("/Flags", 0)) & ITALIC), letters,
        )  # fmt: skip


@dataclass(slots=True)
class Case:
    """The fonts and pictures of a file, each taken up once."""

    fonts: dict[str, Metrics] = field(default_factory=dict)
    pixels: dict[str, tuple[int, int, bool]] = field(default_factory=dict)
    """Of each picture: width, height, whether it is a stencil."""

    def metrics(self, said: Any) -> Metrics:
        """A font."""
        number, generation = said.objgen
        key = f"{number} {generation}" if number else f"direct {said.get('/BaseFont', '')}"
        if key not in self.fonts:
            self.fonts[key] = Metrics(said, key)
        return self.fonts[key]


def _joined(one: Rect | None, other: Rect) -> Rect:
    if one is None:
        return other
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _cid_widths(said: list[Any]) -> Iterator[tuple[int, float]]:
    """`first [width ...]` and `first last width` (PDF 1.7, 9.7.4.3)."""
    place = 0
    while place + 1 < len(said):
        first = int(said[place])
        if isinstance(said[place + 1], pikepdf.Array):
            yield from ((first + more, float(width)) for more, width in enumerate(said[place + 1]))
            place += 2
        elif place + 2 < len(said):
            yield from ((cid, float(said[place + 2])) for cid in range(first, min(int(said[place + 1]), 65535) + 1))
            place += 3
        else:
            return


def _texts(data: bytes) -> Iterator[tuple[int, str]]:
    for kind, block in BLOCK.findall(data):
        if kind == b"bfchar":
            yield from ((int(code, 16), _utf16(text)) for code, text in PAIR.findall(block) if code)
        elif kind == b"bfrange":
            yield from _text_ranges(block)


def _text_ranges(block: bytes) -> Iterator[tuple[int, str]]:
    for low, high, said in RANGE.findall(block):
        codes = range(int(low, 16), min(int(high, 16), 65535) + 1)
        if said.startswith(b"["):
            yield from zip(codes, map(_utf16, re.findall(rb"<([0-9A-Fa-f\s]*)>", said)), strict=False)
        else:
            text = _utf16(said[1:-1])
            yield from ((code, text[:-1] + chr(ord(text[-1]) + code - codes[0])) for code in codes if text)


def _utf16(digits: bytes) -> str:
    return bytes.fromhex(digits.decode("ascii")).decode("utf-16-be", "replace")


def _cids(data: bytes) -> Iterator[tuple[int, int]]:
    for kind, block in BLOCK.findall(data):
        if kind == b"cidchar":
            yield from ((int(code, 16), int(cid)) for code, cid in CID.findall(block))
        elif kind == b"cidrange":
            for low, high, first in RANGE.findall(block):
                for code in range(int(low, 16), min(int(high, 16), 65535) + 1):
                    yield code, int(first) + code - int(low, 16)
