"""Where the glyphs of a PDF stand. The only home of pypdfium2.

In: a PDF's bytes. Out: each page's glyphs with their places. Lengths in pt from the page's left and lower edges.
Not its business: words and lines (`lines.py`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..diagnostics import BookError, Code


@dataclass(frozen=True, slots=True)
class Glyph:
    """One drawn character; of a ligature, each of its letters has the place of the whole."""

    text: str
    left: float
    """Where its advance begins, which is not where its ink begins."""
    right: float
    baseline: float
    size: float
    """The font's size on the page."""
    hyphen: bool = False
    """Whether a reader takes it for the hyphen of a divided word."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as drawn."""

    number: int
    """Counted from 1."""
    width: float
    height: float
    glyphs: tuple[Glyph, ...]


def sheets(data: bytes, name: str) -> Iterator[Sheet]:
    """The pages in their order; raises BookError when the bytes are no PDF that can be opened."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        hint = "give a PDF that opens without a password"
        raise BookError(Code.PDF_UNREADABLE, f"{name} cannot be read as a PDF: {error}", hint=hint) from error
    try:
        for number in range(len(document)):
            page = document[number]
            width, height = page.get_size()
            _as_drawn(page)
            yield Sheet(number + 1, width, height, tuple(_glyphs(page.get_textpage())))
            page.close()
    finally:
        document.close()


def _as_drawn(page: Any) -> None:
    """Forget what is to be read instead of what is drawn (PDF 1.7, 14.9.4): a divided word would stand in one line."""
    from pypdfium2 import raw

    for place in range(raw.FPDFPage_CountObjects(page)):
        drawn = raw.FPDFPage_GetObject(page, place)
        for number in range(raw.FPDFPageObj_CountMarks(drawn)):
            raw.FPDFPageObjMark_RemoveParam(drawn, raw.FPDFPageObj_GetMark(drawn, number), b"ActualText")


def _glyphs(page: Any) -> Iterator[Glyph]:
    """Spaces are left out: some tools draw them, others only move on."""
    import ctypes

    from pypdfium2 import raw

    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(raw.FPDFText_CountChars(page)):
        code = raw.FPDFText_GetUnicode(page, index)
        if code in _SPACES or raw.FPDFText_IsGenerated(page, index) == 1:
            continue
        raw.FPDFText_GetLooseCharBox(page, index, box)
        raw.FPDFText_GetCharOrigin(page, index, x, y)
        raw.FPDFText_GetMatrix(page, index, matrix)
        if matrix.b or matrix.c:
            continue  # turned text has no lines that run across
        size = raw.FPDFText_GetFontSize(page, index) * math.hypot(matrix.b, matrix.d)
        hyphen = raw.FPDFText_IsHyphen(page, index) == 1
        yield Glyph("-" if hyphen else chr(code), x.value, box.right, y.value, size, hyphen)


_SPACES = frozenset({0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x2002, 0x2003, 0x2009, 0x200A, 0x200B, 0x202F, 0})
