"""The print edition's page numbers in the ebook's text: a mark before the word that begins each printed page.

In: a chapter's numbered tree as the ebook shows it, and the page map. Out: the tree with `doc-pagebreak` marks
(DPUB-ARIA 1.1; EPUB Structural Semantics, `pagebreak`). A word that print divides is marked at its start.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..blocks import ALSO, NUMBER, letters
from ..nodes import Body, Element, Node, Text, elements, is_block
from ..pagemap import PageMark

NO_MARK_INSIDE = frozenset({"svg", "math", "ruby", "table", "thead", "tbody", "tfoot", "tr", "ul", "ol", "dl",
                            "colgroup"})  # fmt: skip
"""A mark would not be valid among their children: it stands before them."""


def mark_id(label: str) -> str:
    """The mark's id, from its label alone, so that it stays the same from build to build."""
    return f"page-{label}"


def with_marks(body: Body, marks: Sequence[PageMark]) -> Body:
    """The body with its page marks; those of parts that the ebook does not show stand at the next that it shows."""
    present = [int(node.get(NUMBER)) for node in elements(body) if node.has(NUMBER)]
    wanted: dict[int, list[tuple[int, str]]] = {}
    outside = []
    for mark in marks:
        place = _shown(mark.block, present)
        if not mark.block or place is None:
            outside.append((mark.block, mark.label))
        else:
            wanted.setdefault(place, []).append((mark.letter if place == mark.block else 0, mark.label))
    first = tuple(page_mark(label) for block, label in outside if not block)
    last = tuple(page_mark(label) for block, label in outside if block)
    return (*first, *_marked(body, wanted), *last)


def page_mark(label: str) -> Element:
    """The mark itself: empty, and named by the number alone (DAISY knowledge base, page breaks)."""
    attrs = (("id", mark_id(label)), ("epub:type", "pagebreak"), ("role", "doc-pagebreak"), ("aria-label", label))
    return Element("span", attrs)


def _shown(block: int, present: list[int]) -> int | None:
    return next((number for number in present if number >= block), None)


def _marked(nodes: Iterable[Node], wanted: dict[int, list[tuple[int, str]]]) -> Body:
    made: list[Node] = []
    for node in nodes:
        if not isinstance(node, Element):
            made.append(node)
            continue
        due = wanted.get(int(node.get(NUMBER) or 0), []) if node.has(NUMBER) else []
        if due and (node.tag in NO_MARK_INSIDE or node.tag in ALSO):
            made += [page_mark(label) for _, label in due]
            due = []
        children = _marked(node.children, wanted)
        made.append(node.with_children(_split(children, due) if due else children))
    return tuple(made)


def _split(children: Body, due: list[tuple[int, str]]) -> Body:
    """The block's children with marks before the words at which `due` letters have gone by."""
    cursor = _Cursor(sorted(due, key=lambda place: place[0]))
    made = [*cursor.through(children)]
    return (*made, *(page_mark(label) for _, label in cursor.due))


class _Cursor:
    """Goes through a block's own text, counting letters."""

    def __init__(self, due: list[tuple[int, str]]) -> None:
        self.due = due
        self.count = 0

    def through(self, nodes: Iterable[Node]) -> Iterator[Node]:
        for node in nodes:
            if isinstance(node, Text):
                yield from self._text(node)
            elif _is_silent(node) or not isinstance(node, Element) or is_block(node) or node.has(NUMBER):
                yield node
            elif node.tag in NO_MARK_INSIDE:
                yield from self._before(node)
            else:
                yield node.with_children(self.through(node.children))

    def _before(self, node: Element) -> Iterator[Node]:
        """Drawn things have no letters in print."""
        while self.due and self.due[0][0] <= self.count:
            yield page_mark(self.due.pop(0)[1])
        yield node

    def _text(self, node: Text) -> Iterator[Node]:
        begun, text = 0, node.text
        while self.due:
            place = _place_of(text, self.due[0][0] - self.count)
            if place is None:
                break
            cut = max(begun, _word_start(text, place))
            if cut > begun:
                yield Text(text[begun:cut], node.pos)
            begun = cut
            yield page_mark(self.due.pop(0)[1])
        self.count += letters(text)
        if begun < len(text):
            yield Text(text[begun:], node.pos)


def _place_of(text: str, letter: int) -> int | None:
    """The index of the character before which `letter` letters stand; None when it is not in this text."""
    left = letter
    for index, character in enumerate(text):
        if letters(character):
            if left <= 0:
                return index
            left -= 1
    return None


def _word_start(text: str, place: int) -> int:
    while place and not text[place - 1].isspace():
        place -= 1
    return place


def _is_silent(node: Node) -> bool:
    """A mark, or the call of a note, which print draws by itself."""
    return isinstance(node, Element) and (node.get("role") == "doc-pagebreak" or "note-call" in node.classes)
