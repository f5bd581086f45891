"""A chapter as one reads it in the browser: rows, each a block of text with its number, and what stands beside it.

In: a proof and a chapter of it. Out: its text as trees, in rows that know their place in the manuscript. No element
styles itself: the server forbids it, and a file of styles has what is needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ..blocks import ALSO, NUMBER
from ..model import Chapter
from ..nodes import NOWHERE, Body, Element, Node, Pos, Text, element, elements, is_blank, is_block, rewrite, walk
from ..pagemap import PageMark
from ..paragraphs import NAME
from ..pictures import EXTENSIONS
from ..spots import Spot
from ..write.addresses import readdressed
from ..write.ebooknotes import placed
from ..write.media import shown_in
from ..write.opening import section
from ..write.pagebreaks import with_marks
from .proof import WebProof
from .views.frame import file_of

SHARE = re.compile(r"width: (\d{1,3})%")
PRESENTED = frozenset(
    "fill fill-opacity stroke stroke-width stroke-dasharray stroke-linecap stroke-linejoin stroke-opacity opacity "
    "font-size font-weight font-style font-family text-anchor dominant-baseline stop-color stop-opacity".split()
)
"""What SVG takes as an attribute as well (SVG 2, 6.6)."""
POINT = "!"
"""Begins the label of what is no page."""
WORD = re.compile(r"[\W_]*\w[\w'’·-]*")
SHOWN_BY_BROWSERS = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "image/svg+xml", "image/avif"})


@dataclass(frozen=True, slots=True)
class Row:
    """A block of the text."""

    blocks: Body
    """One, and the marks that stand before it."""
    numbers: frozenset[int]
    """The numbers of the blocks in it."""
    pos: Pos = NOWHERE
    """Where it begins in the manuscript."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A chapter, row by row; the first is its opening."""

    shell: Element
    """The section around the rows, without them."""
    rows: tuple[Row, ...]


def reading(proof: WebProof, chapter: Chapter, points: Iterable[tuple[Spot, str]] = ()) -> Reading:
    """The chapter as rows; the word at each of the points is underlined as its kind is."""
    language = proof.book.config.language
    pointed = (PageMark(f"{POINT}{kind}", chapter.key, *spot) for spot, kind in points if all(spot))
    body = with_marks(shown_in(chapter.body, "ebook"), (*proof.map.of(chapter.key), *pointed))
    alone = replace(chapter, body=body, heading=shown_in(chapter.heading, "ebook"))
    (noted, *_) = placed(replace(proof.book, chapters=(alone,)), "chapter").chapters
    whole = section(noted, language)
    shown = readdressed(whole.children, lambda key, ident: _href(chapter, key, ident), sources(proof))
    rows = tuple(_row(blocks, chapter) for blocks in _grouped(_blocks(rewrite(shown, _shown))))
    return Reading(whole.with_children(()), rows)


def sources(proof: WebProof) -> dict[str, str]:
    """The file of each picture, by its key."""
    return {key: f"pictures/{key}.{picture_extension(asset.media_type)}" for key, asset in proof.book.assets.items()}


def picture_extension(media_type: str) -> str:
    """Of a picture as the proof has it: what browsers do not show becomes a PNG or a JPEG, named `.img`."""
    return EXTENSIONS[media_type] if media_type in SHOWN_BY_BROWSERS else "img"


def _href(chapter: Chapter, key: str, ident: str) -> str:
    page = "" if key == chapter.key and ident else file_of(key)
    return f"{page}#{ident}" if ident else page


def _blocks(body: Body) -> Iterator[Node]:
    """The blocks that are rows: those of the chapter, and those of its sections of notes."""
    for node in body:
        if isinstance(node, Element) and node.tag == "section":
            yield from _blocks(node.children)
        else:
            yield node


def _grouped(nodes: Iterable[Node]) -> Iterator[Body]:
    """Each block with what stands before it and is none: the mark of a page."""
    ahead: list[Node] = []
    for node in nodes:
        if is_blank(node):
            continue
        ahead.append(node)
        if is_block(node):
            yield tuple(ahead)
            ahead = []
    if ahead:
        yield tuple(ahead)


def _row(blocks: Body, chapter: Chapter) -> Row:
    numbers = frozenset(int(found.get(NUMBER)) for found in elements(blocks) if found.has(NUMBER))
    places = (found.pos for found in walk(blocks) if found.pos.path)
    opening = any(isinstance(node, Element) and "opening" in node.classes for node in blocks)
    pos = chapter.pos if opening else next(places, NOWHERE)
    shown = rewrite(_named_title(blocks, chapter) if opening else blocks, _labelled)
    return Row(shown, numbers | {0} if opening else numbers, pos)


def _named_title(blocks: Body, chapter: Chapter) -> Body:
    """The title is paragraph 0."""
    if not chapter.sign:
        return blocks
    name = f"{chapter.sign}.0"
    return rewrite(blocks, lambda n: n.set_all({NAME: name}) if isinstance(n, Element) and n.tag == "h1" else n)


def _labelled(node: Node) -> Node | Body:
    """A paragraph begins with its name, which leads to itself."""
    if not isinstance(node, Element) or not node.has(NAME):
        return node
    label = anchor(node.get(NAME))
    bare = node.set_all({NAME: None})
    return (label, bare) if node.tag in ALSO else bare.with_children((label, *bare.children))


def anchor(name: str) -> Element:
    """The name of a paragraph, as a place and a way to it."""
    return element("a", name, class_="par", id=f"p{name}", href=f"#p{name}")


def _shown(node: Node) -> Node:
    """An element as the proof may show it: nothing in it styles itself, and what leads outside says no word of us."""
    if not isinstance(node, Element):
        return node
    if node.get("role") == "doc-pagebreak":
        return _mark(node)
    attrs = {"style": None, "epub:type": None, **_without_style(node)}
    if node.tag == "a" and ":" in node.get("href").partition("#")[0]:
        attrs |= {"rel": "noreferrer noopener", "target": "_blank"}
    if node.tag == "img":
        attrs |= {"loading": "lazy", "decoding": "async"}
    return node.set_all(attrs).with_children(_pointed(node.children))


def _pointed(nodes: Body) -> Body:
    """The first word after each point is what it points at."""
    made: list[Node] = []
    for node in nodes:
        before = made[-1] if made else None
        word = WORD.match(node.text) if isinstance(node, Text) else None
        if word and isinstance(node, Text) and isinstance(before, Element) and "point" in before.classes:
            made[-1] = before.with_children((Text(word[0], node.pos),))
            node = Text(node.text[word.end() :], node.pos)
        made.append(node)
    return tuple(made)


def _without_style(node: Element) -> dict[str, str | None]:
    """What an element's style says, as a class or as attributes of SVG."""
    style = node.get("style")
    if not style:
        return {}
    said = dict(part.split(":", 1) for part in style.split(";") if ":" in part)
    made: dict[str, str | None] = {k.strip(): v.strip() for k, v in said.items() if k.strip() in PRESENTED}
    share = SHARE.search(style)
    if share and node.tag not in {"svg", "g"}:
        made = {"class": " ".join([*node.classes, f"w-{min(100, int(share[1]))}"])}
    return made


def _mark(mark: Element) -> Element:
    """Where a printed page begins, or a finding points."""
    label = mark.get("aria-label")
    if label.startswith(POINT):
        return element("span", class_=f"point {label.removeprefix(POINT)}")
    told = {"class": "page-mark", "id": mark.get("id"), "role": "doc-pagebreak", "aria-label": f"page {label}"}
    return element("span", label).set_all({**told})
