"""Values as bytes and back: what crosses to a child process, and what the cache keeps.

In: a JSON value and blobs. Out: one `bytes`. Nothing here can run code when it is read (pickle can), so a cache that
came with a stranger's folder does no harm.
"""

from __future__ import annotations

import json
import operator
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_HEAD = struct.Struct(">I")
NOT_OURS = (ValueError, TypeError, KeyError, IndexError, AttributeError)
"""What reading a value of another shape raises: an entry of the cache that another program made, or nobody."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A JSON value with blobs that it speaks of by their index."""

    value: Any
    blobs: tuple[bytes, ...] = ()


def pack(value: object, blobs: Sequence[bytes] = ()) -> bytes:
    """The value and its blobs in one piece; the same for equal values."""
    told = json.dumps([value, [len(blob) for blob in blobs]], ensure_ascii=False, separators=(",", ":"))
    head = told.encode("utf-8", "surrogatepass")  # a file's name may be no UTF-8
    return b"".join((_HEAD.pack(len(head)), head, *blobs))


def unpacked(entry: bytes | None, kind: str, blobs: int) -> Parcel | None:
    """An entry of the cache whose value begins with its kind, with so many blobs; None of one that is not ours."""
    try:
        parcel = unpack(entry or b"")
        ours = parcel.value[0] == kind and len(parcel.blobs) == blobs
    except NOT_OURS:
        return None
    return parcel if ours else None


def unpack(data: bytes) -> Parcel:
    """What `pack` was given; raises ValueError on anything else."""
    if len(data) < _HEAD.size:
        raise ValueError("not a parcel")
    place = _HEAD.size + _HEAD.unpack_from(data)[0]
    try:
        value, lengths = json.loads(data[_HEAD.size : place].decode("utf-8", "surrogatepass"))
        sizes = [operator.index(length) for length in lengths]
    except (TypeError, RecursionError):
        raise ValueError("not a parcel") from None
    blobs = []
    for length in sizes:
        blobs.append(data[place : place + length])
        place += length
    if place != len(data) or min(sizes, default=0) < 0:
        raise ValueError("a parcel of another length")
    return Parcel(value, tuple(blobs))
