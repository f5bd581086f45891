"""notes: footnotes and the author's trailing notes become one model.

In: a chapter that holds `a.note-call[data-label]` and `aside.note[data-label]` (Markdown footnotes) and, after
a last rule, notes under a line such as `**Nota del autor:**`. Out: every call numbered, with a link to its note and
a place to come back to; every note an `aside.note` in the chapter's closing `section.notes`; notes that nothing in the
text calls in a `section.author-notes`. How an edition shows them is the edition's business.
"""

from __future__ import annotations

import hashlib
from collections import deque
from dataclasses import dataclass, field, replace

from ..diagnostics import Code, Report
from ..model import Book, Chapter, Context, Matter
from ..nodes import HEADINGS, Body, Element, Node, Text, elements, is_blank, is_block, rewrite, text_of
from ..roles import ORDER
from ..slugs import Unique, heading_id
from ..text.authornotes import AuthorNotes, Section, find_author_notes, is_label
from ..text.words import words
from ..unnesting import unnest


def apply(chapter: Chapter, context: Context) -> Chapter:
    """The chapter with its notes in one model."""
    return _Noted(chapter, context).chapter()


def gathered(book: Book, context: Context) -> Book:
    """The book with all author notes at its end, where it wants that."""
    if context.config.notes != "book":
        return book
    return replace(book, chapters=_gathered(book.chapters, context))


CHAIN = 20
"""Notes that call notes that call notes, read one inside the other."""


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
    names: Unique = field(default_factory=Unique)
    chain: int = 0
    """How many notes are being read, each called by the one before it."""
    waiting: deque[_Note] = field(default_factory=deque)
    """Notes that have their numbers and are read later."""

    def chapter(self) -> Chapter:
        """The chapter with its notes at its end."""
        emptied = _emptied_headings(self._chapter.body)
        body = _without_emptied(self._chapter.body, emptied, self.context.report)
        body = _without_last_rules(self._take_definitions(body))
        body, author = find_author_notes(body)
        chapter, left = self._take_marked(replace(self._chapter, body=body), author)
        heading = rewrite(chapter.heading, self._call)  # what is printed first is numbered first
        body = rewrite(chapter.body, self._call)
        sections = tuple((label, rewrite(content, self._call)) for label, content in left)
        while self.waiting:
            self._read(self.waiting.popleft())
        unused = self._unused()
        closing = (*self._closing(), *_author_section(sections, unused, self.context))
        return replace(chapter, body=(*body, *closing), heading=heading)

    # taking

    def _take_definitions(self, body: Body) -> Body:
        def take(node: Node) -> Node | Body:
            if not isinstance(node, Element) or not node.has("data-label") or node.tag != "aside":
                return node
            label = node.get("data-label")
            if label in self.notes:
                message = f"the note [^{label}] is written twice; the first one is kept"
                self.context.report.add(Code.NOTE_DUPLICATE, message, node.pos, "give each note a label of its own")
            else:
                self.notes[label] = self._note(label, node)
            return ()

        return rewrite(body, take)

    def _note(self, label: str, node: Element) -> _Note:
        return _Note(label, node.children, node, self.names(_ident(label, node.children)))

    def _take_marked(self, chapter: Chapter, author: AuthorNotes | None) -> tuple[Chapter, tuple[Section, ...]]:
        """An author's note with a mark in the text (`[1]`, `<sup>1</sup>`, ¹) is a note like any other."""
        if author is None:
            return chapter, ()
        heading, of_title = author.marked(chapter.heading)
        body, of_text = author.marked(chapter.body)
        for label, item in {**of_title, **of_text}.items():
            self.notes[label] = self._note(label, item)
        title = text_of(heading).strip() if of_title else chapter.title
        left = author.without({**of_title, **of_text})
        return replace(chapter, body=body, heading=heading, title=title), left.sections

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
        note.calls += 1
        calls = note.calls
        if not note.number:
            self.count += 1
            note.number = self.count
            self._read(note)
        ident = f"call-{note.ident}" if calls == 1 else f"call-{note.ident}-{calls}"
        attrs = (("class", "note-call"), ("epub:type", "noteref"), ("role", "doc-noteref"),
                 ("href", f"book:{self._chapter.key}#{note.ident}"), ("id", ident))  # fmt: skip
        return Element("a", attrs, (Text(str(note.number), node.pos),), node.pos)

    def _read(self, note: _Note) -> None:
        """Number the calls in a note: at once, but for those at the end of a long chain of notes."""
        if self.chain >= CHAIN:
            self.waiting.append(note)
            return
        self.chain += 1
        note.body = rewrite(note.body, self._call)
        self.chain -= 1

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
        unused: list[_Note] = []
        while left := [note for note in self.notes.values() if not note.number and note not in unused]:
            called = {call.get("data-label") for note in left for call in elements(note.body, "a")}
            note = next((note for note in left if note.label not in called), left[0])
            message = f"nothing in the text calls the note [^{note.label}]; it stands at the chapter's end"
            self.context.report.add(Code.NOTE_UNUSED, message, note.element.pos, "call it in the text, or delete it")
            unused.append(note)
            note.body = rewrite(note.body, self._call)
        return [note for note in unused if not note.number]


