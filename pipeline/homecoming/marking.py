"""A remark at its place becomes signs of CriticMarkup: what to put where, in the order of preference.

In: a chapter's copy, a remark, and the letters it is about. Out: `Proposal`s; the first is the plainest, the last a
query in words. A mark only adds to the file: nothing of it is taken out. Not its business: whether the chapter reads as
before with the signs in it (`commands/proving`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .copy import NOWHERE, Copy, Inline
from .letters import DASHES
from .remarks import Ask, Remark, named

JOINS = re.compile(r"(?:[\s>\\]|[-\u2010\u2011\u2013\u2014]|&\w{2,10};)*")
"""What may stand between two letters of one deletion: anything else is somebody's markup."""
CLOSING = frozenset(",.;:!?)]}\u00bb\u201d\u2019\u2026")
SPECIAL = re.compile(r"[\\`*_\[\]<>{}~|]|&(?=#?\w+;)")
LINE_LEAD = re.compile(r"(?=[#>+-]|\d{1,9}[.)])(\d*)")
BLANKS = " \t"
LONG = 60
"""Characters of the words that a query repeats."""


@dataclass(frozen=True, slots=True)
class Put:
    """Signs at an offset of the file."""

    offset: int
    text: str
    partner: int
    """Where the sign that goes with it stands; its own offset: it stands alone."""

    @property
    def rank(self) -> tuple[int, int, int]:
        """What closes comes before what stands alone, and that before what opens; the inner mark closes first."""
        side = (self.partner > self.offset) - (self.partner < self.offset)
        return self.offset, side, -self.partner


@dataclass(frozen=True, slots=True)
class Proposal:
    """One way to write a remark."""

    puts: tuple[Put, ...]
    cuts: tuple[tuple[int, int], ...] = ()
    """Letters that are gone when it is accepted."""
    comes: tuple[tuple[int, str], ...] = ()
    """Words that are there then, each before a letter."""
    said: str = ""
    """How it differs from what was asked; empty: not at all."""


@dataclass(frozen=True, slots=True)
class Edges:
    """What stands around a remark's letters in the document, and is no letter."""

    lead: str = ""
    """Marked, before the first letter."""
    trail: str = ""
    """Marked, behind the last."""
    before: str = ""
    """Not marked, back to the letter before."""
    after: str = ""


def proposals(copy: Copy, remark: Remark, first: int, last: int, edges: Edges) -> tuple[Proposal, ...]:
    """The ways to write a remark about these letters, best first."""
    match remark.ask:
        case Ask.HIGHLIGHT:
            ways = [_highlight(copy, remark, first, last)]
        case Ask.DELETE | Ask.REPLACE if first == last:
            ways = [_between(copy, remark, first, edges)]
        case Ask.DELETE | Ask.REPLACE:
            ways = list(_deletions(copy, remark, first, last, edges))
        case Ask.INSERT:
            ways = list(_insertions(copy, remark, first, edges))
        case Ask.QUERY:
            ways = []
    return tuple(way for way in (*ways, *_queries(copy, remark, first, last)) if way is not None)


# what is said


def escaped(words: str) -> str:
    """Words as Markdown has to spell them."""
    return SPECIAL.sub(lambda sign: "\\" + sign[0], words)


def _note(who: str, said: str) -> str:
    """A query; nothing where nobody says anything."""
    text = " ".join(said.split()).replace("<<}", "<< }").replace("{{<", "{{ <").replace("{{%", "{{ %")
    text = text.replace("\\", "\\\\") if text.endswith("\\") else text
    name = named(who)
    if not name and text.startswith("@"):
        text = f"- {text}"
    return f"{{>>@{name} {text}<<}}".replace(" <<}", "<<}") if name else f"{{>>{text}<<}}" if text else ""


def _notes(remark: Remark, said: str = "") -> str:
    return _note(remark.who, said or remark.note) + "".join(_note(who, reply) for who, reply in remark.replies)


# highlights


def _highlight(copy: Copy, remark: Remark, first: int, last: int) -> Proposal | None:
    spans = [_whole_code(copy, *piece) for piece in _by_block(copy, first, last) if not _in_code(copy, piece[0])]
    if not spans:
        return None
    said = "in several parts: it runs over the end of a paragraph" if len(spans) > 1 else ""
    exact = spans[0][0] == copy.starts[first] and spans[-1][1] == copy.ends[last - 1]
    puts = _pairs(spans, "{==", "==}", [*[""] * (len(spans) - 1), _notes(remark)])
    return Proposal(puts, said=said or ("" if exact else "around the whole of a code"))


