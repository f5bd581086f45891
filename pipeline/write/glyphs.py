"""Whether the faces can draw what the book says, each character by the face that its place asks for.

In: bodies and the style sheet of an edition. Out: which characters each face draws; a finding for each character that
no face has (PR001), and for each letter that another face must lend (EB002), with its first place.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from ..diagnostics import Code, Report
from ..faces import Shown, Style, shown
from ..folded import letters_of
from ..fonts import FACES, Cut, cuts, is_invisible, repertory
from ..model import Book
from ..nodes import Body, Pos, Text, moved, walk
from ..style import print_css
from .opening import section


@dataclass(slots=True)
class Drawn:
    """Which characters each face draws."""

    report: Report
    by_cut: dict[Cut, set[str]] = field(default_factory=dict)
    _said: set[tuple[str, str]] = field(default_factory=set)
    _known: dict[tuple[Style, bool], set[str]] = field(default_factory=dict)
    """The characters that a style has met, in the book's words or in the sheet's."""

    def take(self, body: Body, css: str) -> None:
        """Take a page."""
        for run in shown(body, css):
            known = self._known.setdefault((run.style, run.pos is None), set())
            new = set(run.text) - known
            known |= new
            for character in sorted(new, key=run.text.index):
                if character > " ":
                    self._draw(character, run)

    def _draw(self, character: str, run: Shown) -> None:
        cut = _drawing(character, run.style)
        if cut is not None:
            self.by_cut.setdefault(cut, set()).add(character)
        if run.pos is not None and not is_invisible(character):
            self._say(character, cut, run)

    def _say(self, character: str, cut: Cut | None, run: Shown) -> None:
        own = next(iter(cuts(run.style.families, run.style.weight, italic=run.style.italic)), None)
        lends = cut is not None and cut != own and _is_letter(character)
        named = own.face.file if own and lends else ""
        if own is None or not (lends or cut is None) or (character, named) in self._said:
            return
        self._said.add((character, named))
        pos = moved(run.pos, run.text.index(character)) if run.pos else Pos("")
        what = f"{character!r} (U+{ord(character):04X} {unicodedata.name(character, 'unnamed').lower()})"
        if cut is None:
            hint = "write it in words, or as a picture"
            self.report.add(Code.GLYPH_MISSING, f"no font of the book can draw {what}", pos, hint)
            return
        message = f"{_called(own)} has no {what}; {_called(cut)} draws it"
        self.report.add(Code.FACE_SUBSTITUTED, message, pos, "look at it, or write it in another way")


def _is_letter(character: str) -> bool:
    """A letter of a script; mathematics' own letters are signs, which a face of symbols is there for."""
    return character.isalpha() and not unicodedata.name(character, "").startswith("MATHEMATICAL")


def _called(cut: Cut) -> str:
    slant = " italic" if cut.face.style == "italic" else ""
    return f"{cut.face.family}{slant}"


def _drawing(character: str, style: Style) -> Cut | None:
    asked = cuts(style.families, style.weight, italic=style.italic)
    return next((cut for cut in asked if ord(character) in repertory(cut.face)), None)


def check_glyphs(book: Book, report: Report) -> None:
    """Report every character that print would show as an empty box, or borrow from another face."""
    rare = _rare(book)
    if not rare:
        return
    drawn, css = Drawn(report), print_css(book.config.print)
    for chapter in book.chapters:
        body = (section(chapter, book.config.language),)
        if any(rare & set(text.text) for text in walk(body) if isinstance(text, Text)):
            drawn.take(body, css)


def _rare(book: Book) -> frozenset[str]:
    """The characters that not every face has; without them, nothing need be followed down the tree."""
    common = frozenset.intersection(*(repertory(face) for face in FACES[:-1]))
    bodies = ((*chapter.heading, *chapter.body) for chapter in book.chapters)
    said = frozenset().union(*map(letters_of, bodies))
    return frozenset(c for c in said if ord(c) > 0x20 and ord(c) not in common and not is_invisible(c))
