"""The only serialiser: a tree becomes XHTML (for EPUB) or HTML (for paged layout).

In: a `Body`. Out: text. White space is written as it stands; nothing is indented, dropped or re-parsed.
A `Shortcode` or an attribute that still holds one is a fault of the program, and refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from ..nodes import Element, Node, Text

VOID = frozenset("area br col hr img input link meta source wbr".split())
NAMESPACES = {"svg": "http://www.w3.org/2000/svg", "math": "http://www.w3.org/1998/Math/MathML"}


class Dialect(Enum):
    """How elements are written."""

    XHTML = "xhtml"
    HTML = "html"


def serialise(nodes: Iterable[Node], dialect: Dialect = Dialect.XHTML) -> str:
    """The nodes as markup; raises TypeError on an unresolved shortcode."""
    out: list[str] = []
    for node in nodes:
        _write(node, dialect, out)
    return "".join(out)


def _write(node: Node, dialect: Dialect, out: list[str]) -> None:
    if isinstance(node, Text):
        out.append(_text(node.text))
    elif isinstance(node, Element):
        _element(node, dialect, out)
    else:
        raise TypeError(f"unresolved shortcode '{node.name}' at {node.pos}")


def _text(text: str) -> str:
    """By `replace`: where there is nothing to do, a tenth of the time of `translate`."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _element(node: Element, dialect: Dialect, out: list[str]) -> None:
    if node.templated:
        raise TypeError(f"unresolved shortcode in an attribute of <{node.tag}> at {node.pos}")
    out.append(f"<{node.tag}{_attributes(node, dialect)}")
    if node.tag in VOID:
        out.append("/>" if dialect is Dialect.XHTML else ">")
        return
    out.append(">")
    for child in node.children:
        _write(child, dialect, out)
    out.append(f"</{node.tag}>")


def _attributes(node: Element, dialect: Dialect) -> str:
    attrs = dict(node.attrs)
    if dialect is Dialect.XHTML:
        if node.tag in NAMESPACES:
            attrs.setdefault("xmlns", NAMESPACES[node.tag])
        if "lang" in attrs:
            attrs.setdefault("xml:lang", attrs["lang"])  # EPUB 3.3, 6.1: readers of XML know this one
    else:
        attrs = {name: value for name, value in attrs.items() if ":" not in name}
    return "".join(f' {name}="{escape(value)}"' for name, value in attrs.items())


def escape(text: str) -> str:
    """Text for a place between tags or in a quoted attribute."""
    return _text(text).replace('"', "&quot;").replace("\n", " ").replace("\t", " ")
