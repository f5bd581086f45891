"""An editor's marks as they stand in the tree: insertions, deletions, substitutions, highlights and queries.

In: a body. Out: its marks in their order, each with its place, who made it and what it says. A mark may be several
elements (in two paragraphs, inside and outside an emphasis): they share the number in `data-mark`.
Not its business: how a mark is written (`read/marks`), and what it becomes in the manuscript (`commands/marking`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from .nodes import ALL, Body, Element, Node, Pos, Shortcode, Text, text_of


class Kind(StrEnum):
    """What a mark asks for."""

    INSERTION = "insertion"
    """`{++ .. ++}`"""
    DELETION = "deletion"
    """`{-- .. --}`"""
    SUBSTITUTION = "substitution"
    """`{~~ .. ~> .. ~~}`"""
    HIGHLIGHT = "highlight"
    """`{== .. ==}`"""
    QUERY = "query"
    """`{>> .. <<}` or `<!-- Q: .. -->`"""

    @property
    def changes(self) -> bool:
        """Whether it asks for other words."""
        return self in (Kind.INSERTION, Kind.DELETION, Kind.SUBSTITUTION)


INSERTED, DELETED, HIGHLIGHTED, ASKED = "inserted", "deleted", "highlighted", "query"
"""The classes of `ins`, `del`, `mark`, and of the element that holds a query."""


@dataclass(frozen=True, slots=True)
class Open:
    """A mark that nobody has settled."""

    number: int
    """Among the marks of its chapter's file."""
    kind: Kind
    pos: Pos
    who: str
    """Who asks; empty: the mark does not say."""
    note: str
    """What is asked; empty: nothing."""
    before: str
    """The words that are marked, or that would go."""
    after: str
    """The words that would come."""

    @property
    def text(self) -> str:
        """The mark in a line."""
        change = {
            Kind.INSERTION: f"+ {self.after}",
            Kind.DELETION: f"- {self.before}",
            Kind.SUBSTITUTION: f"{self.before} -> {self.after}",
            Kind.HIGHLIGHT: self.before,
            Kind.QUERY: "",
        }[self.kind]
        shown = change if self.before or self.after else ""
        return ": ".join(part for part in (" ".join(shown.split()), self.note) if part)


def open_marks(body: Body) -> tuple[Open, ...]:
    """The marks of a body, in the order in which they begin."""
    parts: dict[str, list[Element]] = {}
    for node in everywhere(body, frozenset({"@data-mark"})):
        if isinstance(node, Element) and node.has("data-mark"):
            parts.setdefault(node.get("data-mark"), []).append(node)
    return tuple(_open(int(number), parts[number]) for number in sorted(parts, key=int))


def _open(number: int, parts: list[Element]) -> Open:
    notes = [part for part in parts if ASKED in part.classes]
    first = next((part for part in parts if ASKED not in part.classes), parts[0])
    who, note = (notes[0].get("data-who"), notes[0].get("data-query")) if notes else ("", "")
    before = [part for part in parts if part.tag in {"del", "mark"}]
    after = [part for part in parts if part.tag == "ins"]
    return Open(number, Kind(first.get("data-kind")), first.pos, who, note, _words(before), _words(after))


def _words(parts: Iterable[Element]) -> str:
    return " ".join(" ".join(said.split()) for part in parts if (said := text_of(part.children)))


def everywhere(body: Body, names: frozenset[str] = ALL) -> Iterator[Node]:
    """Every node, in reading order, those in the arguments of shortcodes too; `names` as for `walk`."""
    for node in body:
        if names and isinstance(node, Element) and node.lacks(names):
            continue
        yield node
        if isinstance(node, Shortcode):
            for _, rich in node.rich:
                yield from everywhere(rich, names)
        if not isinstance(node, Text):
            yield from everywhere(node.children, names)
