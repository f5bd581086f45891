"""Where in the manuscript stands what a validator names in the EPUB.

The writer's tree and the written file hold the same elements in the same order; read side by side, each tag of the file
gets the place of its element. So no mark travels in the EPUB, and the bytes that are checked are those that are sold.

In: a `Publication`, and the tree behind each of its chapters' files. Out: `Places`, which answers with a `Pos`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ..nodes import NOWHERE, Body, Element, Pos, elements
from .publication import Publication, Tag, local

_STEP = re.compile(r"/(\d+)")
_NEAR = 20
"""Elements that the file may have beyond its tree, or the tree beyond its file, in one place."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a file of the EPUB was made from."""

    body: Body
    """The elements that its `body` holds, in their order."""
    pos: Pos
    """The place of what has none of its own."""


@dataclass(frozen=True, slots=True)
class Configured:
    """Where book.yaml says what stands in the package document."""

    path: str
    """The file; empty when there is none."""
    keys: Mapping[str, Pos]
    """The place of each of its keys at the top."""

    def pos(self, *names: str) -> Pos:
        """The first of these keys that is there; else the file's beginning."""
        found = (self.keys[name] for name in names if name in self.keys)
        return next(found, Pos(self.path) if self.path else NOWHERE)


NO_CONFIGURATION = Configured("", {})
_KEYS = {
    "identifier": ("isbn", "uuid"), "title": ("title",), "language": ("language",), "creator": ("author",
    "contributors"), "contributor": ("contributors",), "publisher": ("publisher",), "date": ("date",),
    "rights": ("rights",), "description": ("description",), "subject": ("subjects",), "package": ("language",),
}  # fmt: skip
"""The keys of book.yaml behind an element of the package document."""


@dataclass(frozen=True, slots=True)
class Places:
    """The manuscript's places of an EPUB's elements."""

    publication: Publication
    pages: Mapping[str, tuple[Tag, ...]]
    """Each page's tags, with `pos` as far as it is known."""
    configured: Configured

    def at(self, name: str, line: int, column: int) -> Pos:
        """The place of the tag that stands before a line and column of a file (a validator names the tag's end)."""
        if name == self.publication.package_path:
            return self._in_package(line, column)
        tags = self.pages.get(name, ())
        if not tags:
            return self._of_use(name)
        if line <= 0:
            return tags[0].pos
        return tags[_before(tags, line, column)].pos

    def by_cfi(self, name: str, cfi: str) -> Pos:
        """The place of the element that an EPUB CFI leads to: `/4/2[id]/6` (EPUB CFI 1.1, 2.2: elements are even)."""
        steps = tuple(int(step) // 2 for step in _STEP.findall(cfi))
        tags = self.pages.get(name, ())
        path = (1, *steps)  # Ace counts from the root element
        while path:
            found = next((tag.pos for tag in tags if tag.path == path), None)
            if found is not None:
                return found
            path = path[:-1]
        return self.at(name, 0, 0)

    def target(self, name: str, href: str) -> Pos:
        """Where a link in a file leads."""
        tags = self.pages.get(self.publication.resolved(href, name), ())
        ident = href.partition("#")[2]
        found = (tag.pos for tag in tags if ident and tag.attrs.get("id") == ident)
        return next(found, tags[0].pos if tags else self.configured.pos())

    def _in_package(self, line: int, column: int) -> Pos:
        tags = self.publication.package
        if line <= 0 or not tags:
            return self.configured.pos()
        tag = tags[_before(tags, line, column)]
        kind = local(tag.name)
        if kind in ("item", "itemref"):
            return self._of_item(tag.attrs.get("href", "") or self._href(tag.attrs.get("idref", "")))
        return self.configured.pos(*_KEYS.get(kind, ()))

    def _href(self, ident: str) -> str:
        found = (tag.attrs["href"] for tag in self.publication.items.values() if tag.attrs.get("id") == ident)
        return next(found, "")

    def _of_item(self, href: str) -> Pos:
        return self.at(self.publication.resolved(href), 0, 0) if href else self.configured.pos()

    def _of_use(self, name: str) -> Pos:
        """Where a picture, or another file without lines of a manuscript, is first used."""
        for page, tags in self.pages.items():
            for tag in tags:
                source = tag.attrs.get("src", "")
                if source and tag.pos.path and self.publication.resolved(source, page) == name:
                    return tag.pos
        return self.configured.pos()


def _before(tags: tuple[Tag, ...], line: int, column: int) -> int:
    """The last tag that begins before a place; the first where none does."""
    return max(0, bisect_left(tags, (line, max(column, 2)), key=lambda tag: (tag.line, tag.column)) - 1)


def places(publication: Publication, origins: Mapping[str, Origin], configured: Configured) -> Places:
    """The places of an EPUB; `origins` by the entry's name."""
    made = {name: tuple(_placed(tags, origins[name])) for name, tags in publication.tags.items() if name in origins}
    seen = Places(publication, made, configured)
    others = {name: tuple(_led(name, tags, seen)) for name, tags in publication.tags.items() if name not in made}
    return replace(seen, pages=made | others)


def _led(name: str, tags: tuple[Tag, ...], seen: Places) -> Iterator[Tag]:
    """The tags of a page that has no manuscript, such as the contents: a link is placed where it leads."""
    for tag in tags:
        href = tag.attrs.get("href", "") if local(tag.name) == "a" else ""
        yield replace(tag, pos=seen.target(name, href) if href else seen.configured.pos())


def _placed(tags: tuple[Tag, ...], origin: Origin) -> Iterator[Tag]:
    """The tags with their places: the element's own, else its parent's, else the file's."""
    known: dict[tuple[int, ...], Pos] = {}
    for tag, node in _paired(tags, tuple(elements(origin.body))):
        pos = node.pos if node is not None and node.pos.path else known.get(tag.path[:-1], origin.pos)
        known[tag.path] = pos
        yield replace(tag, pos=pos)


def _paired(tags: tuple[Tag, ...], nodes: tuple[Element, ...]) -> Iterator[tuple[Tag, Element | None]]:
    """Each tag with its element; what only the file has, or only the tree, is passed over."""
    ahead = 0
    for number, tag in enumerate(tags):
        found = _partner(tag, tags[number + 1 : number + _NEAR], nodes, ahead) if _is_in_body(tag) else None
        yield tag, nodes[found] if found is not None else None
        ahead = ahead if found is None else found + 1


def _is_in_body(tag: Tag) -> bool:
    return tag.path[:2] == (1, 2) and len(tag.path) > 2


def _partner(tag: Tag, later: tuple[Tag, ...], nodes: tuple[Element, ...], ahead: int) -> int | None:
    """The number of the tag's element, at or soon after `ahead`; None for a tag that the tree has not."""
    if ahead >= len(nodes) or _same(tag, nodes[ahead]):
        return ahead if ahead < len(nodes) else None
    if any(_same(other, nodes[ahead]) for other in later):  # the file has more: a page's mark, a store's span
        return None
    farthest = len(nodes) if tag.attrs.get("id") else min(ahead + _NEAR, len(nodes))  # an id is there once
    return next((n for n in range(ahead + 1, farthest) if _same(tag, nodes[n])), None)


def _same(tag: Tag, node: Element) -> bool:
    return tag.name == node.tag and all(tag.attrs.get(name, "") == node.get(name) for name in ("id", "class"))
