"""Printed pages as pictures. With `meter/glyphs`, a home of pypdfium2.

In: a PDF's bytes and the number of a page. Out: a PNG. Drawn when it is asked for; PDFium does one thing at a time.
"""

from __future__ import annotations

import struct
import threading
import zlib
from typing import Any

PT_PER_INCH = 72
SIGN = b"\x89PNG\r\n\x1a\n"
GREY, COLOUR = 0, 2
"""Kinds of a PNG (PNG 3rd ed., 11.2.1)."""
_ONE_AT_A_TIME = threading.Lock()


class Plates:
    """The pages of one PDF, open until they are closed or forgotten."""

    def __init__(self, pdf: bytes) -> None:
        self._pdf = pdf
        self._document: Any = None

    def drawn(self, number: int, ppi: int) -> bytes:
        """The page of this number, counted from 0, as a PNG."""
        import pypdfium2

        with _ONE_AT_A_TIME:
            if self._document is None:
                self._document = pypdfium2.PdfDocument(self._pdf)
            page = self._document[number]
            try:
                bitmap = page.render(scale=ppi / PT_PER_INCH, rev_byteorder=True, prefer_bgrx=False)
                return png(bitmap.width, bitmap.height, _tight(bitmap))
            finally:
                page.close()

    def close(self) -> None:
        """Give back what PDFium holds."""
        with _ONE_AT_A_TIME:
            if self._document is not None:
                self._document.close()
                self._document = None


def _tight(bitmap: Any) -> bytes:
    """The rows of a bitmap, three bytes a pixel, with nothing between them."""
    data, wide = bytes(bitmap.buffer), bitmap.width * 3
    if bitmap.stride == wide:
        return data
    starts = range(0, bitmap.stride * bitmap.height, bitmap.stride)
    return b"".join(data[start : start + wide] for start in starts)


def png(width: int, height: int, pixels: bytes) -> bytes:
    """A PNG of red, green and blue; a page without colour takes a third of it."""
    red, kind, depth = pixels[::3], COLOUR, 3
    if red == pixels[1::3] == pixels[2::3]:
        pixels, kind, depth = red, GREY, 1
    wide = width * depth
    rows = b"".join(b"\0" + pixels[start : start + wide] for start in range(0, wide * height, wide))
    head = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    return SIGN + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows, 6)) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
