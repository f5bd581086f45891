"""The manuscript as a proofreader's copy: every letter of its running text with its place in the chapter's file.

In: a chapter's body as read, and its file's text. Out: its letters, the block each stands in, and the elements within
the block (emphasis, a link) with what their signs take up in the file. Not its business: what is marked there.
"""

from __future__ import annotations

import html
import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate

from ..marks import INSERTED
from ..nodes import VERBATIM, Body, Element, Node, Pos, Shortcode, Text, is_block
from .letters import fold

ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{1,31});")
LINK_ENDS = re.compile(r"\](?:\((?:[^()\n]|\([^()\n]*\))*\)|\[[^\]\n]*\])?(?:\{[^}\n]*\})?")
TAG_ENDS = re.compile(r"</[A-Za-z][\w-]*\s*>")
FENCE = "*_~`^"
JUMP = 400
"""How far behind its place a text may begin: behind a tag, an argument's name, the signs of code."""
NOWHERE = -1
SLACK = 60
"""Letters by which a paragraph may stand beside its place: a title's number, a quotation mark."""


@dataclass(frozen=True, slots=True)
class Inline:
    """An element inside a block."""

    first: int
    """Its first letter."""
    last: int
    """Behind its last letter."""
    start: int
    """In the file; NOWHERE where it is not known what its signs take up."""
    end: int
    verbatim: bool
    """Whether signs of a mark inside it would be text: code."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A chapter's letters."""

    path: str
    source: str
    letters: str
    starts: array[int]
    """Of each letter, where it begins in the file; NOWHERE for what the file does not spell."""
    ends: array[int]
    blocks: array[int]
    """Of each letter, the number of its block."""
    inlines: tuple[Inline, ...]
    """Outer ones first."""
    verbatim: frozenset[int]
    """Blocks of code."""
    reached: array[int]
    """Of each letter, how far the file was read when it came: never falling."""

    def has_place(self, first: int, last: int) -> bool:
        """Whether the file spells all these letters."""
        return NOWHERE not in self.starts[first:last]

    def letter_at(self, pos: Pos) -> int:
        """The first letter at or behind a place."""
        lines = self.source.split("\n", pos.line)[: pos.line - 1]
        offset = sum(len(line) + 1 for line in lines) + pos.column - 1
        return bisect_left(self.reached, offset)

    def holding(self, letter: int) -> tuple[Inline, ...]:
        """The elements that a letter stands in, outer ones first."""
        return tuple(one for one in self.inlines if one.first <= letter < one.last)

    def said(self, first: int, last: int) -> str:
        """The file's text from one letter to another."""
        return self.source[self.starts[first] : self.ends[last - 1]] if first < last else ""


def copy_of(path: str, source: str, body: Body, *, inserted: bool) -> Copy:
    """The copy of a chapter; with `inserted`, the words that open marks would bring count as text."""
    reading = _Reading(source, _line_starts(source), inserted)
    reading.nodes(body, True)
    return Copy(path, source, "".join(reading.letters), reading.starts, reading.ends, reading.blocks,
                tuple(sorted(reading.inlines, key=lambda one: (one.first, -one.last))),
                frozenset(reading.verbatim), array("l", accumulate(reading.starts, max)))  # fmt: skip


def _line_starts(source: str) -> list[int]:
    starts = [0]
    while (found := source.find("\n", starts[-1])) >= 0:
        starts.append(found + 1)
    return starts


