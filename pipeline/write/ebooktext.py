"""The book as an ebook shows it, before any store has a say.

In: a resolved book and its edition. Out: the same book without what only paper shows, its notes in their place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..blocks import numbered, unnumbered
from ..model import Book, Chapter, Config, Edition
from ..nodes import Body, Element, Node, rewrite
from ..pagemap import PageMap
from ..paragraphs import named
from .ebooknotes import placed, placed_in
from .media import MARKS, shown_in
from .pagebreaks import with_marks


def as_shown(book: Book, edition: Edition, pages: PageMap | None = None) -> Book:
    """The book as an ebook shows it: its chapters without what only paper shows, its notes in their place.

    With a page map, a mark stands before the word that begins each printed page. Paragraphs say what an editor calls
    them.
    """
    chapters = tuple(_shown(c, pages) for c in book.chapters if c.role not in edition.leaves_out)
    return placed(replace(book, chapters=chapters), book.config.ebook.notes)


def chapter_as_shown(chapter: Chapter, config: Config, pages: PageMap | None = None) -> Chapter:
    """The same of one chapter, where notes stay in theirs (`popup`, `chapter`)."""
    return placed_in(_shown(chapter, pages), config.ebook.notes, config.language)


def _shown(chapter: Chapter, pages: PageMap | None) -> Chapter:
    body = rewrite(_marked(chapter, pages), _as_note)
    return replace(chapter, body=body, heading=shown_in(chapter.heading, "ebook"))


def _marked(chapter: Chapter, pages: PageMap | None) -> Body:
    if pages is None:
        return shown_in(named(chapter.body, chapter.sign), "ebook")
    body = shown_in(named(numbered(chapter.body), chapter.sign), "ebook")
    return unnumbered(with_marks(body, pages.of(chapter.key)))


def _as_note(node: Node) -> Node:
    """A box is a note beside the text, and no landmark of the page: Ace wants landmarks told apart."""
    if isinstance(node, Element) and node.tag == "aside" and not node.has("role"):
        return node.set(role="note")
    return node


PICTURES = frozenset({"img"})


def with_pictures_only(book: Book) -> Book:
    """The book with nothing but the pictures that an ebook shows: enough to make these."""
    chapters = (replace(c, body=tuple(_pictures(c.body)), heading=tuple(_pictures(c.heading))) for c in book.chapters)
    return replace(book, chapters=tuple(chapters))


def _pictures(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, Element) and not node.lacks(PICTURES) and MARKS["print"] not in node.classes:
            if node.tag == "img":
                yield node
            yield from _pictures(node.children)
