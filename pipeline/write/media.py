"""What only one kind of edition shows: a QR code on paper, MathML on a screen.

In: a tree in which `.only-print` and `.only-ebook` mark such elements. Out: the tree for one kind, without the marks.
"""

from __future__ import annotations

from ..nodes import Body, Element, Node, rewrite

MARKS = {"print": "only-print", "ebook": "only-ebook"}


def shown_in(body: Body, media: str) -> Body:
    """The tree as `print` or `ebook` shows it."""
    kept, dropped = MARKS[media], next(mark for name, mark in MARKS.items() if name != media)

    def choose(node: Node) -> Node | Body:
        if not isinstance(node, Element):
            return node
        if dropped in node.classes:
            return ()
        return _without(node, kept) if kept in node.classes else node

    return rewrite(body, choose)


def _without(node: Element, mark: str) -> Element:
    rest = " ".join(name for name in node.classes if name != mark)
    return node.set_all({"class": rest or None})
