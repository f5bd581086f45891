"""The book's headings as a tree: what the contents page, the nav document and the PDF outline all show.

In: a Book. Out: `Entry` trees, to the depth the book asks for.
"""

from __future__ import annotations

from dataclasses import dataclass

from .model import Book, Chapter
from .nodes import HEADINGS, Body, Element, Node, Text, elements, rewrite, text_of
from .roles import ROLES


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents."""

    title: Body
    """Without links and note calls."""
    target: str
    """`book:KEY` or `book:KEY#ID`."""
    role: str
    number: str = ""
    children: tuple[Entry, ...] = ()

    @property
    def label(self) -> str:
        """Number and title as plain text."""
        plain = " ".join(text_of(self.title).split())
        return f"{self.number}. {plain}" if self.number else plain


def outline(book: Book, depth: int = 0) -> tuple[Entry, ...]:
    """Parts, chapters and their headings; `depth` 1 shows chapters only, 0 what the book is set to."""
    levels = depth or book.config.contents_depth
    made: list[Entry] = []
    part: list[Entry] = []
    opener: Chapter | None = None
    for chapter in (*book.chapters, None):
        if opener is not None and (chapter is None or chapter.part != opener.part or chapter.role == "part"):
            made.append(_entry(opener, levels, tuple(part)))
            opener, part = None, []
        if chapter is None or not ROLES[chapter.role].listed:
            continue
        if chapter.role == "part":
            opener = chapter
        else:
            (part if opener is not None else made).append(_entry(chapter, levels, ()))
    return tuple(made)


def _entry(chapter: Chapter, levels: int, inside: tuple[Entry, ...]) -> Entry:
    headings = _headings(chapter, levels)
    title = bare(chapter.shown_title)
    return Entry(title, f"book:{chapter.key}", chapter.role, chapter.number, (*headings, *inside))


def _headings(chapter: Chapter, levels: int) -> tuple[Entry, ...]:
    found = [node for node in elements(chapter.body, *HEADINGS) if is_listed(node) and int(node.tag[1]) <= levels]
    return _nested(found, chapter)


def is_listed(heading: Element) -> bool:
    """Whether a heading belongs in the contents: one inside a box or a step does not."""
    return "unlisted" not in heading.classes


def _nested(headings: list[Element], chapter: Chapter) -> tuple[Entry, ...]:
    made: list[Entry] = []
    place = 0
    while place < len(headings):
        first, begin = headings[place], place + 1
        place = next((n for n in range(begin, len(headings)) if headings[n].tag <= first.tag), len(headings))
        inside = _nested(headings[begin:place], chapter)
        made.append(Entry(bare(first.children), f"book:{chapter.key}#{first.get('id')}", "heading", "", inside))
    return tuple(made)


def bare(title: Body) -> Body:
    """A title as it stands in a list: emphasis stays; links, note calls and line breaks go, formulas are plain."""

    def strip(node: Node) -> Node | Body:
        match node:
            case Element(tag="a"):
                return () if "note-call" in node.classes else node.children
            case Element(tag="br"):
                return Text(" ", node.pos)
            case Element(tag="img" | "svg"):
                return Text(node.get("alt"), node.pos)
            case Element() if node.has("data-plain"):
                return Text(node.get("data-plain"), node.pos)
            case Element():
                return node.set(id=None)
        return node

    return rewrite(title, strip)
