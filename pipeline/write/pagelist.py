"""The printed book's page numbers in the ebook: what the nav, the NCX and the package document say of them.

In: a `PageList`. Out: its nodes and lines. Not its business: on which page a word is printed, and the marks in the
text, whose ids the list leads to. A book without a list says nothing of pages at all (EPUB Accessibility 1.1, 3.4).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..model import Book
from ..nodes import Body, Element, Text, element, elements
from ..pagemap import PageMap
from .pagebreaks import mark_id
from .xhtml import escape


@dataclass(frozen=True, slots=True)
class PageTarget:
    """Where a printed page begins."""

    label: str
    """As it is printed: `xii`, `7`."""
    href: str
    """Relative to the nav document: `chapter.xhtml#page-7`."""


@dataclass(frozen=True, slots=True)
class PageList:
    """The pages of one printed edition, in its order."""

    pages: tuple[PageTarget, ...] = ()
    isbn: str = ""
    """Of the printed edition that the labels are those of."""


NO_PAGES = PageList()


def page_list(book: Book, printed: PageMap | None) -> PageList:
    """Every printed page whose mark stands in the book as the ebook shows it, in the order of print."""
    if printed is None:
        return NO_PAGES
    places: dict[str, str] = {}
    for chapter in book.chapters:
        if chapter.role == "contents" and chapter.source is None:
            continue  # the nav stands in its place
        for mark in elements(chapter.body, "span"):
            if mark.get("role") == "doc-pagebreak":
                places[mark.get("id")] = f"{chapter.key}.xhtml#{mark.get('id')}"
    ids = [(mark.label, mark_id(mark.label)) for mark in printed.marks]
    pages = tuple(PageTarget(label, places[ident]) for label, ident in ids if ident in places)
    return PageList(pages, book.config.isbn.get("print", ""))


def page_list_nav(title: str, pages: PageList) -> Body:
    """The list for the nav document; hidden, for readers offer it by themselves (EPUB 3.3, 7.4.3)."""
    if not pages.pages:
        return ()
    lines = tuple(element("li", element("a", page.label, href=page.href)) for page in pages.pages)
    nav = element("nav", element("h2", title), Element("ol", (), lines), id="page-list", hidden="hidden")
    return (Text("\n"), nav.set_all({"epub:type": "page-list", "role": "doc-pagelist"}))


def ncx_page_list(pages: PageList, order: int) -> str:
    """The list for the NCX (OPF 2.0.1, 2.4.1), counted on from `order`."""
    if not pages.pages:
        return ""
    lines = "".join(
        f'<pageTarget id="pt-{place}" type="{_kind(page.label)}" playOrder="{place}">'
        f"<navLabel><text>{escape(page.label)}</text></navLabel>"
        f'<content src="text/{escape(page.href)}"/></pageTarget>\n'
        for place, page in enumerate(pages.pages, order)
    )
    return f"<pageList>\n<navLabel><text>Pages</text></navLabel>\n{lines}</pageList>\n"


def _kind(label: str) -> str:
    return "normal" if label.isdigit() else "front"


def source_lines(pages: PageList) -> Iterator[str]:
    """Which printed edition the numbers are those of (EPUB Accessibility 1.1, 3.4.2)."""
    if pages.pages and pages.isbn:
        yield f"<dc:source>urn:isbn:{pages.isbn}</dc:source>"
        yield f'<meta property="pageBreakSource">urn:isbn:{pages.isbn}</meta>'
