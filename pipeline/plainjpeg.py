"""A JPEG that may travel as it is: nothing but its pixels, in grey or RGB, and not much larger than asked.

In: bytes. Out: its size, or None. To make it anew would cost time, quality and, as a rule, more bytes.
ITU-T T.81, B.1: a file is a row of segments, each with a marker; the scan comes after SOS.
"""

from __future__ import annotations

KEPT = frozenset({0xC0, 0xC2, 0xC4, 0xDB, 0xDD, 0xE0})
"""Frames (baseline, progressive), tables, restart interval, JFIF. Not APP1 (EXIF, GPS), APP2 (ICC), COM or APP14."""
FRAMES = frozenset({0xC0, 0xC2})
SCAN, END = 0xDA, b"\xff\xd9"


AMPLE = 1.3
"""How many times as wide as asked a picture may be to travel as its author made it."""


def fits(data: bytes, width: int, pixels: int, most: int) -> bool:
    """Whether the file is a plain JPEG of at most about `width` px, so many `pixels` and bytes; 0: any number."""
    size = plain_size(data)
    if size is None or (width and size[0] > width * AMPLE):
        return False
    return (not pixels or size[0] * size[1] <= pixels) and (not most or len(data) <= most)


def plain_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in px of a JPEG of one (grey) or three (YCbCr) components that says nothing else."""
    if data[:2] != b"\xff\xd8" or not data.endswith(END) or data.count(END) != 1:
        return None
    place, size = 2, None
    while place + 4 <= len(data) and data[place] == 0xFF:
        marker, length = data[place + 1], int.from_bytes(data[place + 2 : place + 4], "big")
        if marker == SCAN:
            return size
        if marker not in KEPT:
            return None
        if marker in FRAMES:
            size = _frame(data[place + 4 : place + 2 + length])
            if size is None:
                return None
        place += 2 + length
    return None


def _frame(frame: bytes) -> tuple[int, int] | None:
    """Eight bits a channel, one or three components (B.2.2)."""
    if len(frame) < 6 or frame[0] != 8 or frame[5] not in {1, 3}:
        return None
    return int.from_bytes(frame[3:5], "big"), int.from_bytes(frame[1:3], "big")
