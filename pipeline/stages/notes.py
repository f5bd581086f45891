"""notes: footnotes and the author's trailing notes become one model.

In: a book whose chapters hold `a.note-call[data-label]` and `aside.note[data-label]` (Markdown footnotes) and, after
a last rule, notes under a line such as `**Nota del autor:**`. Out: every call numbered, with a link to its note and
a place to come back to; every note an `aside.note` in the chapter's closing `section.notes`; notes that nothing in the
text calls in a `section.author-notes`. How an edition shows them is the edition's business.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace

from ..authornotes import AuthorNotes, find_author_notes
from ..diagnostics import Code, Report
from ..model import Book, Chapter, Context, Matter
from ..nodes import HEADINGS, Body, Element, Node, Text, is_blank, rewrite, text_of
from ..slugs import Unique, heading_id
from ..words import words


def apply(book: Book, context: Context) -> Book:
    """The book with its notes in one model."""
    chapters = tuple(_Noted(chapter, context).chapter() for chapter in book.chapters)
    if context.config.notes == "book":
        chapters = _gathered(chapters, context)
    return replace(book, chapters=chapters)


@dataclass(slots=True)
class _Note:
    label: str
    body: Body
    element: Element
    ident: str
    number: int = 0
    calls: int = 0


@dataclass(slots=True)
class _Noted:
    """One chapter's notes being put in order."""

    _chapter: Chapter
    context: Context
    notes: dict[str, _Note] = field(default_factory=dict)
    count: int = 0

    def chapter(self) -> Chapter:
        """The chapter with its notes at its end."""
        emptied = _definitions_by_heading(self._chapter.body)
        body = _without_emptied(self._chapter.body, emptied, self.context.report)
        body = self._take_definitions(body)
        body, author = find_author_notes(body)
        body, left = self._take_marked(body, author)
        body = rewrite(body, self._call)
        heading = rewrite(self._chapter.heading, self._call)
        closing = (*self._closing(), *_author_section(left, self._unused(), self.context))
        return replace(self._chapter, body=(*body, *closing), heading=heading)

    # taking

    def _take_definitions(self, body: Body) -> Body:
        names = Unique()

        def take(node: Node) -> Node | Body:
            if not isinstance(node, Element) or not node.has("data-label") or node.tag != "aside":
                return node
            label = node.get("data-label")
            if label in self.notes:
                message = f"the note [^{label}] is written twice; the first one is kept"
                self.context.report.add(Code.NOTE_DUPLICATE, message, node.pos, "give each note a label of its own")
            else:
                self.notes[label] = _Note(label, node.children, node, names(_ident(label, node.children)))
            return ()

        return rewrite(body, take)

    def _take_marked(self, body: Body, author: AuthorNotes | None) -> tuple[Body, AuthorNotes | None]:
        """An author's note with a mark in the text (`[1]`, `<sup>1</sup>`, ¹) is a note like any other."""
        if author is None:
            return body, None
        body, marked = author.marked(body)
        for label, item in marked.items():
            self.notes[label] = _Note(label, item.children, item, _ident(label, item.children))
        return body, author.without(marked)

    # calling

    def _call(self, node: Node) -> Node:
        if not isinstance(node, Element) or "note-call" not in node.classes:
            return node
        label = node.get("data-label")
        note = self.notes.get(label)
        if note is None:
            hint = f"write [^{label}]: and the note, or \\[^{label}] when none is meant"
            self.context.report.add(Code.NOTE_UNDEFINED, f"there is no note [^{label}]", node.pos, hint)
            return Text(f"[^{label}]", node.pos)
        return self._numbered(note, node)

    def _numbered(self, note: _Note, node: Element) -> Element:
        if not note.number:
            self.count += 1
            note.number = self.count
            note.body = rewrite(note.body, self._call)
        note.calls += 1
        ident = f"call-{note.ident}" if note.calls == 1 else f"call-{note.ident}-{note.calls}"
        attrs = (("class", "note-call"), ("epub:type", "noteref"), ("role", "doc-noteref"),
                 ("href", f"book:{self._chapter.key}#{note.ident}"), ("id", ident))  # fmt: skip
        return Element("a", attrs, (Text(str(note.number), node.pos),), node.pos)

    # closing

    def _closing(self) -> Body:
        called = sorted((note for note in self.notes.values() if note.number), key=lambda note: note.number)
        if not called:
            return ()
        return (Element("section", (("class", "notes"),), tuple(self._aside(note) for note in called)),)

    def _aside(self, note: _Note) -> Element:
        back = f"book:{self._chapter.key}#call-{note.ident}"
        attrs = (("class", "note"), ("epub:type", "footnote"), ("role", "doc-footnote"), ("id", note.ident),
                 ("data-number", str(note.number)), ("data-call", back))  # fmt: skip
        return Element("aside", attrs, in_paragraphs(note.body), note.element.pos)

    def _unused(self) -> list[_Note]:
        unused = [note for note in self.notes.values() if not note.number]
        for note in unused:
            message = f"nothing in the text calls the note [^{note.label}]; it stands at the chapter's end"
            self.context.report.add(Code.NOTE_UNUSED, message, note.element.pos, "call it in the text, or delete it")
        return unused


