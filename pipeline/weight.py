"""How large a tree becomes when it is written out.

In: nodes. Out: characters, about. What is repeated is one node in memory and many on the page: counted each time.
"""

from __future__ import annotations

from collections.abc import Iterable

from .nodes import Element, Node, Shortcode, Text

MARKUP = 10
"""Characters that an element costs besides its name, attributes and children, at the least."""


def weight(nodes: Iterable[Node], most: int) -> int:
    """Characters of the nodes and all they hold; counting ends beyond `most`. Walks without recursion."""
    total = 0
    ahead = [iter(tuple(nodes))]
    while ahead and total <= most:
        node = next(ahead[-1], None)
        if node is None:
            ahead.pop()
            continue
        total += _own(node)
        if not isinstance(node, Text):
            ahead.append(iter(node.children))
    return total


def _own(node: Node) -> int:
    match node:
        case Text(text):
            return len(text)
        case Element():
            return MARKUP + sum(len(name) + len(value) for name, value in node.attrs)
        case Shortcode():
            return MARKUP + sum(len(arg.text) for arg in node.args)
