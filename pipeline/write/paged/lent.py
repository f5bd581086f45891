"""Places in a part that has no file of its own: the contents, notes at the end of the book. Its words are lent.

In: such a chapter. Out: the same, its places told by their order instead of by their lines, and the places themselves.
A line more at the head of a chapter moves all of its headings in their file, and nothing in the contents: nobody sets
them again for that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...model import Chapter
from ...nodes import Node, Pos, rewrite, walk


def by_order(chapter: Chapter) -> Chapter:
    """The chapter with the number of each place for its line; one that has a file, as it is."""
    if chapter.source is not None:
        return chapter
    numbers = {place: number for number, place in enumerate(_places(chapter), 1)}

    def change(node: Node) -> Node:
        pos = node.pos
        return replace(node, pos=Pos(pos.path, numbers[pos.path, pos.line], pos.column)) if pos.path else node

    return replace(chapter, body=rewrite(chapter.body, change), heading=rewrite(chapter.heading, change))


def as_lent(chapter: Chapter, pos: Pos) -> Pos:
    """The place that was meant, of one in what `by_order` gave."""
    if chapter.source is not None or not pos.path:
        return pos
    places = list(_places(chapter))
    return Pos(*places[pos.line - 1], pos.column) if 0 < pos.line <= len(places) else pos


def _places(chapter: Chapter) -> Iterator[tuple[str, int]]:
    """Each path and line once, in the order of the text."""
    found = (node.pos for node in walk((*chapter.heading, *chapter.body)))
    return iter(dict.fromkeys((pos.path, pos.line) for pos in found if pos.path))
