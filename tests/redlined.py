"""A redline taken apart again: what it holds of the old version, and what of the new one.

In: a merged body. Out: the new version's tree; the old version's words. The laws of `test_redline.py` compare them with
the two bodies that went in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.nodes import Body, Element, Node, Text, is_block
from pipeline.redline.changes import CAME, CHANGE, HERE, SIDE, WAS, WENT

SAID = frozenset({"redline-said", "redline-move"})
EMPHASIS = frozenset("em strong code s sub sup".split())
"""What is nothing when it holds nothing."""
WORDS = re.compile(r"\w+")


def accepted(nodes: Iterable[Node]) -> Body:
    """The new version's tree."""
    made: list[Node] = []
    for node in nodes:
        if not isinstance(node, Element):
            made.append(node)
        elif SAID & set(node.classes) or node.get(SIDE) == WENT or _is_mark(node, "del"):
            continue
        else:
            inside = accepted(node.children)
            if _is_mark(node, "ins", "span"):
                made += inside
            elif inside or not node.children or is_block(node):
                made.append(_bare(node).with_children(inside))
    return tuple(made)


def rejected(nodes: Iterable[Node]) -> Body:
    """The old version's words, roughly under its marks: what only the new one has is gone."""
    made: list[Node] = []
    for node in nodes:
        if not isinstance(node, Element):
            made.append(node)
        elif SAID & set(node.classes) or node.get(SIDE) in {CAME, HERE} or _is_mark(node, "ins"):
            continue
        elif node.has(WAS):
            made.append(Text(node.get(WAS), node.pos))
        elif _is_mark(node, "del", "span"):
            made += rejected(node.children)
        else:
            made.append(_bare(node).with_children(rejected(node.children)))
    return tuple(made)


def _is_mark(node: Element, *tags: str) -> bool:
    return node.has(CHANGE) and node.tag in tags


def _bare(node: Element) -> Element:
    if not node.has(CHANGE):
        return node
    classes = " ".join(name for name in node.classes if name not in {"redline", "restyled"})
    anchored = node.get("id").startswith("change-")
    return node.set_all({CHANGE: None, SIDE: None, "class": classes or None, **({"id": None} if anchored else {})})


def plain(nodes: Iterable[Node]) -> list[object]:
    """A tree without places: neighbouring texts are one, white space beside blocks and at the ends is none."""
    made: list[object] = []
    edge = True
    for node in (*nodes, None):
        if isinstance(node, Text):
            if made and isinstance(made[-1], str):
                made[-1] += node.text
            else:
                made.append(node.text.lstrip() if edge else node.text)
            continue
        edge = node is None or is_block(node)
        if edge and made and isinstance(made[-1], str):
            made[-1] = made[-1].rstrip()
        inside = plain(node.children) if isinstance(node, Element) else []
        if isinstance(node, Element) and (inside or node.tag not in EMPHASIS):
            made.append((node.tag, node.attrs, inside))
    return [one for one in made if one != ""]


def words(nodes: Iterable[Node]) -> list[str]:
    """The words in reading order; blocks part them."""
    return WORDS.findall(_text(nodes))


def _text(nodes: Iterable[Node]) -> str:
    made = []
    for node in nodes:
        if isinstance(node, Text):
            made.append(node.text)
        elif isinstance(node, Element) and "note-call" not in node.classes:  # the number follows from the order
            gap = " " if is_block(node) or node.tag == "br" else ""
            made.append(f"{gap}{node.get('alt')}{_text(node.children)}{gap}")
    return "".join(made)
