"""Markdown's tokens become the tree, each node with its place.

In: markdown-it's tokens and the `Prepared` text they came from. Out: a `Body`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from operator import itemgetter

from markdown_it.common.utils import unescapeAll
from markdown_it.token import Token

from ...classes import without_ours
from ...diagnostics import Code, Report
from ...nodes import NOWHERE, Arg, Attrs, Body, Element, Node, Pieces, Pos, Shortcode, Text
from .builder import Builder
from .formulas import FENCES
from .parser import REFUSED
from .places import Prepared
from .rawhtml import RawHtml

MARK = re.compile("([\U00100000-\U0010fffd])")
INDENT = re.compile(" *")

SWALLOWED = frozenset("text text_special softbreak hardbreak code_inline image footnote_ref".split())
"""What a refused element of raw HTML takes with it when it stands in a line."""

Expand = Callable[[str, bool], str | Shortcode | Element]
"""A mark and whether it stands alone on its lines -> what it stands for."""


class Lowering:
    """One run over one token stream."""

    def __init__(self, prepared: Prepared, expand: Expand, report: Report, depth: int = 0) -> None:
        self.prepared = prepared
        self.expand = expand
        self.report = report
        self.build = Builder(report, depth)
        self.html = RawHtml(self.build, report, self._split, self._nodes)
        self._text = prepared.text
        self._starts = [0, *(found.end() for found in re.finditer("\n", self._text))]
        self._bases: list[tuple[int, int]] = []
        """Of the inline token at hand: where each of its lines begins, in it and in the prepared text."""
        self._cuts: list[int] = []
        """Of the inline token at hand: where a text must be cut, as the next character stands elsewhere."""
        self._cells: dict[int, int] = {}
        """By line: how far its table cells have been found."""

    def run(self, tokens: Sequence[Token]) -> Body:
        """The tree of these tokens."""
        for token in tokens:
            self._block(token)
        return self.build.body()

    # blocks

    def _block(self, token: Token) -> None:
        pos = self._line_pos(token)
        self._say_refused(token, pos)
        match token.type:
            case "inline":
                self._inlines(token)
            case "fence" | "code_block":
                self.build.add(self._code_block(token, pos))
            case "formula":
                self.build.add(self._formula(token, pos))
            case "html_block":
                self._bases = self._line_ends(token)
                self.html.read(token.content, self._at)
                self.html.swallow_no_more()
            case "hr":
                self.build.add(Element("hr", (), (), pos))
            case "shortcode":
                self.build.add(_node(self.expand(token.content, True), pos))
            case "footnote_reference_open":
                self.build.open("aside", (("class", "note"), ("data-label", _label(token))), pos)
            case _ if token.nesting == 1:
                self.build.open(token.tag, _attrs(token), pos, hidden=token.hidden)
            case _ if token.nesting == -1:
                self.build.close()

    def _formula(self, token: Token, pos: Pos) -> Shortcode:
        """`$$x$$` is what the shortcode katex makes of x."""
        inside = Pos(pos.path, pos.line, pos.column + len(token.markup))
        display: tuple[Arg, ...] = (Arg(True, "display", pos),) if token.meta["display"] else ()
        return Shortcode(
            "katex", display, (), self._verbatim(token), False, token.markup, token.block, pos, inside
        )  # fmt: skip

    def _verbatim(self, token: Token) -> str:
        return "".join(self._written(piece) for piece in MARK.split(token.content))

    def _code_block(self, token: Token, pos: Pos) -> Element | Shortcode:
        text = self._verbatim(token)
        inside = Pos(pos.path, pos.line + 1, 1) if token.type == "fence" and text else pos
        language, _, braces = token.info.strip().partition("{")
        words = [unescapeAll(word) for word in language.split()]
        if token.type == "fence" and words and words[0].lower() in FENCES:
            display = (Arg(True, "display", pos),) if words[0].lower() == "katex" else ()
            return Shortcode(words[0].lower(), display, (), text, False, token.markup, True, pos, inside)
        attrs: Attrs = (("class", f"language-{words[0]}"),) if words else ()
        info: Attrs = (("data-info", "{" + braces),) if braces else ()
        return Element("pre", info, (Element("code", attrs, (Text(text, inside),), pos),), pos)

    def _line_pos(self, token: Token) -> Pos:
        if not token.map:
            return NOWHERE
        start = self._starts[token.map[0]]
        indent = INDENT.match(self._text, start) if token.nesting == 1 else None
        return self.prepared.at(indent.end() if indent else start)

    # inlines

    def _inlines(self, token: Token) -> None:
        self._cuts = []
        self._bases = self._line_bases(token)
        children = token.children or []
        closed = _last_closed(children)
        for place, child in enumerate(children):
            if self.html.swallowing and child.type in SWALLOWED:
                continue
            self._inline(child)
            if self.html.swallowing and closed.get(self.html.swallowing, -1) <= place:
                self.html.swallow_no_more()

    def _line_bases(self, token: Token) -> list[tuple[int, int]]:
        """A content line is what is left of a source line when indents and markers are off; find it there again."""
        first = token.map[0] if token.map else 0
        bases, offset = [], 0
        for number, line in enumerate(token.content.split("\n"), first):
            start, end = self._bounds(number)
            after = self._cells.get(number, start)
            found = self._text.find(line, after, end)
            bases.append((offset, found if found >= 0 else start))
            self._cells[number] = found + len(line) if found >= 0 else after
            if found < 0 and "|" in line:
                bases += self._escaped_bars(line, number, bases.pop())
            offset += len(line) + 1
        return bases

    def _escaped_bars(self, cell: str, number: int, base: tuple[int, int]) -> list[tuple[int, int]]:
        """In a table's cell an escaped bar has become a bare one: from each bar on, places are one further."""
        offset, start = base
        written = cell.replace("|", "\\|")
        found = self._text.find(written, self._cells[number], self._bounds(number)[1])
        if found < 0:
            return [(offset, start)]
        self._cells[number] = found + len(written)
        bars = [bar.start() for bar in re.finditer(r"\|", cell)]
        self._cuts = [offset + bar for bar in bars]
        return [(offset, found), *((offset + bar, found + bar + count) for count, bar in enumerate(bars, 1))]

    def _line_ends(self, token: Token) -> list[tuple[int, int]]:
        """The same for a block of HTML, whose lines are the ends of source lines."""
        bases, offset = [], 0
        for number, line in enumerate(token.content.split("\n"), token.map[0] if token.map else 0):
            start, end = self._bounds(number)
            ended = self._text[end - 1 : end] == "\n"
            bases.append((offset, max(start, end - ended - len(line))))
            offset += len(line) + 1
        return bases

    def _bounds(self, number: int) -> tuple[int, int]:
        if number >= len(self._starts):
            return len(self._text), len(self._text)
        end = self._starts[number + 1] if number + 1 < len(self._starts) else len(self._text)
        return self._starts[number], end

    def _at(self, offset: int) -> Pos:
        place = bisect_right(self._bases, offset, key=itemgetter(0))
        begin, base = self._bases[place - 1] if place else (0, 0)
        return self.prepared.at(base + offset - begin)

    def _inline(self, token: Token) -> None:
        pos = self._at(token.meta.get("at", 0))
        self._say_refused(token, pos)
        match token.type:
            case "text" | "text_special":
                self._text_run(token, pos)
            case "softbreak":
                self.build.add(Text("\n", pos))
            case "hardbreak":
                self.build.add(Element("br", (), (), pos))
            case "code_inline":
                text = "".join(self._written(piece) for piece in MARK.split(token.content))
                self.build.add(Element("code", _attrs(token), (Text(text, pos),), pos))
            case "image":
                self._open_or_add("img", self._image_attrs(token), pos, closed=True)
            case "html_inline" if not token.content.startswith(("<!", "<?")):  # a comment and its kind show nothing
                self.html.read(token.content, lambda offset: self._at(token.meta.get("at", 0) + offset))
            case "formula":
                self.build.add(self._formula(token, pos))
            case "footnote_ref":
                self.build.add(Element("a", (("class", "note-call"), ("data-label", _label(token))), (), pos))
            case "link_open":
                self._open_or_add("a", _attrs(token), pos, closed=False)
            case _ if token.nesting == 1:
                self.build.open(token.tag, _attrs(token), pos)
            case _ if token.nesting == -1:
                self._close(token.type)

    def _say_refused(self, token: Token, pos: Pos) -> None:
        """Attributes in braces that no book may hold, and the parser has left out."""
        for name in token.meta.get(REFUSED, ()):
            self.html.refuse_attribute(token.tag, name, pos)

    def _close(self, kind: str) -> None:
        if kind == "link_close":
            self.build.close(self._with_templates)
        else:
            self.build.close()

    def _open_or_add(self, tag: str, attrs: Attrs, pos: Pos, *, closed: bool) -> None:
        if closed:
            self.build.add(self._with_templates(Element(tag, attrs, (), pos)))
        else:
            self.build.open(tag, attrs, pos)

    def _with_templates(self, element: Element) -> Element:
        """Attribute values that hold marks become templates."""
        kept: list[tuple[str, str]] = []
        templated: list[tuple[str, Pieces]] = []
        for name, value in element.attrs:
            pieces = self._split(value, element.pos)
            if any(isinstance(piece, Shortcode) for piece in pieces):
                templated.append((name, pieces))
            else:
                kept.append((name, "".join(str(piece) for piece in pieces)))
        return Element(element.tag, tuple(kept), element.children, element.pos, tuple(templated))

    def _image_attrs(self, token: Token) -> Attrs:
        alt = "".join(child.content if child.type != "softbreak" else " " for child in token.children or [])
        return tuple((name, alt if name == "alt" else value) for name, value in _attrs(token))

    def _text_run(self, token: Token, pos: Pos) -> None:
        if token.type == "text_special":
            # typed with a backslash or as an entity: exactly this character is meant
            self.build.add(Element("span", (("class", "literal"),), (Text(token.content, pos),), pos))
            return
        place = token.meta.get("at", 0)
        for piece in MARK.split(token.content):
            cuts = [cut for cut in self._cuts if place < cut < place + len(piece)]
            for begin, end in pairwise((place, *cuts, place + len(piece))):
                for node in self._nodes(piece[begin - place : end - place], self._at(begin)):
                    self.build.add(node)
            place += len(piece)

    def _nodes(self, piece: str, pos: Pos) -> Body:
        """A text, or what a mark stands for."""
        if MARK.fullmatch(piece):
            return (_node(self.expand(piece, False), pos),)
        return (Text(piece, pos),) if piece else ()

    def _split(self, value: str, pos: Pos) -> Pieces:
        """An attribute's value: strings and shortcodes."""
        made: list[str | Shortcode] = []
        for piece in MARK.split(value):
            if MARK.fullmatch(piece):
                found = self.expand(piece, False)
                made.append(found if isinstance(found, str | Shortcode) else self._written(piece))
            elif piece:
                made.append(piece)
        return tuple(made)

    def _written(self, piece: str) -> str:
        """A mark inside code, as text."""
        if not MARK.fullmatch(piece):
            return piece
        item = self.prepared.item(piece)
        if isinstance(item, str):
            return item
        text = getattr(item, "text", None)
        if text is not None:
            return str(text)
        source = self.prepared.lines.text[item.start : item.end]
        pos = self.prepared.lines.at(item.start)
        hint = "to show it on purpose write {{</* name */>}}"
        self.report.add(Code.SHORTCODE_IN_CODE, "a shortcode inside code is shown as it is written", pos, hint)
        return source


def _last_closed(tokens: Sequence[Token]) -> Mapping[str, int]:
    """By tag of raw HTML: where its last closing tag stands."""
    closing = ((place, token.content) for place, token in enumerate(tokens) if token.type == "html_inline")
    return {html[2:-1].strip().lower(): place for place, html in closing if html.startswith("</")}


def _node(made: str | Node, pos: Pos) -> Node:
    return Text(made, pos) if isinstance(made, str) else made


def _label(token: Token) -> str:
    """A note's name; two ways to type one accent are one name."""
    return unicodedata.normalize("NFC", token.meta["label"])


def _attrs(token: Token) -> Attrs:
    made: list[tuple[str, str]] = []
    for name, value in token.attrs.items():
        if name == "style":  # GFM's column alignment; the book's style sheet knows the class
            made.append(("class", "align-" + str(value).rpartition(":")[2].strip()))
        else:
            made.append((name, without_ours(str(value)) if name == "class" else str(value)))
    return tuple(made)