def _pairs(spans: Sequence[tuple[int, int]], opens: str, closes: str, notes: Sequence[str]) -> tuple[Put, ...]:
    made: list[Put] = []
    for (start, end), note in zip(spans, notes, strict=True):
        made += Put(start, opens, end), Put(end, closes + note, start)
    return tuple(made)


def _by_block(copy: Copy, first: int, last: int) -> Iterator[tuple[int, int]]:
    start = first
    for letter in range(first + 1, last + 1):
        if letter == last or copy.blocks[letter] != copy.blocks[start]:
            yield start, letter
            start = letter


def _in_code(copy: Copy, letter: int) -> bool:
    return copy.blocks[letter] in copy.verbatim


def _whole_code(copy: Copy, first: int, last: int) -> tuple[int, int]:
    """From the first letter to the last in the file, around a code that one of them stands in."""
    start, end = copy.starts[first], copy.ends[last - 1]
    for one in (*_codes(copy, first), *_codes(copy, last - 1)):
        start, end = min(start, one.start), max(end, one.end)
    return start, end


def _codes(copy: Copy, letter: int) -> list[Inline]:
    return [one for one in copy.holding(letter) if one.verbatim and one.start != NOWHERE]


# deletions and substitutions


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


def _deletions(copy: Copy, remark: Remark, first: int, last: int, edges: Edges) -> Iterator[Proposal]:
    """The deletion, and the same with a space beside it: emphasis may not begin or end with one."""
    segments = _segments(copy, first, last)
    if any(_in_code(copy, one.first) for one in segments):
        return
    spans = [(one.start, one.end) for one in segments]
    spans[0], spans[-1] = _with_lead(copy, spans[0], edges.lead), _with_trail(copy, spans[-1], edges.trail)
    if remark.ask is Ask.DELETE and not remark.exact:
        spans = [_with_space(copy.source, span) for span in spans]
    spans[1:] = [_with_next(copy.source, span) for span in spans[1:]]
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
    notes = [_note(remark.who, "")] * (len(spans) - 1) + [_notes(remark)]
    puts = list(_pairs(spans, "{--", "--}", notes))
    comes: tuple[tuple[int, str], ...] = ()
    if remark.ask is Ask.REPLACE:
        (start, end), words = spans[0], _trimmed(copy, remark, spans[0], edges)
        puts[:2] = [Put(start, "{~~", end), Put(end, f"~>{escaped(words)}~~}}{notes[0]}", start)]
        comes = ((segments[0].first, words),)
    said = "in several parts: markup stands between its words" if len(spans) > 1 else ""
    return Proposal(tuple(puts), tuple((one.first, one.last) for one in segments), comes, said)


def _trimmed(copy: Copy, remark: Remark, span: tuple[int, int], edges: Edges) -> str:
    """New words with the spaces of those they stand for."""
    old = copy.source[span[0] : span[1]]
    if remark.exact and (edges.lead.strip() == "" and not old[:1].isspace() and edges.lead):
        return remark.words.removeprefix(edges.lead)
    return remark.words if remark.exact else remark.words.strip()


def _with_lead(copy: Copy, span: tuple[int, int], lead: str) -> tuple[int, int]:
    for form in _forms(lead):
        if copy.source.endswith(form, 0, span[0]):
            return span[0] - len(form), span[1]
    return span


def _with_trail(copy: Copy, span: tuple[int, int], trail: str) -> tuple[int, int]:
    for form in _forms(trail):
        if copy.source.startswith(form, span[1]):
            return span[0], span[1] + len(form)
    return span


def _forms(gap: str) -> Iterator[str]:
    """How the file may spell spaces and dashes that the book sets."""
    if not gap:
        return
    plain = gap.replace("\u00a0", " ").replace("\u202f", " ")
    yield gap
    yield plain
    for dash in ("---", "--", "-"):
        yield "".join(dash if sign in DASHES else sign for sign in plain)


def _with_space(source: str, span: tuple[int, int]) -> tuple[int, int]:
    """A deletion takes one of the two spaces around it along."""
    start, end = span
    before, after = source[start - 1 : start], source[end : end + 1]
    takes = before in tuple(BLANKS) and (after in ("", " ", "\n") or after in CLOSING)
    begins_line = not source[source.rfind("\n", 0, start) + 1 : start].strip(" \t>-*+0123456789.")
    return (start - 1, end) if takes and not begins_line else span


