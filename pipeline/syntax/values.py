"""Keys and values as read, each knowing its place: what YAML, TOML and JSON have in common.

In: nothing. Out: `Value`, the tree that the three syntaxes make; `Excerpt`, a stretch of a file to read it from;
`Rules`, what is demanded of it. Not its business: any syntax, and what a key means.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias

from ..diagnostics import BookError, Code, Report
from ..nodes import Pos

Scalar: TypeAlias = str | int | float | bool | None
DEEPEST = 20
"""Levels of nesting. Reliability facts, section 7: no book's metadata needs more, a hostile one does."""

# XML 1.0, 2.2: what no EPUB may hold. YAML's and JSON's escapes ("\uD800") would smuggle it in.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WHOLE = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_ENDLESS = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_LONGEST_NUMBER = 20


class Kind(StrEnum):
    """What a value is; the words are those of the messages."""

    TEXT = "text"
    WHOLE = "a whole number"
    DECIMAL = "a decimal number"
    FLAG = "a true or false"
    NOTHING = "nothing"
    LIST = "a list"
    MAPPING = "a group of keys"


@dataclass(frozen=True, slots=True)
class Value:
    """A value, typed as YAML 1.2 types it, with the text that was written."""

    kind: Kind
    pos: Pos
    raw: str = ""
    """A scalar as written, without its quotes: `0306406152` and `1.10` keep their zeros."""
    value: Scalar = None
    items: tuple[Item, ...] = ()
    """Of a list or a group of keys."""

    def get(self, key: str) -> Value | None:
        """The value of a key, or None."""
        return next((item.value for item in self.items if item.key == key), None)

    @property
    def is_scalar(self) -> bool:
        """Whether it is one piece of text, a number, or a true or false."""
        return self.kind not in (Kind.LIST, Kind.MAPPING, Kind.NOTHING)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said: `key:`, `key: ~` or `key: ""`."""
        return self.kind is Kind.NOTHING or (self.kind is Kind.TEXT and not self.raw.strip())

    @property
    def shown(self) -> str:
        """As messages name it."""
        short = self.raw if len(self.raw) <= 60 else f"{self.raw[:57]}..."
        return f"'{short}'" if self.is_scalar else str(self.kind)

    @property
    def text(self) -> str:
        """A scalar as written; empty for all else."""
        return self.raw if self.is_scalar else ""

    def plain(self) -> object:
        """As dict, list and scalars, without places."""
        match self.kind:
            case Kind.MAPPING:
                return {item.key: item.value.plain() for item in self.items}
            case Kind.LIST:
                return [item.value.plain() for item in self.items]
        return self.value


@dataclass(frozen=True, slots=True)
class Item:
    """A key with its value, or a list's item (whose key is empty)."""

    key: str
    value: Value
    pos: Pos
    """Where the key stands."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What is demanded of the text, and by which codes a fault is called."""

    name: str
    syntax: Code
    duplicate: Code
    most_bytes: int
    deepest: int = DEEPEST
    """Levels of nesting."""
    raised_by: str = ""
    """The keys of book.yaml that raise the two, `limits.front_matter`; empty: nothing does."""


# Reliability facts, section 7.
FRONT_MATTER = Rules(
    "front matter", Code.FRONT_MATTER_SYNTAX, Code.FRONT_MATTER_DUPLICATE_KEY, 64 * 1024,
    raised_by="limits.front_matter",
)  # fmt: skip
CONFIGURATION = Rules("the configuration", Code.CONFIG_SYNTAX, Code.CONFIG_DUPLICATE_KEY, 256 * 1024)


@dataclass(frozen=True)
class Excerpt:
    """The stretch of a file from `start` to `end`; its places are the file's."""

    path: str
    whole: str
    start: int
    end: int

    @classmethod
    def of(cls, path: str, whole: str) -> Excerpt:
        """A file from its first character to its last."""
        return cls(path, whole, 0, len(whole))

    @property
    def text(self) -> str:
        """The stretch."""
        return self.whole[self.start : self.end]

    @cached_property
    def _lines(self) -> list[int]:
        """Where each line begins."""
        return [0, *(found.end() for found in re.finditer("\n", self.whole[: self.end]))]

    def pos(self, index: int) -> Pos:
        """The place of a character of the stretch."""
        at = max(0, min(self.start + index, self.end))
        line = bisect_right(self._lines, at)
        return Pos(self.path, line, at - self._lines[line - 1] + 1)

    def end_of_line(self, number: int) -> int:
        """The index, in the whole file, where the line after this one begins."""
        return self._lines[number] if number < len(self._lines) else self.end

    def line(self, index: int) -> str:
        """The line that holds a character of the stretch."""
        at = min(self.start + index, self.end)
        begin = self._lines[bisect_right(self._lines, at) - 1]
        return self.whole[begin:].split("\n", 1)[0]


