"""Signs of marks go into a chapter's file only where it reads as before: what keeps an import from breaking markup.

In: a chapter, and for each remark the ways to write it. Out: which way each takes, and the file with them all. A way is
taken when the file with it gives the old one when it is rejected, the asked words when it is accepted, and shows each
mark where it was put. Not its business: where a remark belongs, and what the files are made of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ..diagnostics import Report
from ..homecoming.copy import Copy, copy_of
from ..homecoming.letters import folded
from ..homecoming.signs import Proposal, Put
from ..marks import everywhere
from ..model import Chapter, Config
from ..nodes import BLOCKS, Body, Element
from ..read.bodies import body_of
from ..read.marks import Mark, find_marks
from .marking import settled
from .sheet import Sheet


@dataclass(frozen=True, slots=True)
class Written:
    """A file with signs in it, and where each of them stands."""

    text: str
    at: tuple[tuple[Put, int], ...]


def written(source: str, puts: Sequence[Put]) -> Written:
    """The file with these signs."""
    pieces, at, cursor, length = list[str](), list[tuple[Put, int]](), 0, 0
    for put in sorted(puts, key=lambda put: put.rank):
        before = source[cursor : put.offset]
        at.append((put, length + len(before)))
        pieces += before, put.text
        length += len(before) + len(put.text)
        cursor = put.offset
    return Written("".join([*pieces, source[cursor:]]), tuple(at))


@dataclass(slots=True)
class Bench:
    """Where one chapter's file is tried again and again."""

    chapter: Chapter
    config: Config
    copy: Copy
    inserted: bool
    """Whether the words that open marks would bring count as text."""
    _faults: int = field(init=False)
    _blocks: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        report = Report()
        self._blocks = _block_tags(self._body(self.copy.source, report))
        self._faults = len(report.diagnostics)

    def chosen(self, ways: Sequence[tuple[Proposal, ...]]) -> list[Proposal | None]:
        """For each remark the first way that can be taken beside the others; None where there is none."""
        taken: dict[int, Proposal] = {}
        for rank in range(max(map(len, ways), default=0)):
            group = {n: way[rank] for n, way in enumerate(ways) if n not in taken and rank < len(way)}
            taken = self._sifted(group, taken)
        return [taken.get(n) for n in range(len(ways))]

    def _sifted(self, group: dict[int, Proposal], taken: dict[int, Proposal]) -> dict[int, Proposal]:
        """Of a group, and with what is taken already, what leaves the chapter as it is."""
        if not group:
            return taken
        both = taken | group
        if self.holds([both[n] for n in sorted(both)]):
            return both
        if len(group) == 1:
            return taken
        numbers = sorted(group)
        half = len(numbers) // 2
        taken = self._sifted({n: group[n] for n in numbers[:half]}, taken)
        return self._sifted({n: group[n] for n in numbers[half:]}, taken)

    def holds(self, ways: Sequence[Proposal]) -> bool:
        """Whether the chapter with these marks is the old one, the new one and readable."""
        made = written(self.copy.source, [put for way in ways for put in way.puts])
        marks = find_marks(made.text)
        own = _own(made, marks)
        if own is None:
            return False
        sheet = Sheet.of(made.text.encode("utf-8", "surrogatepass"))
        if settled(sheet, own, accept=False).text != self.copy.source:
            return False
        return self._shows(made.text, own) and self._becomes(settled(sheet, own, accept=True).text, ways)

    def _shows(self, text: str, own: frozenset[int]) -> bool:
        """Whether each mark stands in the chapter's text, and nothing is said of it."""
        report = Report()
        body = self._body(text, report)
        met = {int(node.get("data-mark")) for node in everywhere(body)
               if isinstance(node, Element) and node.has("data-mark") and "misplaced" not in node.classes}  # fmt: skip
        return own <= met and len(report.diagnostics) <= self._faults

    def _becomes(self, text: str, ways: Sequence[Proposal]) -> bool:
        """Whether the file says, when all is accepted, what was asked for, in the same blocks."""
        body = self._body(text, Report())
        letters = copy_of(self.copy.path, text, body, inserted=self.inserted).letters
        structural = any("\n" in words for way in ways for _, words in way.comes) or self._empties(ways)
        return letters == _expected(self.copy.letters, ways) and (structural or _block_tags(body) == self._blocks)

    def _empties(self, ways: Sequence[Proposal]) -> bool:
        """Whether nothing is left of a block, which then goes."""
        gone = {letter for way in ways for first, last in way.cuts for letter in range(first, last)}
        left = {block for letter, block in enumerate(self.copy.blocks) if letter not in gone}
        return any(self.copy.blocks[letter] not in left for letter in gone)

    def _body(self, text: str, report: Report) -> Body:
        assert self.chapter.source is not None
        source = replace(self.chapter.source, text=text)
        return body_of(source, self.chapter.meta, self.config, report, titled=bool(self.chapter.title))


def _own(made: Written, marks: Sequence[Mark]) -> frozenset[int] | None:
    """The numbers of the marks that were put; None where one of them is another than it should be."""
    begun = {mark.strokes[0].start: mark for mark in marks}
    closers: dict[tuple[int, int], set[int]] = {}
    for put, place in made.at:
        closers.setdefault((put.partner, put.offset), set()).add(place)
    numbers = set[int]()
    for put, place in made.at:
        mark = begun.get(place)
        if put.partner >= put.offset and mark is None:
            return None
        if mark and put.partner > put.offset and mark.own[1].start not in closers.get((put.offset, put.partner), ()):
            return None
        numbers |= {begun[start].number for start in range(place, place + len(put.text)) if start in begun}
    return frozenset(numbers)


def _expected(letters: str, ways: Sequence[Proposal]) -> str:
    """The letters when all is accepted."""
    gone = {letter for way in ways for first, last in way.cuts for letter in range(first, last)}
    comes: dict[int, list[str]] = {}
    for way in sorted(ways, key=lambda way: min(put.offset for put in way.puts)):
        for letter, words in way.comes:
            comes.setdefault(letter, []).append(folded(words))
    pieces = [
        "".join(comes.get(n, ())) + ("" if n in gone else letter) for n, letter in enumerate(letters)
    ]  # fmt: skip
    return "".join([*pieces, *comes.get(len(letters), ())])


def _block_tags(body: Body) -> tuple[str, ...]:
    return tuple(
        node.tag for node in everywhere(body)
        if isinstance(node, Element) and node.tag in BLOCKS and not node.has("data-mark")
    )  # fmt: skip
