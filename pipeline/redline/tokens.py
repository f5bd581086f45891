"""Running text as tokens: words, signs, spaces and what stands like one, each with the elements around it.

In: nodes. Out: `Token`s in their order, and tokens as nodes again.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ..nodes import VERBATIM, Element, Node, Pos, Text, moved
from .signs import folded, pieces
from .views import Names, is_atom

CUT = re.compile(r"\w\w")
Path: TypeAlias = tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a sign, a space, or what stands like one."""

    key: Hashable
    text: str
    """Empty for a picture and the like."""
    path: Path
    """The elements around it, the outermost first."""
    node: Text | Element
    start: int = 0
    """Where it begins in its text."""

    @property
    def pos(self) -> Pos:
        """Its place in its manuscript."""
        return moved(self.node.pos, self.start)

    @property
    def is_code(self) -> bool:
        """Whether its characters are nobody's to improve."""
        return any(element.tag in VERBATIM for element in self.path)

    @property
    def blank(self) -> bool:
        """Whether it is a space."""
        return isinstance(self.node, Text) and self.text.isspace()


def tokens(nodes: Iterable[Node], names: Names, path: Path = ()) -> Iterator[Token]:
    """The tokens of running text."""
    verbatim = any(element.tag in VERBATIM for element in path)
    for node in _whole(nodes):
        if isinstance(node, Text):
            start = 0
            for piece in pieces(node.text):
                yield Token(piece if verbatim else folded(piece), piece, path, node, start)
                start += len(piece)
        elif isinstance(node, Element) and is_atom(node):
            yield Token(("atom", names.of(node)), "", path, node)
        elif isinstance(node, Element):
            yield from tokens(node.children, names, (*path, node))


def _whole(nodes: Iterable[Node]) -> list[Node]:
    """The nodes, a word that was read in pieces (an entity is one) in a text of its own."""
    made: list[Node] = []
    for node in nodes:
        last = made[-1] if made else None
        if isinstance(node, Text) and isinstance(last, Text) and CUT.search(f"{last.text[-1:]}{node.text[:1]}"):
            made[-1] = Text(last.text + node.text, last.pos)
        else:
            made.append(node)
    return made


def joined(some: Iterable[Token]) -> Iterator[tuple[Path, Text | Element]]:
    """Tokens that stand together in the manuscript as one text."""
    run: list[Token] = []
    for token in some:
        if run and not (token.node is run[-1].node and token.start == run[-1].start + len(run[-1].text) and token.text):
            yield _one(run)
            run = []
        run.append(token)
    if run:
        yield _one(run)


def _one(run: Sequence[Token]) -> tuple[Path, Text | Element]:
    first = run[0]
    node = first.node if isinstance(first.node, Element) else Text("".join(token.text for token in run), first.pos)
    return first.path, node
