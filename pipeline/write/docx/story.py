"""A chapter as a word processor sees it: paragraphs and tables, each with a style, an anchor and its runs.

In: a chapter after the plan. Out: `Story`: what stands in the text, and what its notes hold. An editor's open marks are
tracked changes and comments. Not its business: XML (`wordml`), and which chapters there are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ...blocks import NUMBER, numbered
from ...marks import ASKED, DELETED, INSERTED
from ...model import Chapter
from ...nodes import HEADINGS, NOWHERE, Body, Element, Node, Text, elements, is_block, text_of
from .paragraphs import BULLETS, DELETION, INSERTION, Block, Cell, Change, Face, Paragraph, Run, Story, Table

STYLES: Mapping[str, str] = {
    "blockquote": "Quote", "figcaption": "Caption", "caption": "Caption", "dt": "Term", "dd": "Definition",
    "pre": "Code", "aside": "Box",
}  # fmt: skip
BY_CLASS: Mapping[str, str] = {
    "box-title": "BoxTitle", "tab-label": "BoxTitle", "code-file": "BoxTitle", "figure-title": "Caption",
}  # fmt: skip
LIST, NUMBERS = "ListParagraph", "numbers"
DEEPEST_LIST = 8


def story_of(chapter: Chapter) -> Story:
    """The chapter's story."""
    telling = _Telling(chapter.key)
    style = "Title" if chapter.role == "part" else "Heading1"
    blocks: list[Block] = []
    if chapter.title or chapter.heading:
        blocks += telling.paragraph(_Place(style), chapter.shown_title)
    blocks += telling.blocks(numbered(chapter.body), _Place("Normal"))
    story = Story(chapter.key, tuple(blocks), telling.notes)
    return _sealed(story, telling.chapter)


def _sealed(story: Story, chapter: str) -> Story:
    """The story with a hash of all its anchors in its first paragraph."""
    anchors = " ".join(paragraph.anchor for paragraph in story.paragraphs())
    first = next((n for n, block in enumerate(story.blocks) if isinstance(block, Paragraph)), -1)
    seal = f"h_{chapter}_{fingerprint(anchors)}"
    return replace(story, blocks=tuple(
        replace(block, seal=seal) if n == first and isinstance(block, Paragraph) else block
        for n, block in enumerate(story.blocks)
    ))  # fmt: skip