def demand_size(excerpt: Excerpt, rules: Rules) -> None:
    """Refuse a text too long to be read in a moment."""
    size = len(excerpt.text.encode("utf-8", "replace"))
    if size > rules.most_bytes:
        message = f"{rules.name} of {size / 1024:,.1f} KiB, and the limit is {rules.most_bytes // 1024} KiB"
        raise BookError(Code.METADATA_TOO_LARGE, message, excerpt.pos(0), _cure("long texts belong in chapters", rules))


def demand_depth(depth: int, pos: Pos, rules: Rules) -> None:
    """Refuse a nesting that no book needs."""
    if depth > rules.deepest:
        message = f"{rules.name} is nested {depth} levels deep or more, and the limit is {rules.deepest}"
        raise BookError(Code.METADATA_TOO_LARGE, message, pos, _cure("make it flatter", rules, "_depth"))


def _cure(cure: str, rules: Rules, which: str = "") -> str:
    return f"{cure}; or raise {rules.raised_by}{which} in book.yaml" if rules.raised_by else cure


def demand_text(text: str, pos: Pos) -> str:
    """Refuse a character that no book may hold."""
    if found := _FORBIDDEN.search(text):
        message = f"the character U+{ord(found[0]):04X} cannot stand in a book"
        raise BookError(Code.FORBIDDEN_CHARACTER, message, pos, "delete it")
    return text


def scalar(raw: str, pos: Pos) -> Value:
    """What a bare word is, by YAML 1.2's core schema: `no`, `on`, `12:30` and `2024-01-02` are text."""
    if raw in ("", "~", "null", "Null", "NULL"):
        return Value(Kind.NOTHING, pos, raw)
    if raw in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return Value(Kind.FLAG, pos, raw, raw.lower() == "true")
    return _number(raw, pos) or quoted(raw, pos)


def _number(raw: str, pos: Pos) -> Value | None:
    if len(raw) > _LONGEST_NUMBER:  # int() refuses 4300 digits with a ValueError; no field wants that many
        return None
    if _WHOLE.fullmatch(raw):  # 010 is ten, as its author means (YAML 1.2, 10.3.2; Hugo 0.168 reads eight)
        return Value(Kind.WHOLE, pos, raw, int(raw))
    if _BASED.fullmatch(raw):
        return Value(Kind.WHOLE, pos, raw, int(raw, 0))
    if _DECIMAL.fullmatch(raw):
        return Value(Kind.DECIMAL, pos, raw, float(raw))
    return Value(Kind.DECIMAL, pos, raw, float(raw.replace(".", ""))) if _ENDLESS.fullmatch(raw) else None


def quoted(raw: str, pos: Pos) -> Value:
    """Text that is nothing but text."""
    return Value(Kind.TEXT, pos, demand_text(raw, pos), raw)


def without_duplicates(items: Iterable[Item], rules: Rules, report: Report) -> tuple[Item, ...]:
    """The first of each key; every other is reported. PyYAML, left alone, keeps the last in silence."""
    seen: dict[str, Item] = {}
    for item in items:
        first = seen.setdefault(item.key, item)
        if first is not item:
            message = f"the key '{item.key}' stands twice; it stood already in line {first.pos.line}"
            report.add(rules.duplicate, message, item.pos, "delete one of the two")
    return tuple(seen.values())


def folded(value: Value, rules: Rules, report: Report) -> Value:
    """With keys in small letters at every level: Hugo does not tell `bookHidden` from `bookhidden`."""
    if value.kind not in (Kind.MAPPING, Kind.LIST):
        return value
    items = tuple(Item(i.key.lower(), folded(i.value, rules, report), i.pos) for i in value.items)
    if value.kind is Kind.MAPPING:
        items = without_duplicates(items, rules, report)
    return replace(value, items=items)


def tell(error: BookError, report: Report) -> None:
    """Report what kept a text from being read."""
    found = error.diagnostic
    report.add(found.code, found.message, found.pos, found.hint)
