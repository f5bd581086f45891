"""Front matter that was read before and has not changed.

In: a file's text. Out: the keys and values of its front matter, from the cache when the very same file was read before
and nothing was found wrong with it.
"""

from __future__ import annotations

import hashlib
from typing import Any

from ..budget import Limits
from ..cache import Store, key
from ..diagnostics import Report
from ..nodes import Pos
from ..packed import NOT_OURS, pack, unpack
from ..syntax.values import Item, Kind, Value
from .frontmatter import parsed

Flat = list[Any]


class Fronts:
    """What the book's files begin with."""

    def __init__(self, store: Store, limits: Limits) -> None:
        self.store, self.limits = store, limits
        self.name = key("fronts", repr(limits))
        self.before = self._kept()
        self.now: dict[str, Flat] = {}

    def _kept(self) -> dict[str, Flat]:
        kept = self.store.get(self.name)
        try:
            found = unpack(kept).value if kept is not None else {}
            return found if isinstance(found, dict) else {}
        except NOT_OURS:
            return {}

    def parsed(self, path: str, text: str, report: Report) -> tuple[Value, int]:
        """The keys and values as written, and the index where the text begins; see `frontmatter.parsed`."""
        mark = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        if mark in self.before:
            try:
                start, form = self.now[mark] = self.before[mark]
                return _raised(form, path), int(start)
            except NOT_OURS:
                pass
        found = Report()
        tree, start = parsed(path, text, found, self.limits)
        if found.diagnostics or found.changes:
            return parsed(path, text, report, self.limits)
        self.now[mark] = [start, _flat(tree)]
        return tree, start

    def keep(self) -> None:
        """For the next time."""
        if self.now != self.before:
            self.store.put(self.name, pack(self.now))


def _flat(value: Value) -> Flat:
    items = [[item.key, item.pos.line, item.pos.column, _flat(item.value)] for item in value.items]
    return [value.kind, value.pos.line, value.pos.column, value.raw, value.value, items]


def _raised(form: Flat, path: str) -> Value:
    kind, line, column, raw, value, items = form
    inside = tuple(Item(name, _raised(inner, path), Pos(path, *place)) for name, *place, inner in items)
    return Value(Kind(kind), Pos(path, line, column), raw, value, inside)