def _ident(label: str, body: Body) -> str:
    """An id from the label, or from the words when the label is a number: numbers move, words do not."""
    if label.removeprefix("author-").isdigit():
        return "n-" + hashlib.sha256(text_of(body).encode()).hexdigest()[:8]
    return "n-" + heading_id(label)


def in_paragraphs(body: Body) -> Body:
    """Running text in a paragraph of its own; blocks as they are."""
    if any(isinstance(node, Element) and node.tag in {"p", "ul", "ol", "blockquote", "pre"} for node in body):
        return tuple(node for node in body if not is_blank(node))
    return (Element("p", (), body, body[0].pos if body else Element("p").pos),)


# headings that stood over notes only


def _definitions_by_heading(body: Body) -> frozenset[int]:
    """The headings (by identity) whose whole section is note definitions."""
    found = set()
    for place, node in enumerate(body):
        if isinstance(node, Element) and node.tag in HEADINGS:
            section = [child for child in _section(body, place) if not is_blank(child)]
            if section and all(isinstance(child, Element) and child.has("data-label") for child in section):
                found.add(id(node))
    return frozenset(found)


def _section(body: Body, place: int) -> Body:
    heading = body[place]
    level = heading.tag if isinstance(heading, Element) else ""
    for end in range(place + 1, len(body)):
        node = body[end]
        if isinstance(node, Element) and ((node.tag in HEADINGS and node.tag <= level) or node.tag == "hr"):
            return body[place + 1 : end]
    return body[place + 1 :]


def _without_emptied(body: Body, emptied: frozenset[int], report: Report) -> Body:
    made: list[Node] = []
    for node in body:
        if id(node) in emptied:
            message = f"the heading '{text_of(node)}' stood over notes only and has gone with them"
            report.add(Code.EMPTY_SECTION_DROPPED, message, node.pos)
        else:
            made.append(node)
    while made and isinstance(made[-1], Element) and made[-1].tag == "hr":
        made.pop()
    return tuple(made)


# notes without a mark


def _author_section(author: AuthorNotes | None, unused: list[_Note], context: Context) -> Body:
    stray = tuple(Element("li", (), note.body, note.element.pos) for note in unused)
    sections = author.sections if author else ()
    made = tuple(_one_section(label, content) for label, content in sections if content)
    if stray:
        label: Body = (Text(words(context.config.language).notes),)
        made = (*made, _one_section(label, (Element("ol", (), stray),)))
    return made


def _one_section(label: Body, content: Body) -> Element:
    title = Element("h2", (("class", "notes-title unlisted"),), label)
    return Element("section", (("class", "author-notes"),), (title, *content))


def _gathered(chapters: tuple[Chapter, ...], context: Context) -> tuple[Chapter, ...]:
    """All author notes in one chapter of the back matter, under the titles of their chapters."""
    kept, sections = [], []
    for chapter in chapters:
        own = [node for node in chapter.body if isinstance(node, Element) and "author-notes" in node.classes]
        kept.append(replace(chapter, body=tuple(node for node in chapter.body if node not in own)))
        if own:
            sections += _under(chapter, own)
    if not sections:
        return chapters
    title = words(context.config.language).notes
    back = Chapter("notes", title, tuple(sections), Matter.BACK, "notes")
    place = next((n for n, c in enumerate(kept) if c.matter is Matter.BACK and c.role != "epilogue"), len(kept))
    return (*kept[:place], back, *kept[place:])


def _under(chapter: Chapter, own: list[Element]) -> list[Node]:
    link = Element("a", (("href", f"book:{chapter.key}"),), chapter.shown_title)
    heading = Element("h2", (("id", f"notes-{chapter.key}"),), (link,))
    return [heading, *(child for section in own for child in section.children if "notes-title" not in _classes(child))]


def _classes(node: Node) -> tuple[str, ...]:
    return node.classes if isinstance(node, Element) else ()
