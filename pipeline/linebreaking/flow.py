"""A paragraph as one run of characters, which remembers from which node each of them came.

In: inline nodes and their styles. Out: a `Flow`: white space collapsed, what is no text as one character. And back:
the nodes of a stretch of it, for one line. Raises `Unsettable` where only the page's engine knows a width.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from ..nodes import Body, Element, Node, Shortcode, Text, text_of
from .cascade import Style, Styles
from .measuring import Setter, setter, width

BOX = "\ufffc"
"""Stands for what is no text: a picture, a formula, a note's call."""
BREAK = "\n"
SOFT = "\u00ad"
NO_BREAK = "\u00a0"
WHITE = re.compile(r"[ \t\n\r\f]+")
EM = re.compile(r"(?:^|[ ;])width: ?([\d.]+)em")
FIXED = re.compile(r"(?:^|[ ;])width: ?([\d.]+)pt")


class Unsettable(Exception):
    """A paragraph that has to be left to the engine; the message says what stands in the way."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the flow that is set in one way."""

    start: int
    end: int
    setter: Setter
    grows: bool
    """Whether it is widened with its line."""
    divides: bool
    """Whether its words may be divided."""
    box: float | None = None
    """Of what is no text: its width in pt."""


@dataclass(slots=True)
class Flow:
    """The paragraph."""

    text: str
    pieces: list[Piece]
    nodes: list[_Placed]
    soft: frozenset[int]
    """Where the author allowed a hyphen."""
    begins: list[int] = field(init=False)
    """Where each piece begins."""

    def __post_init__(self) -> None:
        self.begins = [piece.start for piece in self.pieces]

    def pieces_in(self, start: int, end: int) -> Iterator[Piece]:
        """The pieces, or parts of them, between two places."""
        for place in range(bisect_right(self.begins, start) - 1, len(self.pieces)):
            piece = self.pieces[place]
            if piece.start >= end:
                return
            if piece.start >= start and piece.end <= end:
                yield piece
            else:
                begun, ended = max(start, piece.start), min(end, piece.end)
                yield Piece(begun, ended, piece.setter, piece.grows, piece.divides, piece.box)

    def piece_at(self, place: int) -> Piece:
        """The piece that a character belongs to."""
        return self.pieces[bisect_right(self.begins, place) - 1]

    def cut(self, start: int, end: int) -> Body:
        """The nodes between two places; what is begun before keeps no id, which a tree has once."""
        return tuple(_cut(self.nodes, start, end))


@dataclass(frozen=True, slots=True)
class _Placed:
    """A node with its place in the flow; its text is as the flow has it."""

    node: Node
    start: int
    end: int
    inner: tuple[_Placed, ...] = ()
    whole: bool = False
    """Whether it is one character of the flow, never cut."""
    tailed: bool = False
    """Whether the engine puts words after it: after its last part only."""


def _cut(nodes: Iterable[_Placed], start: int, end: int) -> Iterator[Node]:
    for placed in nodes:
        node = placed.node
        if placed.start == placed.end:
            if start <= placed.start < end or (placed.start == start):
                yield node
        elif placed.start < end and start < placed.end:
            if isinstance(node, Text):
                yield replace(node, text=node.text[max(start - placed.start, 0) : end - placed.start])
            elif placed.whole or not isinstance(node, Element):
                yield node
            else:
                begun = node if placed.start >= start else node.set(id=None)
                begun = begun.add_class("goes-on") if placed.tailed and placed.end > end else begun
                yield begun.with_children(_cut(placed.inner, start, end))


def flow(nodes: Iterable[Node], style: Style, styles: Styles) -> Flow:
    """Inline nodes as a flow; raises Unsettable."""
    laying = _Laying(styles)
    placed = [made for node in nodes for made in laying.node(node, style)]
    text = "".join(laying.characters)
    if text.endswith(" "):
        text = text[:-1]
    return Flow(text, laying.pieces, placed, frozenset(laying.soft))


