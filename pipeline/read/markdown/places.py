"""A text that was cut out of a manuscript and still knows where each of its characters stood.

In: a source and spans of it. Out: `Prepared`, whose shortcodes are one character each, and their places.
Not its business: what Markdown makes of it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from ...nodes import Pos
from ..marks import Stroke
from ..shortcode_syntax import Escaped, Item, Tag

FIRST_MARK = 0x100000
"""Shortcodes stand in the prepared text as characters of Unicode's plane 16, which is for private use."""
LAST_MARK = 0x10FFFD

Placed: TypeAlias = Item | Stroke
"""What one character may stand for: a shortcode, or a sign of an editor's mark."""


def is_mark(character: str) -> bool:
    """Whether the character stands for a shortcode."""
    return FIRST_MARK <= ord(character) <= LAST_MARK


@dataclass(frozen=True, slots=True)
class Lines:
    """The places of a file's characters."""

    path: str
    text: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, path: str, text: str) -> Lines:
        """Index a file's lines."""
        starts = [0]
        while (found := text.find("\n", starts[-1])) >= 0:
            starts.append(found + 1)
        return cls(path, text, tuple(starts))

    def at(self, offset: int) -> Pos:
        """The place of the character at `offset`."""
        line = bisect_right(self.starts, offset)
        return Pos(self.path, line, offset - self.starts[line - 1] + 1)


@dataclass(slots=True)
class Prepared:
    """What the Markdown parser sees."""

    lines: Lines
    items: list[Placed | str] = field(default_factory=list)
    """By mark: `items[ord(mark) - FIRST_MARK]`; a str is a character of plane 16 the author wrote."""
    _runs: list[str] = field(default_factory=list)
    _begins: list[int] = field(default_factory=list)
    _origins: list[int] = field(default_factory=list)
    _length: int = 0

    @property
    def text(self) -> str:
        """The prepared text."""
        return "".join(self._runs)

    @property
    def strokes(self) -> frozenset[str]:
        """The characters that stand for signs of an editor's marks."""
        return frozenset(chr(FIRST_MARK + n) for n, item in enumerate(self.items) if isinstance(item, Stroke))

    def item(self, mark: str) -> Placed | str:
        """What a mark stands for."""
        return self.items[ord(mark) - FIRST_MARK]

    def origin(self, offset: int) -> int:
        """Where the character at `offset` of the prepared text stands in the file."""
        run = max(bisect_right(self._begins, offset) - 1, 0)
        return self._origins[run] + offset - self._begins[run] if self._begins else 0

    def at(self, offset: int) -> Pos:
        """The place of the character at `offset` of the prepared text."""
        return self.lines.at(self.origin(offset))

    def copy(self, start: int, end: int) -> None:
        """Take file characters as they are; those of plane 16 become marks of themselves."""
        begin = start
        for offset in _plane16(self.lines.text, start, end):
            self._add(self.lines.text[begin:offset], begin)
            self.mark(self.lines.text[offset], offset)
            begin = offset + 1
        self._add(self.lines.text[begin:end], begin)

    def mark(self, item: Placed | str, origin: int) -> None:
        """Take a shortcode as one character."""
        self._add(chr(FIRST_MARK + len(self.items)), origin)
        self.items.append(item)

    def _add(self, run: str, origin: int) -> None:
        if run:
            self._runs.append(run)
            self._begins.append(self._length)
            self._origins.append(origin)
            self._length += len(run)


def _plane16(text: str, start: int, end: int) -> Iterator[int]:
    run = text[start:end]
    if run.isascii() or max(run) < chr(FIRST_MARK):
        return
    yield from (start + index for index, character in enumerate(run) if is_mark(character))


def prepare(lines: Lines, start: int, end: int, items: Sequence[Placed], prefix: str = "") -> Prepared:
    """The file's text from `start` to `end` with each item as one mark, and `prefix` taken off each line.

    `prefix` is what stands before an opening tag on its line (list indent, `> `), so that a shortcode's inner
    text reads the same wherever the shortcode stands.
    """
    made = Prepared(lines)
    cursor = start
    for item in items:
        lead, trail = (item.lead, item.trail) if isinstance(item, Stroke) else (0, 0)
        _copy_lines(made, cursor, item.start - trail, prefix)
        made.copy(item.end, item.end + lead)
        made.mark(item, item.start)
        made.copy(item.start - trail, item.start)
        cursor = item.end + lead
    _copy_lines(made, cursor, end, prefix)
    return made


def _copy_lines(made: Prepared, start: int, end: int, prefix: str) -> None:
    if not prefix:
        made.copy(start, end)
        return
    cursor = start
    while (found := made.lines.text.find("\n", cursor, end)) >= 0:
        made.copy(cursor, found + 1)
        cursor = found + 1 + _shared(made.lines.text, found + 1, end, prefix)
    made.copy(cursor, end)


def _shared(text: str, start: int, end: int, prefix: str) -> int:
    """How much of the line at `start` repeats the prefix."""
    length = 0
    while length < len(prefix) and start + length < end and text[start + length] == prefix[length]:
        length += 1
    return length


def prefix_before(text: str, start: int) -> str:
    """What stands before an opening tag on its line, as the following lines would repeat it.

    Words before the tag are no prefix: an inline shortcode has none.
    """
    begin = text.rfind("\n", 0, start) + 1
    before = text[begin:start]
    if before.strip(" \t>-*+0123456789.):"):
        return ""
    return "".join(character if character in "> \t" else " " for character in before)


def spans(item: Tag | Escaped, text: str) -> str:
    """An item as it was written."""
    return text[item.start : item.end]
