"""Where changes are taken down as they are found.

In: what befell which block. Out: the number of each change, and the list of them. Paragraphs are called what every
edition calls them (`pipeline/paragraphs.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ..blocks import ALSO, numbered
from ..model import Book, Chapter
from ..nodes import BLOCKS, NOWHERE, Element, Pos, elements
from ..paragraphs import ordinals
from .changes import Change, Kind, in_line
from .views import View

Called = Mapping[int, str]
"""By the identity of a block of the tree: its paragraph's name."""


def names_of(book: Book) -> dict[int, str]:
    """The names of all paragraphs of a book, the books' own nodes for keys; a container is called by its first."""
    made: dict[int, str] = {}
    for chapter in book.chapters:
        made |= _names(chapter)
    return made


def _names(chapter: Chapter) -> dict[int, str]:
    if not chapter.sign:
        return {}
    known = ordinals(numbered(chapter.body))
    blocks = [node for node in elements(chapter.body) if node.tag in BLOCKS or node.tag in ALSO]
    made: dict[int, str] = {}
    ahead = 0
    for number in range(len(blocks), 0, -1):
        ahead = known.get(number, ahead)
        made[id(blocks[number - 1])] = f"{chapter.sign}.{ahead}" if ahead else ""
    return made


@dataclass(frozen=True, slots=True)
class Sides:
    """What a change is about, on either side."""

    old: str = ""
    new: str = ""
    old_pos: Pos = NOWHERE
    pos: Pos = NOWHERE

    @classmethod
    def of(cls, old: View | None, new: View | None) -> Sides:
        """Of whole blocks."""
        return cls(
            in_line(old.text) if old else "", in_line(new.text) if new else "", old.pos if old else NOWHERE,
            new.pos if new else NOWHERE,
        )  # fmt: skip


@dataclass(slots=True)
class Ledger:
    """The list, while it is being made."""

    called: tuple[Called, Called]
    """The paragraphs of both versions."""
    typography: bool = True
    """Whether changes of typography are taken down."""
    chapter: str = ""
    """The title of the chapter at hand."""
    key: str = ""
    changes: list[Change] = field(default_factory=list)
    moved: dict[int, int] = field(default_factory=dict)
    """By the identity of what has gone elsewhere: the number of its change."""

    def take(self, kind: Kind, what: str, sides: Sides, paragraph: str, note: str = "") -> int:
        """Take a change down: its number; 0: nobody wants to know."""
        if kind is Kind.TYPOGRAPHY and not self.typography:
            return 0
        number = len(self.changes) + 1
        change = Change(number, kind, what, self.chapter, self.key, paragraph, sides.old, sides.new, sides.pos,
                        sides.old_pos, note)  # fmt: skip
        self.changes.append(change)
        return number

    def move(self, old: View, new: View, what: str, note: str, *, here: bool) -> int:
        """Take a move down; it is met twice, and is one change: of the chapter in which the words are now (`here`)."""
        if id(old) not in self.moved:
            sides = Sides.of(old, new)
            self.moved[id(old)] = self.take(Kind.MOVED, what, sides, self.name_of(new.node, new=True), note)
        number = self.moved[id(old)]
        if here:
            self.changes[number - 1] = replace(self.changes[number - 1], chapter=self.chapter, key=self.key)
        return number

    def name_of(self, node: Element, *, new: bool) -> str:
        """What the paragraph of a block is called in its version; empty: it has no name."""
        return self.called[new].get(id(node), "")
