"""Printed pages as pictures: one by one, and two by two on the contact sheet.

In: pages of a proof. Out: figures, whose pictures are named by what is drawn on the page.
"""

from __future__ import annotations

from itertools import zip_longest

from ...nodes import Body, Element, element
from ...pagemap import PrintedPage
from ...write.pagebreaks import mark_id
from ..proof import WebProof, title_of
from .frame import View, file_of, heading


def leaf(page: PrintedPage, href: str, shelf: str, proof: WebProof) -> Element:
    """A page as a picture that leads somewhere."""
    options = proof.book.config.print
    width = 480
    picture = element(
        "img", src=f"{shelf}/{page.look}.png", alt=f"Page {page.label}, as printed", loading="lazy", decoding="async",
        width=str(width), height=str(round(width * options.height / options.width)),
    )  # fmt: skip
    shown = element("a", picture, href=href) if href else picture
    return element("figure", shown, element("figcaption", page.label), class_="leaf")


def view(proof: WebProof) -> View:
    """The contact sheet: every spread of the book, the first recto by itself as it lies open."""
    sides = (None, *proof.pages)
    pairs = list(zip_longest(sides[::2], sides[1::2]))
    spreads = [_spread(left, right, proof) for left, right in pairs]
    told = f"{len(proof.pages)} pages, {len(spreads)} spreads" if proof.pages else "There are no pages."
    sheet = (element("ul", *spreads, class_="spreads", role="list"),) if proof.pages else ()
    return View("spreads.html", "Spreads", (*heading("Spreads"), element("p", told), *sheet))


def _spread(left: PrintedPage | None, right: PrintedPage | None, proof: WebProof) -> Element:
    pages = [leaf(page, _href(page), "thumbs", proof) if page else element("div", class_="leaf none")
             for page in (left, right)]  # fmt: skip
    return element("li", *pages, *_opening(left, right, proof))


def _href(page: PrintedPage) -> str:
    return f"{file_of(page.chapter)}#{mark_id(page.label)}" if page.chapter else ""


def _opening(left: PrintedPage | None, right: PrintedPage | None, proof: WebProof) -> Body:
    """The chapter that begins on this spread, if one does."""
    for page in (left, right):
        first = next((one for one in proof.pages if page and one.chapter == page.chapter), None)
        if page and page.chapter and first is page:
            chapter = next(chapter for chapter in proof.book.chapters if chapter.key == page.chapter)
            return (element("p", title_of(chapter), class_="opens"),)
    return ()