@dataclass(slots=True)
class _Laying:
    styles: Styles
    characters: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    soft: set[int] = field(default_factory=set)
    length: int = 0
    white: bool = True
    """Whether white space that follows shows nothing."""

    def node(self, node: Node, style: Style) -> Iterator[_Placed]:
        match node:
            case Text(text):
                yield from self._text(node, text, style)
            case Element():
                yield self._element(node, self.styles[id(node)])
            case Shortcode():
                raise TypeError(f"unresolved shortcode '{node.name}' at {node.pos}")

    def _text(self, node: Text, text: str, style: Style) -> Iterator[_Placed]:
        shown = WHITE.sub(" ", text)
        if self.white and shown.startswith(" "):
            shown = shown[1:]
        if SOFT in shown:
            shown = self._without_soft(shown)
        if not shown:
            return
        if style.spaced or style.letters.spacing:
            raise Unsettable("spaced letters")
        start = self.length
        self._add(
            shown, Piece(start, start + len(shown), setter(style.letters), not style.rooted, style.hyphens == "auto")
        )
        self.white = shown.endswith(" ")
        yield _Placed(replace(node, text=shown), start, self.length)

    def _without_soft(self, shown: str) -> str:
        parts = shown.split(SOFT)
        place = self.length
        for part in parts[:-1]:
            place += len(part)
            self.soft.add(place)
        return "".join(parts)

    def _add(self, characters: str, piece: Piece) -> None:
        self.characters.append(characters)
        self.pieces.append(piece)
        self.length += len(characters)

    def _element(self, node: Element, style: Style) -> _Placed:
        start = self.length
        if node.tag == "br":
            self._break(style)
            return _Placed(node, start, self.length, whole=True)
        wide = _box(node, style, self.styles)
        if wide is not None:
            box, grows = wide
            self._add(BOX, Piece(start, start + 1, setter(style.letters), grows, False, box))
            self.white = False
            return _Placed(node, start, self.length, whole=True)
        _check(style)
        inner = tuple(made for child in node.children for made in self.node(child, style))
        if style.tail:
            self._tail(node, style)
        return _Placed(node, start, self.length, inner, tailed=bool(style.tail))

    def _tail(self, node: Element, style: Style) -> None:
        """The words that the engine puts after an element stay beside it."""
        words = "".join(said if kind == "text" else node.get(said) for kind, said in style.tail).replace(" ", NO_BREAK)
        if words:
            piece = Piece(self.length, self.length + len(words), setter(style.letters), not style.rooted, False)
            self._add(words, piece)
            self.white = False

    def _break(self, style: Style) -> None:
        """White space before a break shows nothing, and none after it."""
        self._add(BREAK, Piece(self.length, self.length + 1, setter(style.letters), False, False, 0.0))
        self.white = True


def _check(style: Style) -> None:
    if style.generated:
        raise Unsettable("words that the page gives, such as a page number")
    if style.display != "inline" or style.placed:
        raise Unsettable("a box of its own")
    if style.white_space not in {"normal", "nowrap"}:
        raise Unsettable("text that keeps its spaces")


# what is no text


def _box(node: Element, style: Style, styles: Styles) -> tuple[float, bool] | None:
    """The width in pt of what is set as one thing, and whether it grows with its line; None: it is text."""
    if "footnote" in node.classes and style.call:
        return width(node.get("data-number"), style.call), False
    if node.tag in {"img", "svg"}:
        return _picture(node, style)
    if style.display == "inline" and (style.white_space == "nowrap" or style.before or style.after):
        return _unbroken(node, style, styles)
    return None


def _picture(node: Element, style: Style) -> tuple[float, bool]:
    said = node.get("style")
    if found := FIXED.search(said):
        return float(found[1]), False
    if found := EM.search(said):
        return float(found[1]) * style.letters.size, True
    raise Unsettable("a picture whose width the page decides")


def _unbroken(node: Element, style: Style, styles: Styles) -> tuple[float, bool]:
    """A formula, a badge: what is never broken is as wide as all it holds."""
    _check(style)
    total, grows = style.before + style.after, not style.rooted and not (style.before or style.after)
    for child in node.children:
        if isinstance(child, Element):
            inner = styles.get(id(child))
            if inner is None or inner.placed:
                raise Unsettable("a box of its own")
            made = _box(child, inner, styles)
            total += made[0] if made else _unbroken(child, inner, styles)[0]
        else:
            total += width(WHITE.sub(" ", text_of(child)), style.letters)
    return total, grows
