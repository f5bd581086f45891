"""An EPUB read back as a book, ours or anybody's, to be compared with.

In: a file's bytes. Out: a book whose chapters are its pages in the order of its spine, each a tree of the elements that
a book may hold, by the same allow-list as raw HTML in a manuscript, under the same limits. Raises BookError. Its
pictures are not taken in: whoever made it converted them. Not its business: whether it is a good EPUB.
"""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from html import unescape

from ..diagnostics import BookError, Code, Report
from ..limits import demand
from ..model import Book, Chapter, Config, Limits, Matter, Source
from ..nodes import (
    BLOCKS,
    HEADINGS,
    Body,
    Element,
    Node,
    Pos,
    Text,
    element,
    elements,
    is_blank,
    is_block,
    rewrite,
    text_of,
)
from ..paragraphs import signs
from ..release.publication import Publication, Tag, local
from ..roles import ROLES
from .markdown.builder import Builder
from .markdown.rawhtml import RawHtml

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
BODY = re.compile(r"<body\b[^>]*>(?P<inside>.*?)(?:</body\s*>|\Z)", re.DOTALL | re.IGNORECASE)
WRAPS = frozenset({"section", "div", "article", "main", "header"})
"""What may stand around a whole page."""
FURNITURE = frozenset({"pagebreak", "doc-pagebreak", "backlink", "doc-backlink"})
"""What a reading system needs, and no author wrote."""
NOTE_CALLS, NOTES = frozenset({"noteref", "doc-noteref"}), frozenset({"footnote", "doc-footnote", "doc-endnote"})
OF_TYPE = {role.epub_type: name for name, role in ROLES.items() if role.epub_type}
PAGES = "application/xhtml+xml"


class _Page(RawHtml):
    """XHTML in place of HTML: there the slash of an empty element closes it."""

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """HTMLParser found it."""
        self._start(tag, attrs, closed=True)


def book_of(data: bytes, name: str, limits: Limits | None = None) -> Book:
    """The book in an EPUB; `name` is what findings call it."""
    publication = _opened(data, name, limits or Limits())
    chapters = tuple(filter(None, (_chapter(name, item, publication) for name, item in _spine(publication))))
    if not any(chapter.body for chapter in chapters):
        raise _unreadable(name, "no page of it could be read")
    known = signs(chapters)
    named = tuple(replace(chapter, sign=known.get(chapter.key, "")) for chapter in chapters)
    return Book(Config(title=name), named)


def _unreadable(name: str, why: str) -> BookError:
    return BookError(Code.OTHER_UNREADABLE, f"{name} cannot be read as a book: {why}", hint="give an EPUB that opens")


def _opened(data: bytes, name: str, limits: Limits) -> Publication:
    """The archive; its sizes are looked at before anything is unpacked."""
    publication = Publication(data)
    if not publication.entries:
        raise _unreadable(name, "it is no archive")
    demand(limits, "files", len(publication.entries), name, Pos(""))
    demand(limits, "pictures", sum(entry.file_size for entry in publication.entries), name, Pos(""))
    for entry in publication.entries:
        if entry.filename.endswith((".xhtml", ".html", ".htm", ".opf", ".xml")):
            demand(limits, "chapter", entry.file_size, f"{name}, {entry.filename}", Pos(""))
    if not publication.package:
        raise _unreadable(name, "it has no package document")
    return publication


def _spine(publication: Publication) -> Iterator[tuple[str, Tag]]:
    """The pages in reading order, without the contents and the cover, which follow from the rest."""
    items = {tag.attrs.get("id", ""): (name, tag) for name, tag in publication.items.items()}
    for ref in publication.package:
        name, item = items.get(ref.attrs.get("idref", ""), ("", None)) if local(ref.name) == "itemref" else ("", None)
        if item is None or item.attrs.get("media-type") != PAGES or "nav" in item.attrs.get("properties", "").split():
            continue
        if name in publication.files:
            yield name, item


def _chapter(name: str, item: Tag, publication: Publication) -> Chapter | None:
    text = CONTROL.sub("", publication.files[name].decode("utf-8", "replace").removeprefix("\ufeff"))
    kinds = {kind for tag in publication.tags.get(name, ())[:12] for kind in tag.attrs.get("epub:type", "").split()}
    role = next((OF_TYPE[kind] for kind in sorted(kinds) if kind in OF_TYPE), "chapter")
    if role == "contents" or "cover" in kinds:
        return None
    body = _cleaned(tree_of(text, name), publication, name)
    number, heading, body = _parted(_unwrapped(body), role)
    title = " ".join(text_of(heading).split())
    matter = ROLES[role].matter if role in ROLES else Matter.BODY
    source = Source(name, "")
    return Chapter(_key(name), title, _with_notes(body), matter, role, source=source, number=number, heading=heading)