def _with_next(source: str, span: tuple[int, int]) -> tuple[int, int]:
    """What goes at the head of an emphasis takes the space behind it along."""
    start, end = span
    headless = source[end : end + 1] == " " and not (source[start - 1 : start].isspace() or source[start].isspace())
    return (start, end + 1) if headless else span


def _between(copy: Copy, remark: Remark, letter: int, edges: Edges) -> Proposal | None:
    """Spaces or dashes that go, or are others."""
    start, end = _gap(copy, letter)
    gap = copy.source[start:end]
    for form in _forms(edges.lead):
        if gap.count(form) == 1:
            place = start + gap.index(form)
            span, words = (place, place + len(form)), remark.words
            if remark.ask is Ask.DELETE:
                return Proposal(_pairs([span], "{--", "--}", [_notes(remark)]))
            closing = f"~>{escaped(words)}~~}}{_notes(remark)}"
            return Proposal((Put(place, "{~~", span[1]), Put(span[1], closing, place)), (), ((letter, words),))
    return None


def _gap(copy: Copy, letter: int) -> tuple[int, int]:
    """What stands in the file between two letters of one block."""
    inside = 0 < letter < len(copy.letters) and copy.blocks[letter - 1] == copy.blocks[letter]
    if inside and NOWHERE not in (copy.ends[letter - 1], copy.starts[letter]):
        return copy.ends[letter - 1], copy.starts[letter]
    return 0, 0


# insertions


def _insertions(copy: Copy, remark: Remark, letter: int, edges: Edges) -> Iterator[Proposal]:
    place, words = _by_word(copy, remark, letter, edges) if remark.exact else _by_pen(copy, remark, letter, edges)
    for offset in dict.fromkeys((place, *_outside(copy, letter, place))):
        if offset == NOWHERE:
            continue
        spelled = _as_text(copy.source, offset, escaped(words))
        put = Put(offset, f"{{++{spelled}++}}{_notes(remark)}", offset)
        yield Proposal((put,), (), ((letter, words),), "" if offset == place else "behind the code")


def _as_text(source: str, offset: int, words: str) -> str:
    """At a line's beginning a sign could make a heading or a list of it."""
    if source[source.rfind("\n", 0, offset) + 1 : offset].strip():
        return words
    return LINE_LEAD.sub(r"\1\\", words, count=1) if LINE_LEAD.match(words) else words


def _outside(copy: Copy, letter: int, place: int) -> Iterator[int]:
    for near in (letter - 1, letter):
        if 0 <= near < len(copy.letters):
            yield from (one.end for one in _codes(copy, near) if one.start < place < one.end)


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
    for form in _forms(edges.before):
        if copy.source.startswith(form, before):
            return before + len(form), remark.words
    return (after if after != NOWHERE else before), remark.words


def _by_pen(copy: Copy, remark: Remark, letter: int, edges: Edges) -> tuple[int, str]:
    """A caret on a page means words, and leaves the space to the printer."""
    before, after = _sides(copy, letter)
    words = remark.words.strip()
    if before == NOWHERE or (not _is_inside(copy, letter) and "\n" in edges.before):
        return after, words if words[-1:] in DASHES else words + " "
    apart = "" if words[:1] in CLOSING else " "
    if not _is_inside(copy, letter) or after == NOWHERE:
        return before, apart + words
    gap = copy.source[before:after]
    if not gap[:1].isspace() or not apart:
        blank = re.search(r"[ \t]+", gap)
        return (before + blank.end(), words + " ") if blank and apart and "\n" not in gap else (before, words)
    if "\n" in gap:
        return before, apart + words
    return before + len(gap) - len(gap.lstrip()), words + " "


# queries


def _queries(copy: Copy, remark: Remark, first: int, last: int) -> Iterator[Proposal]:
    """A note behind the word, or before it; what could not be marked is told in words."""
    told = "" if remark.ask is Ask.QUERY else "told as a query: no mark can stand there"
    note = _notes(remark, _in_words(copy, remark, first, last) if told else "")
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
    earlier = next((n for n in range(letter, -1, -1) if copy.blocks[n] != copy.blocks[letter] and not _in_code(copy, n)
                    and copy.ends[n] != NOWHERE), None)  # fmt: skip
    if earlier is not None:
        yield copy.ends[earlier]


def _touches(copy: Copy, letter: int) -> bool:
    """Whether the next letter belongs to the same word."""
    return letter + 1 < len(copy.letters) and copy.ends[letter] in (copy.starts[letter + 1], copy.ends[letter + 1])
