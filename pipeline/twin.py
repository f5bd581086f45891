"""A twin of this process, which fills the cache from the other end while this one works from the front.

In: pieces of work by their names, whose outcome is put into the cache. Out: for each piece, whether it is for this
process to do; if not, it is found in the cache. A twin that dies, or that the system does not give, costs time and
nothing else: whoever finds nothing in the cache makes it.

It is a fork, for it needs what has been read and imported, and hands nothing back but the cache. So there is none where
another thread may hold a lock (a server), and only on Linux, where libraries survive a fork.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NoReturn

from .jail import end_with_parent
from .workshop import cores

Piece = tuple[str, Callable[[], object]]
"""A name, and what puts it into the cache."""
LEAST = 8
"""Pieces below which a twin costs more than it does."""
FREE, OURS, ITS, DONE = range(4)
GLANCE = 0.0005
"""Seconds between two looks at a piece that the twin has in its hands."""


@dataclass(slots=True)
class _Twin:
    process: int
    """Its number; 0 once it has ended and been asked how: then the system may give the number to another."""
    board: mmap.mmap
    """A byte for each piece, which both see: who has it."""
    places: dict[str, int]

    def mine(self, name: str) -> bool:
        place = self.places.get(name)
        if place is None:
            return True
        while self.board[place] == ITS and self._lives():
            time.sleep(GLANCE)
        if self.board[place] == DONE:
            return False
        self.board[place] = OURS
        return True

    def _lives(self) -> bool:
        if self.process and self._asked(os.WNOHANG):
            self.process = 0
        return bool(self.process)

    def _asked(self, how: int) -> bool:
        """Whether it has ended; nobody else asks for it."""
        with contextlib.suppress(ChildProcessError):
            return os.waitpid(self.process, how) != (0, 0)
        return True

    def end(self) -> None:
        if self._lives():
            os.kill(self.process, signal.SIGKILL)
            self._asked(0)
            self.process = 0


@dataclass(slots=True)
class _Here:
    twin: _Twin | None = None


_HERE = _Here()


def begin(pieces: Sequence[Piece], jobs: int = 0) -> None:
    """Let a twin do these pieces, in this order; each but those that are asked for before it comes to them.

    `jobs`: how many processes may work at once; 0: as many as there are cores.
    """
    dismiss()
    if len(pieces) < LEAST or not may_fork(jobs):
        return
    board = mmap.mmap(-1, len(pieces))
    sys.stdout.flush()
    sys.stderr.flush()
    try:
        process = os.fork()
    except OSError:
        return
    if not process:
        _work(pieces, board)
    _HERE.twin = _Twin(process, board, {name: place for place, (name, _) in enumerate(pieces)})


def may_fork(jobs: int) -> bool:
    """Whether a copy of this process would be whole, and may have a core to itself."""
    return sys.platform == "linux" and threading.active_count() == 1 and (jobs or cores()) > 1


def given(name: str) -> bool:
    """Whether the twin has that piece on its list: it is made in this build, whoever makes it."""
    return _HERE.twin is not None and name in _HERE.twin.places


def mine(name: str) -> bool:
    """Whether this process has to do that piece; it waits where the twin is at it."""
    return _HERE.twin is None or _HERE.twin.mine(name)


def dismiss() -> None:
    """End the twin, whatever it does."""
    if _HERE.twin is not None:
        _HERE.twin.end()
        _HERE.twin = None


def _work(pieces: Sequence[Piece], board: mmap.mmap) -> NoReturn:
    """Never comes back: what tidies up at an end is the other's."""
    try:
        end_with_parent()
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        for place, (_, work) in enumerate(pieces):
            if board[place] == FREE:
                board[place] = ITS
                work()
                board[place] = DONE
    finally:
        os._exit(0)
