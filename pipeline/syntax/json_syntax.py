"""JSON with places: the third of Hugo's front matter formats, and `hugo.json`.

In: an `Excerpt`. Out: its `Value` tree, or nothing after a fault, which goes to the report. Not its business: what a
key means. Python's json tells no places, so lists and groups of keys are walked here; words and numbers are its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from ..diagnostics import BookError, Report
from .values import (
    Excerpt,
    Item,
    Kind,
    Rules,
    Value,
    demand_depth,
    demand_size,
    quoted,
    scalar,
    tell,
    without_duplicates,
)

_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_WORD = re.compile(r"true|false|null")
_STRING_OR_BRACE = re.compile(r'"(?:[^"\\]|\\.)*"|[{}]', re.DOTALL)


def parse(excerpt: Excerpt, rules: Rules, report: Report) -> Value:
    """The value tree; an empty one after a fault."""
    try:
        demand_size(excerpt, rules)
        return _Reader(excerpt, rules, report).whole()
    except BookError as error:
        tell(error, report)
    return Value(Kind.NOTHING, excerpt.pos(0))


def end_of_object(text: str, start: int) -> int:
    """The index after the brace that closes the one at `start`, or -1."""
    depth = 0
    for found in _STRING_OR_BRACE.finditer(text, start):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth == 0:
            return found.end()
    return -1


@dataclass(slots=True)
class _Reader:
    """Where the reading has come to."""

    excerpt: Excerpt
    rules: Rules
    report: Report
    text: str = ""
    at: int = 0
    depth: int = 0

    def whole(self) -> Value:
        """The one value of the text."""
        self.text = self.excerpt.text
        value = self._value()
        self._skip()
        if self.at < len(self.text):
            raise self._fault("text after the end of the keys")
        return value

    def _value(self) -> Value:
        self._skip()
        pos = self.excerpt.pos(self.at)
        match self.text[self.at : self.at + 1]:
            case "{":
                return Value(Kind.MAPPING, pos, items=without_duplicates(self._inside("}"), self.rules, self.report))
            case "[":
                return Value(Kind.LIST, pos, items=self._inside("]"))
            case '"':
                return quoted(self._string(), pos)
        found = _NUMBER.match(self.text, self.at) or _WORD.match(self.text, self.at)
        if not found:
            raise self._fault("a value is missing, or not in quotes")
        self.at = found.end()
        return scalar(found[0], pos)

    def _inside(self, closing: str) -> tuple[Item, ...]:
        self.depth += 1
        demand_depth(self.depth, self.excerpt.pos(self.at), self.rules)
        self.at += 1
        items = self._separated(self._member if closing == "}" else self._entry, closing)
        self.at += 1
        self.depth -= 1
        return items

    def _separated(self, one: Callable[[], Item], closing: str) -> tuple[Item, ...]:
        items: list[Item] = []
        self._skip()
        while not self.text.startswith(closing, self.at):
            if items:
                self._expect(",", f"a comma or {closing} is missing")
            items.append(one())
            self._skip()
        return tuple(items)

    def _entry(self) -> Item:
        value = self._value()
        return Item("", value, value.pos)

    def _member(self) -> Item:
        self._skip()
        pos = self.excerpt.pos(self.at)
        if not self.text.startswith('"', self.at):
            raise self._fault("a key in double quotes is missing")
        key = quoted(self._string(), pos).raw
        self._skip()
        self._expect(":", f"the key '{key}' has no colon")
        return Item(key, self._value(), pos)

    def _string(self) -> str:
        try:
            made, self.at = json.JSONDecoder().raw_decode(self.text, self.at)
        except json.JSONDecodeError as error:
            self.at = error.pos
            raise self._fault(error.msg.lower()) from error
        return str(made)

    def _expect(self, mark: str, otherwise: str) -> None:
        if not self.text.startswith(mark, self.at):
            raise self._fault(otherwise)
        self.at += 1

    def _skip(self) -> None:
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def _fault(self, message: str) -> BookError:
        return BookError(self.rules.syntax, message, self.excerpt.pos(self.at), 'JSON is written {"key": "value"}')
