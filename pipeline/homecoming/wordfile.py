"""A DOCX as an editor sent it: its paragraphs, what was tracked in them, and what was said.

In: a DOCX's bytes. Out: `WordFile`. Raises BookError for what is no DOCX. ECMA-376, part 1: 17.13 (annotations and
revisions).
Not its business: what the changes mean for the manuscript.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from .remarks import named, plain
from .wordparts import Xml, word_parts

COPY = re.compile(r"_Copy_\d+$")
"""What LibreOffice adds to the names of bookmarks in foot notes."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
INSERTED = frozenset({f"{W}ins", f"{W}moveTo"})
DELETED = frozenset({f"{W}del", f"{W}moveFrom"})
THROUGH = frozenset(
    f"{W}{name}"
    for name in "hyperlink smartTag sdt sdtContent fldSimple bdo dir customXml ins moveTo del moveFrom".split()
)
PICTURES = frozenset(f"{W}{name}" for name in "drawing pict object".split())
FORM = frozenset(f"{W}{name}" for name in "rPrChange pPrChange sectPrChange tblPrChange trPrChange tcPrChange".split())
OF_TABLES = frozenset(f"{W}{name}" for name in "cellIns cellDel cellMerge".split())
SIGNS: Mapping[str, str] = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "\u2011",
                            f"{W}softHyphen": "\u00ad"}  # fmt: skip
HOLDERS: Mapping[str, str] = {f"{W}tc": "table", f"{W}footnote": "note", f"{W}endnote": "note"}
SILENT = frozenset(
    f"{W}{name}"
    for name in "rPr t delText instrText delInstrText fldChar footnoteRef endnoteRef annotationRef separator "
    "continuationSeparator lastRenderedPageBreak".split()
)
"""What a run may hold that says nothing, or has been read."""
CALL = "footnote"
"""What the style of a note's call is named after, whichever program saved the file."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one state."""

    text: str
    state: str = ""
    """`ins`, `del`, or neither."""
    who: str = ""
    moved: bool = False
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Border:
    """Where a comment's words begin or end."""

    ident: str
    begins: bool


@dataclass(frozen=True, slots=True)
class Odd:
    """Something that is no words."""

    who: str
    what: str
    why: str


