"""One build at a time in a folder of outputs: the others wait. The only home of filelock.

In: the folder. Out: the folder, locked; what a killed build left there is mended. The lock is the system's (flock(2)):
it goes with its process, however that ends.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .diagnostics import BookError, Code
from .output import mend, not_written

LOCK, AT_WORK = ".lock", ".at-work"
"""The file that is locked, and the process that has it; the second is there only while a build runs, or was killed."""
QUIET = 1.0
"""Seconds that a build waits before it says so."""
WAIT = 600.0
"""Seconds that a build waits for another, unless it is told otherwise."""
POLL = 0.05

Tell = Callable[[str, str], None]


def at_work(root: Path) -> bool:
    """Whether a build runs in this folder, or was killed there."""
    return (root / AT_WORK).exists()


@contextmanager
def locked(root: Path, wait: float, tell: Tell) -> Iterator[None]:
    """Hold the folder; raises BookError when another build has it for longer than `wait` seconds."""
    from filelock import FileLock

    try:
        root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(root / LOCK)
        _acquire(lock.acquire, root, wait, tell)
    except OSError as error:
        raise not_written(error, root / LOCK) from None
    try:
        mend(root)
        _sign(root)
        yield
    finally:
        with suppress(OSError):
            (root / AT_WORK).unlink(missing_ok=True)
        lock.release()


def _acquire(acquire: Callable[..., object], root: Path, wait: float, tell: Tell) -> None:
    from filelock import Timeout

    began = time.monotonic()
    try:
        acquire(timeout=min(QUIET, wait), poll_interval=POLL)
        return
    except Timeout:
        if wait > QUIET:
            tell("wait", f"for {_other(root)}, which builds in {root}")
    try:
        acquire(timeout=max(0.0, wait - (time.monotonic() - began)), poll_interval=POLL)
    except Timeout:
        message = f"{_other(root)} builds in {root}, and is not done after {wait:g} seconds"
        hint = "wait for it, or give this build more time with --wait SECONDS, or a folder of its own with -o"
        raise BookError(Code.LOCKED, message, hint=hint) from None


def _other(root: Path) -> str:
    with suppress(OSError, ValueError):
        return f"the process {int((root / AT_WORK).read_bytes()[:20])}"
    return "another process"


def _sign(root: Path) -> None:
    mark = root / AT_WORK
    try:
        mark.unlink(missing_ok=True)
        with mark.open("xb") as file:
            file.write(b"%d\n" % os.getpid())
    except OSError as error:
        raise not_written(error, mark) from None
