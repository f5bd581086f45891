"""Where `book:KEY#ID` is in an edition: a file of the EPUB, or a place in one paged document.

In: a tree with the book's own addresses. Out: the same with the edition's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from ..model import Chapter
from ..nodes import Body, Element, Node, rewrite


def readdressed(body: Body, href: Callable[[str, str], str], sources: Mapping[str, str]) -> Body:
    """Every internal link by `href(key, id)`, every picture by `sources[key]`."""

    def change(node: Node) -> Node:
        if not isinstance(node, Element):
            return node
        if node.tag == "a" and node.get("href").startswith("book:"):
            key, _, ident = node.get("href").removeprefix("book:").partition("#")
            return node.set(href=href(key, ident))
        if node.tag == "img" and node.get("src").startswith("asset:"):
            return node.set(src=sources[node.get("src").removeprefix("asset:")])
        return node

    return rewrite(body, change)


def in_file(key: str, ident: str) -> str:
    """An address in the EPUB, from one chapter's file to another's."""
    return f"{key}.xhtml#{ident}" if ident else f"{key}.xhtml"


def in_document(key: str, ident: str) -> str:
    """An address in the one document that is paged."""
    return f"#{key}--{ident}" if ident else f"#{key}"


def with_document_ids(chapter: Chapter) -> Chapter:
    """The chapter with ids that are its own in the whole document, and drawings that refer to them."""

    def change(node: Node) -> Node:
        if not isinstance(node, Element):
            return node
        own = tuple((name, value.replace("url(#", f"url(#{chapter.key}--")) for name, value in node.attrs)
        node = node if own == node.attrs else replace(node, attrs=own)
        return node.set(id=f"{chapter.key}--{node.get('id')}") if node.has("id") else node

    return replace(chapter, body=rewrite(chapter.body, change), heading=rewrite(chapter.heading, change))
