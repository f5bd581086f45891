"""What stands there? From a page of the finished file to the manuscript.

In: the book as it was set and made up. Out: for a page and a rectangle on it, the line and column of what stands there.
The layout knows of each line of type its block and how many letters of the block go before it; the chapter's tree
knows where each letter was written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ..blocks import DRAWN, NUMBER, bare, numbered
from ..nodes import NOWHERE, Element, Node, Pos, Text, elements, moved
from ..write.paged.forme import Set
from ..write.paged.galley import TypeLine
from ..write.paged.makeup import BLANK
from .model import Rect

DEPTH, HEIGHT = 0.35, 0.9
"""Of a line's height, what lies below its baseline and above it."""
REACH = 24.0
"""pt within which the nearest line is meant: a rule under a table, the ground of a box."""


@dataclass(slots=True)
class Places:
    """The manuscript behind the pages."""

    pages: Set
    _blocks: dict[int, Mapping[int, Element]] = field(default_factory=dict)

    def at(self, sheet: int, rect: Rect | None, *, picture: bool = False) -> Pos:
        """The place of what stands on page `sheet` (counted from 1) in `rect`; NOWHERE for a head, a folio, a blank."""
        leaves = self.pages.made.leaves
        if not 0 < sheet <= len(leaves) or leaves[sheet - 1].part == BLANK:
            return NOWHERE
        leaf = leaves[sheet - 1]
        chapter = self.pages.made.parts[leaf.part].chapter
        if rect is None:
            return NOWHERE
        lines = self.pages.made.galleys[leaf.part].pages[leaf.page].lines
        shift = self._shift(sheet)
        line = _nearest(lines, (rect[0] - shift, rect[1], rect[2] - shift, rect[3]), picture=picture)
        if line is None:
            return NOWHERE
        block = self._of(leaf.part).get(line.block)
        return _place_in(block, line.letter) if block is not None else chapter.pos

    def shows(self, pos: Pos) -> tuple[int, ...]:
        """The pages on which the block stands that is written there."""
        made = []
        for number, leaf in enumerate(self.pages.made.leaves, 1):
            if leaf.part != BLANK and self.pages.made.parts[leaf.part].chapter.pos.path == pos.path:
                blocks = self._of(leaf.part)
                lines = self.pages.made.galleys[leaf.part].pages[leaf.page].lines
                if any(line.block in blocks and blocks[line.block].pos == pos for line in lines):
                    made.append(number)
        return tuple(made)

    def _shift(self, sheet: int) -> float:
        options = self.pages.book.config.print
        return 0.0 if sheet % 2 else options.outer - options.inner

    def _of(self, part: int) -> Mapping[int, Element]:
        if part not in self._blocks:
            tree = numbered(self.pages.made.parts[part].chapter.body)
            self._blocks[part] = {int(node.get(NUMBER)): node for node in elements(tree) if node.has(NUMBER)}
        return self._blocks[part]


def _nearest(lines: Iterable[TypeLine], rect: Rect, *, picture: bool) -> TypeLine | None:
    """The line that the rectangle meets, or comes nearest to; a picture before words where one is meant."""
    left, low, right, top = rect

    def gap(line: TypeLine) -> tuple[bool, float, float]:
        bottom = line.baseline - (0 if line.picture else DEPTH * line.height)
        head = line.baseline + (line.height if line.picture else HEIGHT * line.height)
        up, across = max(bottom - top, low - head, 0.0), max(line.left - right, left - line.right, 0.0)
        middle = abs((low + top) / 2 - (bottom + head) / 2)
        return (picture and not line.picture, up + across, middle)

    found = min(lines, key=gap, default=None)
    return found if found is not None and gap(found)[1] <= REACH else None


def _place_in(block: Element, letter: int) -> Pos:
    """The place of the letter before which so many of the block's own go; a block without place, its nearest inside."""
    gone = 0
    for text in _own_texts(block.children):
        count = len(bare(text.text))
        if gone + count > letter and text.pos.path:
            return moved(text.pos, _index(text.text, letter - gone))
        gone += count
    if block.pos.path:
        return block.pos
    return next((node.pos for node in elements((block,)) if node.pos.path), NOWHERE)


def _own_texts(nodes: Iterable[Node]) -> Iterator[Text]:
    for node in nodes:
        if isinstance(node, Text):
            yield node
        elif isinstance(node, Element) and node.tag not in DRAWN and not node.has(NUMBER):
            yield from _own_texts(node.children)


def _index(text: str, letter: int) -> int:
    for place, character in enumerate(text):
        if bare(character):
            if not letter:
                return place
            letter -= 1
    return 0
