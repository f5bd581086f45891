"""Whether the fonts can draw what the book says.

In: a book. Out: one finding for each character that no face has, with its first place.
"""

from __future__ import annotations

import unicodedata

from ..diagnostics import Code, Report
from ..fonts import undrawable
from ..model import Book
from ..nodes import Pos, Text, walk


def check_glyphs(book: Book, report: Report) -> None:
    """Report every character that would print as an empty box."""
    first: dict[str, Pos] = {}
    for chapter in book.chapters:
        for node in walk((*chapter.heading, *chapter.body)):
            if isinstance(node, Text):
                _note(node, first)
    for character in undrawable(first):
        name = unicodedata.name(character, "unnamed")
        message = f"no font of the book can draw {character!r} (U+{ord(character):04X} {name.lower()})"
        report.add(Code.GLYPH_MISSING, message, first[character], "write it in words, or as a picture")


def _note(node: Text, first: dict[str, Pos]) -> None:
    if node.text.isascii():
        return
    for place, character in enumerate(node.text):
        if character > "\x7f" and character not in first:
            first[character] = Pos(node.pos.path, node.pos.line, node.pos.column + place)
