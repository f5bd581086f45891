"""Blocks as the cache keeps them: folded up, with what is asked of them most written on the outside.

In: a chapter's body. Out: rows for the cache, and again the body, each block folded. A folded block is the element that
it was; whoever looks inside unfolds it. Most of a long book is never looked into when one word of it has changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from .diagnostics import BookError, Code
from .flat import flat, raised
from .model import Chapter, Matter, Source
from .nodes import Body, Element, Node, Pos, Text, is_block, walk
from .packed import NOT_OURS
from .wordcount import words_in

Row = list[Any]
LOOSE = "loose-link"


class Folded(Element):
    """An element whose children are raised when they are first asked for."""

    __slots__ = ("_ids", "_inside", "_letters", "_names", "_words", "form")

    form: str
    """It and all it holds, as `form_of` writes it."""
    _ids: tuple[str, ...]
    _inside: Body | None
    _letters: str
    _names: frozenset[str]
    _words: int

    def __new__(cls, *given: Any, **named: Any) -> Any:
        """A copy with something changed (`dataclasses.replace`) is an element like any other."""
        return Element(*given, **named)

    @classmethod
    def of(cls, row: Row) -> Folded:
        """The block of a row."""
        form, tag, attrs, place, names, ids, letters, words = row
        made: Folded = object.__new__(cls)
        for name, value in (("form", form), ("tag", tag), ("attrs", tuple((key, said) for key, said in attrs)),
                            ("pos", Pos(*place)), ("templated", ()), ("_inside", None), ("_names", frozenset(names)),
                            ("_ids", ids), ("_letters", letters), ("_words", words)):  # fmt: skip
            object.__setattr__(made, name, value)
        return made

    @property
    def children(self) -> Body:
        """What it holds."""
        if self._inside is None:
            object.__setattr__(self, "_inside", _unfolded(self.form))
        assert self._inside is not None
        return self._inside

    def shut(self) -> Folded:
        """The same; what is in it is raised anew when somebody asks."""
        object.__setattr__(self, "_inside", None)
        return self

    def lacks(self, names: frozenset[str]) -> bool:
        """Whether neither it nor anything in it bears one of these names."""
        return self._names.isdisjoint(names)

    @property
    def ids(self) -> tuple[str, ...]:
        """Each id in it, in reading order."""
        return self._ids

    @property
    def letters(self) -> str:
        """Each character of its text once."""
        return self._letters

    @property
    def words(self) -> int:
        """How many words it has."""
        return self._words

    def __eq__(self, other: object) -> bool:
        """Whether it is the same element, folded or not."""
        return isinstance(other, Element) and _parts(self) == _parts(other)

    def __hash__(self) -> int:
        return hash(_parts(self))


def _unfolded(form: str) -> Body:
    """What is in a block; raises BookError where the row was never one of ours, for it is too late to do without."""
    try:
        node = raised_form(form)
        if isinstance(node, Element):
            return node.children
    except NOT_OURS:
        pass
    message = "the cache of this book holds what Galerada did not put there"
    raise BookError(Code.UNREADABLE_FILE, message, hint="`galerada clean` deletes it, and the book is built anew")


def _parts(node: Element) -> tuple[object, ...]:
    return node.tag, node.attrs, node.children, node.pos, node.templated


# the cache's rows


def rows(body: Body) -> list[Row | str]:
    """A body for the cache; raises TypeError on an unresolved shortcode."""
    return [_row(node) if isinstance(node, Element) and is_block(node) else form_of(node) for node in body]


def restored(kept: Iterable[Row | str]) -> Body:
    """The body whose rows these are."""
    return tuple(raised_form(row) if isinstance(row, str) else Folded.of(row) for row in kept)


def folded(body: Body, kept: Iterable[Row | str]) -> Body:
    """The body with the rows that were made of it, so that nobody writes its blocks a second time."""
    return tuple(_folded(node, row) for node, row in zip(body, kept, strict=True))


def _folded(node: Node, row: Row | str) -> Node:
    if isinstance(row, str) or not isinstance(node, Element):
        return node
    made = Folded.of(row)
    object.__setattr__(made, "_inside", node.children)
    return made


def _row(node: Element) -> Row:
    place = [node.pos.path, node.pos.line, node.pos.column]
    return [form_of(node), node.tag, list(node.attrs), place, sorted(_names((node,))), _ids_in(node),
            letters_of((node,)), words_in((node,))]  # fmt: skip


def _names(nodes: Body) -> set[str]:
    """Tags, and the names of attributes after an `@`; `LOOSE` for a link that leads nowhere yet."""
    found = [node for node in walk(nodes) if isinstance(node, Element)]
    loose = any(node.tag == "a" and not node.get("href").startswith("book:") for node in found)
    return {name for node in found for name in (node.tag, *(f"@{key}" for key, _ in node.attrs))} | (
        {LOOSE} if loose else set()
    )


def identified(body: Body) -> Iterator[tuple[str, Node]]:
    """Every id, in reading order, with the node of the body that bears it or holds what bears it."""
    for node in body:
        for ident in node.ids if isinstance(node, Folded) else _ids_in(node):
            yield ident, node


def _ids_in(node: Node) -> list[str]:
    return [inner.get("id") for inner in walk((node,)) if isinstance(inner, Element) and inner.has("id")]


def letters_of(nodes: Iterable[Node]) -> str:
    """Each character of the text once, in order of their numbers."""
    return "".join(sorted(set().union(*_letters(nodes))))


def _letters(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Folded):
            yield node.letters
        elif isinstance(node, Text):
            yield node.text
        else:
            yield from _letters(node.children)


def word_count(body: Body) -> int:
    """The words of a body, block by block: no word goes on into another one."""
    loose = tuple(node for node in body if not isinstance(node, Folded))
    return words_in(loose) + sum(node.words for node in body if isinstance(node, Folded))


# forms


def form_of(node: Node) -> str:
    """A node and all it holds in one string; raises TypeError on an unresolved shortcode."""
    if isinstance(node, Folded):
        return node.form
    return json.dumps(flat((node,)), ensure_ascii=False, separators=(",", ":"))


def raised_form(form: str) -> Node:
    """The node that `form_of` was given."""
    return raised(json.loads(form))[0]


# chapters


def flat_chapter(chapter: Chapter) -> list[Any]:
    """What a chapter shows: everything but its source's text and its front matter."""
    source, pos = chapter.source, chapter.pos
    place = [source.path, pos.line] if source else []
    words = [chapter.key, chapter.title, str(chapter.matter), chapter.role, chapter.ordinal, chapter.part,
             chapter.number, chapter.language]  # fmt: skip
    return [words, place, *([form_of(node) for node in body] for body in (chapter.body, chapter.heading))]


def raised_chapter(form: list[Any]) -> Chapter:
    """The chapter, with a source that has its path and the line where its text begins."""
    (key, title, matter, role, ordinal, part, number, language), place, *forms = form
    bodies = [tuple(raised_form(node) for node in forms_of_one) for forms_of_one in forms]
    source = Source(place[0], "\n" * (place[1] - 1), place[1] - 1) if place else None
    return Chapter(key, title, bodies[0], Matter(matter), role, source=source, ordinal=ordinal, part=part,
                   number=number, language=language, heading=bodies[1])  # fmt: skip


def digest(chapter: Chapter) -> bytes:
    """Another one for every other chapter: of all that it shows, and of where it stands in its file."""
    words, place, *forms = flat_chapter(chapter)
    told = [json.dumps([words, place, chapter.sign]), *("\0".join(["", *one]) for one in forms)]
    return hashlib.sha256("\0".join(told).encode("utf-8", "surrogatepass")).digest()
