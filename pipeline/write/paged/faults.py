"""What a careful typesetter would not leave on a page: lone lines, scraps, ladders, feet that are not level.

In: a galley, and what its blocks are. Out: `Fault`s in the order of the pages. Sources: the rules of the trade (Chicago
Manual of Style; Martínez de Sousa, Manual de estilo de la lengua española: líneas viudas, huérfanas y ladronas).
Not its business: which page of the book a galley's page becomes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .galley import Galley, GalleyPage, TypeLine

HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
FLOWING = frozenset({"p", "li", "dd"})
"""Blocks whose lines follow one another from page to page."""
LEAST = 4
"""Letters of a paragraph's last line: fewer look like a fault."""
LADDER = 3
"""Lines in a row that end in a hyphen: so many are too many."""
LEVEL = 0.6
"""Of a line's height: feet that differ by less are level."""


class Kind(StrEnum):
    """What is wrong."""

    WIDOW = "widow"
    ORPHAN = "orphan"
    STRANDED = "stranded"
    LONE_LINE = "lone line"
    RUNT = "runt"
    LADDER = "ladder"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Fault:
    """One of them."""

    kind: Kind
    page: int
    """Of the galley, from 0."""
    block: int
    line: int = 0
    """On the page, from 1; 0: the whole page."""
    lines: int = 0
    """How many lines it is about: those that a foot lacks, those of a ladder."""


Row = tuple[int, int, TypeLine]
"""A line with its page, and its place on the page from 1."""


def faults(galley: Galley, tags: Mapping[int, str], leading: float) -> tuple[Fault, ...]:
    """All of them; `tags` say what each block is, `leading` is the distance of lines in pt."""
    rows = [(number, place, line) for number, page in enumerate(galley.pages)
            for place, line in enumerate(text_of(page), 1)]  # fmt: skip
    found = [*_of_blocks(rows, tags), *_of_pages(galley, tags, leading)]
    return tuple(sorted(found, key=lambda fault: (fault.page, fault.line, fault.kind)))


def text_of(page: GalleyPage) -> list[TypeLine]:
    """The lines of the text, without notes and pictures, from the head to the foot."""
    return [line for line in page.lines if line.block and not line.note and not line.picture]


def _of_blocks(rows: Sequence[Row], tags: Mapping[int, str]) -> Iterator[Fault]:
    blocks: dict[int, list[Row]] = {}
    for row in rows:
        if tags.get(row[2].block) in FLOWING:
            blocks.setdefault(row[2].block, []).append(row)
    for block, own in blocks.items():
        if len(own) > 1:
            yield from _alone(block, own)
            yield from _scraps(block, own)
            yield from _ladders(block, own)


def _alone(block: int, own: Sequence[Row]) -> Iterator[Fault]:
    """A first line that stays behind, a last one that goes on alone."""
    counts = Counter(page for page, _, _ in own)
    (first, first_place, _), (last, last_place, _) = own[0], own[-1]
    if first != last and counts[first] == 1:
        yield Fault(Kind.ORPHAN, first, block, first_place)
    if first != last and counts[last] == 1:
        yield Fault(Kind.WIDOW, last, block, last_place)


def _scraps(block: int, own: Sequence[Row]) -> Iterator[Fault]:
    page, place, line = own[-1]
    if 0 < line.letters < LEAST:
        yield Fault(Kind.RUNT, page, block, place)


def _ladders(block: int, own: Sequence[Row]) -> Iterator[Fault]:
    run: list[Row] = []
    for row in [*own, None]:
        if row is not None and row[2].divided:
            run.append(row)
            continue
        if len(run) >= LADDER:
            yield Fault(Kind.LADDER, run[0][0], block, run[0][1], len(run))
        run = []


def _of_pages(galley: Galley, tags: Mapping[int, str], leading: float) -> Iterator[Fault]:
    feet = [foot(page) for page in galley.pages]
    level = _level(feet[:-1])
    for number, page in enumerate(galley.pages):
        text, last = text_of(page), number == len(galley.pages) - 1
        if not text:
            continue
        if not last and tags.get(text[-1].block) in HEADINGS:
            yield Fault(Kind.STRANDED, number, text[-1].block, len(text))
        if last and number and len(text) == 1 and len(page.lines) == 1:
            yield Fault(Kind.LONE_LINE, number, text[0].block, 1)
        if not last and number and feet[number] - level > LEVEL * leading:
            yield Fault(Kind.SHORT, number, text[-1].block, lines=round((feet[number] - level) / leading))


def foot(page: GalleyPage) -> float:
    """The baseline of a page's last line, notes and pictures counted, in pt from the page's lower edge."""
    return min((line.baseline for line in page.lines), default=0.0)


def _level(feet: Sequence[float]) -> float:
    """Where a full page ends: the lowest foot that two pages share, or the lowest."""
    shared = [value for value, count in Counter(round(one) for one in feet if one > 0).items() if count > 1]
    return float(min(shared)) if shared else min((one for one in feet if one > 0), default=0.0)
