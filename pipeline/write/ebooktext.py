"""The book as an ebook shows it, before any store has a say.

In: a resolved book and its edition. Out: the same book without what only paper shows, its notes in their place.
"""

from __future__ import annotations

from dataclasses import replace

from ..blocks import numbered, unnumbered
from ..model import Book, Chapter, Edition
from ..nodes import Body, Element, Node, rewrite
from ..pagemap import PageMap
from ..paragraphs import with_names
from .ebooknotes import placed
from .media import shown_in
from .pagebreaks import with_marks


def as_shown(book: Book, edition: Edition, pages: PageMap | None = None) -> Book:
    """The book as an ebook shows it: its chapters without what only paper shows, its notes in their place.

    With a page map, a mark stands before the word that begins each printed page. Paragraphs say what an editor calls
    them.
    """
    chapters = tuple(
        replace(c, body=rewrite(_marked(c, pages), _as_note), heading=shown_in(c.heading, "ebook"))
        for c in book.chapters
        if c.role not in edition.leaves_out
    )
    return placed(replace(book, chapters=chapters), book.config.ebook.notes)


def _marked(chapter: Chapter, pages: PageMap | None) -> Body:
    body = shown_in(with_names(numbered(chapter.body), chapter.sign), "ebook")
    return unnumbered(with_marks(body, pages.of(chapter.key)) if pages else body)


def _as_note(node: Node) -> Node:
    """A box is a note beside the text, and no landmark of the page: Ace wants landmarks told apart."""
    if isinstance(node, Element) and node.tag == "aside" and not node.has("role"):
        return node.set(role="note")
    return node
