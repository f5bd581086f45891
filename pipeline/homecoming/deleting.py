"""Words go, or others come in their place: the fewest stretches of the file that can be taken out.

In: a chapter's copy, a remark, and the letters that go. Out: `Proposal`s. An emphasis or a link that goes as a whole
goes with its signs; one that goes in part keeps them. What is no word (a note's call) stays, and parts the deletion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .copy import NOWHERE, Copy, Inline
from .remarks import Ask, Remark
from .signs import CLOSING, Edges, Proposal, Put, escaped, forms, in_code, note, notes, pairs

JOINS = re.compile(r"(?:[\s>\\]|[-\u2010\u2011\u2013\u2014]|&\w{2,10};)*")
"""What may stand between two letters of one deletion: anything else is somebody's markup."""
BLANKS = " \t"


@dataclass(frozen=True, slots=True)
class _Unit:
    first: int
    last: int
    start: int
    end: int
    breaks: bool = False
    """Whether it may not be joined with the one before."""


def _units(copy: Copy, first: int, last: int, inside: tuple[Inline, ...] = ()) -> Iterator[_Unit]:
    """Letters, and elements that go as a whole with their signs."""
    letter, breaks = first, bool(inside)
    while letter < last:
        held = [one for one in copy.holding(letter) if one not in inside]
        outer = held[0] if held else None
        if outer is None:
            yield _Unit(letter, letter + 1, copy.starts[letter], copy.ends[letter], breaks)
            letter, breaks = letter + 1, False
        elif outer.first >= first and outer.last <= last and outer.start != NOWHERE:
            yield _Unit(outer.first, outer.last, outer.start, outer.end, breaks)
            letter, breaks = outer.last, False
        else:
            stop = min(outer.last, last)
            yield from _units(copy, letter, stop, (*inside, outer))
            letter, breaks = stop, True


def _segments(copy: Copy, first: int, last: int) -> list[_Unit]:
    """The fewest stretches of the file that may be taken out without breaking what is around them."""
    made: list[_Unit] = []
    for unit in _units(copy, first, last):
        above = made[-1] if made else None
        if above and not unit.breaks and _joins(copy, above, unit):
            made[-1] = _Unit(above.first, unit.last, above.start, max(above.end, unit.end))
        else:
            made.append(unit)
    return made


def _joins(copy: Copy, above: _Unit, unit: _Unit) -> bool:
    same = copy.blocks[above.first] == copy.blocks[unit.first]
    return same and (unit.start < above.end or bool(JOINS.fullmatch(copy.source, above.end, unit.start)))


def deletions(copy: Copy, remark: Remark, first: int, last: int, edges: Edges) -> Iterator[Proposal]:
    """The deletion, and the same with a space beside it: emphasis may not begin or end with one."""
    segments = _segments(copy, first, last)
    if any(in_code(copy, one.first) for one in segments):
        return
    spans = [(one.start, one.end) for one in segments]
    spans[0], spans[-1] = _with_lead(copy, spans[0], edges.lead), _with_trail(copy, spans[-1], edges.trail)
    if remark.ask is Ask.DELETE and not remark.exact:
        spans = [_with_space(copy.source, span) for span in spans]
    spans[1:] = [_with_next(copy.source, span) for span in spans[1:]]
    kept = 1 if remark.ask is Ask.REPLACE or len(spans) == 1 else 0  # where new words come, the space stays
    spans[kept:] = [_off_the_end(copy, *pair) for pair in list(zip(segments, spans, strict=True))[kept:]]
    yield _deletion(copy, remark, segments, spans, edges)
    if remark.ask is Ask.DELETE:
        (start, _), (_, end) = spans[0], spans[-1]
        if copy.source[start - 1 : start] == " ":
            yield _deletion(copy, remark, segments, [(start - 1, spans[0][1]), *spans[1:]], edges)
        if copy.source[end : end + 1] == " ":
            yield _deletion(copy, remark, segments, [*spans[:-1], (spans[-1][0], end + 1)], edges)


