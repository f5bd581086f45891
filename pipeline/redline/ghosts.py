"""What is gone from a book, as it may be shown in it: without ids that are another's now, and links that lead nowhere.

In: nodes of the old version. Out: the same words under the same marks.
"""

from __future__ import annotations

from ..nodes import Body, Element, Node, Text, element, rewrite

PAST = "was-"
"""Before the id of a note that is gone."""


def ghost(node: Element, *, deep: bool = False) -> Element:
    """The element; `deep`: with all that it holds."""
    if not deep:
        return _ghost(node).with_children(())
    return _ghost(node.with_children(ghosts(node.children)))


def ghosts(body: Body) -> Body:
    """The nodes, and all that they hold."""
    return rewrite(body, lambda node: node if isinstance(node, Text) else _ghost(node))


def _ghost(node: Node) -> Element:
    assert isinstance(node, Element)
    if "note-call" in node.classes:
        key, _, ident = node.get("href").partition("#")
        return node.set(id=None, href=f"{key}#{PAST}{ident}")
    if node.tag == "aside" and node.has("data-call"):
        return node.set(id=PAST + node.get("id"), data_call=node.get("data-call").partition("#")[0])
    if node.tag == "a":
        return Element("span", (), node.children, node.pos)
    if node.tag == "img" and not node.get("src").startswith("asset:"):
        return element("span", f"[{node.get('alt')}]", pos=node.pos)
    return node.set(id=None) if node.has("id") else node
