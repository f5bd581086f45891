"""Children that do the heavy work: they set type and convert pictures, several at a time.

In: tasks. Out: their answers, as each is done. A child is started once and used for the whole build (and, by `serve`,
for many builds); it sees its task and nothing else, and is confined (`jail`). One that dies or hangs costs its task,
not the build.
"""

from __future__ import annotations

import contextlib
import os
import select
import selectors
import signal
import struct
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from .home import Home
from .jail import MEMORY, MEMORY_OF_A_STRANGER
from .packed import NOT_OURS, Parcel, pack, unpack

LENGTH = struct.Struct(">Q")
PATIENCE = 300.0
"""Seconds that one task may take."""
GRACE = 5.0
"""Seconds in which a child that has fallen silent comes to its end."""
LARGEST = 1 << 32
"""Bytes of a message: a greater number is none of ours."""
PIPEFUL = 1 << 16
PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")
"""Of the environment: where programs and libraries are. A child's language, clock and home are not the user's."""


@dataclass(frozen=True, slots=True)
class Task:
    """One piece of work."""

    kind: str
    """What a child calls it: `bench.TRADES`."""
    value: Any
    blobs: tuple[bytes, ...] = ()
    name: object = None
    """For whoever asked: which one it is."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a task."""

    task: Task
    parcel: Parcel | None
    """None when it failed."""
    fault: str = ""
    """Why, in words."""


def cores() -> int:
    """How many processes this machine runs at once."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


@dataclass(slots=True)
class Workshop:
    """Up to `jobs` children, started when there is work for them."""

    jobs: int = field(default_factory=cores)
    untrusted: bool = False
    """Whether a child works in a whole jail or not at all, and has less memory."""
    used: bool = False
    """Whether a child was ever started."""
    _children: list[_Child] = field(default_factory=list)
    _home: Home | None = None

    def __enter__(self) -> Workshop:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def prepare(self, count: int = 0) -> None:
        """Start children before their work is ready, so that they are warm when it is."""
        wanted = min(self.jobs, count or self.jobs)
        for child in [child for child in self._children if not child.alive]:
            child.end("")
            self._children.remove(child)
        while len(self._children) < wanted:
            self._children.append(self._started())

    def run(self, tasks: Iterable[Task]) -> Iterator[Answer]:
        """The answers, in the order in which they are ready."""
        waiting = deque(tasks)
        self.prepare(len(waiting))
        idle = list(self._children)
        with selectors.DefaultSelector() as ready:
            try:
                while waiting or ready.get_map():
                    while waiting and idle:
                        yield from self._give(idle.pop(), waiting.popleft(), ready, idle)
                    for child in self._waited(ready):
                        ready.unregister(child.out)
                        yield child.answer()
                        idle.append(child if child.alive else self._replaced(child))
            finally:  # whoever stops asking leaves children at work, whose answers nobody must take for others
                for unheard in list(ready.get_map().values()):
                    unheard.data.end("")

    def _give(self, child: _Child, task: Task, ready: selectors.BaseSelector, idle: list[_Child]) -> Iterator[Answer]:
        if child.give(task):
            ready.register(child.out, selectors.EVENT_READ, child)
            return
        yield Answer(task, None, child.epitaph())
        idle.append(self._replaced(child))

    def _waited(self, ready: selectors.BaseSelector) -> Sequence[_Child]:
        """The children that have something to say; one that took too long is ended."""
        busy = [key.data for key in ready.get_map().values()]
        if not busy:
            return ()
        left = min(child.begun for child in busy) + PATIENCE - time.monotonic()
        heard = [key.data for key, _ in ready.select(max(left, 0.0))]
        if not heard:
            for child in busy:
                if time.monotonic() - child.begun >= PATIENCE:
                    child.end(TOO_LONG.format(PATIENCE))
                    heard.append(child)
        return heard

    def _replaced(self, dead: _Child) -> _Child:
        dead.end("")
        self._children.remove(dead)
        self._children.append(self._started())
        return self._children[-1]

    def _started(self) -> _Child:
        self.used = True
        self._home = self._home or Home.made()
        return _Child.start(self._home.room(), untrusted=self.untrusted)

    def close(self) -> None:
        """End the children and what they left behind."""
        for child in self._children:
            child.end("")
        self._children.clear()
        if self._home is not None:
            self._home.close()
            self._home = None


TOO_LONG = "took longer than {:g} seconds"
MAIN = (
    "import sys; sys.path.insert(0, sys.argv[1]); from pipeline.bench import main; "
    "main(int(sys.argv[2]), demanded=sys.argv[3] == 'demanded')"
)


@dataclass(slots=True, eq=False)
class _Child:
    process: subprocess.Popen[bytes]
    out: IO[bytes]
    task: Task | None = None
    begun: float = 0.0
    fault: str = ""

    @classmethod
    def start(cls, home: Path, *, untrusted: bool) -> _Child:
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
        return self.process.poll() is None

    def give(self, task: Task) -> bool:
        """Hand over a task; False when the child is gone."""
        self.task, self.begun, self.fault = task, time.monotonic(), ""
        assert self.process.stdin is not None
        try:
            send(self.process.stdin, pack([task.kind, task.value], task.blobs))
        except OSError:
            return False
        return True

    def answer(self) -> Answer:
        """What the child has to say of its task."""
        task = self.task
        assert task is not None
        self.task = None
        try:
            parcel = unpack(receive(self.out, self.begun + PATIENCE))
            kind, made = parcel.value
        except EOFError:
            return Answer(task, None, self.fault or self.epitaph())
        except TimeoutError:
            self.end(TOO_LONG.format(PATIENCE))
            return Answer(task, None, self.fault)
        except (OSError, *NOT_OURS):
            self.end("the process that did it answered what nobody understands")
            return Answer(task, None, self.fault)
        return Answer(task, None, str(made)) if kind == "fault" else Answer(task, Parcel(made, parcel.blobs))

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
        self.fault = why
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None and not (why and pipe is self.out):
                with contextlib.suppress(OSError):
                    pipe.close()


ENDS = {
    signal.SIGKILL: ", perhaps because the machine's memory was full",
    signal.SIGXCPU: f": it worked longer than {PATIENCE:g} seconds",
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
