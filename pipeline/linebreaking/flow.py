"""A paragraph as one run of characters, which remembers from which node each of them came.

In: inline nodes and their styles. Out: a `Flow`: white space collapsed, what is no text as one character. Raises
`Unsettable` where only the page's engine knows a width.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from ..nodes import Element, Node, Shortcode, Text, text_of
from .cascade import Style, Styles
from .measuring import Setter, setter, width

BOX = "\ufffc"
"""Stands for what is no text: a picture, a formula, a note's call."""
BREAK = "\n"
SOFT = "\u00ad"
WHITE = re.compile(r"[ \t\n\r\f]+")
TURNED = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u200f\u202a-\u202e\u2066-\u2069\U00010800-\U00010fff"
                    "\U0001e800-\U0001efff]")  # fmt: skip
"""Letters of scripts that run from right to left, and what turns the direction (Unicode 15, UAX 9)."""
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
    divides: bool
    """Whether its words may be divided."""
    box: float | None = None
    """Of what is no text: its width in pt."""


@dataclass(slots=True)
class Flow:
    """The paragraph."""

    text: str
    pieces: list[Piece]
    nodes: list[Placed]
    soft: frozenset[int]
    """Where the author allowed a hyphen."""
    beside: tuple[float, float] = (0.0, 0.0)
    """A letter that stands beside its first lines: how wide it is, and how tall."""
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
                yield Piece(begun, ended, piece.setter, piece.divides, piece.box)

    def piece_at(self, place: int) -> Piece:
        """The piece that a character belongs to."""
        return self.pieces[bisect_right(self.begins, place) - 1]


@dataclass(frozen=True, slots=True)
class Placed:
    """A node with its place in the flow; its text is as the flow has it."""

    node: Node
    start: int
    end: int
    inner: tuple[Placed, ...] = ()
    whole: bool = False
    """Whether it is one character of the flow, never cut."""


def flow(nodes: Iterable[Node], style: Style, styles: Styles) -> Flow:
    """Inline nodes as a flow; raises Unsettable."""
    laying = _Laying(styles)
    placed = [made for node in _joined(nodes) for made in laying.node(node, style)]
    text = "".join(laying.characters)
    if text.endswith(" "):
        text = text[:-1]
    return Flow(text, laying.pieces, placed, frozenset(laying.soft), laying.beside)


def _joined(nodes: Iterable[Node]) -> Iterator[Node]:
    """Texts beside each other are one, as they are to the engine."""
    for is_text, run in groupby(nodes, lambda node: isinstance(node, Text)):
        if is_text:
            first, *rest = run
            assert isinstance(first, Text)
            yield replace(first, text="".join(map(text_of, (first, *rest)))) if rest else first
        else:
            yield from run


@dataclass(slots=True)
class _Laying:
    styles: Styles
    characters: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    soft: set[int] = field(default_factory=set)
    length: int = 0
    beside: tuple[float, float] = (0.0, 0.0)
    white: bool = True
    """Whether white space that follows shows nothing."""

    def node(self, node: Node, style: Style) -> Iterator[Placed]:
        match node:
            case Text(text):
                yield from self._text(node, text, style)
            case Element():
                yield self._element(node, self.styles[id(node)])
            case Shortcode():
                raise TypeError(f"unresolved shortcode '{node.name}' at {node.pos}")

    def _text(self, node: Text, text: str, style: Style) -> Iterator[Placed]:
        shown = WHITE.sub(" ", text)
        if self.white and shown.startswith(" "):
            shown = shown[1:]
        if SOFT in shown:
            shown = self._without_soft(shown)
        if not shown:
            return
        if style.spaced or style.letters.is_spaced:
            raise Unsettable("spaced letters")
        if TURNED.search(shown):
            raise Unsettable("text that runs from right to left")
        start = self.length
        self._add(shown, Piece(start, start + len(shown), setter(style.letters), style.hyphens == "auto"))
        self.white = shown.endswith(" ")
        yield Placed(replace(node, text=shown), start, self.length)

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

    def _element(self, node: Element, style: Style) -> Placed:
        start = self.length
        if node.tag == "br":
            self._break(style)
            return Placed(node, start, self.length, whole=True)
        if style.height and not self.length:
            self.beside = style.before + width(text_of(node), style.letters) + style.after, style.height
            return Placed(node, start, start, whole=True)
        wide = _box(node, style, self.styles)
        if wide is not None:
            self._box(wide, style)
            return Placed(node, start, self.length, whole=True)
        if "dropcap" in node.classes:
            raise Unsettable("a letter that is several lines tall")
        _check(style)
        inner = tuple(made for child in _joined(node.children) for made in self.node(child, style))
        if style.tail:
            self._tail(node, style)
        return Placed(node, start, self.length, inner)

    def _box(self, width: float, style: Style) -> None:
        self._add(BOX, Piece(self.length, self.length + 1, setter(style.letters), False, width))
        self.white = False

    def _tail(self, node: Element, style: Style) -> None:
        """The words that the engine puts after an element, as one thing; at a space before them a line may end."""
        words = "".join(said if kind == "text" else node.get(said) for kind, said in style.tail)
        if words.startswith(" ") and not self.white:
            piece = Piece(self.length, self.length + 1, setter(style.letters), False, width(" ", style.letters))
            self._add(" ", piece)
        if shown := words.lstrip(" "):
            self._box(width(shown, style.letters), style)

    def _break(self, style: Style) -> None:
        """White space before a break shows nothing, and none after it."""
        self._add(BREAK, Piece(self.length, self.length + 1, setter(style.letters), False, 0.0))
        self.white = True


def _check(style: Style) -> None:
    if style.generated:
        raise Unsettable("words that the page gives, such as a page number")
    if style.display != "inline" or style.placed:
        raise Unsettable("a box of its own")
    if style.white_space not in {"normal", "nowrap"}:
        raise Unsettable("text that keeps its spaces")


# what is no text


def _box(node: Element, style: Style, styles: Styles) -> float | None:
    """The width in pt of what is set as one thing; None: it is text."""
    if "footnote" in node.classes and style.call:
        return width(node.get("data-number"), style.call)
    if node.tag in {"img", "svg"}:
        return _picture(node, style)
    if style.display == "inline" and (style.white_space == "nowrap" or style.before or style.after):
        return _unbroken(node, style, styles)
    return None


def _picture(node: Element, style: Style) -> float:
    said = node.get("style")
    if found := FIXED.search(said):
        return float(found[1])
    if found := EM.search(said):
        return float(found[1]) * style.letters.size
    raise Unsettable("a picture whose width the page decides")


def _unbroken(node: Element, style: Style, styles: Styles) -> float:
    """A formula, a badge: what is never broken is as wide as all it holds."""
    _check(style)
    total = style.before + style.after
    for child in node.children:
        if isinstance(child, Element):
            inner = styles.get(id(child))
            if inner is None or inner.placed:
                raise Unsettable("a box of its own")
            made = _box(child, inner, styles)
            total += made if made is not None else _unbroken(child, inner, styles)
        else:
            total += width(WHITE.sub(" ", text_of(child)), style.letters)
    return total
