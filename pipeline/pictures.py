"""Pictures: what a file really holds, and the same picture as an edition needs it. The only home of Pillow.

In: bytes. Out: bytes, in sRGB or grey, upright, without the camera's notes (EXIF, GPS).
"""

from __future__ import annotations

import io
import math
from dataclasses import replace
from functools import cache

from PIL import Image, ImageCms, ImageDraw, ImageOps, ImageStat, UnidentifiedImageError

from .budget import Limits
from .diagnostics import BookError, Code
from .drawing import raster
from .inks import inked
from .intact import demand_whole
from .limits import demand
from .nodes import NOWHERE, Pos
from .trial import MOVES, draw_small, frames_of_at_most, size_upright, try_the_rest
from .vector import VectorError, sifted
from .vectorsize import size_of_root, size_said
from .wanted import EXTENSIONS, PictureError, Probe, Wanted, is_svg, travels

__all__ = [
    "EXTENSIONS", "FORMATS", "PictureError", "Probe", "Wanted", "admitted", "colours_are_guessed", "convert", "is_dark",
    "is_svg", "placeholder", "size_of", "travels", "upright_on_white",
]  # fmt: skip

FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif", "TIFF": "image/tiff",
           "AVIF": "image/avif", "BMP": "image/bmp", "HEIF": "image/heic"}  # fmt: skip
"""What Pillow may open, by its own name; others (EPS runs Ghostscript) are refused by content."""
MILLION = 1_000_000
LARGEST = 1000 * MILLION
"""Pixels, whatever the book's limits say."""
ROOM = 4
"""How many times the book's limit a frame may have before room is made for it: a GIF's is taken when it is opened."""
LONGEST_SIDE = 16_000
"""Pixels: JPEG has no longer ones than 65,500, WebP than 16,383, and no page asks for them."""
FEW_COLOURS = 256

Image.MAX_IMAGE_PIXELS = None  # its warning would go to the terminal; `_opened` counts before anything is decoded


def admitted(data: bytes, limits: Limits, pos: Pos) -> tuple[Probe, bytes]:
    """What the bytes hold, and the bytes as a book may hold them; raises PictureError, or BookError beyond a limit.

    The whole picture is decoded, so a torn file is found here; a drawing is sifted and written anew.
    """
    if is_svg(data):
        return _admitted_svg(data, limits, pos)
    with _opened(data, limits, pos) as image:
        return Probe(FORMATS[image.format or "PNG"], *size_upright(image), image.info[MOVES]), data


def _opened(data: bytes, limits: Limits | None = None, pos: Pos = NOWHERE) -> Image.Image:
    heif = data[4:8] == b"ftyp"
    if heif:
        _know_heif()
    most = min(LARGEST, ROOM * limits.pixels * MILLION) if limits else LARGEST
    try:
        with frames_of_at_most(most):
            image = Image.open(io.BytesIO(data), formats=[kind for kind in FORMATS if heif or kind != "HEIF"])
        if limits is not None:
            demand(limits, "pixels", image.width * image.height / MILLION, "this picture", pos)
            draw_small(image)
        demand_whole(data, image.format or "")
        with frames_of_at_most(most):
            image.load()
            if limits is not None:
                try_the_rest(image)
    except Image.DecompressionBombError:
        message = f"it has more than {most // MILLION} million pixels"
        raise PictureError(message, Code.PICTURE_TOO_LARGE) from None
    except UnidentifiedImageError:
        raise PictureError("it is not a picture of a kind that Galerada reads") from None
    except (BookError, PictureError):
        raise
    except MemoryError:
        raise PictureError("there is not enough memory to read it") from None
    except Exception as error:  # a decoder has no list of what it raises: RuntimeError (AVIF), struct.error (GIF)
        raise PictureError(f"it is damaged ({error})") from None
    return image


