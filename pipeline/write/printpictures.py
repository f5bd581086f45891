"""The book's pictures as paper needs them: at the pixels of their printed size, in kinds a printer takes.

In: a book whose `img` say `asset:KEY`. Out: the book with each picture's printed width, and what its file should hold.
A picture that has fewer pixels than the printed size wants is printed as it is, and said.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ..diagnostics import Code, Report
from ..model import Asset, Book, Chapter, PrintOptions
from ..nodes import Body, Element, Node, elements, is_blank
from ..wanted import Wanted
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


def wanted(width: float, ppi: int, ink: str = "colour") -> Wanted:
    """What paper wants of a picture that is `width` pt wide."""
    return Wanted(round(width / PT_PER_INCH * ppi), 92, PRINT, ink=ink)


def inked(book: Book) -> frozenset[str]:
    """The keys of the pictures that print in other inks than their own: those that open a chapter."""
    if book.config.print.banner_ink == "colour":
        return frozenset()
    found = (img for chapter in book.chapters for img in _banner_pictures(chapter))
    return frozenset(img.get("src").removeprefix("asset:") for img in found)


def _banner_pictures(chapter: Chapter) -> Iterator[Element]:
    """A banner stands before all else in its chapter."""
    first = next((node for node in chapter.body if not is_blank(node)), None)
    if isinstance(first, Element) and "banner" in first.classes:
        yield from elements((first,), "img")


def bleeds(options: PrintOptions) -> bool:
    """Whether chapters' pictures reach the trim; without a bleed a cutter would leave white at the edge."""
    return options.banner == "full-bleed" and options.bleed > 0


def _sized(chapter: Chapter, book: Book, widths: dict[str, float], report: Report) -> Chapter:
    if not any(elements((*chapter.heading, *chapter.body), "img")):
        return chapter

    def size(node: Node) -> Node | Body:
        if isinstance(node, Element) and "banner" in node.classes and bleeds(book.config.print):
            return _stretched(node)
        if not isinstance(node, Element) or node.tag != "img" or not node.get("src").startswith("asset:"):
            return node
        asset = book.assets[node.get("src").removeprefix("asset:")]
        room = _room(node, places, book)
        if id(node) in banners and bleeds(book.config.print):
            width, node = _full_bleed(node, asset, book.config.print)
            widths[asset.key] = max(widths.get(asset.key, 0.0), width)
            _say_resolution(node, asset, width, book.config.print.banner_ppi, report)
            return node
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
    return chapter.rewritten(size, frozenset({"img"}))


def _full_bleed(node: Element, asset: Asset, o: PrintOptions) -> tuple[float, Element]:
    """The width at which the picture is printed, and the picture over head and sides of its page.

    It is wide enough for both sides of the sheet: a galley is set as a recto, and on a verso it stands further left or
    right by what the margins differ. It ends with a line of the text, and what is too tall is cut.
    """
    across = o.width + 2 * o.bleed + abs(o.inner - o.outer)
    natural = across * asset.height / max(asset.width, 1)
    most = math.floor(text_height(o) * TALLEST / o.leading)
    lines = min(max(round((natural - o.top - o.bleed) / o.leading), 3), most)
    tall = o.top + o.bleed + lines * o.leading
    left = o.inner + o.bleed + max(0.0, o.outer - o.inner)
    style = f"width: {across:.2f}pt; height: {tall:.2f}pt; left: {-left:.2f}pt; top: {-o.top - o.bleed:.2f}pt"
    made = node.set(style=style, data_lines=str(lines), width=None, height=None)
    return max(across, tall * asset.width / max(asset.height, 1)), made


TALLEST = 0.5
"""Of the text's height: a picture over the trim leaves its chapter at least the other half of the page."""


def _stretched(figure: Element) -> Element:
    """The room in the text that the picture's lower part takes; the rest of it hangs out of it."""
    lines = next((img.get("data-lines") for img in elements((figure,), "img")), "")
    return figure.add_class("full-bleed").set(style=f"height: {lines}rlh") if lines else figure


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
    if asset.media_type == "image/svg+xml" or not width:
        return
    ppi = asset.width / (width / PT_PER_INCH)
    if round(ppi) < wanted and not _stands_in(asset):
        message = f"{asset.path} prints at {ppi:.0f} pixels per inch, {wanted} wanted"
        hint = f"give it at least {round(width / PT_PER_INCH * wanted)} px of width"
        report.add(Code.PICTURE_LOW_RESOLUTION, message, node.pos, hint)


def _stands_in(asset: Asset) -> bool:
    """Whether it is what a draft shows for a picture that is missing."""
    from ..pictures import placeholder  # a build whose pictures are all known opens none

    return asset.data == placeholder()
