"""contents: the printed table of contents, as a chapter of the front matter.

In: the numbered book. Out: the same with a chapter of role `contents`, unless the author wrote one.
"""

from __future__ import annotations

from dataclasses import replace

from ..model import Book, Chapter, Context, Matter
from ..nodes import Body, Element, Text
from ..outline import Entry, outline
from ..placing import placed
from ..words import words


def apply(book: Book, context: Context) -> Book:
    """The book with its table of contents."""
    if any(chapter.role == "contents" for chapter in book.chapters):
        return book
    nav = Element("nav", (("class", "contents"), ("epub:type", "toc"), ("role", "doc-toc")), (listed(outline(book)),))
    chapter = Chapter("contents", words(context.config.language).contents, (nav,), Matter.FRONT, "contents")
    return replace(book, chapters=placed(book.chapters, chapter))


def listed(entries: tuple[Entry, ...]) -> Element:
    """Entries as nested ordered lists of links."""
    return Element("ol", (), tuple(_item(entry) for entry in entries))


def _item(entry: Entry) -> Element:
    number: Body = (
        (Element("span", (("class", "entry-number"),), (Text(entry.number),)), Text(" ")) if entry.number else ()
    )
    title = Element("span", (("class", "entry-title"),), entry.title)
    link = Element("a", (("href", entry.target),), (*number, title))
    inside = (listed(entry.children),) if entry.children else ()
    return Element("li", (("class", f"entry entry-{entry.role}"),), (link, *inside))