@dataclass(slots=True)
class _Reading:
    source: str
    lines: list[int]
    inserted: bool
    letters: list[str] = field(default_factory=list)
    starts: array[int] = field(default_factory=lambda: array("l"))
    ends: array[int] = field(default_factory=lambda: array("l"))
    blocks: array[int] = field(default_factory=lambda: array("l"))
    inlines: list[Inline] = field(default_factory=list)
    verbatim: set[int] = field(default_factory=set)
    block: int = 0

    def nodes(self, nodes: Iterable[Node], block: bool) -> None:
        """Take them in their order; `block` says that what holds them parts words."""
        for node in nodes:
            match node:
                case Text():
                    self.text(node.text, self.offset(node.pos))
                case Shortcode():
                    self.shortcode(node)
                case Element():
                    self.element(node)

    def offset(self, pos: Pos) -> int:
        """A place in the file."""
        known = bool(pos.path) and 0 < pos.line <= len(self.lines)
        return self.lines[pos.line - 1] + pos.column - 1 if known else NOWHERE

    def shortcode(self, node: Shortcode) -> None:
        self.block += node.block
        for _, rich in node.rich:
            self.block += 1
            self.nodes(rich, True)
        self.block += bool(node.rich) or node.block
        if node.children:
            self.nodes(node.children, node.block)
        elif node.inner and node.inner_pos.path and not node.block:
            self.text(node.inner, self.offset(node.inner_pos))
        self.block += node.block

    def element(self, node: Element) -> None:
        if INSERTED in node.classes and not self.inserted:
            return
        if is_block(node) or node.tag == "br":
            self.block += 1
            if node.tag in VERBATIM:
                self.verbatim.add(self.block)
            self.nodes(node.children, True)
            self.block += 1
            return
        first = len(self.starts)
        self.nodes(node.children, False)
        if first < len(self.starts) and not node.has("data-mark") and "literal" not in node.classes:
            self.inlines.append(self.inline(node, first))

    def inline(self, node: Element, first: int) -> Inline:
        last = len(self.starts)
        start, inner = self.offset(node.pos), self.starts[first]
        end = self.behind(start, inner, self.ends[last - 1])
        code = node.tag in VERBATIM and node.tag not in {"kbd", "samp"}
        known = end != NOWHERE and NOWHERE < start <= inner
        return Inline(first, last, start if known else NOWHERE, end if known else NOWHERE, code)

    def behind(self, start: int, inner: int, end: int) -> int:
        """Where an element ends whose letters lie between `inner` and `end`."""
        if NOWHERE in (start, inner, end):
            return NOWHERE
        opening, source = self.source[start:inner], self.source
        signs = opening[: len(opening) - len(opening.lstrip(FENCE))]
        if signs:
            place = source.find(signs[0], end, end + 40)
            closing = len(opening.rstrip()) if opening.strip(FENCE + " ") == "" else len(signs)
            run = source[place : place + closing] if place >= 0 else ""
            return place + closing if run and not run.strip(FENCE) else NOWHERE
        shape = LINK_ENDS if opening.startswith("[") else TAG_ENDS if opening.startswith("<") else None
        if shape is None:
            return end if start == inner else NOWHERE
        found = shape.search(source, end, end + JUMP)
        return found.end() if found and "\n\n" not in source[end : found.start()] else NOWHERE

    def text(self, text: str, place: int) -> None:
        for index, sign in enumerate(text):
            letters = fold(sign)
            if place != NOWHERE:
                begin, end = self.spelled(text, index, place)
                place = end if end != NOWHERE else (NOWHERE if letters else place)
            else:
                begin = end = NOWHERE
            if letters:
                self.letters.append(letters)
                self.starts.extend([begin] * len(letters))
                self.ends.extend([end] * len(letters))
                self.blocks.extend([self.block] * len(letters))

    def spelled(self, text: str, index: int, place: int) -> tuple[int, int]:
        """Where a character of a text is spelled, at or behind a place; NOWHERE twice where it is not."""
        source, sign = self.source, text[index]
        if source.startswith("&", place) and (found := ENTITY.match(source, place)) and html.unescape(found[0]) == sign:
            return place, found.end()
        if source.startswith(sign, place):
            behind = sign == "|" and source[place - 1 : place] == "\\"  # a cell's bar: its place is that of the sign
            return place - behind, place + 1
        if sign.isspace():
            return NOWHERE, NOWHERE
        ahead = place
        while ahead < len(source) and (source[ahead].isspace() or (source[ahead] == ">" and sign != ">")):
            ahead += 1
        if source.startswith(sign, ahead):
            return ahead, ahead + 1
        if source.startswith("\\" + sign, ahead):
            return ahead, ahead + 2
        if (found := ENTITY.match(source, ahead)) and html.unescape(found[0]) == sign:
            return ahead, found.end()
        line = text[index : index + 24].partition("\n")[0].rstrip()
        for piece in (line, line.partition(" ")[0]):
            if (ahead := source.find(piece, place, place + JUMP)) >= 0:
                return ahead, ahead + 1
        return NOWHERE, NOWHERE


@dataclass(frozen=True, slots=True)
class Manuscript:
    """All chapters, one behind the other."""

    copies: tuple[Copy, ...]
    letters: str
    begins: tuple[int, ...]
    """Of each copy, its first letter in the whole."""

    @classmethod
    def of(cls, copies: Iterable[Copy]) -> Manuscript:
        """The manuscript of these chapters."""
        held, begins, length = tuple(copies), list[int](), 0
        for copy in held:
            begins.append(length)
            length += len(copy.letters)
        return cls(held, "".join(copy.letters for copy in held), tuple(begins))

    def copy_at(self, letter: int) -> int:
        """The number of the chapter that a letter stands in."""
        return max(bisect_right(self.begins, letter) - 1, 0)

    def near(self, pos: Pos, words: str) -> int:
        """The letter at which these letters begin, where a paragraph of the manuscript begins; NOWHERE if not there."""
        for begin, copy in zip(self.begins, self.copies, strict=True):
            if copy.path == pos.path:
                letter = begin + copy.letter_at(pos)
                return self.letters.find(words, max(letter - SLACK, begin), letter + len(words) + SLACK)
        return NOWHERE
