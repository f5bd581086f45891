"""What stands beside which paragraph: the findings of a chapter, and its open marks.

In: a proof and one of its chapters. Out: findings and marks by the number of their block; 0 is the chapter's opening.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..blocks import NUMBER
from ..diagnostics import Code, Diagnostic, Severity
from ..model import Chapter
from ..nodes import Pos, elements
from ..paragraphs import NAME
from ..spots import Spot, Spots
from .proof import Marked, WebProof


@dataclass(frozen=True, slots=True)
class Beside:
    """The remarks on a chapter, by block."""

    findings: Mapping[int, tuple[Diagnostic, ...]]
    marks: Mapping[int, tuple[Marked, ...]]


def beside(proof: WebProof, chapter: Chapter) -> Beside:
    """The findings and marks of a chapter."""
    spots = Spots.of(chapter, chapter.body)
    findings: dict[int, tuple[Diagnostic, ...]] = {}
    for found in findings_of(proof, chapter):
        block = spots.at(found.pos)[0]
        findings[block] = (*findings.get(block, ()), found)
    marks: dict[int, tuple[Marked, ...]] = {}
    for marked in proof.marks:
        if marked.chapter == chapter.key:
            block = spots.at(_inside(marked.mark.pos))[0]
            marks[block] = (*marks.get(block, ()), marked)
    return Beside(findings, marks)


@dataclass(frozen=True, slots=True)
class Spoken:
    """Where a place of the manuscript is in the book, as people say it."""

    paragraph: str
    """`3.12`; empty: Galerada made the page."""
    page: str
    """The number of the printed page; empty: it is on none."""


def spoken(proof: WebProof, chapter: Chapter) -> Callable[[Pos], Spoken]:
    """For the places of a chapter: paragraph and page."""
    spots = Spots.of(chapter, chapter.body)
    names = _names(chapter)
    starts = [((mark.block, mark.letter), mark.label) for mark in proof.map.of(chapter.key)]

    def say(pos: Pos) -> Spoken:
        spot = spots.at(_inside(pos))
        before = [label for start, label in starts if start <= spot]
        return Spoken(names.get(spot[0], f"{chapter.sign}.0" if chapter.sign else ""), before[-1] if before else "")

    return say


def _names(chapter: Chapter) -> dict[int, str]:
    """Block -> the name of its paragraph; of a block that has none, that of the one before it."""
    made: dict[int, str] = {}
    last = f"{chapter.sign}.0" if chapter.sign else ""
    for block in elements(chapter.body):
        if block.has(NUMBER):
            last = block.get(NAME) or last
            made[int(block.get(NUMBER))] = last
    return made


def _inside(pos: Pos) -> Pos:
    """A mark that begins its paragraph begins before the first of its words."""
    return Pos(pos.path, pos.line, pos.column + 1)


def points(proof: WebProof, chapter: Chapter) -> list[tuple[Spot, str]]:
    """The words that findings are about, by their spots, with the severity; of several at one word the worst."""
    spots = Spots.of(chapter, chapter.body)
    made: dict[Spot, str] = {}
    for found in sorted(findings_of(proof, chapter), key=lambda one: [*Severity].index(one.severity)):
        made.setdefault(spots.at(found.pos), str(found.severity))
    return [*made.items()]


def findings_of(proof: WebProof, chapter: Chapter) -> tuple[Diagnostic, ...]:
    """The findings of a chapter's file; of one that is broken, only why."""
    path = chapter.source.path if chapter.source else ""
    broken = proof.broken_at(path)
    if broken is not None or not path:
        return ()
    return tuple(found for found in proof.findings if found.pos.path == path and not _is_of_all(found))


def _is_of_all(found: Diagnostic) -> bool:
    """One finding for all open marks of the book, which stand beside their words anyway."""
    return found.code is Code.OPEN_QUERIES


def findings_elsewhere(proof: WebProof) -> tuple[Diagnostic, ...]:
    """The findings that belong to no chapter: of book.yaml, of the whole book, of files that are none."""
    paths = {chapter.source.path for chapter in proof.book.chapters if chapter.source}
    return tuple(found for found in proof.findings if found.pos.path not in paths or _is_of_all(found))
