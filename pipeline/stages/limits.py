"""limits: what a chapter has become is counted, before anything is drawn of it.

In: a chapter without shortcodes. Out: the same, its words that are too long to be hyphenated marked as such; or
without its text when it is more than the book's limits allow, which is an error. What can be told from the text alone
has been refused while it was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from ..diagnostics import BookError, Code
from ..drawing.instances import Drawing, drawn
from ..limits import MIB, amount, demand
from ..model import Chapter, Context, Limits
from ..nodes import Body, Element, Node, Pos, Text, elements, moved, rewrite
from ..weight import weight

CELLS = ("td", "th")
SPANNING = (*CELLS, "col", "colgroup")
LONG = "long-word"
BINDING = "\u00a0\u2007\u202f"
"""White after which no line may end: to the engine it is part of a word."""
SIGN = rf"[\S{BINDING}]"
PIECE = re.compile(rf"{SIGN}{{20}}[\u0300-\u036f\u200d\ufe0f]*|{SIGN}+")
DRAWN = frozenset({"svg", "math"})
"""Whose text is no text of the page."""
GROUPS = ("thead", "tbody", "tfoot")


def apply(chapter: Chapter, context: Context) -> Chapter:
    """The chapter, or its title alone."""
    try:
        _demand_room(chapter, context.config.limits)
    except BookError as error:
        found = error.diagnostic
        context.report.add(found.code, found.message, found.pos, found.hint)
        return replace(chapter, body=())
    heading = _with_long_words(chapter.shown_title, context)
    if heading != chapter.shown_title:
        chapter = replace(chapter, heading=heading)
    return replace(chapter, body=_with_long_words(chapter.body, context))


def of_own(chapter: Chapter, context: Context) -> Chapter:
    """The same for a page that Galerada made, or has put a list of pages in; others have been through it."""
    listed = any("section-list" in node.classes for node in elements(chapter.body, "div"))
    return apply(chapter, context) if chapter.source is None or listed else chapter


def _demand_room(chapter: Chapter, limits: Limits) -> None:
    if chapter.source is not None:
        most = max(MIB, limits.growth * len(chapter.source.text))
        if weight(chapter.body, most) > most:
            size = amount(len(chapter.source.text), "bytes")
            message = f"this chapter of {size} becomes larger than {amount(most, 'bytes')}"
            hint = "something in it is repeated very often; say it fewer times, or raise limits.growth in book.yaml"
            raise BookError(Code.GROWS_TOO_MUCH, message, chapter.pos, hint)
    for node in elements(chapter.body):
        if node.tag in SPANNING:
            _demand_span(node, limits)
    for node in elements(chapter.body):
        if node.tag == "table":
            demand(limits, "cells", _cells(node), "this table", node.pos)
        elif node.tag == "svg":
            demand(limits, "svg_nodes", _drawn(node), "this drawing", node.pos)


# tables


def _demand_span(cell: Element, limits: Limits) -> None:
    for name in ("colspan", "rowspan", "span"):
        demand(limits, "span", _number(cell, name), f"the {name} of <{cell.tag}>", cell.pos)


def _cells(table: Element) -> int:
    """The cells of the table as it is drawn: its rows times its widest row, with what spans."""
    rows = [row for row in _rows(table) if row.tag == "tr"]
    widths = [sum(_number(cell, "colspan") for cell in row.children if _is_cell(cell)) for row in rows]
    tallest = [max((_number(cell, "rowspan") for cell in row.children if _is_cell(cell)), default=1) for row in rows]
    below = max((place + height for place, height in enumerate(tallest)), default=0)
    return max(below, len(rows)) * max(widths, default=0)


def _rows(table: Element) -> Iterator[Element]:
    for node in table.children:
        if isinstance(node, Element):
            yield from _rows(node) if node.tag in GROUPS else (node,)


def _is_cell(node: Node) -> bool:
    return isinstance(node, Element) and node.tag in CELLS


def _number(node: Node, name: str) -> int:
    """A span; what is no number is 1, as a browser has it."""
    said = re.match(r"\s*\+?(\d+)", node.get(name)) if isinstance(node, Element) else None
    return int(said[1][:12]) or 1 if said else 1


# drawings


def _drawn(svg: Element) -> int:
    try:
        return drawn(_drawing(svg))
    except ValueError as error:
        raise BookError(Code.SVG_REFUSED, f"in this drawing {error}", svg.pos, "take one of the two away") from None


def _drawing(svg: Element) -> Drawing:
    children = tuple(_drawing(child) for child in svg.children if isinstance(child, Element))
    return Drawing(svg.tag, dict(svg.attrs), children)


# words


def _with_long_words(body: Body, context: Context) -> Body:
    """Words beyond the limit in a `span` of their own, in pieces that a line may end after, and hyphenated nowhere.

    The time to find where a word may be hyphenated, or where a line may end in it, grows as the square of its length.
    """
    long = re.compile(rf"{SIGN}{{{context.config.limits.word + 1},}}")

    def change(node: Node) -> Node:
        if not isinstance(node, Element) or LONG in node.classes or not any(_holds(c, long) for c in node.children):
            return node
        return node.with_children(part for child in node.children for part in _marked(child, long, context))

    loose = tuple(part for child in body for part in _marked(child, long, context))
    return rewrite(loose, change, DRAWN)


def _holds(node: Node, long: re.Pattern[str]) -> bool:
    return isinstance(node, Text) and long.search(node.text) is not None


def _marked(node: Node, long: re.Pattern[str], context: Context) -> Body:
    if not isinstance(node, Text) or not _holds(node, long):
        return (node,)
    bounds = [edge for found in long.finditer(node.text) for edge in found.span()]
    made: list[Node] = []
    for count, (begin, end) in enumerate(pairwise([0, *bounds, len(node.text)])):
        pos = moved(node.pos, begin)
        if count % 2:
            demand(context.config.limits, "letters", end - begin, "this word", pos)
            message = f"a word of {end - begin:,} letters is broken anywhere, without hyphens"
            hint = "put spaces in it, if it is none; words up to limits.word in book.yaml are hyphenated"
            context.report.add(Code.LONG_WORD, message, pos, hint)
            made.append(Element("span", (("class", LONG),), _pieces(node.text[begin:end], pos), pos))
        elif begin < end:
            made.append(Text(node.text[begin:end], pos))
    return tuple(made)


def _pieces(word: str, pos: Pos) -> Body:
    """The word with a place to break after every few letters; an accent stays with its letter."""
    made: list[Node] = []
    for found in PIECE.finditer(word):
        made += [Element("wbr", (), (), pos)] if made else []
        made.append(Text(found[0], moved(pos, found.start())))
    return tuple(made)