def _deletion(
    copy: Copy, remark: Remark, segments: Sequence[_Unit], spans: Sequence[tuple[int, int]], edges: Edges
) -> Proposal:
    """A substitution puts the new words where the first of the old ones stand."""
    said = [note(remark.who, "")] * (len(spans) - 1) + [notes(remark)]
    puts = list(pairs(spans, "{--", "--}", said))
    comes: tuple[tuple[int, str], ...] = ()
    if remark.ask is Ask.REPLACE:
        (start, end), words = spans[0], _trimmed(copy, remark, spans[0], edges)
        puts[:2] = [Put(start, "{~~", end), Put(end, f"~>{escaped(words)}~~}}{said[0]}", start)]
        comes = ((segments[0].first, words),)
    cut = "in several parts: markup stands between its words" if len(spans) > 1 else ""
    return Proposal(tuple(puts), tuple((one.first, one.last) for one in segments), comes, cut)


def _trimmed(copy: Copy, remark: Remark, span: tuple[int, int], edges: Edges) -> str:
    """New words with the spaces of those they stand for."""
    old = copy.source[span[0] : span[1]]
    if remark.exact and (edges.lead.strip() == "" and not old[:1].isspace() and edges.lead):
        return remark.words.removeprefix(edges.lead)
    return remark.words if remark.exact else remark.words.strip()


def _with_lead(copy: Copy, span: tuple[int, int], lead: str) -> tuple[int, int]:
    for form in forms(lead):
        if copy.source.endswith(form, 0, span[0]):
            return span[0] - len(form), span[1]
    return span


def _with_trail(copy: Copy, span: tuple[int, int], trail: str) -> tuple[int, int]:
    for form in forms(trail):
        if copy.source.startswith(form, span[1]):
            return span[0], span[1] + len(form)
    return span


def _with_space(source: str, span: tuple[int, int]) -> tuple[int, int]:
    """A deletion takes one of the two spaces around it along."""
    start, end = span
    before, after = source[start - 1 : start], source[end : end + 1]
    takes = before in tuple(BLANKS) and (after in ("", " ", "\n") or after in CLOSING)
    begins_line = not source[source.rfind("\n", 0, start) + 1 : start].strip(" \t>-*+0123456789.")
    return (start - 1, end) if takes and not begins_line else span


def _off_the_end(copy: Copy, unit: _Unit, span: tuple[int, int]) -> tuple[int, int]:
    """What goes at the end of an emphasis takes the space before it along."""
    ends = any(one.last == unit.last and one.first < unit.first for one in copy.holding(unit.last - 1))
    return (span[0] - 1, span[1]) if ends and copy.source[span[0] - 1] == " " else span


def _with_next(source: str, span: tuple[int, int]) -> tuple[int, int]:
    """What goes at the head of an emphasis takes the space behind it along."""
    start, end = span
    headless = source[end : end + 1] == " " and not (source[start - 1 : start].isspace() or source[start].isspace())
    return (start, end + 1) if headless else span


def between_letters(copy: Copy, remark: Remark, letter: int, edges: Edges) -> Proposal | None:
    """Spaces or dashes that go, or are others."""
    start, end = _gap(copy, letter)
    gap = copy.source[start:end]
    for form in forms(edges.lead):
        if gap.count(form) == 1:
            place = start + gap.index(form)
            span, words = (place, place + len(form)), remark.words
            if remark.ask is Ask.DELETE:
                return Proposal(pairs([span], "{--", "--}", [notes(remark)]))
            closing = f"~>{escaped(words)}~~}}{notes(remark)}"
            return Proposal((Put(place, "{~~", span[1]), Put(span[1], closing, place)), (), ((letter, words),))
    return None


def _gap(copy: Copy, letter: int) -> tuple[int, int]:
    """What stands in the file between two letters of one block."""
    inside = 0 < letter < len(copy.letters) and copy.blocks[letter - 1] == copy.blocks[letter]
    if inside and NOWHERE not in (copy.ends[letter - 1], copy.starts[letter]):
        return copy.ends[letter - 1], copy.starts[letter]
    return 0, 0
