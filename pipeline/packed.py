"""Values as bytes and back: what crosses to a child process, and what the cache keeps.

In: a JSON value and blobs. Out: one `bytes`. Nothing here can run code when it is read (pickle can), so a cache that
came with a stranger's folder does no harm.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_HEAD = struct.Struct(">I")


@dataclass(frozen=True, slots=True)
class Parcel:
    """A JSON value with blobs that it speaks of by their index."""

    value: Any
    blobs: tuple[bytes, ...] = ()


def pack(value: object, blobs: Sequence[bytes] = ()) -> bytes:
    """The value and its blobs in one piece; the same for equal values."""
    head = json.dumps([value, [len(blob) for blob in blobs]], ensure_ascii=False, separators=(",", ":")).encode()
    return b"".join((_HEAD.pack(len(head)), head, *blobs))


def unpack(data: bytes) -> Parcel:
    """What `pack` was given; raises ValueError on anything else."""
    if len(data) < _HEAD.size:
        raise ValueError("not a parcel")
    place = _HEAD.size + _HEAD.unpack_from(data)[0]
    value, lengths = json.loads(data[_HEAD.size : place])
    blobs = []
    for length in lengths:
        blobs.append(data[place : place + length])
        place += length
    if place != len(data):
        raise ValueError("a parcel of another length")
    return Parcel(value, tuple(blobs))
