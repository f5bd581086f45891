"""The book's pictures as paper needs them: at the pixels of their printed size, in kinds a printer takes.

In: a book whose `img` say `asset:KEY`. Out: the book with each picture's printed width, and what its file should hold.
A picture that has fewer pixels than the printed size wants is printed as it is, and said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from ..diagnostics import Code, Report
from ..model import Asset, Book, Chapter
from ..nodes import Body, Element, Node, elements, rewrite
from ..pictures import Wanted, placeholder
from .pagecss import measure, text_height

LEAST_PPI = 150
"""A picture is printed no larger than this leaves it: below, its pixels are seen."""
LYING, STANDING = 0.42, 0.8
"""Shares of the text's height that a picture takes at most: a page that must wait for a tall one stays half empty."""
PRINT = frozenset({"image/jpeg", "image/png"})
PT_PER_INCH = 72.0
SHARE = re.compile(r"width: (\d{1,3})%")


def sized(book: Book, report: Report) -> tuple[Book, dict[str, dict[str, float]]]:
    """The book with printed widths on its pictures; of each chapter, by its key, its pictures' widths in pt."""
    widths: dict[str, dict[str, float]] = {}
    chapters = []
    for chapter in book.chapters:
        found = widths[chapter.key] = {}
        chapters.append(_sized(chapter, book, found, report))
    return replace(book, chapters=tuple(chapters)), widths


def wanted(width: float, ppi: int) -> Wanted:
    """What paper wants of a picture that is `width` pt wide."""
    return Wanted(round(width / PT_PER_INCH * ppi), 92, PRINT)


def _sized(chapter: Chapter, book: Book, widths: dict[str, float], report: Report) -> Chapter:
    if not any(elements((*chapter.heading, *chapter.body), "img")):
        return chapter

    def size(node: Node) -> Node | Body:
        if not isinstance(node, Element) or node.tag != "img" or not node.get("src").startswith("asset:"):
            return node
        asset = book.assets[node.get("src").removeprefix("asset:")]
        room = _room(node, places, book)
        width = room if id(node) in banners else min(_width(node, asset, room), _widest(asset, book))
        widths[asset.key] = max(widths.get(asset.key, 0.0), width)
        _say_resolution(node, asset, width, book.config.print.banner_ppi, report)
        style = f"width: {width:.1f}pt"
        if id(node) in banners:
            style += f"; margin-bottom: {_to_whole_lines(asset, width, book):.1f}pt"
        return node.set(style=style, width=None, height=None)

    banners = {id(img) for figure in elements(chapter.body, "figure") if "banner" in figure.classes
               for img in elements((figure,), "img")}  # fmt: skip
    places = _in_columns(chapter.body)
    return replace(chapter, body=rewrite(chapter.body, size), heading=rewrite(chapter.heading, size))


def _in_columns(body: Body) -> Mapping[int, int]:
    """Pictures by identity -> how many columns share the measure where they stand."""
    made: dict[int, int] = {}
    for block in elements(body, "div"):
        if "columns" in block.classes:
            made |= {id(img): max(1, len(block.children)) for img in elements((block,), "img")}
    return made


def _room(node: Element, columns: Mapping[int, int], book: Book) -> float:
    return measure(book.config.print) / columns.get(id(node), 1)


def _width(node: Element, asset: Asset, room: float) -> float:
    share = SHARE.search(node.get("style"))
    if share:
        return room * min(int(share[1]), 100) / 100
    if asset.media_type == "image/svg+xml":
        return room
    natural = asset.width / LEAST_PPI * PT_PER_INCH
    wanted = node.get("width").removesuffix("px")
    if wanted.isdigit():
        return min(room, natural, int(wanted) * 0.75)  # CSS: 1 px is 0.75 pt
    return min(room, natural)


def _widest(asset: Asset, book: Book) -> float:
    """The width at which the picture is as tall as a page should give it."""
    share = LYING if asset.width >= asset.height else STANDING
    return text_height(book.config.print) * share * asset.width / max(asset.height, 1)


def _to_whole_lines(asset: Asset, width: float, book: Book) -> float:
    """What a picture lacks of whole lines, so that the text below keeps to those of the facing page."""
    height, spare = width * asset.height / max(asset.width, 1), 2.0
    return (spare - height) % book.config.print.leading - spare


def _say_resolution(node: Element, asset: Asset, width: float, wanted: int, report: Report) -> None:
    if asset.media_type == "image/svg+xml" or not width or asset.data == placeholder():
        return
    ppi = asset.width / (width / PT_PER_INCH)
    if round(ppi) < wanted:
        message = f"{asset.path} prints at {ppi:.0f} pixels per inch, {wanted} wanted"
        hint = f"give it at least {round(width / PT_PER_INCH * wanted)} px of width"
        report.add(Code.PICTURE_LOW_RESOLUTION, message, node.pos, hint)
