"""A chapter's file with the changes of `normalize` written into it, and nothing else touched.

In: a `Sheet`, the file character for character, and the chapter read from it. Out: another sheet. An edit is taken
when the chapter, read again and normalised, is what it was before; where an edit is not found as it is typed (behind
an entity, an escape) it is left. Not its business: files and folders, and what is told of it (`rewriting`).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import TypeAlias

from ..diagnostics import Change, Report
from ..model import Chapter, Context
from ..nodes import HEADINGS, Body, Element, Node, Pos, Shortcode, Text, children_of, elements, is_blank, walk
from ..read.bodies import body_of
from ..stages import normalize
from ..text.typography import Edit
from .sheet import Sheet, line_starts

ROUNDS = 9
"""Readings after which a chapter that still finds something to change is let be."""
TAG = re.compile(r"\{\{[<%].*?[>%]\}\}", re.DOTALL)
TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)
HASHES = re.compile(r"(?:[ \t>]|[-*+:][ \t]|\d{1,9}[.)][ \t])*(#{1,6})(?=[ \t])")
LIST = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")


@dataclass(frozen=True, slots=True)
class Reading:
    """A sheet, and what the book makes of it."""

    text: str
    start: int
    """Where the front matter ends."""
    starts: tuple[int, ...]
    """Of the lines."""
    typed: Body
    chapter: Chapter
    """After `normalize`."""
    changes: tuple[Change, ...]

    def offset(self, pos: Pos) -> int:
        """Where a place is in the text."""
        return self.starts[pos.line - 1] + pos.column - 1

    def line_of(self, pos: Pos) -> int:
        """The number of a place's line; the place in a text of several lines may run past its own."""
        return bisect_right(self.starts, self.offset(pos))

    def line(self, number: int) -> str:
        """A line by its number, counted from 1."""
        start = self.starts[number - 1]
        return self.text[start:].partition("\n")[0]

    def edit(self, change: Change) -> Edit | None:
        """The change as an edit; None when it is not there to be made."""
        start = self.offset(change.pos)
        end = start + len(change.before)
        there = start >= self.start and self.text[start:end] == change.before
        return Edit(start, end, change.after, change.rule) if there and "\n" not in change.before else None

    @property
    def left(self) -> tuple[Change, ...]:
        """What is still changed in the book only."""
        headings = (Change(node.pos, "heading", was, node.tag) for node, was in _relevelled(self))
        return (*self.changes, *headings)


Groups: TypeAlias = list[list[Edit]]
"""Edits that are taken together or not at all."""


class Desk:
    """Where one chapter's file is read again and again."""

    def __init__(self, chapter: Chapter, sheet: Sheet, context: Context) -> None:
        self.chapter = chapter
        self.context = context
        self.wanted = _likeness(self.read(sheet).chapter)

    def read(self, sheet: Sheet) -> Reading:
        """The chapter from this sheet."""
        assert self.chapter.source is not None
        source = replace(self.chapter.source, text=sheet.text)
        # the one way there is from a chapter's text to its tree: a second one would soon be another
        typed = body_of(source, self.chapter.meta, self.context.config, Report(), titled=bool(self.chapter.title))
        report = Report()
        made = normalize.apply(replace(self.chapter, source=source, body=typed), replace(self.context, report=report))
        return Reading(source.text, source.start, tuple(line_starts(sheet.lines)), typed, made, tuple(report.changes))

    def sifted(self, sheet: Sheet, groups: Groups, taken: list[Edit]) -> list[Edit]:
        """Of these groups, and with what is taken already, those that leave the book as it is."""
        if not groups:
            return taken
        edits = taken + [edit for group in groups for edit in group]
        if _likeness(self.read(sheet.edited(edits)).chapter) == self.wanted:
            return edits
        if len(groups) == 1:
            return taken
        half = len(groups) // 2
        return self.sifted(sheet, groups[half:], self.sifted(sheet, groups[:half], taken))


def tidied(chapter: Chapter, sheet: Sheet, context: Context) -> tuple[Sheet, Counter[str], Reading]:
    """The sheet with all that can be written in it, how many changes of each rule, and its last reading."""
    desk, rules = Desk(chapter, sheet, context), Counter[str]()
    for _ in range(ROUNDS):
        before = sheet
        for step in STEPS:
            edits = desk.sifted(sheet, step(desk.read(sheet)), [])
            rules.update(edit.rule for edit in edits)
            sheet = sheet.edited(edits)
        if sheet == before:
            break
    return sheet, rules, desk.read(sheet)


# what makes a chapter the same


def _likeness(chapter: Chapter) -> tuple[object, ...]:
    return chapter.title, chapter.ordinal, _likes(chapter.heading), _likes(chapter.body)


