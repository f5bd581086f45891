"""Which remark stands beside which line, and what each paragraph is called.

In: a composition, remarks. Out: of each galley its counted rows, its paragraphs' names and places in the manuscript;
of each page its remarks. Not its business: how the margins look.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...blocks import NUMBER, numbered
from ...model import Chapter
from ...nodes import Body, Pos, elements
from ...paragraphs import ordinals
from ...spots import Spots
from ..opening import letters_before_title
from ..paged.composing import Composition
from ..paged.counting import Counted, Place, Row
from ..paged.galley import Galley
from .remarks import Remark


@dataclass(frozen=True, slots=True)
class Part:
    """A galley and its chapter."""

    chapter: Chapter
    counted: Counted
    sources: dict[int, Pos]
    """Of each paragraph, where it begins in the manuscript."""
    spots: Spots

    @classmethod
    def of(cls, chapter: Chapter, galley: Galley, language: str) -> Part:
        """The galley of a chapter, in a book of this language."""
        body = numbered(chapter.body)
        paragraphs = ordinals(body)
        spots = Spots.of(chapter, body, letters_before_title(chapter, language))
        return cls(chapter, Counted(galley, paragraphs), _sources(body, paragraphs, chapter), spots)

    def name(self, ordinal: int) -> str:
        """What a paragraph is called; empty on a page that Galerada made."""
        return f"{self.chapter.sign}.{ordinal}" if self.chapter.sign else ""

    def place(self, pos: Pos, *, behind: bool = False) -> Place | None:
        """Where a place of the manuscript stands, or the letter before it."""
        block, letter = self.spots.at(pos)
        return self.counted.at(block, max(0, letter - behind))


def _sources(body: Body, paragraphs: dict[int, int], chapter: Chapter) -> dict[int, Pos]:
    """A cell that does not know its place is where its table, the last that knew, begins."""
    made = {0: chapter.pos} if chapter.source else {}
    last = chapter.pos
    for node in elements(body):
        last = node.pos if node.pos.path else last
        ordinal = paragraphs.get(int(node.get(NUMBER) or 0), 0)
        if ordinal and last.path:
            made.setdefault(ordinal, last)
    return made


class Beside:
    """The galleys of a book, and what is said of them."""

    def __init__(self, made: Composition, said: Iterable[Remark], language: str) -> None:
        pairs = zip(made.parts, made.galleys, strict=True)
        self.parts = [Part.of(unit.chapter, galley, language) for unit, galley in pairs]
        self.at: dict[tuple[int, int], list[tuple[Row, Remark]]] = {}
        """By part and page."""
        self.homeless: list[Remark] = []
        """Those that speak of no line of the book."""
        owners = self.owners()
        for remark in said:
            owner = owners.get(remark.pos.path)
            place = self.parts[owner].place(remark.pos, behind=remark.behind) if owner is not None else None
            if owner is None or place is None:
                self.homeless.append(remark)
            else:
                self.at.setdefault((owner, place.page), []).append((place.row, remark))

    def owners(self) -> dict[str, int]:
        """Of each file, the part that shows it: that of a chapter before one that takes a piece of it in."""
        made: dict[str, int] = {}
        for number, part in enumerate(self.parts):
            if part.chapter.source:
                made.setdefault(part.chapter.source.path, number)
        for number, part in enumerate(self.parts):
            for path in part.spots.paths:
                made.setdefault(path, number)
        return made
