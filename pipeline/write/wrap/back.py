"""The words on the back: what the book is about, who wrote it, set ragged in one column.

In: bodies (Markdown that has been read), the room. Out: lines in their places, as large as the room lets them be.
Lines are chosen together, so that a paragraph's edge is even; no word is divided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from ...fonts import face_named
from ...nodes import Body, Element, Node, Text, text_of
from .. import cover
from ..cover import CoverText, capitals, clean
from .front import hand_of
from .setting import Hand, width_of
from .sheet import Box, Sheet

LARGEST, ALONE, SMALLEST, STEP = 11.0, 12.5, 8.0, 0.25
"""Of type, in pt; the second where no picture is taken up on the back."""
LEADING, LIFE = 1.36, 0.88
"""Of lines, in em; the size of the author's life, of the text's."""
WIDEST = 30.0
"""Of a line, in em."""
ASCENT, DESCENT = 0.72, 0.28
"""Of the face, in em: what a line takes above and below its baseline."""
RULE_ABOVE, RULE_BELOW = 1.1, 0.9
"""White over and under the rule, in em."""
INLINE_BREAK = "\n"


@dataclass(frozen=True, slots=True)
class Word:
    """Letters between two spaces, in their hands: part of a word may be emphasised."""

    parts: tuple[tuple[str, Hand], ...]
    breaks: bool = False
    """Whether the line ends after it."""

    @property
    def width(self) -> float:
        """In pt."""
        return sum(width_of(text, hand) for text, hand in self.parts)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of one kind."""

    runs: tuple[tuple[str, str], ...]
    """Text and how it is set: letters of `b` and `i`."""
    kind: str = "p"
    """`p`, `title`, `quote` or `item`."""
    life: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A word in its place."""

    text: str
    hand: Hand
    x: float
    baseline: float


@dataclass(frozen=True, slots=True)
class Column:
    """The words of the back."""

    words: tuple[Placed, ...]
    rule: Box | None
    size: float
    low: float
    """Where the last line ends."""

    def boxes(self) -> Iterator[Box]:
        """What each word takes."""
        for word in self.words:
            yield Box(word.x, word.baseline - DESCENT * word.hand.size, word.x + width_of(word.text, word.hand),
                      word.baseline + ASCENT * word.hand.size)  # fmt: skip


def blocks_of(body: Body, *, life: bool = False) -> Iterator[Block]:
    """The paragraphs of a tree; what is no text (a picture, a rule) is left out."""
    for node in body:
        if isinstance(node, Text):
            if node.text.strip():
                yield Block(((node.text, ""),), life=life)
        elif isinstance(node, Element):
            yield from _of_element(node, life)


def _of_element(node: Element, life: bool) -> Iterator[Block]:
    kinds = {"p": "p", "blockquote": "quote", "li": "item"} | {f"h{level}": "title" for level in range(1, 7)}
    if node.tag in {"p", *(f"h{level}" for level in range(1, 7))}:
        if text_of(node).strip():
            yield Block(tuple(_runs(node.children, "")), kinds[node.tag], life)
        return
    for block in blocks_of(node.children, life=life):
        own = kinds.get(node.tag, block.kind)
        yield replace(block, kind=own if block.kind == "p" else block.kind)


def _runs(nodes: Iterable[Node], how: str) -> Iterator[tuple[str, str]]:
    for node in nodes:
        if isinstance(node, Text):
            yield node.text, how
        elif isinstance(node, Element) and node.tag == "br":
            yield INLINE_BREAK, how
        elif isinstance(node, Element):
            more = {"em": "i", "i": "i", "cite": "i", "strong": "b", "b": "b"}.get(node.tag, "")
            yield from _runs(node.children, "".join(sorted({*how, *more})))


def fitted(blocks: tuple[Block, ...], room: Box, smallest: float, largest: float = LARGEST) -> Column | None:
    """The words at the largest size at which they fit; None where they do not fit at the smallest."""
    size = largest
    while size >= max(SMALLEST, smallest):
        column = _column(blocks, room, size)
        if column.low >= room.low and all(box.right <= room.right for box in column.boxes()):
            return column
        size -= STEP
    return None


def too_many(blocks: tuple[Block, ...], room: Box, smallest: float) -> int:
    """Lines that do not fit at the smallest size."""
    size = max(SMALLEST, smallest)
    over = room.low - _column(blocks, room, size).low
    return max(1, -int(-over // (size * LEADING)))


def _column(blocks: tuple[Block, ...], room: Box, size: float) -> Column:
    placed: list[Placed] = []
    y, rule, before = room.top, None, None
    for block in blocks:
        em = size * (LIFE if block.life else 1.0)
        if before is not None:
            y -= 0.5 * LEADING * em
        if block.life and before is not None and not before.life:
            y -= RULE_ABOVE * size
            rule = Box(room.left, y - 0.18 * size, room.left + 3.6 * size, y)
            y -= RULE_BELOW * size
        y = _set(block, placed, room, em, y)
        before = block
    return Column(tuple(placed), rule, size, y)


def _set(block: Block, placed: list[Placed], room: Box, em: float, y: float) -> float:
    """The block's lines from `y` down; where the next begins."""
    em = em * (1.3 if block.kind == "title" else 1.0)
    left = room.left + {"quote": 1.4, "item": 1.2}.get(block.kind, 0.0) * em
    measure = min(room.right - left, WIDEST * em)
    leading = em * (1.18 if block.kind == "title" else LEADING)
    if block.kind == "item":
        placed.append(Placed("•", _hand("", em, block.kind), room.left, y - leading + (leading - em * ASCENT) / 2))
    for line in broken(tuple(_words(block, em)), measure, width_of(" ", _hand("", em, block.kind))):
        y -= leading
        x = left
        for word in line:
            for text, hand in word.parts:
                placed.append(Placed(text, hand, x, y + (leading - em * ASCENT) / 2))
                x += width_of(text, hand)
            x += width_of(" ", _hand("", em, block.kind))
    return y


