"""Where a word stands, whatever the edition: the number of its block, and how many letters of the block go before it.

In: a chapter's tree after the plan. Out: the tree with `data-n` on its blocks; letters counted so that lines, spaces
and hyphens make no difference. The print edition's page breaks find their place in the ebook by these, a proof its
lines, an import its words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from .nodes import BLOCKS, Body, Element, Node, Text, rewrite

NUMBER = "data-n"
ALSO = frozenset({"img", "svg"})
"""Not blocks, and yet a page may begin with one."""
UNSEEN = "-\u2010\u00ad\u200b\u2060\ufeff"
"""Hyphens and characters without width: a line's end adds or hides them."""
DRAWN = frozenset({"svg", "math"})
"""What an edition draws, and another may write out."""
SPACES = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
_DROPPED = dict.fromkeys(map(ord, UNSEEN + SPACES))


def numbered(body: Body) -> Body:
    """The tree with every block numbered from 1, parents first."""
    return _numbered(body, iter(range(1, 1 << 30)))


def _numbered(nodes: Iterable[Node], numbers: Iterator[int]) -> Body:
    made: list[Node] = []
    for node in nodes:
        if isinstance(node, Element):
            if node.tag in BLOCKS or node.tag in ALSO:
                node = node.set_all({NUMBER: str(next(numbers))})
            if node.children:
                node = node.with_children(_numbered(node.children, numbers))
        made.append(node)
    return tuple(made)


def unnumbered(body: Body) -> Body:
    """The tree without the numbers."""
    return rewrite(body, lambda node: node.set_all({NUMBER: None}) if isinstance(node, Element) else node)


def bare(text: str) -> str:
    """The characters that count, whatever their case: what must be the same in every edition."""
    return text.translate(_DROPPED)


def digest(text: str) -> str:
    """A block's words, told in 16 letters: the same block has the same in every build."""
    return hashlib.sha256(bare(text).encode()).hexdigest()[:16]


def letters(text: str) -> int:
    """How many characters count: neither space nor hyphen, nor what has no width."""
    return len(bare(text))


def own_texts(body: Body) -> dict[int, tuple[str, Element]]:
    """Of each numbered block, the characters that count and stand in no block inside it, and the block."""
    found: dict[int, tuple[list[str], Element]] = {}
    _gather(body, 0, found)
    return {number: ("".join(parts), block) for number, (parts, block) in found.items() if parts}


def _gather(nodes: Iterable[Node], number: int, found: dict[int, tuple[list[str], Element]]) -> None:
    for node in nodes:
        if isinstance(node, Text):
            if number:
                found[number][0].append(bare(node.text))
        elif isinstance(node, Element) and node.tag not in DRAWN:
            own = int(node.get(NUMBER) or number)
            if own != number:
                found.setdefault(own, ([], node))
            _gather(node.children, own, found)
