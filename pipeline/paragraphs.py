"""What a paragraph is called, whatever the edition: `3.12` is the twelfth of chapter 3, in a proof as in an ebook.

In: chapters and their bodies after the plan. Out: the chapters' signs; the number of each paragraph. A title is `3.0`.
Headings, items and the pictures of figures count as paragraphs; a table counts once, whatever its cells.
Not its business: where a paragraph stands on paper.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from .blocks import NUMBER, numbered, own_texts, unnumbered
from .model import Chapter, Matter
from .nodes import Body, Element, Node, rewrite

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
    seen: dict[int, int] = {}
    return {block: seen.setdefault(whole, len(seen) + 1) for block, whole in _counted(body, 0, own_texts(body))}


def _counted(nodes: Iterable[Node], table: int, spoken: Container[int], parent: str = "") -> Iterator[tuple[int, int]]:
    """The blocks that count, each with what it is a part of: itself, or its table."""
    for node in nodes:
        if not isinstance(node, Element):
            continue
        number = int(node.get(NUMBER) or 0)
        if number and (number in spoken or (node.tag, parent) == ("img", "figure")):
            yield number, table or number
        yield from _counted(node.children, table or (number if node.tag == "table" else 0), spoken, node.tag)


def named(body: Body, sign: str) -> Body:
    """The body whose paragraphs say their names, hidden in an attribute that HTML leaves to authors."""
    return unnumbered(with_names(numbered(body), sign))


def with_names(body: Body, sign: str) -> Body:
    """A numbered body whose paragraphs say their names too; without a sign, as it is."""
    first: dict[int, int] = {}
    for block, ordinal in ordinals(body).items() if sign else ():
        first.setdefault(ordinal, block)
    names = {str(block): f"{sign}.{ordinal}" for ordinal, block in first.items()}

    def name(node: Node) -> Node:
        told = names.get(node.get(NUMBER)) if isinstance(node, Element) else None
        return node.set_all({NAME: told}) if isinstance(node, Element) and told else node

    return rewrite(body, name)
