"""What stands beside which paragraph: the findings of a chapter, and its open marks.

In: a proof and one of its chapters. Out: findings and marks by the number of their block; 0 is the chapter's opening.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..diagnostics import Code, Diagnostic
from ..model import Chapter
from ..nodes import Pos
from ..spots import Spots
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


def _inside(pos: Pos) -> Pos:
    """A mark that begins its paragraph begins before the first of its words."""
    return Pos(pos.path, pos.line, pos.column + 1)


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
