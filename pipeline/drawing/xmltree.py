"""XML of a library of ours becomes our tree.

In: `xml.etree` elements that a pinned library made. Out: an `Element`, every node at the place it was made for.
Not its business: XML that someone else wrote, which `pictures` and `rawhtml` sift.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree

from ..nodes import Element, Node, Pos, Text

XML = ElementTree.Element
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document may hold (XML 1.0, 2.2)."""

Keep = Callable[[str, str, str], bool]
"""Tag, attribute and value -> whether the attribute is kept."""


def tree(made: XML, pos: Pos, keep: Keep = lambda tag, name, value: True) -> Element:
    """The element with all it holds; namespaces and xmlns are left to the serialiser."""
    attrs = tuple((local(name), value) for name, value in made.items() if keep(local(made.tag), local(name), value))
    children: list[Node] = [Text(clean(made.text), pos)] if made.text else []
    for child in made:
        children.append(tree(child, pos, keep))
        children += [Text(clean(child.tail), pos)] if child.tail else []
    return Element(local(made.tag), attrs, tuple(children), pos)


def local(name: str) -> str:
    """A name without its namespace; case is kept, which SVG needs."""
    return name.rpartition("}")[2]


def clean(text: str) -> str:
    """Text without characters that XML forbids."""
    return FORBIDDEN.sub("�", text)


def depth(made: XML) -> int:
    """How deep its elements stand in one another; counted without recursion."""
    deepest, row = 0, [made]
    while row:
        deepest, row = deepest + 1, [child for element in row for child in element]
    return deepest
