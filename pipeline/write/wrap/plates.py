"""A picture on a cover, in the pixels that its printed size wants.

In: a picture's bytes, the box that it fills. Out: a `Plate`: a JPEG in sRGB, cut to the box's proportions; and the
colours that a spine beside it may have.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image

from ...pictures import size_of, upright_on_white
from ..cover_art import Palette, contrast, luminance
from .sheet import Box

QUALITY = 92
DARK, LIGHT = "#17171A", "#FBF7EE"
EDGE = 0.03
"""Of a picture's width: what its colour at the spine is taken from."""


@dataclass(frozen=True, slots=True)
class Plate:
    """A picture ready for the press."""

    jpeg: bytes
    width: int
    height: int
    ppi: float
    """Of the picture as it came, at its printed size."""
    lost: float
    """The share of its width or height that the box cuts off."""


def plate(data: bytes, media_type: str, box: Box, seen: Box, ppi: int) -> Plate:
    """The picture over the whole box; `seen` is what is left of it when the book is cut. Raises PictureError."""
    proportion = size_of(data)[0] / size_of(data)[1]
    image = upright_on_white(data, media_type, round(max(box.width, box.height * proportion) / 72 * ppi) + 1)
    scale = max(box.width / image.width, box.height / image.height)
    across, down = box.width / scale, box.height / scale
    left, top = (image.width - across) / 2, (image.height - down) / 2
    lost = 1 - min(seen.width / scale / image.width, seen.height / scale / image.height)
    most = min(1.0, ppi / (72 / scale))
    size = max(1, round(across * most)), max(1, round(down * most))
    made = image.resize(size, Image.Resampling.LANCZOS, (left, top, left + across, top + down))
    return Plate(_jpeg(made), *size, 72 / scale, lost)


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=QUALITY, subsampling=0, optimize=True)
    return out.getvalue()


def palette_beside(data: bytes, media_type: str) -> Palette:
    """Colours that go with a picture: the ground is that of its edge at the spine; raises PictureError."""
    image = upright_on_white(data, media_type, 400).convert("RGB")
    edge = image.crop((0, 0, max(1, round(image.width * EDGE)), image.height)).resize((1, 1), Image.Resampling.BOX)
    ground = _readable(_hex(edge.getpixel((0, 0))))
    ink = max((DARK, LIGHT), key=lambda one: contrast(one, ground))
    accent = _accent(image, ground) or ink
    return Palette("picture", ground, ink, ground, (accent, ink, accent))


LEGIBLE = 4.5
"""Contrast of words with their ground (WCAG 2)."""


def _readable(ground: str) -> str:
    """The ground, a little darker where neither dark nor light words would stand out."""
    while max(contrast(DARK, ground), contrast(LIGHT, ground)) < LEGIBLE:
        ground = "#" + "".join(f"{int(int(ground[at : at + 2], 16) * 0.94):02X}" for at in (1, 3, 5))
    return ground


def _hex(pixel: object) -> str:
    assert isinstance(pixel, tuple)
    return "#" + "".join(f"{int(channel):02X}" for channel in pixel[:3])


COLOURS, SEEN = 12, 2.2
"""Colours that are looked at; the contrast with the ground from which a rule is seen."""


def _accent(image: Image.Image, ground: str) -> str:
    """The most colourful of the picture's colours that stands out from the ground; empty: none does."""
    few = image.resize((120, 160), Image.Resampling.BOX).quantize(COLOURS, Image.Quantize.MEDIANCUT)
    flat = few.getpalette() or []
    there = [_hex(tuple(flat[at : at + 3])) for at in range(0, 3 * COLOURS, 3) if len(flat) >= at + 3]
    seen = [one for one in there if contrast(one, ground) >= SEEN and _colourful(one) > 0.25]
    return max(seen, key=_colourful, default="")


def _colourful(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return (max(channels) - min(channels)) * (0.4 + luminance(colour))
