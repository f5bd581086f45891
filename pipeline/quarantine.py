"""A command that reads an untrusted manuscript goes on in a process of its own, confined; this one waits for its end.

In: the folders that the command needs. Out: in the new process, nothing; in this one, the exit of the other, or what
ended it as a finding. The manuscript's parsers, the plan and the writers all run in there: a fault in any of them
reaches the book's folder, and no more.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from pathlib import Path
from typing import NoReturn

from .diagnostics import BookError, Code
from .home import Home
from .jail import Cell, NoJail, allow_seconds, confine, end_with_parent, libraries, own_folder, python
from .journeyman import named

MEMORY = 2048
"""MiB of data for reading, plan and writers."""
SECONDS = 600.0
"""Of the processor's work."""
BROKEN, TOO_MUCH, UNCONFINED = 70, 71, 72
"""Statuses of the confined process, besides those of the command."""


def enter(reads: tuple[Path, ...], writes: tuple[Path, ...]) -> None:
    """Go on in a confined process; raises BookError where there is no jail, or when the process was ended."""
    sys.stdout.flush()
    sys.stderr.flush()
    home = Home.made()
    child = os.fork()
    if child:
        _follow(child, home)
    end_with_parent()
    os.environ["TMPDIR"] = str(home.path)
    tempfile.tempdir = None
    sys.excepthook = _broken
    try:
        cell = Cell((*libraries(), *reads), (home.path, *writes), (own_folder(),), python(), MEMORY)
        confine(cell, demanded=True)
    except (NoJail, OSError):
        os._exit(UNCONFINED)
    allow_seconds(SECONDS)


def _broken(kind: type[BaseException], *_: object) -> NoReturn:
    os._exit(TOO_MUCH if issubclass(kind, MemoryError) else BROKEN)


def _follow(child: int, home: Home) -> NoReturn:
    try:
        status = os.waitstatus_to_exitcode(_waited(child))
    finally:
        home.close()
    if status < 0 or status in _SAID:
        what = _SAID.get(status) or f"it was ended by {named(-status)}"
        hint = "leave chapters out until it goes through, to find the one that does it"
        raise BookError(Code.ENDED, f"the manuscript could not be read to its end: {what}", hint=hint)
    sys.exit(status)


def _waited(child: int) -> int:
    try:
        return os.waitpid(child, 0)[1]
    except KeyboardInterrupt:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        raise


_SAID = {
    BROKEN: "a fault in Galerada or one of its libraries",
    TOO_MUCH: f"it needs more than {MEMORY} MiB of memory",
    UNCONFINED: "the system refused to confine what reads it",
}
