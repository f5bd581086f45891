"""Rules between paragraphs, and breaks inside them.

In: a chapter's blocks. Out: the same with scene breaks marked, and without breaks and gaps that show nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ..nodes import HEADINGS, Body, Element, Node, Text, is_blank, rewrite, text_of

FULL_STOP = re.compile(r"[.!?…][»”\"')\]]*\s*$")


def scene_breaks(body: Body) -> Body:
    """A rule between two paragraphs is a pause; one at the end of a chapter, or after another, parts nothing."""
    marked: list[Node] = []
    for node in body:
        if isinstance(node, Element) and node.tag == "hr":
            last = next((before for before in reversed(marked) if not is_blank(before)), None)
            marked += [] if last is not None and _is_rule(last) else [node.add_class("scene-break")]
        else:
            marked.append(node)
    while marked and (is_blank(marked[-1]) or _is_rule(marked[-1])):
        marked.pop()
    while marked and (is_blank(marked[0]) or _is_rule(marked[0])):
        marked.pop(0)
    return tuple(marked)


def _is_rule(node: Node) -> bool:
    return isinstance(node, Element) and node.tag == "hr"


def without_trailing_breaks(body: Body) -> Body:
    """White space and breaks at the end of a paragraph show nothing."""

    def trim(node: Node) -> Node:
        if not isinstance(node, Element) or node.tag not in {"p", "li", "dd", "td", "th", *HEADINGS}:
            return node
        children = list(node.children)
        while children and isinstance(children[-1], Element) and children[-1].tag == "br":
            children.pop()
        if children and isinstance(children[-1], Text) and node.tag != "li":
            children[-1] = replace(children[-1], text=children[-1].text.rstrip(" \t"))
        return node.with_children(children)

    return rewrite(body, trim)


def is_hollow(node: Node) -> bool:
    """Whether it is a paragraph of white space, which authors type for a gap."""
    return isinstance(node, Element) and node.tag == "p" and all(is_blank(child) for child in node.children)


def breaks_to_paragraphs(node: Node) -> Node | list[Node]:
    """The option `hard_breaks: paragraph`: a hard break after a full stop starts a paragraph."""
    if not isinstance(node, Element) or node.tag != "p":
        return node
    made: list[list[Node]] = [[]]
    for child in node.children:
        is_break = isinstance(child, Element) and child.tag == "br"
        if is_break and FULL_STOP.search(text_of(made[-1])):
            made.append([])
        else:
            made[-1].append(child)
    return [node.with_children(_lstrip(part)) for part in made if any(not is_blank(child) for child in part)]


def _lstrip(children: list[Node]) -> list[Node]:
    while children and is_blank(children[0]):
        children = children[1:]
    return children
