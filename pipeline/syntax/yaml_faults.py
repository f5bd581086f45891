"""What PyYAML complains of, in words that help.

In: its message, and the line it stands in. Out: a message and a hint that names the cure.
Not its business: PyYAML itself, and places.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final


@dataclass(frozen=True, slots=True)
class Cure:
    """What PyYAML says, in words that help."""

    said: str
    """How PyYAML's message begins, or a piece of it."""
    message: str
    hint: str = ""
    """Empty: put the value in quotes."""
    at_context: bool = False
    """Whether the fault lies where the construct began, not where PyYAML gave up."""


_COLON: Final = "mapping values are not allowed"
_NO_KEY: Final = "write it as key: value, or delete it"
_DEEPER: Final = Cure(_COLON, "a key that stands deeper than the one above it", "align the two")
_CURES: Final = (
    Cure(_COLON, "a colon and a space inside a value"),
    Cure("found character '\\t'", "a tab where spaces must stand", "indent with spaces"),
    Cure("cannot start any token", "a value begins with a character that means something else in YAML"),
    Cure("could not find expected ':'", "a line that is neither 'key: value' nor part of a value", _NO_KEY, True),
    Cure("sequence entries are not allowed", "a list that begins on its key's line", "begin it on the next line"),
    Cure("found unexpected end of stream", "a quotation mark that is never closed", "close the quotation", True),
    Cure("found unexpected document separator", "a quotation mark that is never closed", "close the quotation", True),
    Cure("unknown escape", "a backslash in double quotes", "write two backslashes, or use single quotes"),
    Cure("while scanning an alias", "a value that begins with *", "", True),
    Cure("while scanning an anchor", "a value that begins with &", "", True),
    Cure("while scanning a block scalar", "a value that begins with | or >", "", True),
    Cure(" a tag", "a value that begins with !", "", True),
    Cure("tag handle", "a value that begins with !"),
    Cure("'<document start>'", "this is not aligned with the first key", "align the keys"),
    Cure("expected the node content", "a value is missing, or begins with a character that is none of it"),
    Cure("expected ',' or ']'", "a list in [ ] that is not closed, or lacks a comma"),
    Cure("expected ',' or '}'", "keys in { } that are not closed, or lack a comma"),
    Cure("expected <block end>", "this does not continue what stands before it", "align the keys, or {quoting}"),
)


def cure_for(said: str) -> Cure:
    """The cure of a complaint."""
    return next((cure for cure in _CURES if cure.said in said), Cure("", said.strip(": ")))


def in_place(cure: Cure, line: str, column: int) -> Cure:
    """The cure with its hint, now that the line of the fault is known."""
    if "{{" in line:
        return Cure("", "a shortcode stands bare in a value", quoting(line))
    if cure.said == _COLON and re.fullmatch(r"\s+[\w-]+", line[: column - 1]):
        return _DEEPER
    return replace(cure, hint=cure.hint.replace("{quoting}", quoting(line)) or quoting(line))


_LINE = re.compile(r"\s*(?:- +)?(?P<key>[^\s:#\"'][^:]*?):(?:\s+(?P<value>.*?))?\s*")


def quoting(line: str) -> str:
    """The advice to put a line's value in quotes, with the line as it should be."""
    found = _LINE.fullmatch(line)
    if not found or not found["value"]:
        return "put the value in quotes"
    return f"put the value in quotes: {found['key']}: {_in_quotes(found['value'])}"


def _in_quotes(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"
