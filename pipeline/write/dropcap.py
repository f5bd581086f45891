"""The first letter of a chapter, several lines tall.

In: a chapter's section as it is about to be set, and its role. Out: the same with the letter as `span.dropcap`,
and in it the signs that stand before it; unchanged where the text begins with anything but a letter: a dash of
dialogue, a figure, a quotation, a note. Not its business: its size (`pagecss.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..nodes import Body, Element, Node, Text, element, is_blank, moved, text_of

WITH_DROP_CAP = frozenset({"chapter", "prologue", "introduction", "epilogue"})
LEAST = 140
"""Letters; a shorter paragraph may have fewer lines than the letter."""
FIRST = re.compile(r"\s*([¿¡«“‘(]{0,2}[^\W\d_])")
INLINE = frozenset({"em", "i", "strong", "b", "span", "a", "cite", "q"})


def with_drop_cap(section: Element, role: str, lines: int) -> Element:
    """The section with its first letter set apart, so many lines tall.

    A chapter's first paragraph stands right below its opening.
    """
    place = next((n for n, child in enumerate(section.children) if _is(child, "header")), None)
    if role not in WITH_DROP_CAP or place is None:
        return section
    below = next((n for n in range(place + 1, len(section.children)) if not is_blank(section.children[n])), None)
    first = section.children[below] if below is not None else None
    if below is None or not isinstance(first, Element) or not _can_begin(first):
        return section
    made = first.with_children(_begun(first.children, lines)).add_class("begins")
    return section.with_children((*section.children[:below], made, *section.children[below + 1 :]))


def _is(node: Node, tag: str) -> bool:
    return isinstance(node, Element) and node.tag == tag


def _can_begin(paragraph: Element) -> bool:
    """Long enough, plain text, and a letter comes first."""
    text = text_of(paragraph)
    if paragraph.tag != "p" or set(paragraph.classes) & {"label", "buttons", "lead-in"} or len(text) < LEAST:
        return False
    return bool(FIRST.match(text)) and _leads_to_text(paragraph.children)


def _leads_to_text(nodes: Iterable[Node]) -> bool:
    first = next((node for node in nodes if not (isinstance(node, Text) and not node.text.strip())), None)
    if isinstance(first, Text):
        return bool(FIRST.match(first.text))
    return isinstance(first, Element) and first.tag in INLINE and not first.classes and _leads_to_text(first.children)


def _begun(nodes: Body, lines: int) -> Iterator[Node]:
    """The nodes with the first letter in a span of its own, which stands first in the paragraph."""
    rest = iter(nodes)
    for node in rest:
        if isinstance(node, Text) and not node.text.strip():
            continue
        if isinstance(node, Text):
            found = FIRST.match(node.text)
            assert found is not None
            yield element("span", replace(node, text=found[1]), class_="dropcap", data_lines=str(lines))
            yield Text(node.text[found.end() :], moved(node.pos, found.end()))
        elif isinstance(node, Element):
            yield node.with_children(_begun(node.children, lines))
        break
    yield from rest
