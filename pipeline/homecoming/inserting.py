"""Words come in: on which side of a space, of an emphasis, of a code.

In: a chapter's copy, a remark, and the letter before which its words come. Out: `Proposal`s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .copy import NOWHERE, Copy
from .letters import DASHES
from .remarks import Remark
from .signs import CLOSING, Edges, Proposal, Put, codes, escaped, forms, notes

ITEM = re.compile(r"[ \t]*(?:>[ \t]?)*(?:[-*+][ \t]+|\d{1,9}[.)][ \t]+|(?<=[> \t]))")
"""What begins an item, or a line of a quotation."""
JOINED = re.compile(r"[-\u2010]\w")
"""A hyphen before a letter: what is added belongs to the word before it."""
LINE_LEAD = re.compile(r"(?=[#>+-]|\d{1,9}[.)])(\d*)")


def insertions(copy: Copy, remark: Remark, letter: int, edges: Edges) -> Iterator[Proposal]:
    """The insertion; where that is inside a code, behind it."""
    place, words = _by_word(copy, remark, letter, edges) if remark.exact else _by_pen(copy, remark, letter, edges)
    for offset in dict.fromkeys((place, *_outside(copy, letter, place))):
        if offset == NOWHERE:
            continue
        spelled = _in_kind(copy.source, offset, _as_text(copy.source, offset, escaped(words)))
        put = Put(offset, f"{{++{spelled}++}}{notes(remark)}", offset)
        yield Proposal((put,), (), ((letter, words),), "" if offset == place else "behind the code")


def _as_text(source: str, offset: int, words: str) -> str:
    """At a line's beginning a sign could make a heading or a list of it."""
    if source[source.rfind("\n", 0, offset) + 1 : offset].strip():
        return words
    return LINE_LEAD.sub(r"\1\\", words, count=1) if LINE_LEAD.match(words) else words


def _in_kind(source: str, offset: int, words: str) -> str:
    """A new paragraph behind a list's item is an item, and one behind a quotation's a quotation's."""
    begin = source.rfind("\n", 0, offset) + 1
    found = ITEM.match(source, begin, offset)
    if found is None or "\n\n" not in words:
        return words
    lead = found[0]
    return words.replace("\n\n", f"\n{lead}" if lead.strip(" \t>") else f"\n{lead.rstrip()}\n{lead}")


def _outside(copy: Copy, letter: int, place: int) -> Iterator[int]:
    for near in (letter - 1, letter):
        if 0 <= near < len(copy.letters):
            yield from (one.end for one in codes(copy, near) if one.start < place < one.end)


def _sides(copy: Copy, letter: int) -> tuple[int, int]:
    """Behind the letter before and before this one; NOWHERE where there is none."""
    before = copy.ends[letter - 1] if letter else NOWHERE
    return before, copy.starts[letter] if letter < len(copy.letters) else NOWHERE


def _is_inside(copy: Copy, letter: int) -> bool:
    return 0 < letter < len(copy.letters) and copy.blocks[letter - 1] == copy.blocks[letter]


def _by_word(copy: Copy, remark: Remark, letter: int, edges: Edges) -> tuple[int, str]:
    """Where a word processor has it: on the same side of the space."""
    before, after = _sides(copy, letter)
    if before == NOWHERE or (not _is_inside(copy, letter) and "\n" in edges.before):
        return after, remark.words
    if not edges.before or not _is_inside(copy, letter):
        return before, remark.words
    if not edges.after:
        return (after if after != NOWHERE else before), remark.words
    for form in forms(edges.before):
        if copy.source.startswith(form, before):
            return before + len(form), remark.words
    return (after if after != NOWHERE else before), remark.words


def _by_pen(copy: Copy, remark: Remark, letter: int, edges: Edges) -> tuple[int, str]:
    """A caret on a page means words, and leaves the space to the printer."""
    before, after = _sides(copy, letter)
    words = remark.words.strip()
    if before == NOWHERE or (not _is_inside(copy, letter) and "\n" in edges.before):
        return after, words if words[-1:] in DASHES else words + " "
    apart = "" if words[:1] in CLOSING or JOINED.match(words) else " "
    if not _is_inside(copy, letter) or after == NOWHERE:
        return before, apart + words
    gap = copy.source[before:after]
    if not gap[:1].isspace() or not apart:
        blank = re.search(r"[ \t]+", gap)
        return (before + blank.end(), words + " ") if blank and apart and "\n" not in gap else (before, words)
    if "\n" in gap:
        return before, apart + words
    return before + len(gap) - len(gap.lstrip()), words + " "
