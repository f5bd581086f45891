"""Links: ref, relref, button. The stage `links` finds where they lead."""

from __future__ import annotations

from collections.abc import Mapping

from ..nodes import REF, Body, Element, Node, Shortcode, Text
from .scene import Handler, Scene


def path_of(node: Shortcode) -> str:
    """The page that ref or relref names."""
    return node.get("path") or node.at(0)


def _button(node: Shortcode, scene: Scene) -> Node:
    href = REF + node.get("relref") if node.get("relref") else node.get("href")
    if not href:
        scene.missing(node, "href")
    inside = tuple(part for child in node.children for part in _inline(child))
    return Element("a", (("class", "button"), ("href", href)), inside or _words_of(href, node), node.pos)


def _inline(node: Node) -> Body:
    return node.children if isinstance(node, Element) and node.tag == "p" else (node,)


def _ref(node: Shortcode, scene: Scene) -> Node:
    path = path_of(node)
    if not path:
        scene.missing(node, "path")
    return Element("a", (("href", REF + path),), (), node.pos)


def _words_of(href: str, node: Shortcode) -> Body:
    """A place of the book says its own title, which the stage `links` knows."""
    return () if href.startswith(REF) else (Text(href, node.pos),)


HANDLERS: Mapping[str, Handler] = {"button": _button, "ref": _ref, "relref": _ref}
