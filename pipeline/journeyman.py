"""A child of the workshop, as its parent sees it: a process that is handed tasks and hands back what it made.

In: a task. Out: its answer, or in words why there is none. Messages are a length and so many bytes, over its standard
streams.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from .jail import MEMORY, MEMORY_OF_A_STRANGER
from .packed import NOT_OURS, Parcel, pack, unpack

LENGTH = struct.Struct(">Q")
PATIENCE = 300.0
"""Seconds that a task may take which does not say so itself."""
GRACE = 5.0
"""Seconds in which a child that has fallen silent comes to its end."""
LARGEST = 1 << 32
"""Bytes of a message: a greater number is none of ours."""
PIPEFUL = 1 << 16
PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")
"""Of the environment: where programs and libraries are. A child's language, clock and home are not the user's."""
TOO_LONG = "took longer than {:g} seconds"
REHEARSAL = "rehearsal"
"""The kind of message that is not answered."""


@dataclass(frozen=True, slots=True)
class Task:
    """One piece of work."""

    kind: str
    """What a child calls it: `bench.TRADES`."""
    value: Any
    blobs: tuple[bytes | Callable[[], bytes], ...] = ()
    """Of one that takes much room, what fetches it when a child is free."""
    name: object = None
    """For whoever asked: which one it is."""
    seconds: float = 0.0
    """What it may take; 0: `PATIENCE`."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a task."""

    task: Task
    parcel: Parcel | None
    """None when it failed."""
    fault: str = ""
    """Why, in words."""


def patience(task: Task | None) -> float:
    """Seconds that it may take."""
    return task.seconds if task is not None and task.seconds else PATIENCE


MAIN = (
    "import sys; sys.path.insert(0, sys.argv[1]); from pipeline.bench import main; "
    "main(int(sys.argv[2]), demanded=sys.argv[3] == 'demanded')"
)


@dataclass(slots=True, eq=False)
class Journeyman:
    """One child."""

    process: subprocess.Popen[bytes]
    out: IO[bytes]
    task: Task | None = None
    begun: float = 0.0
    fault: str = ""

    @classmethod
    def start(cls, home: Path, *, untrusted: bool) -> Journeyman:
        """A process that imports what it needs, goes into its jail and waits; `home` is for its temporary files."""
        passed = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        own = {"TMPDIR": str(home), "HOME": str(home), "FONTCONFIG_FILE": str(home / "fonts.conf"),
               "LC_ALL": "C.UTF-8", "TZ": "UTC", "SOURCE_DATE_EPOCH": "315532800"}  # fmt: skip
        jail = (str(MEMORY_OF_A_STRANGER), "demanded") if untrusted else (str(MEMORY), "wanted")
        command = [sys.executable, "-I", "-X", "utf8", "-c", MAIN, str(Path(__file__).parent.parent), *jail]
        process = subprocess.Popen(  # a group of its own: Ctrl-C is the parent's to hear
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=passed | own, cwd=home, bufsize=0,
            process_group=0,
        )  # fmt: skip
        assert process.stdout is not None
        return cls(process, process.stdout)

    @property
    def alive(self) -> bool:
        """Whether it can be given a task."""
        return self.process.poll() is None

    def give(self, task: Task) -> bool:
        """Hand over a task; False when the child is gone."""
        self.task, self.begun, self.fault = task, time.monotonic(), ""
        assert self.process.stdin is not None
        blobs = [blob if isinstance(blob, bytes) else blob() for blob in task.blobs]
        try:
            send(self.process.stdin, pack([task.kind, task.value, patience(task)], blobs))
        except OSError:
            return False
        return True

    def rehearse(self, task: Task) -> None:
        """Hand over what it may do while it has nothing else; it says nothing of it."""
        assert self.process.stdin is not None
        with contextlib.suppress(OSError):  # the next task finds out that it is gone
            send(self.process.stdin, pack([REHEARSAL, [task.kind, task.value]]))

    def answer(self) -> Answer:
        """What the child has to say of its task."""
        task = self.task
        assert task is not None
        self.task = None
        try:
            parcel = unpack(receive(self.out, self.begun + patience(task)))
            kind, made = parcel.value
        except EOFError:
            return Answer(task, None, self.fault or self.epitaph())
        except TimeoutError:
            self.end(TOO_LONG.format(patience(task)))
            return Answer(task, None, self.fault)
        except (OSError, *NOT_OURS):
            self.end("the process that did it answered what nobody understands")
            return Answer(task, None, self.fault)
        return Answer(task, None, str(made)) if kind == "fault" else Answer(task, Parcel(made, parcel.blobs))

    def seconds_left(self) -> float:
        """Until its task takes too long."""
        return self.begun + patience(self.task) - time.monotonic()

    def end_overdue(self) -> None:
        """End it: its task took too long."""
        self.end(TOO_LONG.format(patience(self.task)))

    def epitaph(self) -> str:
        """How it ended."""
        try:
            status = self.process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self.end("")
            return "the process that did it fell silent"
        if status < 0:
            return f"the process that did it was ended by {named(-status)}"
        return f"the process that did it ended with status {status}"

    def end(self, why: str) -> None:
        """End it; what it was at is lost, for this reason."""
        self.fault = why
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None and not (why and pipe is self.out):
                with contextlib.suppress(OSError):
                    pipe.close()


ENDS = {
    signal.SIGKILL: ", perhaps because the machine's memory was full",
    signal.SIGXCPU: ": it worked longer than it may",
    signal.SIGABRT: ", perhaps because it needs more memory than it may have",
    signal.SIGXFSZ: ": it wrote more than it may",
}  # fmt: skip
"""What stands behind a signal, as far as one can tell."""


def named(number: int) -> str:
    """A signal that ended a process, and its likely cause."""
    try:
        known = signal.Signals(number)
    except ValueError:
        return f"signal {number}"
    return f"signal {number} ({known.name}){ENDS.get(known, '')}"


def send(pipe: IO[bytes], data: bytes) -> None:
    """One message."""
    view = memoryview(LENGTH.pack(len(data)) + data)
    while view:
        view = view[pipe.write(view) or 0 :]


def receive(pipe: IO[bytes], until: float | None = None) -> bytes:
    """One message; raises EOFError when there is no more, TimeoutError when it is not whole at that time."""
    length = LENGTH.unpack(_exactly(pipe, LENGTH.size, until))[0]
    if length > LARGEST:
        raise ValueError("not a message")
    return _exactly(pipe, length, until)


def _exactly(pipe: IO[bytes], count: int, until: float | None) -> bytes:
    got = bytearray()
    while len(got) < count:
        if until is not None and not select.select([pipe], [], [], max(0.0, until - time.monotonic()))[0]:
            raise TimeoutError
        part = pipe.read(min(count - len(got), PIPEFUL))
        if not part:
            raise EOFError
        got += part
    return bytes(got)
