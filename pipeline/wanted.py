"""What a picture is and what an edition wants of it, as far as nobody has to open one.

In: bytes. Out: whether an edition takes them as they are. Light: a build whose pictures are all known draws none.
"""

from __future__ import annotations

from dataclasses import dataclass

from .diagnostics import Code
from .plainjpeg import fits

EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/gif": "gif", "image/svg+xml": "svg",
              "image/tiff": "tiff", "image/avif": "avif", "image/bmp": "bmp", "image/heic": "heic"}  # fmt: skip


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
    """Media types that may stay as they are; SVG that may not is drawn in pixels, if `drawn` says so."""
    drawn: bool = False
    """Whether an SVG that may not stay is drawn in pixels."""
    flat: bool = False
    """Whether what is seen through gets a white ground."""
    night: bool = False
    """Whether dark lines on nothing get a white ground, as a black page would swallow them."""
    pixels: int = 0
    """At most so many; 0: any number."""
    bytes: int = 0
    """At most so many, at the cost of quality, then of pixels; 0: any number."""
    ink: str = "colour"
    """`colour`; `grey`: black alone; `duotone`: black for the shadows and a warm second ink."""


def is_svg(data: bytes) -> bool:
    """Whether the bytes are an SVG document."""
    return b"<svg" in data[:2048] and data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"


def travels(data: bytes, media_type: str, wanted: Wanted) -> bool:
    """Whether the edition takes the picture as it is."""
    if media_type == "image/svg+xml":
        return media_type in wanted.keep or not wanted.drawn
    may = media_type in wanted.keep and wanted.ink == "colour"
    return may and fits(data, wanted.width, wanted.pixels, wanted.bytes)
