"""Room for the numbers of the table of contents and for the dots before them, as a galley keeps it.

In: what the engine found where it would have drawn them. Out: values that pack with their galley; `leaders.py` draws
what belongs there. Lengths are the engine's px, from the upper left corner of what a slot stands in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from typing import Any

SAMPLE = "000"
"""Stands for a page number that the binding draws: as wide as most that a book has."""
SLOT = "%slot "
"""Begins a line of a page's content, a comment (PDF 1.7, 7.2.4): the number of the slot that is drawn there."""


@dataclass(frozen=True, slots=True)
class Sort:
    """A glyph at its place."""

    font: str
    """The name under which the galley draws with it."""
    size: float
    glyph: int
    x: float


@dataclass(frozen=True, slots=True)
class Run:
    """Sorts side by side, their places counted from the run's own start."""

    sorts: tuple[Sort, ...] = ()
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class FolioSlot:
    """Room for the number of a page, drawn when it is known."""

    target: str
    """The anchor whose page it tells."""
    sort: Sort
    """The face and the size of its figures; how far the first of them stands from where the number begins."""
    left: float
    right: float
    baseline: float
    flush_right: bool
    """Whether the number ends where the room ends; else it begins where the room begins."""
    tracking: float = 0.0
    capitals: bool = False
    features: tuple[tuple[str, int], ...] = ()
    language: str = ""
    before: Run = Run()
    """What the style sheet puts before the number."""
    after: Run = Run()


@dataclass(frozen=True, slots=True)
class LeaderSlot:
    """Room for dots between an entry's words and its number."""

    pattern: Run
    """What is drawn again and again, in one face and size."""
    left: float
    right: float
    baseline: float
    grid: float
    """Where one pattern of the grid begins on which all stand."""
    from_right: bool = False
    """Whether the words stand at its right."""


@dataclass(frozen=True, slots=True)
class Slots:
    """All slots of a galley, by the numbers that its pages name them by."""

    folios: Mapping[int, FolioSlot] = field(default_factory=dict)
    leaders: Mapping[int, LeaderSlot] = field(default_factory=dict)
    objects: tuple[int, ...] = ()
    """In whose streams they stand, which are not compressed."""

    def form(self) -> list[Any]:
        """As JSON has it."""
        return [*([[n, astuple(one)] for n, one in some.items()] for some in (self.folios, self.leaders)), self.objects]


def slots_of(folios: list[Any], leaders: list[Any], objects: list[int]) -> Slots:
    """What `form` told."""
    return Slots({number: _folio(*form) for number, form in folios},
                 {number: LeaderSlot(_run(*pattern), *form) for number, (pattern, *form) in leaders},
                 tuple(objects))  # fmt: skip


def _folio(target: str, sort: list[Any], left: float, right: float, baseline: float, flush_right: bool,
           tracking: float, capitals: bool, features: list[list[Any]], language: str, before: list[Any],
           after: list[Any]) -> FolioSlot:  # fmt: skip
    told = tuple((str(name), int(value)) for name, value in features)
    return FolioSlot(target, Sort(*sort), left, right, baseline, flush_right, tracking, capitals, told, language,
                     _run(*before), _run(*after))  # fmt: skip


def _run(sorts: list[Any], width: float) -> Run:
    return Run(tuple(Sort(*form) for form in sorts), width)
