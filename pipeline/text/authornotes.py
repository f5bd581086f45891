"""The notes an author leaves after the last rule of a chapter, in the forms authors use.

In: a chapter's blocks. Out: the blocks before them, and the notes: a label, and a list or paragraphs.
`**Nota del autor:**`, `Notas:`, `Author's note:` ..., alone on a line or before the note's own words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..nodes import HEADINGS, VERBATIM, Body, Element, Node, Text, is_blank, moved, rewrite, text_of

LABEL = re.compile(
    r"""^\s*(?:
      notas?(?:\s+(?:del|de\s+la|de\s+los|de\s+las|d[oa]s?)\s+(?:autor|autora|autores|autoras|editor|editora|traductor|
        traductora|tradutor|tradutora|edición|edição))?
    | (?:author|editor|translator)[’']?s?[’']?\s+notes?
    | notes?(?:\s+(?:by|from)\s+the\s+(?:author|editor|translator))?
    | notes?\s+(?:de\s+l[’'](?:auteur|autrice|auteure|éditeur|éditrice|autor|autora|editor|editora)|du\s+traducteur)
    | anmerkung(?:en)?(?:\s+(?:des\s+autors|der\s+autorin|des\s+verlags))?
    | not[ae](?:\s+(?:dell[’'](?:autore|autrice|editore)|del\s+traduttore))?
    )\s*(?P<end>[:.]|$)\s*""",
    re.IGNORECASE | re.VERBOSE,
)
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
POWER = re.compile(r"\b(?:\d|10|[^\W\d_]|[kcmdnµμ]m|ft|in)$")
"""What stands before a superscript that is an exponent: x², km², 10³."""
MARK = re.compile(r"\[(\d{1,3})\]|([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})")

Section = tuple[Body, Body]


@dataclass(frozen=True, slots=True)
class AuthorNotes:
    """Groups of notes: what each is called, and its blocks."""

    sections: tuple[Section, ...]

    def _items(self) -> dict[str, Element]:
        """Notes that bear a number, by it."""
        made: dict[str, Element] = {}
        for _, content in self.sections:
            for block in content:
                if isinstance(block, Element) and block.tag == "ol":
                    items = [child for child in block.children if isinstance(child, Element)]
                    first = int(block.get("start") or "1") if (block.get("start") or "1").isdigit() else 1
                    made = {str(number): item for number, item in enumerate(items, first)} | made
        return made

    def marked(self, body: Body) -> tuple[Body, Mapping[str, Element]]:
        """The text with the marks of these notes as calls, and the notes that are called."""
        items = self._items()
        called: dict[str, Element] = {}

        def find(node: Node) -> Node | Body:
            if isinstance(node, Element) and node.tag == "sup":
                return _call(text_of(node).strip(), node, items, called) or node
            if isinstance(node, Text) and items:
                return _calls(node, items, called)
            return node

        return rewrite(body, find, VERBATIM | {"a"}), called

    def without(self, marked: Mapping[str, Element]) -> AuthorNotes:
        """What is left when the called notes have gone to their calls."""
        gone = {id(item) for item in marked.values()}

        def drop(node: Node) -> Node | Body:
            if isinstance(node, Element) and node.tag == "ol" and node.children:
                kept = [child for child in node.children if id(child) not in gone]
                return node.with_children(kept) if any(not is_blank(child) for child in kept) else ()
            return node

        kept = tuple((label, tuple(_flat(drop(block) for block in content))) for label, content in self.sections)
        return AuthorNotes(tuple(section for section in kept if section[1]))


def _flat(made: object) -> list[Node]:
    nodes: list[Node] = []
    for part in made:  # type: ignore[attr-defined]
        nodes += part if isinstance(part, tuple) else [part]
    return nodes


def _call(number: str, node: Node, items: Mapping[str, Element], called: dict[str, Element]) -> Element | None:
    if number not in items:
        return None
    label = f"author-{number}"  # `[^1]` and the author's own 1 are two notes
    called[label] = items[number]
    return Element("a", (("class", "note-call"), ("data-label", label)), (), node.pos)


def _calls(node: Text, items: Mapping[str, Element], called: dict[str, Element]) -> Body:
    made: list[Node] = []
    cursor = 0
    for found in MARK.finditer(node.text):
        place = Text("", moved(node.pos, found.start()))
        number = found[1] or found[2].translate(SUPERSCRIPTS)
        call = None if found[2] and POWER.search(node.text[: found.start()]) else _call(number, place, items, called)
        if call is not None:
            made += [Text(node.text[cursor : found.start()], moved(node.pos, cursor)), call]
            cursor = found.end()
    made.append(Text(node.text[cursor:], moved(node.pos, cursor)))
    return tuple(part for part in made if not (isinstance(part, Text) and not part.text)) if len(made) > 1 else (node,)


def find_author_notes(body: Body) -> tuple[Body, AuthorNotes | None]:
    """The chapter without its trailing notes, and the notes."""
    sections: list[Section] = []
    while (found := _last_group(body)) is not None:
        body, section = found
        sections.insert(0, section)
    return body, AuthorNotes(tuple(sections)) if sections else None


def _last_group(body: Body) -> tuple[Body, Section] | None:
    """What stands after the last rule, when it begins as notes do."""
    place = next((n for n in range(len(body) - 1, -1, -1) if _is_rule(body[n])), None)
    if place is None:
        return None
    tail = [node for node in body[place + 1 :] if not is_blank(node)]
    end = _end(tail)
    section = _section(tail[:end])
    return ((*body[:place], *tail[end:]), section) if section else None


def _end(tail: list[Node]) -> int:
    """Where the notes end: at a heading that is not below their own."""
    own = tail[0].tag if tail and isinstance(tail[0], Element) and tail[0].tag in HEADINGS else "h7"
    ends = (n for n, e in enumerate(tail) if n and isinstance(e, Element) and e.tag in HEADINGS and e.tag <= own)
    return next(ends, len(tail))


def _is_rule(node: Node) -> bool:
    return isinstance(node, Element) and node.tag == "hr"


def _section(tail: list[Node]) -> Section | None:
    first = tail[0] if tail else None
    if not isinstance(first, Element) or first.tag not in {"p", *HEADINGS}:
        return None
    length = _label_length(first)
    if not length:
        return None
    label, rest = _cut(first.children, length)
    content = (*((first.with_children(rest),) if rest else ()), *tail[1:])
    return (_bare(label), content) if content else None


def is_label(node: Element) -> bool:
    """Whether it is a paragraph that says `Nota del autor:` and nothing else."""
    return node.tag == "p" and _label_length(node) == len(text_of(node)) > 0


def _label_length(block: Element) -> int:
    """How many of its characters are the label; 0 when it has none."""
    found = LABEL.match(text_of(block))
    if found is not None:
        return found.end()
    # `**Nota del autor**` on a line of its own
    first, *rest = block.children or (Text(""),)
    alone = isinstance(first, Element) and first.tag in {"strong", "em", "b", "i"} and text_of(rest).startswith("\n")
    return len(text_of(first)) + 1 if alone and LABEL.fullmatch(text_of(first)) else 0


def _cut(children: Body, length: int) -> tuple[Body, Body]:
    """The nodes of the first `length` characters, and the others; a node that straddles the cut is split."""
    before: list[Node] = []
    after: list[Node] = []
    for node in children:
        size = len(text_of(node))
        if length >= size:
            before.append(node)
        elif length <= 0:
            after.append(node)
        elif isinstance(node, Text):
            before.append(replace(node, text=node.text[:length]))
            after.append(replace(node, text=node.text[length:]))
        elif isinstance(node, Element):
            left, right = _cut(node.children, length)
            before.append(node.with_children(left))
            after.append(node.with_children(right))
        length -= size
    return tuple(before), tuple(node for node in after if not (is_blank(node) and not after.index(node)))


def _bare(label: Body) -> Body:
    """The label's words without emphasis and colon: the heading says it by its look."""
    return (Text(text_of(label).strip().rstrip(":.").strip(), label[0].pos),)
