"""What a chapter's text will cost, told before it is read as Markdown.

In: a chapter's file and the book's limits. Out: nothing, or a BookError at the place where there is too much.
One pass over the lines: a table of a million cells takes a parser minutes, and a reader of lines a moment. What stands
in fenced code is no table and no note. The stage `limits` counts again, what has become of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..limits import MIB, demand
from ..model import Limits, Source
from ..nodes import Pos

NOTE = re.compile(r"[ >\t]*\[\^[^\]\s]{1,999}\]:")
CALL = re.compile(r"\[\^[^\]\s]{1,999}\](?!:)")
RULED = re.compile(r"[ >\t]*+(?:[-*+] [ \t]*+)?[|:-][ \t|:-]*+")
"""The line under a table's head (GFM 0.29, 4.10): it says how many cells each row gets, however few are written."""
COLUMN = re.compile("-+")
FENCE = re.compile(r"[ >\t]*(`{3,}|~{3,})")
BLANK = " >\t"


def demand_room(source: Source, limits: Limits) -> None:
    """Refuse a chapter with more notes, or a larger table, than the limits allow."""
    first = source.text.count("\n", 0, source.start) + 1
    lines = source.text[source.start :].split("\n")
    outside = list(_outside_code(lines))
    _demand_notes(lines, outside, source.path, first, limits)
    _demand_tables(lines, outside, source.path, first, limits)


def most_weight(source: Source, limits: Limits) -> int:
    """How many characters the chapter may become."""
    return max(MIB, limits.growth * (len(source.text) - source.start))


def _outside_code(lines: list[str]) -> Iterator[int]:
    """The numbers of the lines that stand in no fenced code, counted from 0."""
    fence = ""
    for number, line in enumerate(lines):
        found = FENCE.match(line)
        if not fence and found:
            fence = found[1]
        elif fence and found and found[1].startswith(fence) and not line[found.end() :].strip():
            fence = ""
        elif not fence:
            yield number


def _demand_notes(lines: list[str], outside: list[int], path: str, first: int, limits: Limits) -> None:
    notes = [number for number in outside if NOTE.match(lines[number])]
    calls = [number for number in outside for _ in CALL.finditer(lines[number])]
    for found, what in ((notes, "this chapter's notes"), (calls, "the marks of this chapter's notes")):
        if len(found) > limits.notes:
            demand(limits, "notes", len(found), what, Pos(path, first + found[limits.notes]))


def _demand_tables(lines: list[str], outside: list[int], path: str, first: int, limits: Limits) -> None:
    ends: dict[int, int] = {}
    end = len(lines)
    for number in range(len(lines) - 1, -1, -1):
        end = end if lines[number].strip(BLANK) else number
        ends[number] = end
    for number in outside:
        line = lines[number]
        if RULED.fullmatch(line) and ("|" in line or ":" in line):
            columns = len(COLUMN.findall(line))
            cells = columns * (ends[number] - number)
            demand(limits, "cells", cells, "this table", Pos(path, first + number))
