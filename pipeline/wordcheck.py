"""Nothing lost in silence: the words that were read, against the words that a chapter still holds.

In: a chapter's tree before and after its stages. Out: the first word that has gone without anybody saying so.
What a stage may change is not counted: case, quotation marks, dashes, spaces; a shortcode says itself what it becomes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from .nodes import Body, Element, Node, Pos, Text

WORD = re.compile(r"[^\W_]+")
"""Letters and digits: what no rule of typography touches."""


def lost_word(before: Body, after: Iterable[Node]) -> tuple[str, Pos] | None:
    """The first word that stands more often before than after, and its place; None when there is none."""
    kept = Counter(word for text in _texts(after) for word in _words(text.text))
    for text in _texts(before):
        kept.subtract(_words(text.text))
    short = {word for word, count in kept.items() if count < 0}
    if not short:
        return None
    return next((word, text.pos) for text in _texts(before) for word in _words(text.text) if word in short)


def _words(text: str) -> list[str]:
    return WORD.findall(text.casefold())


def _texts(nodes: Iterable[Node]) -> Iterator[Text]:
    """Every text outside shortcodes; of what is drawn, the text that stands for it."""
    for node in nodes:
        if isinstance(node, Text):
            yield node
        elif isinstance(node, Element):
            for name in ("alt", "data-plain"):
                if node.has(name):
                    yield Text(node.get(name), node.pos)
            yield from _texts(node.children)
