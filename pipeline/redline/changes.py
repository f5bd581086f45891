"""What has changed between two versions of a book: a frozen list, in the order of the new one.

In: nothing. Out: `Change`, `Kind`, and the names by which the merged tree speaks of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ..model import Book
from ..nodes import NOWHERE, Pos


class Kind(StrEnum):
    """What happened."""

    INSERTED = "inserted"
    DELETED = "deleted"
    REPLACED = "replaced"
    MOVED = "moved"
    """The same words (or nearly) at another place."""
    MARKUP = "markup"
    """The same words, otherwise marked: emphasis, a link, the level of a heading."""
    TYPOGRAPHY = "typography"
    """The same words, other quotation marks, dashes or spaces."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change."""

    number: int
    """From 1, in reading order; `data-change` of the elements that show it."""
    kind: Kind
    what: str
    """What it befell: `text`, `paragraph`, `heading`, `note`, `item`, `cell`, `picture`, `chapter` and the like."""
    chapter: str
    """The title of its chapter, in the new version, or in the old one when it is gone."""
    key: str
    """The key under which the merged book has that chapter."""
    paragraph: str
    """The paragraph's number, such as 3.12; of what is gone, that of the old version."""
    old: str
    """The words that went, in one line."""
    new: str
    """The words that came."""
    pos: Pos = NOWHERE
    """In the new manuscript; of what is gone, NOWHERE."""
    old_pos: Pos = NOWHERE
    """In the old manuscript."""
    note: str = ""
    """What else there is to say: where a paragraph went, which emphasis came."""


@dataclass(frozen=True, slots=True)
class Redline:
    """Two versions in one book."""

    book: Book
    """The new version, with what went where it stood."""
    changes: tuple[Change, ...]

    def of(self, *kinds: Kind) -> tuple[Change, ...]:
        """The changes of these kinds."""
        return tuple(change for change in self.changes if change.kind in kinds)


CHANGE, SIDE = "data-change", "data-side"
"""On every element that shows a change: its number; on a block that stands on one side only: which."""
CAME, WENT, HERE = "came", "went", "moved-here"
"""Sides: it is new; it is gone; it stood elsewhere."""
WAS = "data-was"
"""On a `span`: how the old version set these words."""


def in_line(words: str) -> str:
    """Words in one line."""
    return " ".join(words.split())


def counted(changes: Iterable[Change]) -> dict[Kind, int]:
    """How many there are of each kind, the kinds in their order."""
    kinds = [change.kind for change in changes]
    return {kind: kinds.count(kind) for kind in Kind if kind in kinds}
