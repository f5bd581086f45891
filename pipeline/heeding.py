"""What the selectors of a sheet look at, so that elements which they cannot tell apart need be asked for once.

In: tokens of rules. Out: `Heeds`, or None where a rule looks at what only the whole page can tell: at what follows, at
places among brothers, at languages. Not its business: which rule holds for an element (`faces`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

OWN = frozenset({"class", "font-family", "font-weight", "font-style"})
"""What any element is asked for: a drawing says its fonts by attributes."""
PARTS = frozenset({"before", "after", "first-line", "first-letter", "marker", "selection"})
PLAIN = frozenset({".", ",", ">", "*", ":", "+"})
AROUND = frozenset({"not", "is", "where"})


@dataclass(frozen=True, slots=True)
class Heeds:
    """What rules look at beside an element's tag, and those of what stands around it."""

    attributes: frozenset[str] = OWN
    neighbours: int = 0
    """How many elements before it, under the same parent."""


def joined(heeds: Iterable[Heeds | None]) -> Heeds | None:
    """What several rules look at together."""
    attributes, neighbours = OWN, 0
    for one in heeds:
        if one is None:
            return None
        attributes, neighbours = attributes | one.attributes, max(neighbours, one.neighbours)
    return Heeds(attributes, neighbours)


def heeded(prelude: Sequence[Any], declared: Iterable[Any]) -> Heeds | None:
    """What one rule looks at: by its selectors, and by `content: attr(x)`."""
    found = _of_selectors(prelude)
    if found is None:
        return None
    written = (token for node in declared if node.lower_name == "content" for token in node.value)
    said = (_first(token.arguments) for token in written if token.type == "function" and token.lower_name == "attr")
    return Heeds(found.attributes | frozenset(said), found.neighbours)


def _of_selectors(tokens: Sequence[Any]) -> Heeds | None:
    attributes: set[str] = set()
    most = neighbours = 0
    for token, last in zip(tokens, [None, *tokens], strict=False):
        if not _is_plain(token, last):
            return None
        if token.type == "[] block":
            attributes.add(_first(token.content))
        elif token.type == "hash":
            attributes.add("id")
        elif token.type == "function":
            inside = _of_selectors(token.arguments)
            if inside is None or inside.neighbours:
                return None
            attributes |= inside.attributes
        neighbours = 0 if token == "," else neighbours + (token == "+")
        most = max(most, neighbours)
    return Heeds(OWN | attributes, most)


def _is_plain(token: Any, last: Any) -> bool:
    """Whether it is a part of a selector that looks at nothing but tags, attributes and what stands above or before."""
    match token.type:
        case "literal":
            return token.value in PLAIN
        case "ident":
            return last != ":" or token.lower_value in PARTS
        case "function":
            return bool(last == ":") and token.lower_name in AROUND
    return token.type in {"whitespace", "comment", "hash", "[] block"}


def _first(tokens: Iterable[Any]) -> str:
    """The first word."""
    return next((str(token.value) for token in tokens if token.type == "ident"), "")
