"""Pictures: what a file really holds, and the same picture as an edition needs it. The only home of Pillow.

In: bytes. Out: bytes, in RGB or grey, upright, without the camera's notes (EXIF, GPS).
"""

from __future__ import annotations

import io
import math
import re
import struct
import zlib
from dataclasses import dataclass
from functools import cache
from xml.etree import ElementTree

from PIL import Image, ImageDraw, ImageOps, UnidentifiedImageError

from .diagnostics import Code
from .limits import demand
from .nodes import NOWHERE, Pos
from .settings import Limits
from .vector import VectorError, sifted

FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif", "TIFF": "image/tiff",
           "AVIF": "image/avif", "BMP": "image/bmp"}  # fmt: skip
"""What Pillow may open, by its own name; others (EPS runs Ghostscript) are refused by content."""
EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/gif": "gif", "image/svg+xml": "svg",
              "image/tiff": "tiff", "image/avif": "avif", "image/bmp": "bmp"}  # fmt: skip
MILLION = 1_000_000
LARGEST = 1000 * MILLION
"""Pixels, whatever the book's limits say."""
WIDEST = 100_000
"""Px of a drawing's side; what says more says nothing."""
SVG_SIZE = re.compile(r"^\s*(\d{1,9}(?:\.\d+)?|\.\d+)\s*(px|pt|mm|cm|in)?\s*$")
PER_UNIT = {"": 1.0, "px": 1.0, "pt": 4 / 3, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
FEW_COLOURS = 256

Image.MAX_IMAGE_PIXELS = None  # its warning would go to the terminal; `_opened` counts before anything is decoded


class PictureError(Exception):
    """A file that is no picture we can use; the message says why, the code how it is told."""

    def __init__(self, message: str, code: Code = Code.PICTURE_UNREADABLE) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Probe:
    """What a picture is."""

    media_type: str
    width: int
    """In px, upright."""
    height: int
    moves: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an edition needs of a picture."""

    width: int = 0
    """At most so many px wide; 0: as it is."""
    quality: int = 85
    """JPEG quality, 1 to 95."""
    keep: frozenset[str] = frozenset({"image/jpeg", "image/png", "image/gif"})
    """Media types that may stay as they are; `image/svg+xml` among them or not."""


def admitted(data: bytes, limits: Limits, pos: Pos) -> tuple[Probe, bytes]:
    """What the bytes hold, and the bytes as a book may hold them; raises PictureError, or BookError beyond a limit.

    The whole picture is decoded, so a torn file is found here; a drawing is sifted and written anew.
    """
    if is_svg(data):
        return _admitted_svg(data, limits, pos)
    with _opened(data, limits, pos) as image:
        upright = ImageOps.exif_transpose(image)
        moves = bool(getattr(image, "is_animated", False))  # to count the frames would be to read them all
        return Probe(FORMATS[image.format or "PNG"], upright.width, upright.height, moves), data


def is_svg(data: bytes) -> bool:
    """Whether the bytes are an SVG document."""
    return b"<svg" in data[:2048] and data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"


def _opened(data: bytes, limits: Limits | None = None, pos: Pos = NOWHERE) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(data), formats=list(FORMATS))
        if image.width * image.height > LARGEST:
            raise Image.DecompressionBombError
        if limits is not None:
            demand(limits, "pixels", image.width * image.height / MILLION, "this picture", pos)
        _demand_whole(data, image.format or "")
        image.load()
    except Image.DecompressionBombError:
        message = f"it has more than {LARGEST // MILLION} million pixels"
        raise PictureError(message, Code.PICTURE_TOO_LARGE) from None
    except UnidentifiedImageError:
        raise PictureError("it is not a picture of a kind that Galerada reads") from None
    except (OSError, ValueError, SyntaxError, EOFError, struct.error, zlib.error, OverflowError) as error:
        raise PictureError(f"it is damaged ({error})") from None
    return image


def _demand_whole(data: bytes, kind: str) -> None:
    """Refuse a file that ends too soon where the decoder would go on with what it has."""
    if kind == "PNG":
        _demand_chunks(data)
    if kind == "WEBP" and len(data) < int.from_bytes(data[4:8], "little") + 8:
        raise EOFError("the file ends before the picture does")


def _demand_chunks(data: bytes) -> None:
    """Each chunk of a PNG as it was written (PNG, 5.3); the last is IEND."""
    place, kind = 8, b""
    while kind != b"IEND":
        length = int.from_bytes(data[place : place + 4], "big")
        kind, end = data[place + 4 : place + 8], place + 8 + length
        if end + 4 > len(data) or len(kind) < 4:
            raise EOFError("the file ends before the picture does")
        if zlib.crc32(data[place + 4 : end]) != int.from_bytes(data[end : end + 4], "big"):
            raise ValueError(f"byte {place} begins a part that is not as it was saved")
        place = end + 4


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
    width, height = _svg_size(root)
    return Probe("image/svg+xml", width, height), document


def _svg_size(root: ElementTree.Element) -> tuple[int, int]:
    box = [float(part) for part in re.split(r"[\s,]+", root.get("viewBox", "").strip()) if _is_number(part)]
    sides = [SVG_SIZE.match(root.get(name, "")) for name in ("width", "height")]
    if len(box) == 4 and 0 < box[2] <= WIDEST and 0 < box[3] <= WIDEST:
        return _px(box[2]), _px(box[3])
    if sides[0] and sides[1]:
        width, height = (float(side[1]) * PER_UNIT[side[2] or ""] for side in sides if side)
        return _px(width), _px(height)
    return 300, 150


def _px(length: float) -> int:
    return min(WIDEST, max(1, round(min(length, WIDEST))))


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def convert(data: bytes, media_type: str, wanted: Wanted) -> tuple[bytes, str]:
    """The picture as an edition needs it, and its media type; the bytes repeat for the same bytes."""
    if media_type == "image/svg+xml":
        return data, media_type
    with _opened(data) as image:
        upright = ImageOps.exif_transpose(image)
        upright = upright if upright is not image else image.copy()
        shown = _resampled(_plain(upright), wanted.width)
    return _encoded(shown, wanted, media_type)


def _plain(image: Image.Image) -> Image.Image:
    """Eight bits a channel, grey or RGB, with alpha only where it is used."""
    if image.mode in {"I", "I;16", "I;16B", "F"}:
        return image.convert("F").point(lambda value: value / 256).convert("L")
    if image.mode in {"LA", "PA", "RGBA", "La", "RGBa"} or "transparency" in image.info:
        rgba = image.convert("RGBA")
        return rgba if _is_seen_through(rgba) else rgba.convert("RGB")
    return image.convert("L") if image.mode in {"1", "L"} else image.convert("RGB")


def _is_seen_through(image: Image.Image) -> bool:
    alpha = image.getchannel("A").getextrema()
    return alpha != (255, 255)


def _resampled(image: Image.Image, width: int) -> Image.Image:
    if not width or image.width <= width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS)


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
