"""Paragraphs that hold blocks are cut, as HTML demands.

In: a body. Out: the same words and blocks, none inside what may not hold it.
"""

from __future__ import annotations

from .nodes import HEADINGS, Body, Element, Node, children_of, is_blank, is_block, rewrite

PHRASING_ONLY = frozenset("p em strong b i u s small sub sup mark q cite abbr dfn kbd samp code var span bdi".split())
"""Elements that must not hold blocks (HTML, 3.2.5.2.5), and that may be cut where a block stands in them."""


def unnest(body: Body) -> Body:
    """The tree with every paragraph that holds blocks cut into paragraphs and blocks (HTML, 4.4.1).

    So are emphasis and its kind, and a heading, which keeps its words and is followed by its blocks.
    """
    return rewrite(body, _cut)


def _cut(node: Node) -> Node | list[Node]:
    if not isinstance(node, Element) or not any(_is_flow(child) for child in node.children):
        return node
    if node.tag in HEADINGS:
        words = [child for child in node.children if not _is_flow(child)]
        return [node.with_children(_trimmed(words)), *(child for child in node.children if _is_flow(child))]
    return _pieces(node) if node.tag in PHRASING_ONLY else node


def _is_flow(node: Node) -> bool:
    """Whether it is a block, or a link or a correction around one (HTML, 3.2.5.3: transparent content)."""
    around = isinstance(node, Element) and node.tag in {"a", "ins", "del"}
    return is_block(node) or (around and any(_is_flow(child) for child in children_of(node)))


def _pieces(node: Element) -> list[Node]:
    made: list[Node] = []
    run: list[Node] = []
    for child in (*node.children, None):
        if child is not None and not _is_flow(child):
            run.append(child)
            continue
        if any(not is_blank(part) for part in run):
            made.append(node.with_children(_trimmed(run)))
            node = node.set(id=None)
        run = []
        if child is not None:
            made.append(child)
    return made


def _trimmed(run: list[Node]) -> list[Node]:
    while run and is_blank(run[0]):
        run = run[1:]
    while run and is_blank(run[-1]):
        run = run[:-1]
    return run
