"""The book's pages judged and mended: what is wrong on which page, and a tuning of paragraphs that has less of it.

In: a book that is set. Out: findings at the manuscript's places, with page and line; tunings for `pages.lock`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...blocks import digest, numbered, own_texts
from ...diagnostics import Code, Report
from ...model import Context
from ...nodes import Pos
from ...pageslock import Tunings
from ...workshop import Workshop
from .composing import Composing
from .faults import LEVEL, Fault, Kind, faults, foot, text_of
from .forme import Set
from .makeup import BLANK, Leaf
from .mending import Blocks, mended
from .units import Unit

CODES = {Kind.WIDOW: Code.LONE_LINE, Kind.ORPHAN: Code.LONE_LINE, Kind.RUNT: Code.RUNT, Kind.LADDER: Code.LADDER,
         Kind.STRANDED: Code.STRANDED_HEADING, Kind.LONE_LINE: Code.ONE_LINE_PAGE,
         Kind.SHORT: Code.UNLEVEL_FEET}  # fmt: skip
SAYS = {
    Kind.WIDOW: "the last line of this paragraph stands alone at the head of the page",
    Kind.ORPHAN: "the first line of this paragraph stands alone at the foot of the page",
    Kind.RUNT: "this paragraph ends in a line of fewer than four letters",
    Kind.LADDER: "{lines} lines in a row end in a hyphen",
    Kind.STRANDED: "this heading stands at the foot of the page, without its text",
    Kind.LONE_LINE: "the chapter's last page has one line",
    Kind.SHORT: "the page ends {lines} line{s} above the facing one",
}
CURE = "`galerada pages --mend` tries spacing; else add or cut a word or two in this paragraph or the one before"


@dataclass(frozen=True, slots=True)
class Mending:
    """What came of mending a book."""

    tunings: Tunings
    settings: int
    """How often parts were set for it."""


def judge(pages: Set, report: Report) -> None:
    """Report every fault of the book's pages."""
    for part, unit in enumerate(pages.made.parts):
        if unit.displays:
            continue
        own = own_texts(numbered(unit.chapter.body))
        places = {number: block.pos for number, (_, block) in own.items()}
        for fault in faults(pages.made.galleys[part], _blocks(unit).tags, _leading(pages)):
            at = _leaf_of(pages.made.leaves, part, fault.page)
            if fault.kind is not Kind.SHORT or _is_unlevel(pages, at):
                _say(fault, pages.made.leaves[at].label, places.get(fault.block, unit.chapter.pos), report)


def mend(pages: Set, context: Context, workshop: Workshop) -> Mending:
    """Tunings of the book's paragraphs with which its pages have as few faults as the search finds."""
    composing = Composing(list(pages.made.parts), pages.book, context, workshop, pages.edition.tagged, False)
    composing.done()
    made: dict[str, Mapping[str, int]] = {}
    settings = 0
    for part, unit in enumerate(pages.made.parts):
        if unit.displays:
            continue
        found = mended(composing.galleys[part], dict(unit.tuning), _blocks(unit), _leading(pages),
                       lambda some, part=part: composing.trial(part, some))  # type: ignore[misc]  # fmt: skip
        settings += found.settings
        made[unit.key] = {words: step for words, step in found.tuning.items() if step}
    return Mending(made, settings)


def _leading(pages: Set) -> float:
    return pages.book.config.print.leading


def _blocks(unit: Unit) -> Blocks:
    own = own_texts(numbered(unit.chapter.body))
    return Blocks({number: block.tag for number, (_, block) in own.items()},
                  {number: digest(text) for number, (text, _) in own.items()})  # fmt: skip


def _leaf_of(leaves: Sequence[Leaf], part: int, page: int) -> int:
    return next(place for place, leaf in enumerate(leaves) if leaf.part == part and leaf.page == page)


def _is_unlevel(pages: Set, at: int) -> bool:
    """Whether the facing page, if it is full, ends elsewhere: a verso lies at an odd place, its recto after it."""
    facing = at + 1 if at % 2 else at - 1
    if not 0 <= facing < len(pages.made.leaves):
        return False
    leaf = pages.made.leaves[facing]
    if leaf.part == BLANK or leaf.page == len(pages.made.galleys[leaf.part].pages) - 1:
        return False
    other, own = pages.made.galleys[leaf.part].pages[leaf.page], pages.made.leaves[at]
    if not text_of(other):
        return False
    here = foot(pages.made.galleys[own.part].pages[own.page])
    return here - foot(other) > LEVEL * _leading(pages)


def _say(fault: Fault, label: str, pos: Pos, report: Report) -> None:
    where = f"page {label}, line {fault.line}" if fault.line else f"page {label}"
    said = SAYS[fault.kind].format(lines=fault.lines, s="" if fault.lines == 1 else "s")
    report.add(CODES[fault.kind], f"{where}: {said}", pos, CURE)
