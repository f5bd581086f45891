"""Pictures of every bad kind, made byte by byte where no library would make them."""

from __future__ import annotations

import io
import struct
import zlib
from functools import cache

from PIL import Image, PngImagePlugin


@cache
def dot(size: tuple[int, int] = (8, 12), kind: str = "PNG", mode: str = "RGB") -> bytes:
    """A small picture that is as it should be."""
    out = io.BytesIO()
    Image.new(mode, size, 90 if mode in {"L", "I;16"} else None).save(out, kind)
    return out.getvalue()


@cache
def noise(kind: str = "PNG", **options: object) -> bytes:
    """A picture with something in each part of its file."""
    image = Image.new("RGB", (64, 48))
    image.putdata([(x * 7 % 256, x * 31 % 256, x * 3 % 256) for x in range(64 * 48)])
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *more: bytes, data: bytes | None = None, depth: int = 8, colour: int = 2) -> bytes:
    """A PNG that says it is so large; its pixels are black, or what is given."""
    rows = data if data is not None else zlib.compress(b"\0" * min((1 + 3 * width) * height, 10_000))
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + b"".join(more) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def honest_png(width: int, height: int) -> bytes:
    """A PNG of black pixels, all there: some bytes for each thousand of them."""
    deflate = zlib.compressobj(9)
    line = b"\0" * (1 + (width + 7) // 8)
    rows = b"".join(deflate.compress(line * 64) for _ in range(height // 64))
    rows += deflate.compress(line * (height % 64)) + deflate.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@cache
def moving(kind: str, frames: int = 3) -> bytes:
    """A picture that moves."""
    images = [Image.new("RGB", (16, 12), (n * 40 % 256, n, 0)) for n in range(frames)]
    out = io.BytesIO()
    images[0].save(out, kind, save_all=True, append_images=images[1:])
    return out.getvalue()


def told(kind: str, word: str) -> bytes:
    """A picture whose every note says the word."""
    exif = Image.Exif()
    exif[0x010E] = word
    exif[0x9C9C] = word.encode("utf-16-le")
    exif.get_ifd(0x8825)[0x1D] = word
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", word)
    notes.add_itxt("XML:com.adobe.xmp", word)
    more: dict[str, dict[str, object]] = {
        "PNG": {"exif": exif, "pnginfo": notes},
        "JPEG": {"exif": exif, "comment": word.encode(), "xmp": word.encode()},
        "WEBP": {"exif": exif, "xmp": word.encode()},
        "GIF": {"comment": word.encode()},
        "TIFF": {"exif": exif},
    }
    return noise(kind, **more[kind]) if kind == "GIF" else _noted(kind, more[kind])


def _noted(kind: str, options: dict[str, object]) -> bytes:
    image = Image.new("RGB", (64, 48), (200, 10, 10))
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()
