"""A remark at its place becomes signs of CriticMarkup: what to put where, in the order of preference.

In: a chapter's copy, a remark, and the letters it is about. Out: `Proposal`s; the first is the plainest, the last a
query in words. A mark only adds to the file: nothing of it is taken out. Not its business: whether the chapter reads as
before with the signs in it (`commands/proving`).
"""

from __future__ import annotations

from collections.abc import Iterator

from .copy import NOWHERE, Copy
from .deleting import between_letters, deletions
from .inserting import insertions
from .remarks import Ask, Remark
from .signs import Edges, Proposal, Put, codes, in_code, notes, pairs

LONG = 60
"""Characters of the words that a query repeats."""


def proposals(copy: Copy, remark: Remark, first: int, last: int, edges: Edges) -> tuple[Proposal, ...]:
    """The ways to write a remark about these letters, best first."""
    match remark.ask:
        case Ask.HIGHLIGHT:
            ways = [_highlight(copy, remark, first, last)]
        case Ask.DELETE | Ask.REPLACE if first == last:
            ways = [between_letters(copy, remark, first, edges)]
        case Ask.DELETE | Ask.REPLACE:
            ways = list(deletions(copy, remark, first, last, edges))
        case Ask.INSERT:
            ways = list(insertions(copy, remark, first, edges))
        case Ask.QUERY:
            ways = []
    return tuple(way for way in (*ways, *_queries(copy, remark, first, last)) if way is not None)


# highlights


def _highlight(copy: Copy, remark: Remark, first: int, last: int) -> Proposal | None:
    spans = [_whole_code(copy, *piece) for piece in _by_block(copy, first, last) if not in_code(copy, piece[0])]
    if not spans:
        return None
    said = "in several parts: it runs over the end of a paragraph" if len(spans) > 1 else ""
    exact = spans[0][0] == copy.starts[first] and spans[-1][1] == copy.ends[last - 1]
    puts = pairs(spans, "{==", "==}", [*[""] * (len(spans) - 1), notes(remark)])
    return Proposal(puts, said=said or ("" if exact else "around the whole of a code"))


def _by_block(copy: Copy, first: int, last: int) -> Iterator[tuple[int, int]]:
    start = first
    for letter in range(first + 1, last + 1):
        if letter == last or copy.blocks[letter] != copy.blocks[start]:
            yield start, letter
            start = letter


def _whole_code(copy: Copy, first: int, last: int) -> tuple[int, int]:
    """From the first letter to the last in the file, around a code that one of them stands in."""
    start, end = copy.starts[first], copy.ends[last - 1]
    for one in (*codes(copy, first), *codes(copy, last - 1)):
        start, end = min(start, one.start), max(end, one.end)
    return start, end


# queries


def _queries(copy: Copy, remark: Remark, first: int, last: int) -> Iterator[Proposal]:
    """A note behind the word, or before it; what could not be marked is told in words."""
    told = "" if remark.ask is Ask.QUERY else "told as a query: no mark can stand there"
    note = notes(remark, _in_words(copy, remark, first, last) if told else "")
    for offset in dict.fromkeys(_places(copy, first, last)):
        if offset != NOWHERE and note:
            yield Proposal((Put(offset, note, offset),), said=told)


def _in_words(copy: Copy, remark: Remark, first: int, last: int) -> str:
    about = " ".join(copy.said(first, last).split())
    about = about if len(about) <= LONG else about[: LONG - 1] + "\u2026"
    change = {
        Ask.INSERT: f'+ "{remark.words}"', Ask.DELETE: f'- "{about}"', Ask.REPLACE: f'"{about}" -> "{remark.words}"',
    }.get(remark.ask, f'"{about}"' if about else "")  # fmt: skip
    return ": ".join(part for part in (change, remark.note) if part)


def _places(copy: Copy, first: int, last: int) -> Iterator[int]:
    """Behind the word, before it, and behind what stands before its block."""
    letter = min(max(last - 1, 0), len(copy.letters) - 1)
    if letter < 0:
        return
    end, start = letter, letter
    while _touches(copy, end) and copy.letters[end + 1].isalnum() and copy.letters[end].isalnum():
        end += 1
    while start and _touches(copy, start - 1):
        start -= 1
    yield copy.ends[end]
    yield copy.starts[start]
    yield from (one.end for one in copy.holding(letter))
    earlier = next((n for n in range(letter, -1, -1) if copy.blocks[n] != copy.blocks[letter] and not in_code(copy, n)
                    and copy.ends[n] != NOWHERE), None)  # fmt: skip
    if earlier is not None:
        yield copy.ends[earlier]


def _touches(copy: Copy, letter: int) -> bool:
    """Whether the next letter belongs to the same word."""
    return letter + 1 < len(copy.letters) and copy.ends[letter] in (copy.starts[letter + 1], copy.ends[letter + 1])
