"""Trees as plain lists, for JSON: so they cross to a child process, are hashed and are kept.

In: nodes without unresolved shortcodes. Out: lists, and the same nodes again. `raised(flat(body)) == body`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .nodes import Body, Element, Node, Pos, Text

Flat = list[Any]


@dataclass(slots=True)
class _Paths:
    """Each path of a place once."""

    names: dict[str, int] = field(default_factory=dict)

    def number(self, path: str) -> int:
        return self.names.setdefault(path, len(self.names))


def flat(body: Iterable[Node]) -> Flat:
    """`[paths, nodes]`; raises TypeError on an unresolved shortcode."""
    paths = _Paths()
    nodes = _lowered(body, paths)
    return [list(paths.names), nodes]


def _lowered(nodes: Iterable[Node], paths: _Paths) -> Flat:
    made: Flat = []
    for node in nodes:
        pos = node.pos
        place = paths.number(pos.path)
        if isinstance(node, Text):
            made.append([node.text, place, pos.line, pos.column])
        elif isinstance(node, Element) and not node.templated:
            attrs = [part for pair in node.attrs for part in pair]
            made.append([node.tag, place, pos.line, pos.column, attrs, _lowered(node.children, paths)])
        else:
            raise TypeError(f"an unresolved shortcode at {node.pos}")
    return made


def raised(form: Flat) -> Body:
    """The nodes that `flat` was given."""
    paths, nodes = form
    return _raised(nodes, paths)


def _raised(nodes: Flat, paths: list[str]) -> Body:
    made: list[Node] = []
    for node in nodes:
        pos = Pos(paths[node[1]], node[2], node[3])
        if len(node) == 4:
            made.append(Text(node[0], pos))
        else:
            attrs = node[4]
            pairs = tuple(zip(attrs[::2], attrs[1::2], strict=True))
            made.append(Element(node[0], pairs, _raised(node[5], paths), pos))
    return tuple(made)
