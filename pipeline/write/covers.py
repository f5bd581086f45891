"""The front cover: the book's own picture, or one made from its title.

In: the book. Out: a picture's bytes and media type (JPEG unless the book's own says otherwise).
"""

from __future__ import annotations

from ..diagnostics import Code
from ..model import Book, Context
from ..pictures import Wanted, convert
from .cover import CoverText, draw

WIDEST = 2000
"""Px; stores show no more (KDP asks for 1600 x 2560, Apple for 1600 x 2400)."""


def front_cover(book: Book, context: Context) -> tuple[bytes, str]:
    """The cover's bytes and media type."""
    own = book.assets.get("cover")
    if own is not None and own.media_type != "image/svg+xml":
        return convert(own.data, own.media_type, Wanted(WIDEST, 90))
    if own is not None:
        return own.data, own.media_type
    return _made(book, context), "image/jpeg"


def _made(book: Book, context: Context) -> bytes:
    config = book.config
    text = CoverText(config.title, config.subtitle, config.author, config.publisher, config.language)
    try:
        return draw(text)
    except ValueError as error:
        hint = "give the book a cover of its own: `cover: cover.jpg` in book.yaml"
        context.report.add(Code.GLYPH_MISSING, f"the cover's fonts cannot draw the title ({error})", hint=hint)
        return draw(CoverText(title="·", language=config.language))
