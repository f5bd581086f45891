"""Whether a picture's file is whole, where a decoder would go on with what it has.

In: bytes, and the kind of picture. Out: nothing; raises EOFError or ValueError.
"""

from __future__ import annotations

import zlib


def demand_whole(data: bytes, kind: str) -> None:
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