def _likes(nodes: Body) -> tuple[object, ...]:
    """The nodes without their places, and texts without their seams."""
    made: list[object] = []
    for node in nodes:
        match node:
            case Text():
                joins = made and isinstance(made[-1], str)
                made.append(str(made.pop()) + node.text if joins else node.text)
            case Element():
                templated = tuple((name, tuple(_piece(piece) for piece in pieces)) for name, pieces in node.templated)
                made.append((node.tag, node.attrs, templated, _likes(node.children)))
            case Shortcode():
                made.append((_piece(node), node.block, node.inner if not node.children else "", _likes(node.children)))
    return tuple(part for part in made if part != "")


def _piece(piece: str | Shortcode) -> object:
    if isinstance(piece, str):
        return piece
    rich = tuple((name, _likes(body)) for name, body in piece.rich)
    return piece.name, piece.markdown, tuple((arg.name, arg.value) for arg in piece.args), rich


# the steps


def _composed(reading: Reading) -> Groups:
    """NFC first: it moves what follows in its line."""
    found = (reading.edit(change) for change in reading.changes if change.rule == "nfc")
    return _paragraphs(reading, (letter for edit in found if edit for letter in _letters(reading.text, edit)))


def _letters(text: str, edit: Edit) -> Iterator[Edit]:
    """Letter by letter, so that nothing else is touched."""
    starts = [at for at in range(edit.start, edit.end) if at == edit.start or not unicodedata.combining(text[at])]
    for start, end in zip(starts, (*starts[1:], edit.end), strict=True):
        after = unicodedata.normalize("NFC", text[start:end])
        if after != text[start:end]:
            yield Edit(start, end, after, edit.rule)


def _words(reading: Reading) -> Groups:
    """Quotation marks, dashes, dots and spaces."""
    found = (reading.edit(change) for change in reading.changes if change.rule != "nfc")
    return _paragraphs(reading, (edit for edit in found if edit))


def _paragraphs(reading: Reading, edits: Iterable[Edit]) -> Groups:
    """The edits of a paragraph together: one mark of a pair alone would mislead."""
    blank = [match.start() for match in re.finditer(r"\n[ \t]*\n", reading.text)]
    ordered = sorted(dict.fromkeys(edits), key=lambda edit: edit.start)
    return [list(group) for _, group in groupby(ordered, key=lambda edit: bisect_right(blank, edit.start))]


def _relevelled(reading: Reading) -> Iterator[tuple[Element, str]]:
    """Headings whose level `normalize` changed, each with its tag as typed."""
    typed = {node.pos: node.tag for node in elements(reading.typed, *HEADINGS)}
    for node in elements(reading.chapter.body, *HEADINGS):
        if typed.get(node.pos, node.tag) != node.tag:
            yield node, typed[node.pos]


def _headings(reading: Reading) -> Groups:
    """All of a chapter's together: each one's level leans on the one above."""
    made = []
    for node, _ in _relevelled(reading):
        found = HASHES.match(reading.text, reading.starts[node.pos.line - 1])
        if found:
            made.append(Edit(found.start(1), found.end(1), "#" * int(node.tag[1]), "heading"))
    return [made] if made else []


def _lists(reading: Reading) -> Groups:
    """An empty line between a paragraph and its list, which other programs ask for."""
    made: Groups = []
    for body in (reading.typed, *(children_of(node) for node in walk(reading.typed))):
        for above, node in pairwise(child for child in body if not is_blank(child)):
            if _is(above, "p") and _is(node, "ul", "ol") and reading.line(node.pos.line - 1).strip():
                start = reading.starts[node.pos.line - 1]
                made += [[Edit(start, start, "\n", "list-blank-line")]] if LIST.match(reading.text, start) else []
    return made


def _is(node: Node, *tags: str) -> bool:
    return isinstance(node, Element) and node.tag in tags


def _blanks(reading: Reading) -> Groups:
    """White space at a line's end, but for the two spaces of a hard break; not in code, not in a tag."""
    breaks = {node.pos.line for node in elements(reading.typed, "br")}
    held = set(_held(reading))
    made: Groups = []
    for found in TRAILING.finditer(reading.text, reading.start):
        line = bisect_right(reading.starts, found.start())
        after = "  " if line in breaks and found[0].startswith("  ") else ""
        if found[0] != after and line not in held:
            made.append([Edit(found.start(), found.end(), after, "trailing-space")])
    return made


def _held(reading: Reading) -> Iterator[int]:
    """Lines that end inside a shortcode's tag, inside code, or inside raw HTML."""
    for found in TAG.finditer(reading.text):
        yield from range(bisect_right(reading.starts, found.start()), bisect_right(reading.starts, found.end() - 1))
    for node in walk(reading.typed):
        match node:
            case Text(text, pos) if "\n" in text and text != "\n" and pos.path:
                yield from range(pos.line, pos.line + text.count("\n") + 1)
            case Shortcode(inner=str(inner), inner_pos=pos) if not node.children:
                yield from range(pos.line, pos.line + inner.count("\n") + 1)


Step: TypeAlias = Callable[[Reading], Groups]
STEPS: tuple[Step, ...] = (_composed, _words, _headings, _lists, _blanks)