def _hand(how: str, em: float, kind: str) -> Hand:
    italic = ("i" in how) != (kind == "quote")
    weight = 650 if kind == "title" else 700 if "b" in how else 500
    return Hand(face_named("Galerada Text", "italic" if italic else "normal", 400), em, weight)


def _words(block: Block, em: float) -> Iterator[Word]:
    parts: list[tuple[str, Hand]] = []
    for text, how in block.runs:
        hand = _hand(how, em, block.kind)
        if text == INLINE_BREAK:
            yield Word(tuple(parts), breaks=True)
            parts = []
            continue
        pieces = text.replace("\n", " ").replace("\u00ad", "").split(" ")
        for place, piece in enumerate(pieces):
            if place and parts:
                yield Word(tuple(parts))
                parts = []
            if piece:
                parts.append((piece, hand))
    if parts:
        yield Word(tuple(parts))


def broken(words: tuple[Word, ...], measure: float, space: float) -> Iterator[tuple[Word, ...]]:
    """The lines of a paragraph, chosen together: the sum of the squares of what they lack is the least."""
    costs: list[tuple[float, int]] = [(0.0, 0)]
    widths = [word.width for word in words]
    for end in range(1, len(words) + 1):
        costs.append(min(_ways(costs, words, widths, end, measure, space)))
    ends = [len(words)]
    while ends[-1]:
        ends.append(costs[ends[-1]][1])
    ends.reverse()
    for start, end in pairwise(ends):
        yield words[start:end]


def _ways(
    costs: list[tuple[float, int]], words: tuple[Word, ...], widths: list[float], end: int, measure: float, space: float
) -> Iterator[tuple[float, int]]:
    """What each line that ends there costs, with all lines before it."""
    width = -space
    for start in range(end - 1, -1, -1):
        width += widths[start] + space
        if start < end - 1 and (width > measure or words[start].breaks):
            return
        last = end == len(words) or words[end - 1].breaks
        lack = max(0.0, measure - width) / measure
        yield costs[start][0] + (0.0 if last and lack < 0.8 else lack**2) + 0.0001, start


BESIDE = 16.0
"""White between the words and the barcode, in pt."""
SIDE = 0.085
"""Of a side's width: the white beside its words, as on the front."""


def room_of(sheet: Sheet, barcode: Box) -> Box:
    """Where the words stand: over the barcode, as far from the edges as those of the front."""
    room, across = sheet.back_room, SIDE * sheet.back.width
    left = max(room.left, sheet.back.left + across)
    right = min(room.right, sheet.back.right - sheet.hinge - across)
    top = min(room.top, sheet.back.top - across * 1.2)
    return Box(left, barcode.top + BESIDE, right, top)


BAND = 56.0
"""A band of the front's picture is no lower than this, in pt."""


def band_of(column: Column | None, room: Box, picture: Box, sheet: Sheet) -> Box | None:
    """Where the front's picture is taken up again: at the head over the words, or under them; none without room.

    It ends where the front's ends, if the words let it.
    """
    left, right = sheet.whole.left, sheet.back.right - sheet.quiet
    if picture.top >= sheet.whole.top - 0.01:
        words = room.top - column.low if column else 0.0
        low = max(picture.low, room.low + words + BESIDE)
        return Box(left, low, right, sheet.whole.top) if sheet.trim.top - low >= BAND else None
    top = min(picture.top, (column.low if column else room.top) - 1.5 * BESIDE)
    low = max(picture.low, room.low)
    return Box(left, low, right, top) if top - low >= BAND else None


def lowered(column: Column, room: Box, band: Box) -> Column:
    """The words under a band at the head."""
    down = max(0.0, room.top - (band.low - 1.2 * BESIDE))
    words = tuple(replace(word, baseline=word.baseline - down) for word in column.words)
    rule = column.rule and Box(column.rule.left, column.rule.low - down, column.rule.right, column.rule.top - down)
    return Column(words, rule, column.size, column.low - down)


def imprint(text: CoverText, sheet: Sheet, barcode: Box, smallest: float) -> Placed | None:
    """The publisher's name at the foot of the column, if the barcode leaves room for it."""
    words = capitals(clean(text.publisher), text.language)
    if not words:
        return None
    left = room_of(sheet, barcode).left
    hand = hand_of(cover.PUBLISHER, 9.0)
    room = barcode.left - BESIDE - left
    if width_of(words, hand) > room:
        hand = replace(hand, size=max(smallest, 9.0 * room / width_of(words, hand)))
    low = max(barcode.low, sheet.back_room.low)
    return Placed(words, hand, left, low + 0.2 * hand.size) if width_of(words, hand) <= room else None
