"""The EPUB's tables of contents: the nav document (EPUB 3.3, 7) and the NCX that older readers want.

In: outline entries and landmarks. Out: nodes for `nav.xhtml`, text for `toc.ncx`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..nodes import Body, Element, Text, element
from ..outline import Entry
from .addresses import in_file
from .pagelist import NO_PAGES, PageList, ncx_page_list, page_list_nav
from .xhtml import escape


@dataclass(frozen=True, slots=True)
class Landmark:
    """A place that reading systems offer by themselves."""

    kind: str
    """An `epub:type`."""
    href: str
    label: str


def _href(target: str) -> str:
    key, _, ident = target.removeprefix("book:").partition("#")
    return in_file(key, ident)


def toc_nav(title: str, entries: tuple[Entry, ...]) -> Element:
    """The contents, as readers see them."""
    heading = element("h1", title, class_="chapter-title", id="contents-title")
    nav = element("nav", heading, _list(entries), id="toc", class_="contents", aria_labelledby="contents-title")
    return nav.set_all({"epub:type": "toc", "role": "doc-toc"})


def _list(entries: tuple[Entry, ...]) -> Element:
    return Element("ol", (), tuple(_item(entry) for entry in entries))


def _item(entry: Entry) -> Element:
    # iOS 18 breaks a contents line on spans: plain text only
    link = element("a", entry.label, href=_href(entry.target))
    return Element("li", (), (link, _list(entry.children)) if entry.children else (link,))


def landmarks_nav(title: str, landmarks: Iterable[Landmark]) -> Element:
    """The landmarks; hidden, since Kobo shows them as contents."""
    items = []
    for mark in landmarks:
        link = element("a", mark.label, href=mark.href).set_all({"epub:type": mark.kind})
        items.append(element("li", link))
    nav = element("nav", element("h2", title), Element("ol", (), tuple(items)), id="landmarks", hidden="hidden")
    return nav.set_all({"epub:type": "landmarks"})


def nav_body(
    title: str, entries: tuple[Entry, ...], landmarks: Iterable[Landmark], guide: str, printed: str = "",
    pages: PageList = NO_PAGES,
) -> Body:
    """The body of the nav document."""
    return (toc_nav(title, entries), Text("\n"), landmarks_nav(guide, landmarks), *page_list_nav(printed, pages))


def ncx(
    identifier: str, title: str, language: str, entries: tuple[Entry, ...], pages: PageList = NO_PAGES
) -> str:  # fmt: skip
    """The contents for EPUB 2 readers (OPF 2.0.1, 2.4.1)."""
    points, order = _points(entries, 1)
    last = max((int(page.label) for page in pages.pages if page.label.isdigit()), default=0)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" xml:lang="{escape(language)}">\n'
        f'<head><meta name="dtb:uid" content="{escape(identifier)}"/>'
        f'<meta name="dtb:depth" content="{_depth(entries)}"/>'
        f'<meta name="dtb:totalPageCount" content="{len(pages.pages)}"/>'
        f'<meta name="dtb:maxPageNumber" content="{last}"/></head>\n'
        f"<docTitle><text>{escape(title)}</text></docTitle>\n<navMap>\n{points}</navMap>\n"
        f"{ncx_page_list(pages, order)}</ncx>\n"
    )


def _depth(entries: tuple[Entry, ...]) -> int:
    return 1 + max((_depth(entry.children) for entry in entries if entry.children), default=0)


def _points(entries: tuple[Entry, ...], order: int) -> tuple[str, int]:
    made = ""
    for entry in entries:
        head = f'<navPoint id="np-{order}" playOrder="{order}"><navLabel><text>{escape(entry.label)}</text></navLabel>'
        target = f'<content src="text/{escape(_href(entry.target))}"/>'
        inside, order = _points(entry.children, order + 1)
        made += f"{head}{target}{inside}</navPoint>\n"
    return made, order
