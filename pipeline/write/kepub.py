"""Kobo's own kind of page: every sentence in a span of its own, by which its readers count, mark and turn pages.

In: a page's body. Out: the same words in `koboSpan`s, inside the two blocks that its readers look for.
Source: Kobo, epub-spec, and what its store makes of an EPUB.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..nodes import BLOCKS, Body, Element, Node, Text, element

SENTENCE = re.compile(r".*?[.!?…:][»”’\"')\]]*\s+|.+", re.S)
WHOLE = frozenset({"math", "svg", "pre", "script", "style", "video", "audio"})
"""What Kobo's readers count as one thing."""


def with_spans(body: Body) -> Body:
    """The body as Kobo's readers want it."""
    spans = _Spans()
    inside = element("div", *spans.of(body), id="book-inner")
    return (element("div", inside, id="book-columns"),)


@dataclass(slots=True)
class _Spans:
    paragraph: int = 0
    sentence: int = 0

    def of(self, body: Body) -> Body:
        return tuple(made for node in body for made in self._node(node))

    def _node(self, node: Node) -> Body:
        if isinstance(node, Text):
            return self._sentences(node)
        if not isinstance(node, Element) or node.tag in WHOLE:
            return (node,)
        if node.tag in BLOCKS:
            self._next_paragraph()
        if node.tag == "img":
            self._next_paragraph()
            return (self._span(node),)
        return (node.with_children(self.of(node.children)),)

    def _next_paragraph(self) -> None:
        self.paragraph += 1
        self.sentence = 0

    def _sentences(self, node: Text) -> Body:
        if not node.text.strip():
            return (node,)
        return tuple(self._span(Text(found[0], node.pos)) for found in SENTENCE.finditer(node.text))

    def _span(self, inside: Node) -> Element:
        self.sentence += 1
        return element("span", inside, class_="koboSpan", id=f"kobo.{max(1, self.paragraph)}.{self.sentence}")
