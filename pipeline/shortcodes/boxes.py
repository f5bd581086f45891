"""Boxes: details, hint. What a site folds away or colours, a book frames and labels."""

from __future__ import annotations

from collections.abc import Mapping

from ..nodes import Element, Node, Shortcode, Text
from .scene import Handler, Scene, blocks, titled

CALLOUTS = frozenset("info success warning danger note tip important caution default".split())


def _details(node: Shortcode, scene: Scene) -> Node:
    title = titled(node, "title", "summary") or (Text(scene.words.note, node.pos),)
    head = Element("p", (("class", "box-title"),), title, node.pos)
    return Element("aside", (("class", "details"),), (head, *blocks(node)), node.pos)


def _hint(node: Shortcode, scene: Scene) -> Node:
    kind = (node.at(0) or node.get("kind") or node.get("type") or "default").lower()
    kind = kind if kind in CALLOUTS else "default"
    title = node.rich_text("title") or (Text(scene.words.hints[kind], node.pos),)
    head = Element("p", (("class", "box-title"),), title, node.pos)
    return Element("aside", (("class", f"hint hint-{kind}"),), (head, *blocks(node)), node.pos)


def _expand(node: Shortcode, scene: Scene) -> Node:
    """The older name of details; without a label it says what the theme says."""
    title = node.rich_text("title") or (Text(scene.words.more, node.pos),)
    head = Element("p", (("class", "box-title"),), title, node.pos)
    return Element("aside", (("class", "details"),), (head, *blocks(node)), node.pos)


HANDLERS: Mapping[str, Handler] = {"details": _details, "expand": _expand, "hint": _hint}
