"""Where a child of the workshop works: it takes a task, does it, hands back what it made, and waits for the next.

In and out: messages on its standard streams (`journeyman.send`). It opens no file of the book and no connection; once
it has imported what it needs it could not (`jail`).
"""

from __future__ import annotations

import ctypes
import gc
import os
import sys
import warnings
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import IO, Any

from .jail import Cell, NoJail, allow_seconds, confine, libraries
from .journeyman import PATIENCE, REHEARSAL, receive, send
from .packed import Parcel, pack, unpack

_C = ctypes.CDLL(None)
Trade = Callable[[Any, tuple[bytes, ...]], tuple[Any, tuple[bytes, ...]]]


def main(memory: int, *, demanded: bool) -> None:
    """Work until the parent closes the door, with so many MiB, and not at all without a jail that is demanded."""
    doors = os.fdopen(os.dup(0), "rb", buffering=0), os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # whatever a library prints is not an answer
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    warnings.filterwarnings("ignore", "No fonts configured")  # as we want it: a book is set in its own
    _warm_up()
    try:
        confine(Cell(libraries(), (Path.cwd(),), memory=memory), demanded=demanded)
        _work(*doors, memory)
    except NoJail as fault:
        sys.exit(str(fault))
    except (EOFError, OSError):  # the parent has closed the door, or is gone
        os._exit(0)  # at once: libraries that tidy up now only stumble over each other


def _work(inward: IO[bytes], outward: IO[bytes], memory: int) -> None:
    while True:
        parcel = unpack(receive(inward))
        allow_seconds(PATIENCE if parcel.value[0] == REHEARSAL else parcel.value[2])
        if parcel.value[0] == REHEARSAL:
            _done(Parcel(parcel.value[1], parcel.blobs), memory)  # what is wrong with it, the task itself will say
        else:
            send(outward, _done(parcel, memory))
            _give_back()


def _give_back() -> None:
    """Hand memory that a task has left back to the system: glibc keeps 30 MB of a long table of contents."""
    if trim := getattr(_C, "malloc_trim", None):
        trim(0)


def _warm_up() -> None:
    """Import what every task needs while the parent still reads the book."""
    from .write.paged.setting import warm_up

    gc.disable()
    warm_up()
    gc.freeze()
    gc.enable()


def _done(parcel: Parcel, memory: int) -> bytes:
    kind, value = parcel.value[:2]
    try:
        made, blobs = TRADES[kind](value, parcel.blobs)
    except MemoryError:
        return pack(["fault", f"it needs more than {memory} MiB of memory"])
    except Exception as fault:  # the build goes on and says which chapter it was
        return pack(["fault", f"{type(fault).__name__}: {fault}"[:400]])
    return pack(["made", made], blobs)


@cache
def _setter() -> Any:
    from .write.paged.setting import Setter

    return Setter()


def _galley(value: Any, blobs: tuple[bytes, ...]) -> tuple[Any, tuple[bytes, ...]]:
    """A unit's job, then its pictures in the order of `value`."""
    return None, (_setter().galley(unpack(blobs[0]), dict(zip(value, blobs[1:], strict=True))).packed(),)


def _design(value: Any, _: tuple[bytes, ...]) -> tuple[Any, tuple[bytes, ...]]:
    """The job of a page that nobody will see."""
    _setter().galley(Parcel(value), {})
    return None, ()


def _picture(value: Any, blobs: tuple[bytes, ...]) -> tuple[Any, tuple[bytes, ...]]:
    """A picture as an edition wants it."""
    from .pictures import Wanted, convert

    media_type, width, quality, keep, ink = value
    drawn = ink != "colour"  # a drawing has no inks to change: it becomes pixels
    wanted = Wanted(width, quality, frozenset(keep), drawn=drawn, flat=drawn, ink=ink)
    data, made = convert(blobs[0], media_type, wanted)
    return made, (data,)


TRADES: Mapping[str, Trade] = {"galley": _galley, "design": _design, "picture": _picture}
