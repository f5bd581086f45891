"""A command as a whole process tree: wall time, processor time, and the memory of all its processes together.

In: commands. Out: `Run`. Linux only: the memory is read from /proc, as PSS, in which a page that several processes
share counts once. Reading it slows the command down, so that a run is either timed or watched.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path

PROC = Path("/proc")
PAUSE = 0.02
"""Seconds between two looks at the memory."""
GRACE = 3.0
"""Seconds that a process may outlive the command that started it."""
PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True, slots=True)
class Run:
    """What one run took. Of a watched run the times are worth nothing."""

    wall: float
    """In seconds."""
    cpu: float
    """User and system seconds of all processes."""
    peak: int
    """Bytes, of all processes at the same moment; 0: not watched."""
    status: int
    """The exit status of the first command that failed, else 0; negative: a signal."""


def adopt_orphans() -> None:
    """From now on a process whose parent has gone is this one's child, and is counted with it."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def run(
    commands: Sequence[Sequence[str]], folder: Path, log: Path, *, env: Mapping[str, str] | None = None,
    watch: bool = False, limit: float = 3600,
) -> Run:  # fmt: skip
    """The commands one after the other, in the folder, until one fails; all they print goes to the log."""
    before, strangers = resource.getrusage(resource.RUSAGE_CHILDREN), set(_children(os.getpid()))
    peak, begun, status = _Peak(strangers), time.perf_counter(), 0
    with log.open("ab") as out, peak.followed() if watch else nullcontext():
        for command in commands:
            out.write(f"\n$ {' '.join(command)}\n".encode())
            out.flush()
            status = status or _status(command, folder, out.fileno(), env, limit)
    wall = time.perf_counter() - begun
    _bury(strangers)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(round(wall, 4), round(cpu, 4), peak.bytes, status)


def _status(command: Sequence[str], folder: Path, out: int, env: Mapping[str, str] | None, limit: float) -> int:
    try:
        child = subprocess.Popen(command, cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
    except OSError:
        return 127
    try:
        return child.wait(limit)
    except subprocess.TimeoutExpired:
        _end(child.pid)
        return child.wait()


def _bury(strangers: set[int]) -> None:
    """Wait for what the commands left behind, so that its processor time is counted; end what stays."""
    until = time.monotonic() + GRACE
    while left := set(_children(os.getpid())) - strangers:
        for pid in left:
            if time.monotonic() > until:
                _end(pid)
            with suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
        time.sleep(PAUSE / 4)


def _end(pid: int) -> None:
    """A process with all that come from it: told apart first, for whose parent dies is no longer found below it."""
    for one in list(tree(pid)):
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)


def _children(pid: int) -> Iterator[int]:
    """proc(5): each thread lists the children that it made."""
    for task in _entries(PROC / str(pid) / "task"):
        with suppress(OSError):
            yield from map(int, (task / "children").read_text(encoding="ascii").split())


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def tree(pid: int) -> Iterator[int]:
    """A process and all that come from it."""
    yield pid
    for child in _children(pid):
        yield from tree(child)


def memory(pid: int) -> int:
    """A process's share of the memory in bytes; 0 when it has gone."""
    for name in ("smaps_rollup", "smaps"):
        with suppress(OSError):
            lines = (PROC / str(pid) / name).read_text(encoding="ascii", errors="replace").splitlines()
            return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return 0


@dataclass(slots=True)
class _Peak:
    strangers: set[int]
    bytes: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def followed(self) -> Iterator[None]:
        thread = threading.Thread(target=self._follow, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self.over.set()
            thread.join()

    def _follow(self) -> None:
        while not self.over.wait(PAUSE):
            ours = (child for child in _children(os.getpid()) if child not in self.strangers)
            self.bytes = max(self.bytes, sum(memory(pid) for child in ours for pid in tree(child)))
