"""White as paper has it: a tab in code goes to its stop, and white that no page has room for is cut.

In: a tree as paper shows it. Out: the same, its words untouched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..nodes import Body, Element, Node, Text, text_of

STOP = 4
"""Characters from one tab stop to the next: `tab-size` of the style sheets."""
MOST = 400
"""Characters of white in a row; the widest line of code that a page can hold is shorter. The engine takes a time that
grows with the square of their number.
"""
TOO_MUCH = re.compile(rf"([ \t]{{{MOST}}})[ \t]+")


def on_paper(body: Body) -> Body:
    """The tree without tabs: in code there are spaces instead, as a text layer has no others."""
    said = "".join(map(text_of, body))
    return _without(body, None) if "\t" in said or " " * MOST in said else body


def _without(nodes: Sequence[Node], line: _Line | None) -> Body:
    """`line`: where in its line the code is that goes on here; None: this is no code."""
    return tuple(_changed(node, line) for node in nodes)


def _changed(node: Node, line: _Line | None) -> Node:
    if isinstance(node, Text):
        return replace(node, text=_spaced(node.text) if line is None else line.spaced(node.text))
    if not isinstance(node, Element):
        return node
    inside = _Line() if node.tag == "pre" else line
    return node.with_children(_without(node.children, inside))


def _spaced(text: str) -> str:
    return TOO_MUCH.sub(r"\1", text).replace("\t", " ")


class _Line:
    """A line of code, as far as it has been read."""

    def __init__(self) -> None:
        self.column = 0

    def spaced(self, text: str) -> str:
        """What goes on there, with spaces for its tabs."""
        return "\n".join(self._part(part, number) for number, part in enumerate(text.split("\n")))

    def _part(self, part: str, number: int) -> str:
        begin = 0 if number else self.column
        wide = (" " * begin + part).expandtabs(STOP)[begin:] if "\t" in part else part
        self.column = begin + len(wide)
        return TOO_MUCH.sub(r"\1", wide)
