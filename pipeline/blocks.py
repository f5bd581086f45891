"""Where a word stands, whatever the edition: the number of its block, and how many letters of the block go before it.

In: a chapter's tree after the plan. Out: the tree with `data-n` on its blocks; letters counted so that lines, spaces
and hyphens make no difference. The print edition's page breaks find their place in the ebook by these, a proof its
lines, an import its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .nodes import BLOCKS, Body, Element, Node, Text, is_block, rewrite

NUMBER = "data-n"
ALSO = frozenset({"img", "svg"})
"""Not blocks, and yet a page may begin with one."""
UNSEEN = frozenset("-\u2010\u00ad\u200b\u2060\ufeff")
"""Hyphens and characters without width: a line's end adds or hides them."""


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


def letters(text: str) -> int:
    """The characters that count: neither space nor hyphen, nor what has no width."""
    return sum(1 for character in text if not character.isspace() and character not in UNSEEN)


def own_letters(block: Element) -> int:
    """The letters of a block that stand in no block inside it."""
    return sum(_own(child) for child in block.children)


def _own(node: Node) -> int:
    if isinstance(node, Text):
        return letters(node.text)
    if isinstance(node, Element) and not is_block(node) and not node.has(NUMBER):
        return sum(_own(child) for child in node.children)
    return 0
