"""TOML with places: Hugo's `+++` front matter and `hugo.toml`.

In: an `Excerpt`. Out: its `Value` tree, or nothing after a fault, which goes to the report. Not its business: what a
key means. tomllib tells no places: a key's line is found by reading the text once more, line by line.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TypeAlias

from ..diagnostics import BookError, Report
from ..nodes import Pos
from .values import Excerpt, Item, Kind, Rules, Value, demand_depth, demand_size, quoted, scalar, tell

Path: TypeAlias = tuple[str, ...]

_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_NAME = re.compile(_PART)
_DOTTED = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_TABLE = re.compile(rf"[ \t]*(\[\[?)[ \t]*({_DOTTED})[ \t]*\]")
_KEY = re.compile(rf"[ \t]*({_DOTTED})[ \t]*=[ \t]*")
_DIGITS = re.compile(r"\d[\d_]{4299}")
_BRACKETS = re.compile(r"(?:[\[{]\s*){50}")
"""What makes Python's reader give up without a place."""
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")


class _Decimal(str):
    """A decimal number as written: `1.10` keeps its zero."""


def parse(excerpt: Excerpt, rules: Rules, report: Report) -> Value:
    """The value tree; an empty one after a fault."""
    try:
        demand_size(excerpt, rules)
        read = tomllib.loads(excerpt.text, parse_float=_Decimal)
        return _Maker(excerpt, rules, _places(excerpt)).value(read, (), excerpt.pos(0))
    except BookError as error:
        tell(error, report)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        tell(_fault(error, excerpt, rules), report)
    return Value(Kind.NOTHING, excerpt.pos(0))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a key and its value stand."""

    key: Pos
    value: Pos


def _places(excerpt: Excerpt) -> dict[Path, _Place]:
    """The place of every key that begins a line."""
    made: dict[Path, _Place] = {}
    table: Path = ()
    counts: dict[Path, int] = {}
    index, inside = 0, ""
    for line in excerpt.text.splitlines(keepends=True):
        if not inside and (found := _TABLE.match(line)):
            table = _table_path(_path(found[2]), found[1] == "[[", counts)
            where = excerpt.pos(index + found.start(2))
            made.setdefault(table, _Place(where, where))
        elif not inside and (found := _KEY.match(line)):
            place = _Place(excerpt.pos(index + found.start(1)), excerpt.pos(index + found.end()))
            _note(made, table + _path(found[1]), len(table), place)
        inside = _inside_after(line, inside)
        index += len(line)
    return made


def _note(made: dict[Path, _Place], path: Path, known: int, place: _Place) -> None:
    for length in range(known + 1, len(path) + 1):  # `a.b = 1` names `a` too
        made.setdefault(path[:length], place)


def _path(dotted: str) -> Path:
    return tuple(part[1:-1] if part[0] in "\"'" else part for part in _NAME.findall(dotted))


def _table_path(path: Path, counted: bool, counts: dict[Path, int]) -> Path:
    """`[a.b]` below `[[a]]` belongs to the last `a`: its path is a, 0, b."""
    made: Path = ()
    for part in path[:-1]:
        made += (part,)
        made += (str(counts[made]),) if made in counts else ()
    made += path[-1:]
    if counted:
        counts[made] = counts.get(made, -1) + 1
        made += (str(counts[made]),)
    return made


def _inside_after(line: str, inside: str) -> str:
    """The quotation mark of the long text that is still open at the line's end, or nothing."""
    for mark in re.findall(r'"""|\'\'\'', line):
        inside = "" if mark == inside else inside or mark
    return inside


@dataclass(frozen=True, slots=True)
class _Maker:
    """From tomllib's dict to values."""

    excerpt: Excerpt
    rules: Rules
    places: dict[Path, _Place]

    def value(self, read: object, path: Path, near: Pos) -> Value:
        """One value; what stands inside a line has the place of the key that begins it."""
        demand_depth(len(path), near, self.rules)
        match read:
            case dict():
                return Value(Kind.MAPPING, near, items=tuple(self._item(k, v, path, near) for k, v in read.items()))
            case list():
                return Value(Kind.LIST, near, items=tuple(self._entry(i, v, path, near) for i, v in enumerate(read)))
            case bool():
                return scalar(str(read).lower(), near)
            case int() | _Decimal():
                return scalar(str(read), near)
        return quoted(str(read), near)

    def _item(self, key: str, read: object, path: Path, near: Pos) -> Item:
        place = self.places.get((*path, key), _Place(near, near))
        return Item(key, self.value(read, (*path, key), place.value), place.key)

    def _entry(self, index: int, read: object, path: Path, near: Pos) -> Item:
        place = self.places.get((*path, str(index)), _Place(near, near))
        return Item("", self.value(read, (*path, str(index)), place.value), place.key)


def _fault(error: Exception, excerpt: Excerpt, rules: Rules) -> BookError:
    for sign, reason in ((_DIGITS, "a number of more than 4300 digits"), (_BRACKETS, "lists too deep in one another")):
        if not isinstance(error, tomllib.TOMLDecodeError) and (found := sign.search(excerpt.text)):
            message = f"{rules.name} cannot be parsed: {reason}"
            return BookError(rules.syntax, message, excerpt.pos(found.start()), "put it in quotes, or take it out")
    said = str(error)
    found = _PLACE.search(said)
    index = _index(excerpt.text, int(found[1]), int(found[2])) if found else len(excerpt.text)
    if "overwrite" in said or "twice" in said:
        pos = excerpt.pos(_line_start(excerpt.text, index))
        return BookError(rules.duplicate, "a key stands twice", pos, "delete one of the two")
    reason = _PLACE.sub("", said).replace("(at end of document)", "").strip()
    message = f"{rules.name} cannot be parsed: {reason[:1].lower()}{reason[1:]}"
    hint = 'TOML is written key = "value"; put text, and numbers that begin with 0, in quotes'
    return BookError(rules.syntax, message, excerpt.pos(index), hint)


def _index(text: str, line: int, column: int) -> int:
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    return starts[min(line, len(starts)) - 1] + column - 1


def _line_start(text: str, index: int) -> int:
    start = text.rfind("\n", 0, index) + 1
    return start + len(text[start:]) - len(text[start:].lstrip(" \t"))
