"""The front cover: the book's own picture, or one made from its title, as a store takes it.

In: the book, and a store. Out: a picture's bytes and media type, JPEG or PNG.
"""

from __future__ import annotations

from ..diagnostics import Code
from ..model import Asset, Book, Context
from ..nodes import Pos
from ..pictures import PictureError, Wanted, convert, size_of
from ..stores import STORES, Store
from .cover import CoverText, draw

QUALITY = 90
KINDS = frozenset({"image/jpeg", "image/png"})
"""Kobo takes no GIF for a cover, and no store takes SVG."""


def front_cover(book: Book, context: Context, store: Store = STORES["generic"]) -> tuple[bytes, str]:
    """The cover's bytes and media type."""
    own = book.assets.get("cover")
    if own is None:
        made = _made(book, context)
        return _as_asked(made, "image/jpeg", store) if store.name != "generic" else (made, "image/jpeg")
    _say_size(own, store, context)
    try:
        return _as_asked(own.data, own.media_type, store)
    except PictureError as error:
        context.report.add(error.code, f"the cover {own.path} cannot be used: {error}", Pos(own.path), "save it as PNG")
        return _made(book, context), "image/jpeg"


def _as_asked(data: bytes, media_type: str, store: Store) -> tuple[bytes, str]:
    """The cover in so many pixels and bytes, without holes."""
    (across, down), rule = size_of(data), store.cover
    width = rule.longest * across // max(across, down)
    return convert(data, media_type, Wanted(max(1, width), QUALITY, KINDS, drawn=True, flat=True, bytes=rule.largest))


def _say_size(own: Asset, store: Store, context: Context) -> None:
    rule = store.cover
    if own.media_type != "image/svg+xml" and (own.width < rule.width or own.height < rule.height):
        message = f"the cover {own.path} has {own.width} x {own.height} px; {store.title} asks for more"
        hint = f"at least {rule.width or 'any'} x {rule.height or 'any'} px; 1600 x 2560 suits every store"
        context.report.add(Code.COVER_TOO_SMALL, message, Pos(own.path), hint)


def _made(book: Book, context: Context) -> bytes:
    config = book.config
    text = CoverText(config.title, config.subtitle, config.author, config.publisher, config.language)
    try:
        return draw(text)
    except ValueError as error:
        hint = "give the book a cover of its own: `cover: cover.jpg` in book.yaml"
        context.report.add(Code.GLYPH_MISSING, f"the cover's fonts cannot draw the title ({error})", hint=hint)
        return draw(CoverText(title="·", language=config.language))
