"""The words of a tree set as the book's language sets them: quotation marks, dashes, dots, spaces.

In: a `Body`. Out: the same tree with other characters in its texts, each change in the report.
The rules themselves are `typography`'s; here they meet the tree: a paragraph's texts are read as one run, so that a
quotation may begin outside an emphasis and end inside it; code, formulas and literal characters are passed over.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ..diagnostics import Report
from ..model import Typography
from ..nodes import VERBATIM, Body, Element, Node, Shortcode, Text, is_block, moved
from .typography import Edit, edits

URL = re.compile(r"\b(?:https?://|www\.)\S+|\b[\w.+-]+@[\w-]+\.[\w.-]+")
FOREIGN = frozenset({"lang", "xml:lang"})


@dataclass(slots=True)
class _Run:
    """The running text of one block."""

    text: list[str] = field(default_factory=list)
    length: int = 0
    protected: list[tuple[int, int]] = field(default_factory=list)

    def take(self, text: str, *, protect: bool) -> None:
        if protect and text:
            self.protected.append((self.length, self.length + len(text)))
        self.text.append(text)
        self.length += len(text)


def set_words(body: Body, language: str, options: Typography, report: Report) -> Body:
    """The tree with its typography in the language's form."""
    return tuple(_set_blocks(body, language, options, report))


def _set_blocks(nodes: Sequence[Node], language: str, options: Typography, report: Report) -> list[Node]:
    """Runs of inline nodes are set together; blocks each by themselves."""
    made: list[Node] = []
    run: list[Node] = []
    for node in nodes:
        if _parts(node):
            made += _set_run(run, language, options, report)
            run = []
            made.append(_set_inside(node, language, options, report))
        else:
            run.append(node)
    return made + _set_run(run, language, options, report)


def _parts(node: Node) -> bool:
    return is_block(node)


def _set_inside(node: Node, language: str, options: Typography, report: Report) -> Node:
    if isinstance(node, Text) or (isinstance(node, Element) and node.tag in VERBATIM):
        return node
    made = replace(node, children=tuple(_set_blocks(node.children, language, options, report)))
    if not isinstance(made, Shortcode):
        return made
    return replace(made, rich=tuple((name, set_words(body, language, options, report)) for name, body in made.rich))


def _with_insides(node: Node, language: str, options: Typography, report: Report) -> Node:
    """Running text whose shortcodes are set, each by itself."""
    if isinstance(node, Text) or (isinstance(node, Element) and node.tag in VERBATIM):
        return node
    if isinstance(node, Shortcode):
        return _set_inside(node, language, options, report)
    return replace(node, children=tuple(_with_insides(child, language, options, report) for child in node.children))


def _set_run(nodes: list[Node], language: str, options: Typography, report: Report) -> list[Node]:
    if not nodes:
        return []
    composed = [_composed(_with_insides(node, language, options, report), report) for node in nodes]
    run = _Run()
    for node in composed:
        _collect(node, run, protect=False)
    text = "".join(run.text)
    protected = sorted([*run.protected, *_urls(text)])
    made = edits(text, language, options, _merged(protected))
    if not made:
        return composed
    setter = _Setter(made, report)
    return [setter.set(node) for node in composed]


def _urls(text: str) -> list[tuple[int, int]]:
    return [found.span() for found in URL.finditer(text)]


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    made: list[tuple[int, int]] = []
    for start, end in spans:
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made


def _composed(node: Node, report: Report) -> Node:
    """NFC: one character for a letter and its accent, so that a search finds it (Unicode Standard Annex 15)."""
    if isinstance(node, Text):
        text = unicodedata.normalize("NFC", node.text)
        if text != node.text:
            report.change(node.pos, "nfc", node.text, text)
        return replace(node, text=text) if text != node.text else node
    if isinstance(node, Shortcode) or (isinstance(node, Element) and node.tag in VERBATIM):
        return node
    return replace(node, children=tuple(_composed(child, report) for child in node.children))


def _collect(node: Node, run: _Run, *, protect: bool) -> None:
    match node:
        case Text(text):
            run.take(text, protect=protect)
        case Element(tag="br"):
            run.take("\n", protect=True)
        case Element(tag="img"):
            run.take("\ufffc", protect=True)
        case Shortcode():
            run.take("\ufffc", protect=True)
        case Element():
            held = protect or _is_protected(node)
            for child in node.children:
                _collect(child, run, protect=held)


def _is_protected(node: Element) -> bool:
    other_tongue = any(name in FOREIGN for name, _ in node.attrs)
    return node.tag in VERBATIM or "literal" in node.classes or other_tongue


class _Setter:
    """Applies edits of the running text to the tree it was collected from."""

    def __init__(self, made: Sequence[Edit], report: Report) -> None:
        self.edits = made
        self.starts = [edit.start for edit in made]
        self.report = report
        self.cursor = 0

    def set(self, node: Node) -> Node:
        match node:
            case Text():
                return self._text(node)
            case Element(tag="br" | "img") | Shortcode():
                self.cursor += 1
                return node
        return node.with_children([self.set(child) for child in node.children])

    def _text(self, node: Text) -> Text:
        start, end = self.cursor, self.cursor + len(node.text)
        self.cursor = end
        backwards, cut = list[str](), len(node.text)
        place = bisect_right(self.starts, end - 1) - 1
        while place >= 0 and (self.edits[place].end > start or self.edits[place].start >= start):
            left, right, after = self._part(node, self.edits[place], start)
            backwards += node.text[right:cut], after
            cut = left
            place -= 1
        text = "".join(reversed([*backwards, node.text[:cut]]))
        return replace(node, text=text) if text != node.text else node

    def _part(self, node: Text, edit: Edit, start: int) -> tuple[int, int, str]:
        """What an edit does here; of one that spans two texts, each takes its own part, the first the replacement."""
        left, right = max(edit.start - start, 0), min(edit.end - start, len(node.text))
        after = edit.after if edit.start >= start else ""
        self.report.change(moved(node.pos, left), edit.rule, node.text[left:right], after)
        return left, right, after
