"""Nothing lost in silence: the words that were read, against the words that a chapter still holds.

In: a chapter's tree before and after its stages. Out: the first word that has gone without anybody saying so.
What a stage may change is not counted: case, accents as one character or two, quotation marks, dashes, spaces, places
where a long word may break; a shortcode says itself what it becomes.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from .nodes import NOWHERE, Body, Element, Node, Pos, Text

WORD = re.compile(r"[^\W_]+")
"""Letters and digits: what no rule of typography touches."""
MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
"""Combining marks (Unicode, 2.11)."""


def lost_word(before: Body, after: Iterable[Node]) -> tuple[str, Pos] | None:
    """The first word that stands more often before than after, and its place; None when there is none."""
    wanted, kept = _words(before), Counter(_words(after))
    kept.subtract(wanted)
    lost = next((word for word in wanted if kept[word] < 0), "")
    return (lost, _place(before, lost)) if lost else None


def _words(nodes: Iterable[Node]) -> list[str]:
    return WORD.findall(_plain("".join(text for text, _ in _runs(nodes))))


def _plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    return MARKS.sub("", unicodedata.normalize("NFD", text.casefold()))


def _place(nodes: Body, word: str) -> Pos:
    """Where a word is, or begins."""
    return next((pos for text, pos in _runs(nodes) if word[:20] in _plain(text)), NOWHERE)


def _runs(nodes: Iterable[Node]) -> Iterator[tuple[str, Pos]]:
    """Every text outside shortcodes, elements apart; of what is drawn, the text that stands for it."""
    for node in nodes:
        if isinstance(node, Text):
            yield node.text, node.pos
        elif isinstance(node, Element) and "literal" in node.classes:  # `shortcodes` takes it away
            yield from _runs(node.children)
        elif isinstance(node, Element) and node.tag != "wbr":
            yield "\n", node.pos
            for name in ("alt", "data-plain"):
                if node.has(name):
                    yield node.get(name) + "\n", node.pos
            yield from _runs(node.children)
            yield "\n", node.pos
