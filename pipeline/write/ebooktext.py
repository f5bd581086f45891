"""The book as an ebook shows it, before any store has a say.

In: a resolved book and its edition. Out: the same book without what only paper shows, its notes in their place.
"""

from __future__ import annotations

from dataclasses import replace

from ..model import Book, Edition
from ..nodes import Element, Node, rewrite
from .ebooknotes import placed
from .media import shown_in


def as_shown(book: Book, edition: Edition) -> Book:
    """The book as an ebook shows it: its chapters without what only paper shows, its notes in their place."""
    shown = (chapter for chapter in book.chapters if chapter.role not in edition.leaves_out)
    chapters = tuple(
        replace(c, body=rewrite(shown_in(c.body, "ebook"), _as_note), heading=shown_in(c.heading, "ebook"))
        for c in shown
    )
    return placed(replace(book, chapters=chapters), book.config.ebook.notes)


def _as_note(node: Node) -> Node:
    """A box is a note beside the text, and no landmark of the page: Ace wants landmarks told apart."""
    if isinstance(node, Element) and node.tag == "aside" and not node.has("role"):
        return node.set(role="note")
    return node
