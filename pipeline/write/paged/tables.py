"""Tables whose head is not where their first row is: the engine leaves it out above a row that fills the page.

In: a unit's lowered tree, its galley. Out: the numbers of such tables; the tree in which their rows may go on overleaf,
which leaves room for the head.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from math import inf

from ...blocks import NUMBER
from ...nodes import Body, Element, Node, elements, rewrite
from .galley import Galley

HEADS = frozenset({"thead", "tfoot"})


def headless(body: Body, galley: Galley) -> frozenset[str]:
    """The numbers of the tables whose rows begin on an earlier page than their head."""
    pages: dict[str, int] = {}
    for number, page in enumerate(galley.pages):
        for line in page.lines:
            pages.setdefault(str(line.block), number)
    return frozenset(table.get(NUMBER) for table in elements(body, "table") if _is_headless(table, pages))


def _is_headless(table: Element, pages: dict[str, int]) -> bool:
    heads = [part for part in table.children if isinstance(part, Element) and part.tag == "thead"]
    rows = [part for part in table.children if isinstance(part, Element) and part.tag not in HEADS]
    return bool(heads) and _first(rows, pages) < _first(heads, pages)


def _first(parts: Iterable[Element], pages: dict[str, int]) -> float:
    """The page of the first line of what has any."""
    return min((pages.get(node.get(NUMBER), inf) for node in elements(parts) if node.has(NUMBER)), default=inf)


def with_parted_rows(body: Body, tables: Set[str]) -> Body:
    """The tree in which the rows of these tables may be parted by a page's end."""

    def part(node: Node) -> Node:
        is_one = isinstance(node, Element) and node.tag == "table" and node.get(NUMBER) in tables
        return node.add_class("parted") if is_one and isinstance(node, Element) else node

    return rewrite(body, part)
