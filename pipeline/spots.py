"""Where a place of the manuscript is in the book: in which block, after how many of its letters.

In: a chapter after the plan. Out: for a place, the pair by which every edition knows a word (`pipeline/blocks.py`).
A place between two nodes belongs to the one before it; one above the text, to the title, which is block 0.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .blocks import DRAWN, NUMBER, letters
from .model import Chapter
from .nodes import Body, Element, Node, Pos, Text

Spot = tuple[int, int]
"""A block's number and how many of its letters go before."""
TITLE: Spot = (0, 0)


@dataclass(frozen=True, slots=True)
class _Known:
    """A node, and where it is."""

    line: int
    column: int
    spot: Spot
    text: str = ""
    """Of a text: its words."""


@dataclass(frozen=True, slots=True)
class Spots:
    """The places of one chapter's manuscript."""

    _known: dict[str, list[_Known]]
    """By the file's path, sorted."""

    @classmethod
    def of(cls, chapter: Chapter, body: Body, before: int = 0) -> Spots:
        """Those of a chapter whose body is numbered; so many letters stand before its title."""
        found: dict[str, list[_Known]] = {}
        for path, known in (*_walked(chapter.heading, 0, {0: before}), *_walked(body, 0, {})):
            found.setdefault(path, []).append(known)
        if chapter.source:
            found.setdefault(chapter.source.path, [])
        for path in found:
            found[path].sort(key=lambda known: (known.line, known.column))
        return cls(found)

    @property
    def paths(self) -> tuple[str, ...]:
        """The files of which the chapter is made."""
        return tuple(self._known)

    def at(self, pos: Pos) -> Spot:
        """The spot of a place in one of these files."""
        known = self._known.get(pos.path, [])
        place = bisect_right(known, (pos.line, pos.column), key=lambda one: (one.line, one.column))
        if not place:
            return TITLE
        found = known[place - 1]
        block, letter = found.spot
        gone = found.text[: pos.column - found.column] if pos.line == found.line else found.text
        return block, letter + letters(gone)


def _walked(nodes: Iterable[Node], block: int, counts: dict[int, int]) -> Iterator[tuple[str, _Known]]:
    """Every node with a place, in the tree's order, so that of two at one place the inner one comes last."""
    for node in nodes:
        own = int(node.get(NUMBER) or block) if isinstance(node, Element) else block
        if node.pos.path:
            text = node.text if isinstance(node, Text) else ""
            yield node.pos.path, _Known(node.pos.line, node.pos.column, (own, counts.get(own, 0)), text)
        if isinstance(node, Text):
            counts[own] = counts.get(own, 0) + letters(node.text)
        elif isinstance(node, Element) and node.tag not in DRAWN:
            yield from _walked(node.children, own, counts)
