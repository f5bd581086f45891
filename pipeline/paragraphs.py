"""What a paragraph is called, whatever the edition: `3.12` is the twelfth of chapter 3, in a proof as in an ebook.

In: chapters and their bodies after the plan. Out: the chapters' signs; the number of each paragraph. A title is `3.0`.
Headings, items and the pictures of figures count as paragraphs; a table counts once, whatever its cells.
Not its business: where a paragraph stands on paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import is_

from .blocks import ALSO, DRAWN
from .model import Chapter, Matter
from .nodes import BLOCKS, Body, Element, Node, Text

NAME = "data-par"
"""The attribute that has a paragraph's name in the ebook and the web proof."""
LETTERS = {Matter.FRONT: "f", Matter.BODY: "c", Matter.BACK: "b"}


def signs(chapters: Iterable[Chapter]) -> dict[str, str]:
    """Of each chapter with a file, by its key: the number it shows, else a letter for its part of the book and a count.

    Where no chapter of the body shows a number, the count alone.
    """
    written = [chapter for chapter in chapters if chapter.source is not None]
    numbers = [chapter.number for chapter in written]
    bare = not any(chapter.number for chapter in written if chapter.matter is Matter.BODY)
    letters = {**LETTERS, Matter.BODY: ""} if bare else LETTERS
    counts = dict.fromkeys(Matter, 0)
    made: dict[str, str] = {}
    for chapter in written:
        if chapter.number and numbers.count(chapter.number) == 1:
            made[chapter.key] = chapter.number
        else:
            counts[chapter.matter] += 1
            made[chapter.key] = f"{letters[chapter.matter]}{counts[chapter.matter]}"
    return made


def ordinals(body: Body) -> dict[int, int]:
    """Of a numbered body: block -> its paragraph, counted from 1; the cells of a table are one paragraph."""
    return {place: one for place, one in enumerate(_paragraphs(body), 1) if one}


def named(body: Body, sign: str) -> Body:
    """The body whose paragraphs say their names, hidden in an attribute that HTML leaves to authors.

    Of the blocks of one paragraph the first says it; without a sign, the body is as it was.
    """
    if not sign:
        return body
    return _told(body, _names(_paragraphs(body), sign))


def _names(paragraphs: Iterable[int], sign: str) -> Iterator[str]:
    """Paragraphs are counted as they begin, so that one which begins is greater than all before it."""
    last = 0
    for one in paragraphs:
        yield f"{sign}.{one}" if one > last else ""
        last = max(last, one)


def _paragraphs(body: Body) -> list[int]:
    """Of each block, in the order in which `numbered` counts them, its paragraph; 0: it has no words of its own."""
    blocks: list[_Block] = []
    _survey(body, None, 0, "", blocks)
    seen: dict[int, int] = {}
    return [seen.setdefault(block.whole, len(seen) + 1) if block.counts else 0 for block in blocks]


@dataclass(slots=True)
class _Block:
    counts: bool
    """Whether it has words of its own, or is a figure's picture."""
    whole: int
    """What it is a part of: itself, or its table."""


def _survey(nodes: Body, inside: _Block | None, table: int, parent: str, found: list[_Block]) -> None:
    """Every block, parents first; `inside` is the one whose words are met."""
    for node in nodes:
        if isinstance(node, Text):
            if inside is not None:
                inside.counts = True
        elif isinstance(node, Element):
            own, whole = inside, table
            if node.tag in BLOCKS or node.tag in ALSO:
                own = _Block(node.tag == "img" and parent == "figure", table or len(found) + 1)
                found.append(own)
                whole = table or (len(found) if node.tag == "table" else 0)
            _survey(node.children, None if node.tag in DRAWN else own, whole, node.tag, found)


def _told(nodes: Body, names: Iterator[str]) -> Body:
    made: list[Node] = []
    for node in nodes:
        if isinstance(node, Element):
            name = next(names) if node.tag in BLOCKS or node.tag in ALSO else ""
            children = _told(node.children, names) if node.children else ()
            if name:
                node = node.set_all({NAME: name})
            if children and not all(map(is_, children, node.children)):
                node = node.with_children(children)
        made.append(node)
    return tuple(made)
