"""Children that do the heavy work: they set type and convert pictures, several at a time.

In: tasks. Out: their answers, as each is done. A child is started once and used for the whole build (and, by `serve`,
for many builds); it sees its task and nothing else, and is confined (`jail`). One that dies or hangs costs its task,
not the build.
"""

from __future__ import annotations

import os
import selectors
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from .home import Home
from .journeyman import Answer, Journeyman, Task
from .packed import pack

__all__ = ["Answer", "Task", "Workshop", "cores"]


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
    _children: list[Journeyman] = field(default_factory=list)
    _home: Home | None = None
    _rehearsal: Task | None = None

    def __enter__(self) -> Workshop:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def prepare(self, count: int = 0) -> None:
        """Start children before their work is ready, so that they are warm when it is."""
        wanted = min(self.jobs, count or self.jobs)
        for child in [child for child in self._children if child.task or not child.alive]:
            child.end("")  # dead, or at a task whose answer nobody waits for any more
            self._children.remove(child)
        while len(self._children) < wanted:
            self._children.append(self._started())

    def rehearse(self, task: Task) -> bool:
        """Have the children get ready for such tasks while the parent still reads; nobody hears what comes of it.

        Whether it is another rehearsal than their last one.
        """
        last, self._rehearsal = self._rehearsal, task
        if last is not None and pack([last.kind, last.value]) == pack([task.kind, task.value]):
            return False
        for child in self._children:
            child.rehearse(task)
        return True

    def run(self, tasks: Iterable[Task]) -> Iterator[Answer]:
        """The answers, in the order in which they are ready. The children are at work before the first is asked for."""
        errand = _Errand(self, deque(tasks))
        errand.hand_out()
        return errand.answers()

    def hands(self, count: int) -> list[Journeyman]:
        """Children for so many tasks."""
        self.prepare(count)
        return list(self._children)

    def replaced(self, dead: Journeyman) -> Journeyman:
        """Another one in its place."""
        dead.end("")
        self._children.remove(dead)
        self._children.append(self._started())
        return self._children[-1]

    def _started(self) -> Journeyman:
        self.used = True
        self._home = self._home or Home.made()
        child = Journeyman.start(self._home.room(), untrusted=self.untrusted)
        if self._rehearsal is not None:
            child.rehearse(self._rehearsal)
        return child

    def close(self) -> None:
        """End the children and what they left behind."""
        for child in self._children:
            child.end("")
        self._children.clear()
        if self._home is not None:
            self._home.close()
            self._home = None


class _Errand:
    """Some tasks on their way through the children."""

    def __init__(self, workshop: Workshop, waiting: deque[Task]) -> None:
        self.workshop, self.waiting = workshop, waiting
        self.idle = workshop.hands(len(waiting)) if waiting else []
        self.ready = selectors.DefaultSelector()
        self.refused: list[Answer] = []
        """Of children that were gone when they were to be given a task."""

    def answers(self) -> Iterator[Answer]:
        """As they come."""
        with self.ready:
            try:
                while self.waiting or self.refused or self.ready.get_map():
                    self.hand_out()
                    while self.refused:
                        yield self.refused.pop()
                    for child in self._waited():
                        self.ready.unregister(child.out)
                        yield child.answer()
                        self.idle.append(child if child.alive else self.workshop.replaced(child))
            finally:  # whoever stops asking leaves children at work, whose answers nobody must take for others
                for unheard in list(self.ready.get_map().values()):
                    unheard.data.end("")

    def hand_out(self) -> None:
        """A task for each child that has none."""
        while self.waiting and self.idle:
            child, task = self.idle.pop(), self.waiting.popleft()
            if child.give(task):
                self.ready.register(child.out, selectors.EVENT_READ, child)
            else:
                self.refused.append(Answer(task, None, child.epitaph()))
                self.idle.append(self.workshop.replaced(child))

    def _waited(self) -> Sequence[Journeyman]:
        """The children that have something to say; one that took too long is ended."""
        busy = [key.data for key in self.ready.get_map().values()]
        if not busy:
            return ()
        heard = [key.data for key, _ in self.ready.select(max(min(child.seconds_left() for child in busy), 0.0))]
        if not heard:
            heard = [child for child in busy if child.seconds_left() <= 0]
            for child in heard:
                child.end_overdue()
        return heard
