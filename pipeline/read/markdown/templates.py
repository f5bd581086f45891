"""A site's own shortcode, filled into the template that its book gives for it.

In: a template of Markdown or HTML, and a shortcode's arguments. Out: text, with one mark where the inner text stands.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace

from ...nodes import BLOCKS, Body, Element, Node, Pos, Shortcode, is_blank, rewrite, text_of
from ..shortcode_syntax import Tag

SLOT = "inner-slot"
FIELD = re.compile(r"""\{\{-?\s*(?:\.?(?P<inner>inner)|get\s+(?:"(?P<name>[^"]*)"|(?P<index>\d+)))\s*-?\}\}""", re.I)


def fields(template: str) -> list[re.Match[str]]:
    """The template's places to fill."""
    return list(FIELD.finditer(template))


def inner_count(template: str) -> int:
    """How many times the template shows its inner text."""
    return sum(found["inner"] is not None for found in fields(template))


def filled(template: str, tag: Tag, add: Callable[[str], None], add_inner: Callable[[], None]) -> None:
    """Hand the template on piece by piece: text by `add`, the place of the inner text by `add_inner`."""
    cursor = 0
    for found in FIELD.finditer(template):
        add(template[cursor : found.start()])
        if found["inner"]:
            add_inner()
        else:
            add(_value(tag, found))
        cursor = found.end()
    add(template[cursor:])


def _value(tag: Tag, found: re.Match[str]) -> str:
    """An argument's text; characters that would be markup are written as entities, as Hugo's templates do."""
    if found["name"] is not None:
        value = next((arg.text for arg in tag.args if arg.name == found["name"]), "")
    else:
        positional = [arg.text for arg in tag.args if not arg.name]
        index = int(found["index"])
        value = positional[index] if index < len(positional) else ""
    return html.escape(value, quote=True)


def slot() -> Shortcode:
    """What stands for the inner text while the template is read."""
    return Shortcode(SLOT, block=False)


def with_inner(body: Body, inner: Body, pos: Pos) -> Body:
    """The template's tree at the shortcode's place, with the inner text in its slot."""

    def place(node: Node) -> Node | Body:
        if isinstance(node, Element):
            inside = unwrapped(inner) if node.tag not in BLOCKS or node.tag == "p" else inner
            node = node.with_children(part for child in node.children for part in _filled(child, inside))
        return _at(node, pos, text_of(inner)) if node.pos.path.startswith("<") else node

    return tuple(part for node in rewrite(body, place) for part in _filled(node, inner))


def _filled(node: Node, inner: Body) -> Body:
    return inner if isinstance(node, Shortcode) and node.name == SLOT else (node,)


def unwrapped(inner: Body) -> Body:
    """Running text for a place inside a line: a single paragraph without its bounds."""
    only = [node for node in inner if not is_blank(node)]
    if len(only) == 1 and isinstance(only[0], Element) and only[0].tag == "p":
        return only[0].children
    return inner


def _at(node: Node, pos: Pos, inner: str) -> Node:
    """A node of the template at the shortcode's place; an attribute takes the inner text without markup."""
    if not isinstance(node, Element):
        return replace(node, pos=pos)
    values = ((name, "".join(p if isinstance(p, str) else inner for p in pieces)) for name, pieces in node.templated)
    return Element(node.tag, (*node.attrs, *values), node.children, pos)
