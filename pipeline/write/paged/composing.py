"""Every part of the book is set, and set again where it shows the number of a page that has moved.

In: units. Out: their galleys and the make-up of the book. The numbers in "see page 47" and in the contents must be
those of the pages as they are bound: rounds go on until they agree, always from the same start, so that the result
does not depend on what the cache holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ...cache import key
from ...diagnostics import BookError, Code
from ...model import Book, Context
from ...nodes import element
from ...packed import NOT_OURS
from ...workshop import Answer, Task, Workshop
from .galley import Galley
from .leaders import with_numbers
from .makeup import BLANK, Leaf, Part, made_up
from .plates import Plates
from .units import Unit, anchor, job

ROUNDS = 6
"""After these, numbers that still change each other are a finding."""


@dataclass(frozen=True, slots=True)
class Composition:
    """The book, set and made up."""

    galleys: tuple[Galley, ...]
    leaves: tuple[Leaf, ...]
    parts: tuple[Unit, ...] = ()
    """As they were set: in a proof, what cannot be set says so in its place."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """The page numbers that they show, by their targets."""


def composed(
    parts: Sequence[Unit], book: Book, context: Context, workshop: Workshop, *, tagged: bool, survives: bool = False
) -> Composition:
    """All parts; raises BookError when one cannot be set, or the numbers in them do not settle.

    One that survives reports that instead, and has a stand-in for the part.
    """
    return Composing(list(parts), book, context, workshop, tagged, survives).done()


def set_again(
    parts: Sequence[Unit], book: Book, context: Context, workshop: Workshop, labels: Mapping[str, str]
) -> Composition:
    """The parts on the pages of another design, with the page numbers of the first; it survives what cannot be set."""
    composing = Composing(list(parts), book, context, workshop, tagged=False, survives=True)
    composing.set_parts(range(len(parts)), labels)
    return composing.composition((), labels)


class Composing:
    """The parts at work: set, made up, and set again in another way for a trial."""

    def __init__(
        self, parts: list[Unit], book: Book, context: Context, workshop: Workshop, tagged: bool, survives: bool
    ) -> None:
        self.parts, self.book, self.context, self.workshop, self.tagged = parts, book, context, workshop, tagged
        self.survives = survives
        self.galleys: dict[int, Galley] = {}
        self.jobs: dict[int, bytes] = {}
        self.plates = Plates(book, context, workshop, self._refuse)
        self.labels: Mapping[str, str] = {}
        self.failed: list[int] = []
        """Parts that have a stand-in now, which is to be set."""

    def composition(self, leaves: tuple[Leaf, ...], labels: Mapping[str, str]) -> Composition:
        """What was made."""
        self.labels = labels
        known = {anchor(target): label for target, label in labels.items()}
        galleys = tuple(self._numbered(place, known) for place in range(len(self.parts)))
        return Composition(galleys, leaves, tuple(self.parts), labels)

    def _numbered(self, place: int, labels: Mapping[str, str]) -> Galley:
        """The galley with the numbers of its pages; drawn once for the same ones."""
        galley = self.galleys[place]
        if not galley.slots.objects:
            return galley
        name = key("numbered", self.jobs[place], repr(sorted(labels.items())))
        made = _read(self.context.cache.get(name) or b"")
        if made is None:
            made = with_numbers(galley, labels)
            self.context.cache.put(name, made.packed())
        return made

    def done(self) -> Composition:
        """All parts; raises BookError when one cannot be set, or the numbers in them do not settle."""
        self.set_parts([place for place, part in enumerate(self.parts) if not part.targets], {})
        leaves = self._leaves()
        for _ in range(ROUNDS):
            labels = self._labels(leaves)
            stale = [place for place, part in enumerate(self.parts) if part.targets and self._is_stale(place, labels)]
            if not stale:
                return self.composition(leaves, labels)
            self.set_parts(stale, labels)
            leaves = self._leaves()
        self._refuse(self._unsettled())
        return self.composition(leaves, self._labels(leaves))

    def _is_stale(self, place: int, labels: Mapping[str, str]) -> bool:
        return self.jobs.get(place) != self._job(self.parts[place], labels)

    def _job(self, part: Unit, labels: Mapping[str, str]) -> bytes:
        return job(part, self.book, labels, tagged=self.tagged, others=self.plates.inked)

    def _refuse(self, error: BookError) -> None:
        if not self.survives:
            raise error
        found = error.diagnostic
        self.context.report.add(found.code, found.message, found.pos, found.hint)

    def _unsettled(self) -> BookError:
        showing = next(part for part in self.parts if part.targets)
        message = "the page numbers in this chapter move the very pages that they name"
        hint = "take out one of its references to a page, or add or cut a line near it"
        return BookError(Code.PAGES_UNSETTLED, message, showing.chapter.pos, hint)

    # make-up

    def _leaves(self) -> tuple[Leaf, ...]:
        parts = [
            Part(part.key, part.opens, len(self.galleys[place].pages) if place in self.galleys else part.guess,
                 part.front)
            for place, part in enumerate(self.parts)
        ]  # fmt: skip
        options = self.book.config.print
        return made_up(parts, options.pages_multiple, last_blank=options.last_blank)

    def _labels(self, leaves: tuple[Leaf, ...]) -> dict[str, str]:
        """The page number of every target that any part shows."""
        found: dict[str, str] = {}
        for leaf in leaves:
            if leaf.part == BLANK:
                continue
            if leaf.part in self.galleys:
                found.update((name, leaf.label) for name in self.galleys[leaf.part].pages[leaf.page].anchors
                             if name not in found)  # fmt: skip
            if not leaf.page:
                found.setdefault(self.parts[leaf.part].key, leaf.label)
        return {target: self._label(target, found) for part in self.parts for target in part.shows}

    @staticmethod
    def _label(target: str, found: Mapping[str, str]) -> str:
        return found.get(anchor(target)) or found.get(target.partition("#")[0], "")

    # setting

    def set_parts(self, places: Sequence[int], labels: Mapping[str, str]) -> None:
        """The galleys of these parts: from the workshop, and while it works from the cache."""
        for place in places:
            self.jobs[place] = self._job(self.parts[place], labels)
        there = [place for place in places if self.context.cache.has(key("galley", self.jobs[place]))]
        missing = [place for place in places if place not in there]
        self.plates.convert([self.parts[place] for place in missing])
        answers = self._at_work(missing)
        _import_binding()
        damaged = [place for place in there if not self._recalled(place)]
        for answer in answers:
            self._take(answer)
        for place in places:
            reused = place not in missing and place not in damaged
            self.context.cache.note("chapter", self.parts[place].key, reused=reused)
        self.plates.convert([self.parts[place] for place in damaged])
        for answer in self._at_work(damaged):
            self._take(answer)
        if self.failed:
            places, self.failed = self.failed, []
            self.set_parts(places, labels)

    def _recalled(self, place: int) -> bool:
        kept = self.context.cache.get(key("galley", self.jobs[place]))
        galley = _read(kept) if kept is not None else None
        if galley is not None:
            self.galleys[place] = galley
        return galley is not None

    def _at_work(self, places: Iterable[int]) -> Iterator[Answer]:
        """The children at these parts. A picture goes with the task that has it, and so does its memory."""
        tasks = list(self._tasks(places))
        self.plates.ready.clear()
        return self.workshop.run(tasks)

    def _tasks(self, places: Iterable[int]) -> Iterator[Task]:
        """Long parts first, so that no child is still at one when the others have nothing left to do."""
        for place in sorted(places, key=lambda place: (-len(self.jobs[place]), place)):
            names = [name for name, _ in self.parts[place].pictures]
            blobs = (self.jobs[place], *self.plates.of(self.parts[place]))
            yield Task("galley", names, blobs, place, self.book.config.limits.seconds)

    def trial(self, place: int, tunings: Sequence[Mapping[str, int]]) -> tuple[Galley, ...]:
        """The part set in other ways, once it is done: a galley for each tuning of its paragraphs."""
        part = self.parts[place]
        self.plates.convert([part])
        jobs = [self._job(replace(part, tuning=tuple(sorted(one.items()))), self.labels) for one in tunings]
        names = [name for name, _ in part.pictures]
        tasks = [Task("galley", names, (one, *self.plates.of(part)), number, self.book.config.limits.seconds)
                 for number, one in enumerate(jobs)]  # fmt: skip
        made: dict[int, Galley] = {}
        for answer in self.workshop.run(tasks):
            if answer.parcel is None:
                raise self._not_set(place, answer.fault)
            made[int(str(answer.task.name))] = Galley.unpacked(answer.parcel.blobs[0])
        return tuple(made[number] for number in range(len(jobs)))

    def _take(self, answer: Answer) -> None:
        place = answer.task.name
        assert isinstance(place, int)
        if answer.parcel is None:
            self._stand_in(place, self._not_set(place, answer.fault))
            return
        data = answer.parcel.blobs[0]
        self.context.cache.put(key("galley", self.jobs[place]), data)
        self.galleys[place] = Galley.unpacked(data)

    def _stand_in(self, place: int, error: BookError) -> None:
        """The part's title, and in the place of its text why it is not there."""
        part = self.parts[place]
        said = element("p", element("span", error.diagnostic.message, class_="missing-picture"))
        chapter = replace(part.chapter, heading=(), body=(said,))
        if part.chapter.body == chapter.body:
            raise error
        self._refuse(error)
        self.parts[place] = replace(part, chapter=chapter, targets=(), entries=(), pictures=())
        self.failed.append(place)

    def _not_set(self, place: int, fault: str) -> BookError:
        part = self.parts[place]
        message = f"'{part.chapter.title or part.key}' cannot be laid out: {fault}"
        hint = "look for what is unusual in it (a huge table, deep nesting); leave it out with --only to see the rest"
        if "longer than" in fault:
            hint += f"; or raise the limit in book.yaml: limits: {{seconds: {2 * self.book.config.limits.seconds}}}"
        return BookError(Code.NOT_LAID_OUT, message, part.chapter.pos, hint)


def _import_binding() -> None:
    """What comes next is imported while children set the type."""
    from . import binding, running  # noqa: F401


def _read(kept: bytes) -> Galley | None:
    try:
        return Galley.unpacked(kept)
    except NOT_OURS:
        return None
