"""A chapter as a copy editor reads it: paragraphs, headings, cells, each a run of text that knows its places.

In: a body as read, shortcodes and all. Out: `Passage`s in reading order. Code and formulas are one sign (U+FFFC) each;
words that a mark takes out are left out. Not its business: what is wrong with them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ..marks import DELETED
from ..nodes import HEADINGS, VERBATIM, Body, Element, Node, Pos, Shortcode, Text, is_block, moved

HOLE = "\ufffc"
"""What stands for a picture, for code, for a shortcode."""
WORD = re.compile(r"(?<!\w)[^\W\d_]+(?:[’'][^\W\d_]+)*(?!\w)")
ITALIC = frozenset({"em", "i", "cite", "dfn", "var"})
URL = re.compile(r"\b(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.[\w.-]+|\b[^\W\d_]\w*(?:\.\w+)+\b|[#@/~]\w+|(?<!\w)\w+/\w+\.\w+")


@dataclass(frozen=True, slots=True)
class Passage:
    """The running text of one block."""

    text: str
    kind: str
    """`heading`, `note`, `quote`, `cell`, `item` or `paragraph`."""
    path: str
    italics: tuple[tuple[int, int], ...] = ()
    """Stretches in italics, in order."""
    held: tuple[tuple[int, int], ...] = ()
    """Stretches in another language, addresses and the like, in order."""
    starts: tuple[int, ...] = ()
    places: tuple[Pos, ...] = ()
    """Where the pieces of the text begin in the manuscript, each with its index in `starts`."""

    def at(self, index: int) -> Pos:
        """The place of a character."""
        piece = max(bisect_right(self.starts, index) - 1, 0)
        return moved(self.places[piece], index - self.starts[piece]) if self.places else Pos(self.path)

    def is_italic(self, index: int) -> bool:
        """Whether the character stands in italics."""
        return _inside(self.italics, index)

    def is_held(self, index: int) -> bool:
        """Whether the character is nobody's to judge."""
        return _inside(self.held, index)

    def words(self) -> Iterator[re.Match[str]]:
        """The words that may be judged."""
        return (found for found in WORD.finditer(self.text) if not self.is_held(found.start()))

    @property
    def count(self) -> int:
        """How many words it has."""
        return sum(1 for _ in WORD.finditer(self.text))


def _inside(spans: tuple[tuple[int, int], ...], index: int) -> bool:
    place = bisect_right(spans, (index, len(HOLE) << 60)) - 1
    return place >= 0 and spans[place][0] <= index < spans[place][1]


@dataclass(slots=True)
class _Run:
    kind: str
    text: list[str] = field(default_factory=list)
    length: int = 0
    italics: list[tuple[int, int]] = field(default_factory=list)
    held: list[tuple[int, int]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    places: list[Pos] = field(default_factory=list)

    def take(self, text: str, pos: Pos) -> None:
        if text:
            self.starts.append(self.length)
            self.places.append(pos)
            self.text.append(text)
            self.length += len(text)

    def passage(self) -> Passage | None:
        text = "".join(self.text)
        if not text.strip():
            return None
        held = sorted([*self.held, *(found.span() for found in URL.finditer(text))])
        path = self.places[0].path
        return Passage(
            text, self.kind, path, tuple(self.italics), _merged(held), tuple(self.starts), tuple(self.places)
        )  # fmt: skip


def _merged(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    made: list[tuple[int, int]] = []
    for start, end in spans:
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return tuple(made)


KINDS = {
    **dict.fromkeys(HEADINGS, "heading"), "aside": "note", "blockquote": "quote", "td": "cell", "th": "cell",
    "li": "item", "dt": "item", "figcaption": "caption",
}  # fmt: skip


def passages(body: Body, kind: str = "paragraph") -> Iterator[Passage]:
    """The passages of a body, in reading order."""
    run = _Run(kind)
    for node in body:
        if not is_block(node):
            _collect(node, run)
            continue
        if made := run.passage():
            yield made
        run = _Run(kind)
        yield from _inside_of(node, kind)
    if made := run.passage():
        yield made


def _inside_of(node: Node, kind: str) -> Iterator[Passage]:
    if isinstance(node, Shortcode):
        for _, rich in node.rich:
            yield from passages(rich, "caption")
        yield from passages(node.children, kind)
    elif isinstance(node, Element) and node.tag not in VERBATIM and not node.has("lang"):
        yield from passages(node.children, KINDS.get(node.tag, kind))


def _collect(node: Node, run: _Run) -> None:
    match node:
        case Text(text, pos):
            run.take(text, pos)
        case Element(tag="br", pos=pos):
            run.take("\n", pos)
        case Shortcode(pos=pos):
            run.take(HOLE, pos)
            for child in node.children:
                _collect(child, run)
        case Element():
            _element(node, run)


def _element(node: Element, run: _Run) -> None:
    if DELETED in node.classes:
        return
    if node.tag in VERBATIM or node.tag == "img":
        run.take(HOLE, node.pos)
        return
    start = run.length
    for child in node.children:
        _collect(child, run)
    if node.tag in ITALIC:
        run.italics.append((start, run.length))
    if node.has("lang") or node.has("xml:lang"):
        run.held.append((start, run.length))
