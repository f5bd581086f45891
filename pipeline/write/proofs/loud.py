"""What is missing, drawn so that nobody overlooks it: a character that no face has.

In: a book. Out: the same with such characters in an element that the style sheet colours. Chapters that have none are
the same, so that what print has set of them serves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from ...fonts import FACES, repertory, undrawable
from ...model import Book, Chapter
from ...nodes import VERBATIM, Body, Element, Node, Text, moved, rewrite, walk

DRAWN = frozenset({"svg", "math"})
"""What is a drawing by now."""


def loud(book: Book) -> Book:
    """The book whose undrawable characters are marked."""
    return replace(book, chapters=tuple(map(_marked, book.chapters)))


def _marked(chapter: Chapter) -> Chapter:
    whole = (*chapter.heading, *chapter.body)
    lacking = set(undrawable("".join(node.text for node in walk(whole) if isinstance(node, Text))))
    nowhere = {character for character in lacking if all(ord(character) not in repertory(face) for face in FACES)}
    for characters, passed in ((nowhere, DRAWN), (lacking - nowhere, DRAWN | VERBATIM)):
        if characters:
            chapter = _with_signs(chapter, characters, passed)
    return chapter


def _with_signs(chapter: Chapter, characters: Iterable[str], passed: frozenset[str]) -> Chapter:
    sign = re.compile(f"([{''.join(map(re.escape, sorted(characters)))}]+)")

    def mark(node: Node) -> Node | Body:
        return tuple(_parted(node, sign)) if isinstance(node, Text) and sign.search(node.text) else node

    body, heading = rewrite(chapter.body, mark, passed), rewrite(chapter.heading, mark, passed)
    return replace(chapter, body=body, heading=heading)


def _parted(node: Text, sign: re.Pattern[str]) -> list[Node]:
    made: list[Node] = []
    place = 0
    for number, piece in enumerate(sign.split(node.text)):
        if piece:
            text = Text(piece, moved(node.pos, place))
            made.append(Element("span", (("class", "missing-glyph"),), (text,), text.pos) if number % 2 else text)
        place += len(piece)
    return made