def _ident(label: str, body: Body) -> str:
    """An id from the label, or from the words when the label is a number: numbers move, words do not."""
    if label.removeprefix("author-").isdigit():
        return "n-" + hashlib.sha256(text_of(body).encode()).hexdigest()[:8]
    return "n-" + heading_id(label)


def in_paragraphs(body: Body) -> Body:
    """Running text in a paragraph of its own; blocks as they are."""
    if any(is_block(node) for node in body):
        return tuple(node for node in unnest((Element("p", (), body),)) if not is_blank(node))
    return (Element("p", (), body, body[0].pos if body else Element("p").pos),)


# headings that stood over notes only


def _emptied_headings(body: Body) -> frozenset[int]:
    """The headings (by identity), and labels such as `**Notas:**`, whose whole section is note definitions."""
    found = set()
    for place, node in enumerate(body):
        if isinstance(node, Element) and (node.tag in HEADINGS or is_label(node)):
            section = [child for child in _section(body, place) if not is_blank(child)]
            defined = [child for child in section if isinstance(child, Element) and child.has("data-label")]
            others = [child for child in section if child not in defined]
            if defined and all(isinstance(child, Element) and child.tag in HEADINGS for child in others):
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
            message = f"the heading '{text_of(node).strip()}' stood over notes only and has gone with them"
            report.add(Code.EMPTY_SECTION_DROPPED, message, node.pos)
        else:
            made.append(node)
    return tuple(made)


def _without_last_rules(body: Body) -> Body:
    """A rule that stood before definitions parts nothing when they are gone."""
    made = list(body)
    while made and (is_blank(made[-1]) or (isinstance(made[-1], Element) and made[-1].tag == "hr")):
        made.pop()
    return tuple(made)


# notes without a mark


def _author_section(sections: tuple[Section, ...], unused: list[_Note], context: Context) -> Body:
    stray = tuple(Element("li", (), note.body, note.element.pos) for note in unused)
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
    after = (n for n, c in enumerate(kept) if c.matter is Matter.BACK and ORDER[c.role] > ORDER["notes"])
    place = next(after, len(kept))
    return (*kept[:place], back, *kept[place:])


def _under(chapter: Chapter, own: list[Element]) -> list[Node]:
    link = Element("a", (("href", f"book:{chapter.key}"),), chapter.shown_title)
    heading = Element("h2", (("id", f"notes-{chapter.key}"),), (link,))
    return [heading, *(child for section in own for child in section.children if "notes-title" not in _classes(child))]


def _classes(node: Node) -> tuple[str, ...]:
    return node.classes if isinstance(node, Element) else ()
