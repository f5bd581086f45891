"""Where an ebook has its notes: behind a popup, in a list at the chapter's end, or in a list at the book's end.

In: a book whose calls lead to `aside.note` in each chapter's closing `section.notes`. Out: the same book with every
note in its place. Numbers, ids and the ways between call and note are the same in each. Not its business: which notes
there are.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ..model import Book, Chapter, Matter
from ..nodes import Body, Element, Node, element, elements, rewrite
from ..roles import ORDER
from ..text.words import words
from .notes import calls_of, with_popups, with_way_back

KEYS = ("notes", "notes-of-the-book", "notes-of-the-whole-book")
"""What the chapter of all notes may be called: the first that no file of the book is."""


def placed(book: Book, placement: str) -> Book:
    """The book with its notes as a popup, at each chapter's end or at the book's (`popup`, `chapter`, `book`)."""
    if placement == "book":
        return _gathered(book)
    return replace(book, chapters=tuple(placed_in(c, placement, book.config.language) for c in book.chapters))


def placed_in(chapter: Chapter, placement: str, language: str) -> Chapter:
    """The chapter with its notes in it (`popup`, `chapter`)."""
    with_ways = with_popups(chapter, language)
    return _listed(with_ways, language) if placement == "chapter" else with_ways


def _listed(chapter: Chapter, language: str) -> Chapter:
    """The notes as a list with a heading, in which nothing is hidden until it is called."""

    def change(node: Node) -> Node:
        if not isinstance(node, Element) or node.tag != "section" or "notes" not in node.classes:
            return node
        title = element("h2", words(language).notes, class_="notes-title unlisted")
        made = node.set_all({"epub:type": "endnotes", "role": "doc-endnotes", "class": "notes listed"})
        return made.with_children((title, *map(_shown, node.children)))

    return replace(chapter, body=rewrite(chapter.body, change))


def _shown(node: Node) -> Node:
    """A note that is read in its place: Apple Books hides an `aside` of the type footnote."""
    if not isinstance(node, Element) or node.tag != "aside":
        return node
    return replace(node, tag="div").set_all({"epub:type": None, "role": None})


def _gathered(book: Book) -> Book:
    """All notes in one chapter of the back matter, under the titles of their chapters."""
    gathering = _Gathering(gathered_in(book), book.config.language)
    chapters = tuple(gathering.take(chapter) for chapter in book.chapters)
    return replace(book, chapters=gathering.closing(chapters)) if gathering.sections else book


def gathered_in(book: Book) -> str:
    """The key of the chapter of all notes."""
    taken = {chapter.key for chapter in book.chapters if chapter.source is not None}
    return next(key for key in KEYS if key not in taken)


@dataclass(slots=True)
class _Gathering:
    """The book's notes being brought together."""

    key: str
    """Of the chapter in which they come to stand."""
    language: str
    sections: list[Node] = field(default_factory=list)

    def take(self, chapter: Chapter) -> Chapter:
        """The chapter without its notes, its calls leading to where they stand now."""
        notes = [n for n in elements(chapter.body, "section") if "notes" in n.classes and any(elements((n,), "aside"))]
        if not notes:
            return chapter
        link = Element("a", (("href", f"book:{chapter.key}"),), chapter.shown_title)
        self.sections.append(Element("h2", (("id", f"called-{chapter.key}"),), (link,)))
        self.sections += [note for section in notes for note in self._moved(section, chapter)]

        def change(node: Node) -> Node | Body:
            if isinstance(node, Element) and node.tag == "section" and "notes" in node.classes:
                return ()
            return self._called(node, chapter)

        return replace(chapter, body=rewrite(chapter.body, change), heading=rewrite(chapter.heading, change))

    def _called(self, node: Node, chapter: Chapter) -> Node:
        own = f"book:{chapter.key}#"
        if not isinstance(node, Element) or "note-call" not in node.classes or not node.get("href").startswith(own):
            return node
        return node.set(href=self._address(chapter, node.get("href").removeprefix(own)))

    def _moved(self, section: Element, chapter: Chapter) -> Body:
        """The notes of a chapter with ids that are their own in the new place."""
        inside = {link.get("id") for link in elements((section,), "a") if "note-call" in link.classes}
        calls = {note: tuple(self._where(call, chapter, inside) for call in them)
                 for note, them in calls_of(chapter).items()}  # fmt: skip

        def change(node: Node) -> Node:
            if not isinstance(node, Element):
                return node
            if node.has("data-call"):
                shown = _shown(with_way_back(node, calls, self.language))
                return shown.set(id=_ident(chapter, node.get("id"))) if isinstance(shown, Element) else shown
            made = self._called(node, chapter)
            if made is node or not isinstance(made, Element):
                return made
            return made.set(id=_ident(chapter, made.get("id")))

        return rewrite(section.children, change)

    def _where(self, call: str, chapter: Chapter, inside: set[str]) -> str:
        """A call's address; one that stands in a note has moved with it."""
        ident = call.partition("#")[2]
        return self._address(chapter, ident) if ident in inside else call

    def _address(self, chapter: Chapter, ident: str) -> str:
        return f"book:{self.key}#{_ident(chapter, ident)}"

    def closing(self, chapters: tuple[Chapter, ...]) -> tuple[Chapter, ...]:
        """The chapters with the one that holds the notes: before what `notes: book` gathered, if it did."""
        there = next((n for n, chapter in enumerate(chapters) if chapter.key == self.key), None)
        if there is not None:
            whole = replace(chapters[there], body=(*self.sections, *chapters[there].body))
            return (*chapters[:there], whole, *chapters[there + 1 :])
        back = Chapter(self.key, words(self.language).notes, tuple(self.sections), Matter.BACK, "notes")
        after = (n for n, c in enumerate(chapters) if c.matter is Matter.BACK and ORDER[c.role] > ORDER["notes"])
        place = next(after, len(chapters))
        return (*chapters[:place], back, *chapters[place:])


def _ident(chapter: Chapter, ident: str) -> str:
    return f"{chapter.key}--{ident}"
