"""Where an edition shows its notes: a popup with a way back, or the foot of the page.

In: a chapter whose calls lead to `aside.note` in its closing `section.notes`. Out: the same chapter as the edition
shows it. Not its business: which notes there are, and their numbers.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import replace

from ..diagnostics import Code, Report
from ..model import Chapter
from ..nodes import BLOCKS, Body, Element, Node, Text, elements, rewrite, text_of
from ..text.words import words

LONGEST_AT_FOOT = 1400
"""Characters; the layout engine never splits a note, and a longer one would leave the page."""
BLOCK_SPANS = {"p": "note-p", "ul": "note-list", "ol": "note-list", "li": "note-item", "blockquote": "note-quote",
               "pre": "note-code", "table": "note-table", "tr": "note-row", "td": "note-cell", "th": "note-cell",
               "thead": "note-rows", "tbody": "note-rows", "tfoot": "note-rows"}  # fmt: skip
"""What a block inside a note at the foot becomes; any other block is a `note-block`."""


def with_popups(chapter: Chapter, language: str) -> Chapter:
    """Each note begins with its number, which leads back (KDP: links must go both ways; DPUB-ARIA doc-backlink)."""
    calls = calls_of(chapter)

    def finish(node: Node) -> Node:
        return with_way_back(node, calls, language) if isinstance(node, Element) and node.has("data-call") else node

    return replace(chapter, body=rewrite(chapter.body, finish))


def calls_of(chapter: Chapter) -> dict[str, tuple[str, ...]]:
    """The calls of each note, in reading order: the note's id -> the calls' addresses."""
    made: dict[str, tuple[str, ...]] = {}
    for link in elements((*chapter.heading, *chapter.body), "a"):
        if "note-call" in link.classes and link.has("id"):
            ident = link.get("href").partition("#")[2]
            made[ident] = (*made.get(ident, ()), f"book:{chapter.key}#{link.get('id')}")
    return made


def with_way_back(note: Element, calls: Mapping[str, tuple[str, ...]], language: str) -> Element:
    """The note with its number, which leads to its call, and a letter for each further call."""
    first, *others = calls.get(note.get("id")) or (note.get("data-call"),)
    back = words(language).back_to_text
    number = _way(first, back, note.get("data-number"), "note-number")
    letters = (_way(call, f"{back} ({n})", _letter(n), "note-again") for n, call in enumerate(others, 2))
    ways: list[Node] = [number]
    for letter in letters:
        ways += [Text(" "), letter]
    return _begun(note.set(data_call=None, data_number=None), tuple(ways))


def _letter(number: int) -> str:
    """`b` for the second call, as the number itself is the first; after `z`, figures."""
    return chr(ord("a") + number - 1) if number <= 26 else str(number)


def _way(href: str, title: str, shown: str, name: str) -> Element:
    attrs = (("href", href), ("role", "doc-backlink"), ("title", title), ("class", name))
    return Element("a", attrs, (Text(shown),))


def _begun(note: Element, ways: Body) -> Element:
    """The note with its ways back at the head of its first paragraph."""
    for place, child in enumerate(note.children):
        if isinstance(child, Element) and child.tag == "p":
            first = child.with_children((*ways, Text(" "), *child.children))
            return note.with_children((*note.children[:place], first, *note.children[place + 1 :]))
        break
    return note.with_children((Element("p", (), ways), *note.children))


def at_foot(chapter: Chapter, report: Report, language: str, roomless: Container[str] = ()) -> Chapter:
    """Each note stands at its first call, for the engine to float to the page's foot; too long ones at the end.

    So do those of the numbers `roomless`, for which no page had room.
    """
    notes = {node.get("id"): node for node in elements(chapter.body, "aside") if node.has("data-call")}
    if not notes:
        return chapter
    ends = {ident for ident, note in notes.items() if _ends(note, roomless, report)}
    feet = {ident: note for ident, note in notes.items() if ident not in ends}
    placing = _Feet(chapter.key, feet)
    body = rewrite(_without(chapter.body, feet), placing.call)
    heading = rewrite(chapter.heading, placing.call)
    return with_popups(replace(chapter, body=body, heading=heading), language)


def _ends(note: Element, roomless: Container[str], report: Report) -> bool:
    """Whether it stands at the chapter's end, which is said."""
    number, length = note.get("data-number"), len(text_of(note))
    if any(elements((note,), "figure")):
        why = "has a picture"
    elif length > LONGEST_AT_FOOT:
        why = f"has {length} characters"
    elif number in roomless:
        why = "finds no room on the page that calls it"
    else:
        return False
    hint = f"up to {LONGEST_AT_FOOT} characters, without pictures, stay at the page's foot where it has room"
    report.add(Code.NOTE_MOVED_TO_END, f"note {number} {why}: in print it stands at the chapter's end", note.pos, hint)
    return True


def _without(body: Body, feet: dict[str, Element]) -> Body:
    def drop(node: Node) -> Node | Body:
        if isinstance(node, Element) and node.get("id") in feet and node.tag == "aside":
            return ()
        if isinstance(node, Element) and "notes" in node.classes and not node.children:
            return ()
        return node

    return rewrite(body, drop)


class _Feet:
    def __init__(self, key: str, notes: dict[str, Element]) -> None:
        self.key = key
        self.notes = notes
        self.placed: set[str] = set()

    def call(self, node: Node) -> Node | Body:
        if not isinstance(node, Element) or "note-call" not in node.classes:
            return node
        ident = node.get("href").partition("#")[2]
        note = self.notes.get(ident)
        if note is None or ident in self.placed:
            return node
        self.placed.add(ident)
        foot = Element(
            "span", (("class", "footnote"), ("id", ident), ("data-number", text_of(node))), self._inside(note)
        )
        return foot.set(data_call=None)

    def _inside(self, note: Element) -> Body:
        """A note's blocks as spans: what floats from inside a paragraph must be phrasing (HTML, 4.4.1)."""
        return rewrite(rewrite(collapsed(note.children), _as_span), self.call)


WHITE = re.compile("[ \t\n\f\r]+")
KEPT_WHITE = frozenset({"pre", "img", "svg", "math"})


def collapsed(nodes: Body) -> Body:
    """Notes with one space for any white between words, and none where a block begins (CSS Text 3, 4.1.1).

    The engine does so everywhere but in what it floats to the foot, where a line's end in the manuscript would be one
    on the page.
    """
    return _collapsed(nodes, [True])


def _collapsed(nodes: Body, white: list[bool]) -> Body:
    """`white`: whether there is white, or nothing, before what comes next."""
    made: list[Node] = []
    for node in nodes:
        if isinstance(node, Text):
            text = WHITE.sub(" ", node.text)
            text = text[1:] if white[0] and text.startswith(" ") else text
            white[0] = text.endswith(" ") if text else white[0]
            made += [replace(node, text=text)] if text else []
        elif isinstance(node, Element) and node.tag not in KEPT_WHITE:
            parts = node.tag in BLOCKS or node.tag == "br"
            white[0] = parts or white[0]
            made.append(node.with_children(_collapsed(node.children, white)))
            white[0] = parts or white[0]
        else:
            made.append(node)
            white[0] = False
    return tuple(made)


def _as_span(node: Node) -> Node:
    if isinstance(node, Element) and node.tag in BLOCKS:
        return replace(node, tag="span").add_class(BLOCK_SPANS.get(node.tag, "note-block"))
    return node
