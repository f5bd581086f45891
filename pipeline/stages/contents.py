"""contents: the printed table of contents, as a chapter of the front matter.

In: the numbered book. Out: the same with a chapter of role `contents`, unless the author wrote one.
"""

from __future__ import annotations

import posixpath
from dataclasses import replace

from ..model import Book, Chapter, Context, Matter
from ..nodes import Body, Element, Node, Text, element, elements, rewrite
from ..outline import Entry, bare, outline
from ..placing import placed
from ..text.words import words

LISTS = frozenset({"@data-section"})


def apply(book: Book, context: Context) -> Book:
    """The book with its table of contents, and the lists of pages that chapters ask for."""
    book = replace(book, chapters=tuple(_with_lists(chapter, book) for chapter in book.chapters))
    if any(chapter.role == "contents" for chapter in book.chapters):
        return book
    nav = Element("nav", (("class", "contents"), ("epub:type", "toc"), ("role", "doc-toc")), (listed(outline(book)),))
    chapter = Chapter("contents", words(context.config.language).contents, (nav,), Matter.FRONT, "contents")
    return replace(book, chapters=placed(book.chapters, chapter))


def _with_lists(chapter: Chapter, book: Book) -> Chapter:
    """The shortcode `section`: links to the pages below, in reading order."""

    def fill(node: Node) -> Node | Body:
        if not isinstance(node, Element) or not node.has("data-section"):
            return node
        below = [c for c in book.chapters if c.key != chapter.key and _is_child(c, node.get("data-section"))]
        items = tuple(_page_item(page, summary=node.has("data-summary")) for page in below)
        return element("div", Element("ul", (), items), class_="section-list", pos=node.pos) if items else ()

    return replace(chapter, body=rewrite(chapter.body, fill, names=LISTS))


def _is_child(chapter: Chapter, folder: str) -> bool:
    """Whether the page lies in the folder itself, or is the own page of a folder in it."""
    if chapter.source is None:
        return False
    place, name = posixpath.split(chapter.source.path)
    if posixpath.splitext(name)[0] in {"_index", "index"}:
        place = posixpath.dirname(place)
    return place == folder


def _page_item(page: Chapter, *, summary: bool) -> Element:
    link = Element("a", (("href", f"book:{page.key}"),), bare(page.shown_title))
    first = next(iter(elements(page.body, "p")), None)
    shown = (element("p", *bare(first.children)),) if summary and first is not None else ()
    return Element("li", (), (link, *shown))


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
