"""Pixels: how much ink a CMYK picture puts on its spots, and small pictures of pages. A home of Pillow and pypdfium2.

In: a picture's own data, a PDF's bytes. Out: the share of its spots that have more than so many percent, and the most
that any has; PNG. Same bytes for the same file.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from contextlib import suppress

from PIL import Image, ImageChops, UnidentifiedImageError

from .model import Picture


def ink_share(picture: Picture, data: bytes, limit: float) -> tuple[float, float] | None:
    """Share of the spots above `limit` percent, and the most percent; None where it cannot be counted."""
    opened = _opened(picture, data)
    if opened is None:
        return None
    cyan, magenta, yellow, black = opened.split()
    pairs = ImageChops.add(cyan, magenta, scale=2), ImageChops.add(yellow, black, scale=2)
    counts = ImageChops.add(*pairs, scale=2).histogram()  # a level is 400 / 255 percent
    over = sum(count for level, count in enumerate(counts) if level * 400 / 255 > limit)
    most = max((level for level, count in enumerate(counts) if count), default=0)
    return over / max(sum(counts), 1), most * 400 / 255


def _opened(picture: Picture, data: bytes) -> Image.Image | None:
    size = picture.width, picture.height
    try:
        if picture.filters == ("DCTDecode",):
            opened = Image.open(io.BytesIO(data), formats=("JPEG",))
            if opened.size != size:  # what it says of itself is not what the file says of it
                return None
            opened.load()
            made: Image.Image = opened
            if made.mode != "CMYK":
                return None
            turned = "adobe" in made.info  # Adobe's JPEG counts backwards, and Pillow has turned it round
            return ImageChops.invert(made) if turned != picture.inverted else made
        if picture.space.table:
            return _with_palette(Image.frombytes("L", size, data), picture.space.table)
        made = Image.frombytes("CMYK", size, data)
    except (ValueError, OSError, UnidentifiedImageError):
        return None
    return ImageChops.invert(made) if picture.inverted else made


def _with_palette(indexes: Image.Image, table: bytes) -> Image.Image:
    bands = [indexes.point([*table[part::4], *[0] * 256][:256]) for part in range(4)]
    return Image.merge("CMYK", bands)


def thumbnails(data: bytes, numbers: Iterable[int], width: int) -> Mapping[int, bytes]:
    """Pages, by their number counted from 1, as PNG so many px wide."""
    import pypdfium2

    made = {}
    with suppress(pypdfium2.PdfiumError), pypdfium2.PdfDocument(data) as document:
        for number in sorted(set(numbers)):
            with suppress(pypdfium2.PdfiumError):  # a page that cannot be drawn is told in words
                page = document[number - 1]
                drawn = page.render(scale=width / max(page.get_width(), 1), may_draw_forms=False).to_pil()
                made[number] = _png(drawn)
                page.close()
    return made


def _png(drawn: Image.Image) -> bytes:
    """With few colours: a report of forty pages stays small enough to be sent."""
    out = io.BytesIO()
    drawn.convert("RGB").quantize(32, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()