@cache
def _know_heif() -> None:
    """Teach Pillow the pictures of telephones (ISO/IEC 23008-12), once one is met."""
    import pi_heif

    pi_heif.register_heif_opener(thumbnails=False)


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height in px, upright; raises PictureError."""
    if is_svg(data):
        return size_said(data)
    with _opened(data) as image:
        return size_upright(image)


def _admitted_svg(data: bytes, limits: Limits, pos: Pos) -> tuple[Probe, bytes]:
    demand(limits, "svg", len(data), "this drawing", pos)

    def within(inside: bytes) -> tuple[bytes, str]:
        """A picture in the drawing, decoded and written anew."""
        known, _ = admitted(inside, limits, pos) if not is_svg(inside) else (None, b"")
        if known is None:
            raise PictureError("it holds a drawing inside a drawing", Code.SVG_REFUSED)
        return convert(inside, known.media_type, Wanted(keep=frozenset({"image/jpeg", "image/png"})))

    try:
        root, document, count = sifted(data, within)
    except VectorError as error:
        raise PictureError(str(error), error.code) from None
    demand(limits, "svg_nodes", count, "this drawing", pos)
    width, height = size_of_root(root)
    return Probe("image/svg+xml", width, height), document


def convert(data: bytes, media_type: str, wanted: Wanted) -> tuple[bytes, str]:
    """The picture as an edition needs it, and its media type.

    A pure function of its arguments: the bytes repeat for the same bytes. Raises PictureError where an SVG cannot be
    drawn.
    """
    if travels(data, media_type, wanted):
        return data, media_type
    if media_type == "image/svg+xml":
        data, media_type = _drawn(data, wanted.width), "image/png"
    with _opened(data) as image:
        shown = inked(_resampled(_grounded(_plain(_upright(image)), wanted), wanted), wanted.ink)
    return _within(shown, wanted, media_type)


def upright_on_white(data: bytes, media_type: str, width: int) -> Image.Image:
    """A picture in sRGB on a white ground; a drawing is drawn so many px wide. Raises PictureError."""
    if media_type == "image/svg+xml":
        data = _drawn(data, width, enlarged=True)
    with _opened(data) as image:
        return _grounded(_plain(_upright(image)), Wanted(flat=True)).convert("RGB")


def colours_are_guessed(data: bytes) -> bool:
    """Whether a picture for print does not say how its inks look (CMYK without an ICC profile)."""
    try:
        image = Image.open(io.BytesIO(data), formats=["JPEG", "TIFF"])
    except UnidentifiedImageError:
        return False
    with image:
        return image.mode == "CMYK" and not image.info.get("icc_profile")


SHARPEST = 2
"""Pixels of a drawing for each of its own: what small screens of today show."""


def _drawn(data: bytes, most: int, *, enlarged: bool = False) -> bytes:
    """As many px wide as small screens show of it, and at most `most`; or just so many."""
    try:
        own = SHARPEST * max(size_said(data)[0], 1)
        across = most if enlarged else min(own, most or own)
        return raster.drawn(data.decode("utf-8", "replace"), across)
    except (ValueError, SyntaxError) as error:
        raise PictureError(f"it cannot be drawn ({error})", Code.SVG_REFUSED) from None


def _upright(image: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(image)
    return upright if upright is not image else image.copy()


def _plain(image: Image.Image) -> Image.Image:
    """Eight bits a channel, grey or sRGB, with alpha only where it is used."""
    if image.mode in {"I", "I;16", "I;16B", "I;16L", "F"}:
        return image.convert("F").point(lambda value: value / 256).convert("L")
    image = _in_srgb(image)
    if image.mode in {"LA", "PA", "RGBA", "La", "RGBa"} or "transparency" in image.info:
        rgba = image.convert("RGBA")
        return rgba if _is_seen_through(rgba) else rgba.convert("RGB")
    return image.convert("L") if image.mode in {"1", "L"} else image.convert("RGB")


def _in_srgb(image: Image.Image) -> Image.Image:
    """The colours that its own profile means; one that cannot be read is as if it were not there."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        return image
    to = image.mode if image.mode != "CMYK" else "RGB"
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if to == "L" or ImageCms.getProfileDescription(own).strip().startswith("sRGB"):
            return image
        made = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode=to)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return made or image


def _is_seen_through(image: Image.Image) -> bool:
    alpha = image.getchannel("A").getextrema()
    return alpha != (255, 255)


DARK = 110
"""Of 255; the middle brightness of lines that a black page would swallow."""


def _grounded(image: Image.Image, wanted: Wanted) -> Image.Image:
    """On white, where the edition wants it so."""
    if image.mode != "RGBA" or not (wanted.flat or (wanted.night and is_dark(image))):
        return image
    ground = Image.new("RGBA", image.size, (255, 255, 255, 255))
    return Image.alpha_composite(ground, image).convert("RGB")


def is_dark(image: Image.Image) -> bool:
    """Whether what is drawn on nothing is dark, in the middle of all that is drawn."""
    alpha = image.getchannel("A")
    if not alpha.getbbox():
        return False
    return ImageStat.Stat(image.convert("L"), mask=alpha).mean[0] < DARK


def _resampled(image: Image.Image, wanted: Wanted) -> Image.Image:
    width = min(wanted.width or image.width, image.width, LONGEST_SIDE, image.width * LONGEST_SIDE // image.height)
    if wanted.pixels:
        width = min(width, math.floor(math.sqrt(wanted.pixels * image.width / image.height)))
    if image.width <= width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((max(1, width), height), Image.Resampling.LANCZOS)


LEAST_QUALITY, LESS, LEAST_WIDTH = 55, 10, 200


def _within(image: Image.Image, wanted: Wanted, media_type: str) -> tuple[bytes, str]:
    """The picture in so many bytes: quality goes first, then pixels."""
    made, kind = _encoded(image, wanted, media_type)
    while wanted.bytes and len(made) > wanted.bytes and image.width > LEAST_WIDTH:
        if kind != "image/png" and wanted.quality > LEAST_QUALITY:
            wanted = replace(wanted, quality=max(LEAST_QUALITY, wanted.quality - LESS))
        else:
            image = _resampled(image, replace(wanted, width=image.width * 4 // 5))
        made, kind = _encoded(image, wanted, media_type)
    return made, kind


def _encoded(image: Image.Image, wanted: Wanted, media_type: str) -> tuple[bytes, str]:
    """Drawings and transparent pictures as PNG, photographs as JPEG; WebP only where it may stay."""
    out = io.BytesIO()
    image.info = {}  # Pillow writes a JPEG's comment and a profile again unless they are gone
    if media_type == "image/webp" and media_type in wanted.keep:
        image.save(out, "WEBP", quality=wanted.quality, method=6)
        return out.getvalue(), media_type
    if image.mode == "RGBA" or _is_drawing(image, media_type):
        image.save(out, "PNG", optimize=True)
        return out.getvalue(), "image/png"
    image.save(out, "JPEG", quality=wanted.quality, optimize=True, subsampling=0 if wanted.quality > 90 else 2)
    return out.getvalue(), "image/jpeg"


def _is_drawing(image: Image.Image, media_type: str) -> bool:
    return media_type in {"image/png", "image/gif", "image/bmp"} and image.getcolors(FEW_COLOURS) is not None


@cache
def placeholder(width: int = 1200, height: int = 450) -> bytes:
    """A picture that says loudly that another one is missing (PNG, crossed grey field)."""
    image = Image.new("L", (width, height), 225)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width - 1, height - 1), outline=120, width=6)
    draw.line((0, 0, width, height), fill=160, width=4)
    draw.line((0, height, width, 0), fill=160, width=4)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
