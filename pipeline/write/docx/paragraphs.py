"""What a word processor's text is made of: paragraphs and tables, runs of words that look alike, notes.

In: nothing. Out: frozen values. Not its business: what of a chapter they are made (`story`), and XML (`wordml`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from ...nodes import NOWHERE, Element, Pos

DELETION, INSERTION = "del", "ins"
BULLETS = "bullets"


@dataclass(frozen=True, slots=True)
class Face:
    """How a run looks, and where it leads."""

    bold: bool = False
    italic: bool = False
    code: bool = False
    struck: bool = False
    raised: bool = False
    lowered: bool = False
    marked: bool = False
    href: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """Who inserted or deleted a run."""

    kind: str
    """`ins` or `del`."""
    who: str
    mark: str


@dataclass(frozen=True, slots=True)
class Run:
    """Words that look alike, or what stands in a line like one word."""

    text: str = ""
    face: Face = field(default_factory=Face)
    change: Change | None = None
    note: str = ""
    """The address of the note that it calls."""
    again: bool = False
    """Whether the note was called before: it is no second note."""
    picture: Element | None = None
    comment: str = ""
    """The mark whose comment begins or ends here."""
    begins: bool = False
    said: str = ""
    who: str = ""

    @property
    def base(self) -> str:
        """Its text before any change; a call, a picture and a comment have none."""
        held = self.note or self.picture is not None or self.comment
        return "" if held or (self.change and self.change.kind == INSERTION) else self.text


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, a heading, an item, a cell's line."""

    style: str
    runs: tuple[Run, ...]
    anchor: str = ""
    """The bookmark by which it finds home."""
    seal: str = ""
    """Of a chapter's first paragraph: a second bookmark, which tells the chapter as it went out from any other."""
    ident: str = ""
    """Its id in the book; empty: it has none."""
    list: str = ""
    """`bullets`, or the name of a numbered list; empty: no item."""
    level: int = 0
    pos: Pos = NOWHERE
    """Where its first words stand in the manuscript."""

    @property
    def text(self) -> str:
        """Its words before any change."""
        return "".join(run.base for run in self.runs)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table."""

    blocks: tuple[Block, ...]
    head: bool
    span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table."""

    rows: tuple[tuple[Cell, ...], ...]


Block: TypeAlias = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Story:
    """A chapter's text and its notes."""

    key: str
    blocks: tuple[Block, ...]
    notes: Mapping[str, tuple[Block, ...]]
    """By their address: `book:chapter#id`."""

    def paragraphs(self) -> Iterator[Paragraph]:
        """Every paragraph, those in tables and notes too."""
        yield from paragraphs(self.blocks)
        for note in self.notes.values():
            yield from paragraphs(note)


def paragraphs(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """Every paragraph of some blocks, in order."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                for cell in row:
                    yield from paragraphs(cell.blocks)
