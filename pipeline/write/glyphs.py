"""Whether the faces can draw what the book says, each character by the face that its place asks for.

In: bodies and the style sheet of an edition. Out: which characters each face draws; a finding for each character that
no face has (PR001), and for each letter that another face must lend (EB002), with its first place.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from ..diagnostics import Code, Report
from ..faces import Style, shown
from ..folded import letters_of
from ..fonts import FACES, Cut, cuts, is_invisible, repertory
from ..model import Book
from ..nodes import NOWHERE, Body, Pos, Text, moved, walk
from ..style import print_css
from .opening import section


@dataclass(frozen=True, slots=True)
class Lack:
    """A character that the face of its place does not draw."""

    character: str
    lent_to: str
    """The file of the face that borrows it; empty: no face of the book has it."""
    code: Code
    message: str
    pos: Pos
    """Of the first one."""
    hint: str


@dataclass(slots=True)
class Drawn:
    """Which characters each face draws."""

    report: Report
    by_cut: dict[Cut, set[str]] = field(default_factory=dict)
    lacks: dict[tuple[str, str], Lack] = field(default_factory=dict)
    """By character and borrower."""
    near: Pos = NOWHERE
    """Where the page begins: the place of a text that has none, such as a title of the front matter."""

    def take(self, body: Body, css: str) -> None:
        """Take a page."""
        runs = tuple(shown(body, css))
        texts: dict[tuple[Style, bool], list[str]] = {}  # in the page's words, or in the sheet's
        for run in runs:
            texts.setdefault((run.style, run.pos is None), []).append(run.text)
        lacking = {found for (style, sheets), said in texts.items() for found in self._draw("".join(said), style)
                   if not sheets}  # fmt: skip
        for run in runs if lacking else ():
            for character in sorted({c for c in run.text if (c, run.style) in lacking}, key=run.text.index):
                if run.pos is not None:
                    self._say(character, run.style, moved(run.pos, run.text.index(character)))

    def join(self, by_cut: Mapping[Cut, Iterable[str]], lacks: Iterable[Lack]) -> None:
        """Take what was found on another page, behind this."""
        for cut, characters in by_cut.items():
            self.by_cut.setdefault(cut, set()).update(characters)
        for lack in lacks:
            self._lacking(lack)

    def _draw(self, text: str, style: Style) -> Iterator[tuple[str, Style]]:
        """What its own face does not draw is given back."""
        for character in set(text):
            if character <= " ":
                continue
            cut, lends = _drawing(character, style)
            if cut is not None:
                self.by_cut.setdefault(cut, set()).add(character)
            if (lends or cut is None) and not is_invisible(character):
                yield character, style

    def _say(self, character: str, style: Style, pos: Pos) -> None:
        own, (cut, _) = _own(style), _drawing(character, style)
        if own is None:
            return
        pos = pos if pos.path else self.near
        what = f"{character!r} (U+{ord(character):04X} {unicodedata.name(character, 'unnamed').lower()})"
        if cut is None:
            message, hint = f"no font of the book can draw {what}", "write it in words, or as a picture"
            self._lacking(Lack(character, "", Code.GLYPH_MISSING, message, pos, hint))
            return
        message = f"{_called(own)} has no {what}; {_called(cut)} draws it"
        hint = "look at it, or write it in another way"
        self._lacking(Lack(character, own.face.file, Code.FACE_SUBSTITUTED, message, pos, hint))

    def _lacking(self, lack: Lack) -> None:
        name = lack.character, lack.lent_to
        known = self.lacks.get(name)
        if known is None or (lack.pos.path and not known.pos.path):  # a contents list shows it before its chapter does
            self.lacks[name] = lack
            if lack.pos.path:
                self.report.add(lack.code, lack.message, lack.pos, lack.hint)

    def tell_placeless(self) -> None:
        """Say what no page with places has said."""
        for lack in self.lacks.values():
            if not lack.pos.path:
                self.report.add(lack.code, lack.message, lack.pos, lack.hint)


def _is_letter(character: str) -> bool:
    """A letter of a script; mathematics' own letters are signs, which a face of symbols is there for."""
    return character.isalpha() and not unicodedata.name(character, "").startswith("MATHEMATICAL")


def _called(cut: Cut) -> str:
    slant = " italic" if cut.face.style == "italic" else ""
    return f"{cut.face.family}{slant}"


@cache
def _drawing(character: str, style: Style) -> tuple[Cut | None, bool]:
    """What draws a character, and whether it is a letter that the style's own face has to borrow."""
    asked = cuts(style.families, style.weight, italic=style.italic)
    cut = next((cut for cut in asked if ord(character) in repertory(cut.face)), None)
    return cut, cut is not None and cut != _own(style) and _is_letter(character)


@cache
def _own(style: Style) -> Cut | None:
    return next(iter(cuts(style.families, style.weight, italic=style.italic)), None)


def check_glyphs(book: Book, report: Report) -> None:
    """Report every character that print would show as an empty box, or borrow from another face."""
    rare = _rare(book)
    if not rare:
        return
    drawn, css = Drawn(report), print_css(book.config.print)
    for chapter in book.chapters:
        body = (section(chapter, book.config.language),)
        if any(rare & set(text.text) for text in walk(body) if isinstance(text, Text)):
            drawn.near = chapter.pos
            drawn.take(body, css)
    drawn.tell_placeless()


def _rare(book: Book) -> frozenset[str]:
    """The characters that not every face has; without them, nothing need be followed down the tree."""
    common = frozenset.intersection(*(repertory(face) for face in FACES[:-1]))
    bodies = ((*chapter.heading, *chapter.body) for chapter in book.chapters)
    said = frozenset().union(*map(letters_of, bodies))
    return frozenset(c for c in said if ord(c) > 0x20 and ord(c) not in common and not is_invisible(c))
