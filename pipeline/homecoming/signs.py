"""The signs of CriticMarkup, and how words are spelled between them.

In: offsets of a chapter's file, words, names. Out: `Put`s, and `Proposal`s made of them.
Not its business: where a remark's signs go (`marking`, `deleting`, `inserting`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .copy import NOWHERE, Copy, Inline
from .letters import DASHES
from .remarks import Remark, named

CLOSING = frozenset(",.;:!?)]}\u00bb\u201d\u2019\u2026")
BREAK = re.compile(r"(?<!\n)\n(?!\n)")
SPECIAL = re.compile(r"[\\`*_\[\]<>{}~|]|&(?=#?\w+;)")


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


def escaped(words: str) -> str:
    """Words as Markdown has to spell them; a line break inside a paragraph is a hard one."""
    return BREAK.sub("\\\\\n", SPECIAL.sub(lambda sign: "\\" + sign[0], words))


def note(who: str, said: str) -> str:
    """A query; nothing where nobody says anything."""
    text = " ".join(said.split()).replace("<<}", "<< }").replace("{{<", "{{ <").replace("{{%", "{{ %")
    text = text.replace("\\", "\\\\") if text.endswith("\\") else text
    name = named(who)
    if not name and text.startswith("@"):
        text = f"- {text}"
    return f"{{>>@{name} {text}<<}}".replace(" <<}", "<<}") if name else f"{{>>{text}<<}}" if text else ""


def notes(remark: Remark, said: str = "") -> str:
    """What a remark says, and what others answered; `said` in place of its own words."""
    return note(remark.who, said or remark.note) + "".join(note(who, reply) for who, reply in remark.replies)


def pairs(spans: Sequence[tuple[int, int]], opens: str, closes: str, notes: Sequence[str]) -> tuple[Put, ...]:
    """Signs around stretches of the file, each with a note behind it."""
    made: list[Put] = []
    for (start, end), note in zip(spans, notes, strict=True):
        made += Put(start, opens, end), Put(end, closes + note, start)
    return tuple(made)


def forms(gap: str) -> Iterator[str]:
    """How the file may spell spaces and dashes that the book sets."""
    if not gap:
        return
    plain = gap.replace("\u00a0", " ").replace("\u202f", " ")
    yield gap
    yield plain
    for dash in ("---", "--", "-"):
        yield "".join(dash if sign in DASHES else sign for sign in plain)


def in_code(copy: Copy, letter: int) -> bool:
    """Whether a letter stands in a block of code."""
    return copy.blocks[letter] in copy.verbatim


def codes(copy: Copy, letter: int) -> list[Inline]:
    """The codes within a line that a letter stands in."""
    return [one for one in copy.holding(letter) if one.verbatim and one.start != NOWHERE]