def _key(name: str) -> str:
    return posixpath.splitext(posixpath.basename(name))[0]


def tree_of(text: str, name: str) -> Body:
    """The body of a page as a tree; what no book may hold is left out."""
    found = BODY.search(text)
    inside, offset = (found["inside"], found.start("inside")) if found else (text, 0)
    starts = [0, *(line.end() for line in re.finditer("\n", text))]

    def at(place: int) -> Pos:
        line = bisect_right(starts, place + offset)
        return Pos(name, line, place + offset - starts[line - 1] + 1)

    report = Report()
    builder = Builder(report)
    page = _Page(builder, report, lambda value, pos: (value,), _said)
    page.read(inside, at)
    return builder.body()


def _said(piece: str, pos: Pos) -> Body:
    return (Text(unescape(piece), pos),)


# as a manuscript would have made it


def _cleaned(body: Body, publication: Publication, name: str) -> Body:
    def clean(node: Node) -> Node | Body:
        if not isinstance(node, Element):
            return node
        kinds = {*node.get("epub:type").split(), *node.get("role").split()}
        if kinds & FURNITURE:
            return ()
        if node.tag == "a":
            return _link(node, kinds, publication, name)
        if kinds & NOTES:
            node = node.add_class("note").set(data_call="book:" + _key(name))
        if node.tag == "img":
            node = node.set(src=None)
        return node.with_children(_trimmed(node.children)) if node.tag in BLOCKS and node.tag != "pre" else node

    return rewrite(body, clean)


def _with_notes(body: Body) -> Body:
    """Notes that stand where their maker put them, in a section at the end, as ours do."""
    if any("notes" in node.classes for node in elements(body, "section")):
        return body
    found: list[Node] = []

    def take(node: Node) -> Node | Body:
        if not isinstance(node, Element) or not node.has("data-call"):
            return node
        found.append(replace(node, tag="aside"))
        return ()

    rest = rewrite(body, take)
    return (*rest, element("section", *found, class_="notes")) if found else body


def _link(node: Element, kinds: set[str], publication: Publication, name: str) -> Element | Body:
    href = node.get("href")
    if not href or href.startswith(("http:", "https:", "mailto:")):
        return node if href else node.children
    target = name if href.startswith("#") else publication.resolved(href, name)
    inside = node.set(href=f"book:{_key(target)}#{href.partition('#')[2]}".rstrip("#"))
    return inside.add_class("note-call") if kinds & NOTE_CALLS else inside


def _trimmed(nodes: Body) -> Body:
    """Without white space at the ends of a block: what stood there is gone."""
    first = nodes[0] if nodes else None
    if isinstance(first, Text) and first.text != first.text.lstrip():
        rest = first.text.lstrip()
        return (Text(rest, first.pos), *nodes[1:]) if rest else _trimmed(nodes[1:])
    return nodes


def _unwrapped(body: Body) -> Body:
    """A page without what only stands around it."""
    body = tuple(node for node in body if not is_blank(node))
    first = body[0] if body else None
    if not isinstance(first, Element) or first.tag not in WRAPS or not any(map(is_block, first.children)):
        return body
    if first.tag == "header":
        return (*first.children, *body[1:])
    return _unwrapped(first.children) if len(body) == 1 else body


def _parted(body: Body, role: str) -> tuple[str, Body, Body]:
    """A page's number, its title, and the rest."""
    if role in ROLES and not ROLES[role].titled:
        return "", (), body
    label = next((text_of(one) for one in body[:3] if isinstance(one, Element) and "chapter-number" in one.classes), "")
    number = next((text_of(one) for one in elements(body[:3], "span") if "number" in one.classes), "")
    rest = tuple(node for node in body if not (isinstance(node, Element) and "chapter-number" in node.classes))
    place = next((i for i, node in enumerate(rest[:3]) if isinstance(node, Element) and node.tag in HEADINGS), -1)
    title = rest[place] if place >= 0 else None
    if not isinstance(title, Element) or title.tag != "h1":
        return number, (), rest
    named = (Text(f"{label}: "),) if role == "part" and label else ()
    return number, (*named, *title.children), (*rest[:place], *rest[place + 1 :])