def fingerprint(text: str) -> str:
    """What tells one wording of a paragraph from another."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:10]


@dataclass(frozen=True, slots=True)
class _Place:
    """What is known of a paragraph before its words are read."""

    style: str
    number: str = "0"
    list: str = ""
    level: int = 0
    ident: str = ""


@dataclass(slots=True)
class _Telling:
    """One walk through a chapter."""

    key: str
    notes: dict[str, tuple[Block, ...]] = field(default_factory=dict)
    called: set[str] = field(default_factory=set)
    said: dict[str, Element] = field(default_factory=dict)
    """The queries that belong to a mark, by the mark's number."""
    begun: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    lists: int = 0
    level: int = -1
    verbatim: bool = False
    """Whether a line break of the manuscript is one of the text: in code."""

    @property
    def chapter(self) -> str:
        """The chapter in the name of a bookmark."""
        return hashlib.sha256(self.key.encode()).hexdigest()[:8]

    # blocks

    def blocks(self, nodes: Body, place: _Place) -> list[Block]:
        """Blocks, and paragraphs made of what stands between them."""
        for query in elements(nodes):
            if ASKED in query.classes and query.get("data-query"):
                self.said.setdefault(query.get("data-mark"), query)
        made: list[Block] = []
        run: list[Node] = []
        for node in nodes:
            if not is_block(node):
                run.append(node)
                continue
            made += self.paragraph(place, run)
            run = []
            if isinstance(node, Element):
                made += self.element(node, place)
        return made + self.paragraph(place, run)

    def element(self, node: Element, place: _Place) -> list[Block]:
        number, ident = node.get(NUMBER) or place.number, node.get("id")
        if node.tag in HEADINGS:
            return self.paragraph(_Place(f"Heading{node.tag[1]}", number, ident=ident), node.children)
        if "note" in node.classes and node.has("data-call"):
            self.notes[f"book:{self.key}#{ident}"] = tuple(self.blocks(node.children, _Place("FootnoteText", number)))
            return []
        if node.tag == "table":
            return [self.table(node)]
        if node.tag in ("ul", "ol"):
            return self.items(node, place)
        if node.tag == "hr":
            return self.paragraph(_Place("SceneBreak", number), (Text("* * *", node.pos),))
        if ASKED in node.classes:
            return self.paragraph(replace(place, number=number), (node,))
        style = next((BY_CLASS[name] for name in node.classes if name in BY_CLASS), STYLES.get(node.tag, place.style))
        inner = replace(place, style=style, number=number, ident=ident)
        return self.paragraph(inner, node.children) if node.tag in ("p", "pre") else self.blocks(node.children, inner)

    def items(self, node: Element, place: _Place) -> list[Block]:
        self.lists += 1
        name = f"{NUMBERS}-{self.key}-{self.lists}" if node.tag == "ol" else BULLETS
        self.level += 1
        made: list[Block] = []
        for item in node.children:
            if isinstance(item, Element):
                inside = _Place(LIST, item.get(NUMBER), name, min(self.level, DEEPEST_LIST))
                made += self.item(self.blocks(item.children, inside))
        self.level -= 1
        return made

    def item(self, blocks: list[Block]) -> list[Block]:
        """An item's first paragraph has its number; those that follow stand under it."""
        first = next((n for n, block in enumerate(blocks) if isinstance(block, Paragraph)), -1)
        return [
            replace(block, list="") if isinstance(block, Paragraph) and n != first and block.list
            and block.level == self.level else block
            for n, block in enumerate(blocks)
        ]  # fmt: skip

    def table(self, node: Element) -> Table:
        rows = [
            tuple(self.cell(cell) for cell in row.children if isinstance(cell, Element))
            for row in elements((node,), "tr")
        ]
        return Table(tuple(row for row in rows if row))

    def cell(self, node: Element) -> Cell:
        span = node.get("colspan")
        blocks = self.blocks(node.children, _Place("TableText", node.get(NUMBER))) or [Paragraph("TableText", ())]
        return Cell(tuple(blocks), node.tag == "th", int(span) if span.isdigit() else 1)

    def paragraph(self, place: _Place, nodes: Iterable[Node]) -> list[Block]:
        self.verbatim = place.style == "Code"
        runs = tuple(_trimmed(list(self.runs(nodes, Face(), None)), verbatim=self.verbatim))
        if not runs:
            return []
        text = "".join(run.base for run in runs)
        pos = next((node.pos for node in _texts(nodes) if node.text.strip() and node.pos.path), NOWHERE)
        anchor = self.anchor(place, text)
        return [Paragraph(place.style, runs, anchor, "", place.ident, place.list, place.level, pos)]

    def anchor(self, place: _Place, text: str) -> str:
        """Bookmarks have forty characters: the chapter by a hash, the block's number, a hash of the words."""
        part = 0
        while (name := f"g_{self.chapter}_{place.number}_{part}") in self.names:
            part += 1
        self.names.add(name)
        return f"{name}_{fingerprint(text)}"

    # runs

    def runs(self, nodes: Iterable[Node], face: Face, change: Change | None) -> Iterator[Run]:
        """The words of a paragraph."""
        for node in nodes:
            if isinstance(node, Text):
                yield Run(node.text if self.verbatim else node.text.replace("\n", " "), face, change)
            elif isinstance(node, Element):
                yield from self.inline(node, face, change)

    def inline(self, node: Element, face: Face, change: Change | None) -> Iterator[Run]:
        if "note-call" in node.classes:
            address = node.get("href")
            yield Run(text_of(node), note=address, again=address in self.called, change=change)
            self.called.add(address)
        elif node.tag in ("img", "svg"):
            yield Run(picture=node, change=change)
        elif node.tag == "br":
            yield Run("\n", face, change)
        elif ASKED in node.classes:
            yield from self.comment(node)
        elif node.tag == "math" or node.has("data-plain"):
            yield Run(text_of(node), replace(face, italic=True), change)
        else:
            yield from self.opened(node)
            made = _change(node) or change
            yield from self.runs(node.children, _faced(face, node), made)

    def opened(self, node: Element) -> Iterator[Run]:
        """Where a comment about words begins."""
        mark = node.get("data-mark")
        if mark in self.said and mark not in self.begun:
            self.begun.add(mark)
            yield Run(comment=f"{self.key}-{mark}", begins=True)

    def comment(self, node: Element) -> Iterator[Run]:
        mark, said, who = node.get("data-mark"), node.get("data-query"), node.get("data-who")
        if not said:
            return  # it only tells whose mark it is
        yield from self.opened(node)
        yield Run(comment=f"{self.key}-{mark}", said=said, who=who)


def _texts(nodes: Iterable[Node]) -> Iterator[Text]:
    for node in nodes:
        if isinstance(node, Text):
            yield node
        elif isinstance(node, Element) and "note-call" not in node.classes:
            yield from _texts(node.children)


def _change(node: Element) -> Change | None:
    for name, kind in ((INSERTED, INSERTION), (DELETED, DELETION)):
        if name in node.classes:
            return Change(kind, node.get("data-who"), node.get("data-mark"))
    return None


def _faced(face: Face, node: Element) -> Face:
    match node.tag:
        case "em" | "i" | "cite" | "dfn" | "var":
            return replace(face, italic=True)
        case "strong" | "b" | "th":
            return replace(face, bold=True)
        case "code" | "kbd" | "samp":
            return replace(face, code=True)
        case "mark":
            return replace(face, marked=True)
        case "s":
            return replace(face, struck=True)
        case "sup":
            return replace(face, raised=True)
        case "sub":
            return replace(face, lowered=True)
        case "a":
            return replace(face, href=node.get("href"))
    return replace(face, language=node.get("lang")) if node.has("lang") else face


def _trimmed(runs: list[Run], *, verbatim: bool) -> Iterator[Run]:
    """Without blanks at either end."""
    words = [n for n, run in enumerate(runs) if run.text.strip() or run.picture is not None or run.comment or run.note]
    for n, run in enumerate(runs[words[0] : words[-1] + 1] if words else ()):
        text = run.text.lstrip() if n == 0 and not verbatim else run.text
        text = text.rstrip() if n + words[0] == words[-1] else text
        yield replace(run, text=text)
