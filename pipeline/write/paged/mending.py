"""Pages are mended: the letters of a few paragraphs stand a hair closer or wider, until lone lines and scraps are gone.

In: a part of the book that is set, and a way to set it again. Out: the tuning of its paragraphs, in thousandths of an
em, and what could not be mended. The search is bounded: so many faults, so many trials each, at most 0.8 % of an em,
and always in the same order, so that one book has one result whatever the machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from .faults import FLOWING, Fault, Kind, faults, text_of
from .galley import Galley, TypeLine

STEPS = (4, 8)
"""Thousandths of an em."""
TRIALS = 10
"""Settings of the part for one fault."""
FAULTS = 24
"""Faults of one part that are tried."""
LONG = 4
"""Lines of a paragraph in which a hair's breadth is not seen, and still gains a line."""
BACK = 2
"""Pages before a fault whose paragraphs may mend it."""
WEIGHTS = {Kind.STRANDED: 20, Kind.LONE_LINE: 15, Kind.WIDOW: 10, Kind.ORPHAN: 10, Kind.LADDER: 4, Kind.RUNT: 4,
           Kind.SHORT: 3}  # fmt: skip
"""How much each counts; a short page more for each line that it lacks beyond the first."""
OWN = frozenset({Kind.RUNT, Kind.LADDER})
"""Faults that their own paragraph mends."""

Setter = Callable[[Sequence[Mapping[str, int]]], Sequence[Galley]]
"""Sets the part once for each tuning."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """What the part's blocks are."""

    tags: Mapping[int, str]
    digests: Mapping[int, str]
    """Of their words: what a tuning names them by."""


@dataclass(frozen=True, slots=True)
class Mended:
    """What came of it."""

    tuning: Mapping[str, int]
    left: tuple[Fault, ...]
    settings: int
    """How often the part was set."""


def mended(galley: Galley, tuning: Mapping[str, int], blocks: Blocks, leading: float, again: Setter) -> Mended:
    """The part with as few faults as the search finds."""
    found = faults(galley, blocks.tags, leading)
    done: set[tuple[Kind, int]] = set()
    settings = 0
    while fault := _next(found, done):
        done.add((fault.kind, fault.block))
        trials = list(_trials(fault, galley, tuning, blocks))
        settings += len(trials)
        best = weight(found)
        for one, made in zip(trials, again(trials) if trials else (), strict=True):
            judged = faults(made, blocks.tags, leading)
            if weight(judged) < best:
                best, found, galley, tuning = weight(judged), judged, made, one
    return Mended(tuning, found, settings)


def weight(found: Sequence[Fault]) -> int:
    """How bad they are together."""
    return sum(WEIGHTS[fault.kind] + (max(0, fault.lines - 1) if fault.kind is Kind.SHORT else 0) for fault in found)


def _next(found: Sequence[Fault], done: set[tuple[Kind, int]]) -> Fault | None:
    """The first that was not tried yet."""
    left = [fault for fault in found if (fault.kind, fault.block) not in done]
    return left[0] if left and len(done) < FAULTS else None


def _trials(fault: Fault, galley: Galley, tuning: Mapping[str, int], blocks: Blocks) -> Iterator[Mapping[str, int]]:
    """Other tunings, the likeliest first."""
    count = 0
    for block, steps in _candidates(fault, galley, blocks):
        words = blocks.digests.get(block)
        for step in steps:
            if words and count < TRIALS and tuning.get(words, 0) != step:
                count += 1
                yield {**tuning, words: step}


def _candidates(fault: Fault, galley: Galley, blocks: Blocks) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Paragraphs, and by how much each is tried: one whose last line is nearly full gains a line, one whose last line
    is nearly empty loses it.
    """
    if fault.kind in OWN:
        yield fault.block, (STEPS[0], -STEPS[0], STEPS[1], -STEPS[1])
    rated = []
    for block, lines in _paragraphs(fault, galley, blocks):
        measure = max(line.right - line.left for line in lines)
        full = (lines[-1].right - lines[-1].left) / measure if measure else 0.0
        rated += [((1 - full) / len(lines), block, STEPS), (full / len(lines), block, (-STEPS[0], -STEPS[1]))]
    yield from ((block, steps) for _, block, steps in sorted(rated))


def _paragraphs(fault: Fault, galley: Galley, blocks: Blocks) -> Iterator[tuple[int, list[TypeLine]]]:
    """The paragraphs that begin on the fault's page or shortly before."""
    pages = range(max(0, fault.page - BACK), min(fault.page + 1, len(galley.pages) - 1) + 1)
    starts = {line.block for page in pages for line in text_of(galley.pages[page]) if not line.letter}
    for block in sorted(starts):
        lines = [line for page in galley.pages for line in text_of(page) if line.block == block]
        if blocks.tags.get(block) in FLOWING and len(lines) >= LONG:
            yield block, lines
