"""The front cover: the book's own picture, or one made from its title, as a store takes it.

In: the book, and a store. Out: a picture's bytes and media type, JPEG or PNG.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..diagnostics import BookError, Code
from ..model import Asset, Book, Config, Context
from ..nodes import Pos
from ..pictures import PictureError, Wanted, admitted, convert, size_of, upright_on_white
from ..stores import STORES, Store
from .cover import CoverText, Palette, contrast, draw, palette

QUALITY, WIDTH = 90, 1600
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


def fronts(book: Book, context: Context) -> Iterator[tuple[str, bytes, str]]:
    """The front for any store, under no name, and for each whose limits that one does not keep."""
    data, kind = front_cover(book, context)
    yield "", data, kind
    across, down = size_of(data)
    for store in STORES.values():
        rule = store.cover
        if max(across, down) > rule.longest or (rule.largest and len(data) > rule.largest):
            width = min(across, rule.longest * across // max(across, down))
            yield store.name, *convert(data, kind, Wanted(width, QUALITY, frozenset(), flat=True, bytes=rule.largest))


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


def text_of(config: Config) -> CoverText:
    """What a made cover says."""
    return CoverText(config.title, config.subtitle, config.author, config.publisher, config.language)


def inks_of(config: Config) -> Palette:
    """The colours of a made cover: those that the title deals, but for what book.yaml says."""
    dealt, said = palette(config.title), config.wrap
    made = dealt if not said.ground else _on(said.ground, dealt)
    accent = said.accent or made.tones[0]
    return replace(made, ink=said.ink or made.ink, tones=(accent, *made.tones[1:]))


DARK, LIGHT, NEAR = "#1C1A1E", "#F7EFDE", 0.08
"""Ink on grounds that the book chooses; how far the ground behind the picture is from the one behind the words."""


def _on(ground: str, dealt: Palette) -> Palette:
    ink = max((DARK, LIGHT), key=lambda one: contrast(one, ground))
    other = LIGHT if ink == DARK else DARK
    return Palette("own", ground, ink, mixed(ground, other, NEAR), (dealt.tones[0], ink, mixed(ground, ink, 0.45)))


def mixed(one: str, other: str, share: float) -> str:
    """A colour between two, nearer to the first the smaller the share."""
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def picture_of(config: Config, context: Context) -> tuple[bytes, str] | None:
    """The picture that book.yaml gives to a made cover, and its media type; raises BookError."""
    path, pos = config.wrap.picture, config.wrap.pos("picture")
    if not path:
        return None
    try:
        probe, data = admitted(context.read(path, config.limits, "picture"), config.limits, pos)
    except PictureError as error:
        raise BookError(error.code, f"the picture {path} cannot be used: {error}", pos, "save it as PNG") from None
    return data, probe.media_type


def _made(book: Book, context: Context) -> bytes:
    config = book.config
    given = picture_of(config, context)
    art = upright_on_white(*given, WIDTH) if given else None
    try:
        return draw(text_of(config), inks=inks_of(config), art=art)
    except ValueError as error:
        hint = "give the book a cover of its own: `cover: cover.jpg` in book.yaml"
        context.report.add(Code.GLYPH_MISSING, f"the cover's fonts cannot draw the title ({error})", hint=hint)
        return draw(CoverText(title="·", language=config.language))