Item: TypeAlias = Piece | Border | Odd


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """A paragraph."""

    items: tuple[Item, ...]
    anchors: tuple[str, ...]
    """The names of the bookmarks in it."""
    end: str = ""
    """Whether its end was inserted or deleted: `ins`, `del`, or neither."""
    who: str = ""
    holder: str = ""
    """`note` or `table`; empty: the running text."""


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody said."""

    who: str
    said: str
    parent: str = ""
    """The comment that it answers; empty: none."""


@dataclass(frozen=True, slots=True)
class WordFile:
    """The file."""

    paragraphs: tuple[WordParagraph, ...]
    """Those of the text, then those of its notes."""
    comments: Mapping[str, Comment]


def word_file(data: bytes, name: str) -> WordFile:
    """The DOCX in these bytes."""
    parts = word_parts(data, name)
    reading = _Reading()
    reading.body(parts["word/document.xml"])
    for path in ("word/footnotes.xml", "word/endnotes.xml"):
        if path in parts:
            reading.body(parts[path])
    return WordFile(tuple(reading.paragraphs), _comments(parts))


# comments


def _comments(parts: Mapping[str, Xml]) -> dict[str, Comment]:
    if "word/comments.xml" not in parts:
        return {}
    found = list(parts["word/comments.xml"].iter(f"{W}comment"))
    ends = {p.get(f"{W14}paraId"): _ident(comment) for comment in found for p in comment.iter(f"{W}p")}
    extended = parts.get("word/commentsExtended.xml")
    parents = {
        ends.get(one.get(f"{W15}paraId")): ends.get(one.get(f"{W15}paraIdParent"), "")
        for one in (extended.iter(f"{W15}commentEx") if extended is not None else ())
        if one.get(f"{W15}paraIdParent")
    }
    return {
        _ident(one): Comment(named(one.get(f"{W}author", "")), _words(one), parents.get(_ident(one), ""))
        for one in found
    }  # fmt: skip


def _ident(comment: Xml) -> str:
    return comment.get(f"{W}id", "")


def _words(element: Xml) -> str:
    return plain(" ".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in element.iter(f"{W}p")))


# paragraphs


@dataclass(frozen=True, slots=True)
class _State:
    kind: str = ""
    who: str = ""
    moved: bool = False


@dataclass(slots=True)
class _Reading:
    """One walk through a part."""

    paragraphs: list[WordParagraph] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    """Bookmarks that begin between paragraphs."""
    odd: list[Odd] = field(default_factory=list)
    """What was done to a table, until a paragraph takes it along."""
    holder: str = ""

    def body(self, element: Xml) -> None:
        """The paragraphs of a body, a table, a cell, a note."""
        for child in element:
            if child.tag == f"{W}p":
                self.paragraph(child)
            elif child.tag == f"{W}bookmarkStart":
                self.waiting.append(child.get(f"{W}name", ""))
            elif child.tag in (f"{W}trPr", f"{W}tcPr", f"{W}tblPr", f"{W}sectPr"):
                self.odd += _of_table(child)
            elif child.tag != f"{W}tblGrid":
                outside, self.holder = self.holder, HOLDERS.get(child.tag, self.holder)
                self.body(child)
                self.holder = outside

    def paragraph(self, element: Xml) -> None:
        items: list[Item] = [*self.odd]
        anchors, self.waiting, self.odd = self.waiting, [], []
        end = _State()
        for child in element:
            if child.tag == f"{W}pPr":
                items += (Odd(_who(one), "the form of a paragraph", "a change of form is no mark") for one in child
                          if one.tag in FORM)  # fmt: skip
                ends = (_state(one, end) for one in child.findall(f"{W}rPr/*") if one.tag in INSERTED | DELETED)
                end = next(ends, end)
            else:
                items += self.inline(child, _State(), anchors)
        self.paragraphs.append(WordParagraph(tuple(items), tuple(anchors), end.kind, end.who, self.holder))

    def inline(self, element: Xml, state: _State, anchors: list[str]) -> Iterator[Item]:
        """What stands in a line."""
        tag = element.tag
        if tag == f"{W}r":
            yield from self.run(element, state)
        elif tag in THROUGH:
            inner = _state(element, state) if tag in INSERTED | DELETED else state
            if state.kind and inner.kind != state.kind:
                yield Odd(inner.who, plain(_text(element)), "it was inserted, and deleted again")
                return
            for child in element:
                yield from self.inline(child, inner, anchors)
        elif tag == f"{W}bookmarkStart":
            anchors.append(COPY.sub("", element.get(f"{W}name", "")))
        elif tag in (f"{W}commentRangeStart", f"{W}commentRangeEnd"):
            yield Border(element.get(f"{W}id", ""), tag.endswith("Start"))
        elif words := plain(_text(element)):
            yield Odd(state.who, words, f"it is no running text ({tag.rpartition('}')[2]})")

    def run(self, element: Xml, state: _State) -> Iterator[Item]:
        form = element.find(f"{W}rPr")
        style = form.find(f"{W}rStyle") if form is not None else None
        changed = form.find(f"{W}rPrChange") if form is not None else None
        if changed is not None and (words := plain(_text(element))):
            yield Odd(_who(changed), f"the form of '{words}'", "a change of form is no mark")
        if style is not None and CALL in (style.get(f"{W}val") or "").lower():
            yield from self.call(element, state)
            return
        bold, italic = _is_on(form, "b"), _is_on(form, "i")
        for child in element:
            text = SIGNS.get(child.tag, (child.text or "") if child.tag in (f"{W}t", f"{W}delText") else "")
            if text:
                yield Piece(text, state.kind, state.who, state.moved, bold, italic)
            elif child.tag in PICTURES and (state.kind or _text(child)):
                done = {"ins": "inserted", "del": "deleted"}.get(state.kind, "with words in it")
                yield Odd(state.who, plain(f"a picture {done} {_text(child)}"), "a picture is no words")
            elif child.tag == f"{W}commentReference":
                yield Border(child.get(f"{W}id", ""), False)
            elif child.tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                yield from self.call(element, state)
            elif child.tag not in SILENT | PICTURES and (_text(child) or child.tag == f"{W}sym"):
                name = child.tag.rpartition("}")[2]
                yield Odd(state.who, plain(_text(child)) or "a sign of its own face", f"it is no running text ({name})")

    def call(self, element: Xml, state: _State) -> Iterator[Item]:
        """A note's call: what is said in the note stands there."""
        if state.kind:
            done = "inserted" if state.kind == "ins" else "deleted"
            yield Odd(state.who, f"the call of a note, {done}", "a note is more than a mark")


def _state(element: Xml, above: _State) -> _State:
    kind = "ins" if element.tag in INSERTED else "del"
    return _State(kind, _who(element), above.moved or element.tag.rpartition("}")[2].startswith("move"))


def _who(element: Xml) -> str:
    return named(element.get(f"{W}author", ""))


def _text(element: Xml) -> str:
    names = {f"{W}t", f"{W}delText"}
    return "".join(one.text or "" for one in element.iter() if one.tag in names or one.tag.endswith("/math}t"))


def _is_on(form: Xml | None, name: str) -> bool:
    found = form.find(f"{W}{name}") if form is not None else None
    return found is not None and found.get(f"{W}val", "true") not in ("0", "false", "off", "none")


def _of_table(properties: Xml) -> Iterator[Odd]:
    for one in properties:
        if one.tag in FORM:
            yield Odd(_who(one), "the form of a table or a section", "a change of form is no mark")
        elif one.tag in OF_TABLES or one.tag in INSERTED | DELETED:
            done = "deleted" if one.tag.endswith(("del", "Del")) else "inserted or joined"
            yield Odd(_who(one), f"a row or a cell, {done}", "a change of a table's rows and cells is no mark")
