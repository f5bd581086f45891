"""The signs of an editor's marks, met in the tree, become the elements they ask for.

In: a body with a stroke (`span.stroke`) where each sign stood, and the marks of the text. Out: the same body with
`ins`, `del`, `mark` and queries, cut where a mark begins or ends inside an element, so that the tree stays a tree. A
mark whose signs are not all in the text stands as it was typed, and is said; one that stands where no element can (a
link's address, a text alternative, an argument) is shown at the chapter's head.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ...diagnostics import Code, Report
from ...marks import ASKED, DELETED, HIGHLIGHTED, INSERTED, Kind, everywhere
from ...nodes import Attrs, Body, Element, Node, Pos, Shortcode, Text, is_blank, is_block
from ..marks import Mark, Role, Stroke
from .places import Lines

STROKE = "stroke"
DEEPEST = 8
"""Marks in one another; one that lies deeper is shown by its place alone, as no page could show more."""
OPAQUE = frozenset({"pre", "hr", "svg", "math"})
"""Blocks that are marked as a whole."""
SHAPES: Mapping[tuple[Kind, bool], tuple[str, str]] = {
    (Kind.INSERTION, False): ("ins", INSERTED),
    (Kind.DELETION, False): ("del", DELETED),
    (Kind.HIGHLIGHT, False): ("mark", HIGHLIGHTED),
    (Kind.SUBSTITUTION, False): ("del", DELETED),
    (Kind.SUBSTITUTION, True): ("ins", INSERTED),
}
"""By kind, and whether its turn is past: the tag and class of what is marked."""


def stroke_element(stroke: Stroke, pos: Pos, block: bool) -> Element:
    """What stands for a stroke until the tree is whole; a comment alone on its line is a block."""
    return Element("aside" if block else "span", (("class", STROKE), ("data-start", str(stroke.start))), (), pos)


def is_stroke(node: Node) -> bool:
    """Whether it stands for a stroke."""
    return isinstance(node, Element) and node.attrs[:1] == (("class", STROKE),)


def with_marks(body: Body, strokes: Sequence[Stroke], marks: Sequence[Mark], coded: frozenset[int], lines: Lines,
               report: Report) -> Body:  # fmt: skip
    """The body with its marks; `coded` are the starts of strokes that stand in code."""
    if not strokes:
        return body
    met = {_start(node) for node in everywhere(body) if is_stroke(node)}
    whole = {mark.number: mark for mark in marks if all(stroke.start in met for stroke in mark.strokes)}
    made = tuple(_Marking({stroke.start: stroke for stroke in strokes}, whole, report).blocks(body))
    lost = [mark for mark in marks if _is_lost(mark, met, coded)]
    return (*(_misplaced(mark, lines) for mark in lost), *made)


def _is_lost(mark: Mark, met: set[int], coded: frozenset[int]) -> bool:
    return not any(stroke.start in met or stroke.start in coded for stroke in mark.strokes)


def _start(node: Node) -> int:
    assert isinstance(node, Element)
    return int(node.get("data-start"))


def _misplaced(mark: Mark, lines: Lines) -> Element:
    start, end = mark.span
    note = mark.note
    said = lines.text[start:end] if note is None or mark.kind is not Kind.QUERY else note.said
    attrs = _attrs(mark, f"{ASKED} misplaced", note)
    return Element("aside", (*attrs, ("data-query", said)), (), lines.at(start))


def _attrs(mark: Mark, name: str, note: Stroke | None = None) -> Attrs:
    who: Attrs = (("data-who", note.who),) if note and note.who else ()
    return (("class", name), ("data-mark", str(mark.number)), ("data-kind", str(mark.kind)), *who)


@dataclass(slots=True)
class _Marking:
    """One walk through a chapter, in the order of its text."""

    strokes: Mapping[int, Stroke]
    marks: Mapping[int, Mark]
    """Those that are whole, by number."""
    report: Report
    open: dict[int, bool] = field(default_factory=dict)
    """The marks that are open, by number, and whether their turn is past."""
    begun: dict[int, Pos] = field(default_factory=dict)
    """Of marks that have no element yet (of this side): where they begin."""

    def blocks(self, nodes: Iterable[Node]) -> list[Node]:
        """The nodes with the marks that are open around what they hold."""
        made: list[Node] = []
        run: list[Node] = []
        for node in nodes:
            if self._is_plain(node):
                run.append(node)
                continue
            made += self._wrapped(run)
            run = []
            made += self._taken(node)
        return made + self._wrapped(run)

    def _is_plain(self, node: Node) -> bool:
        """Whether it is running text without a stroke."""
        if isinstance(node, Text):
            return True
        if is_block(node) or is_stroke(node):
            return False
        if isinstance(node, Shortcode) and (node.rich or node.children):
            return False
        return not any(is_stroke(inside) or is_block(inside) for inside in everywhere(node.children))

    def _taken(self, node: Node) -> list[Node]:
        assert not isinstance(node, Text)
        if is_stroke(node):
            return self._stroke(node)
        opaque = isinstance(node, Shortcode) and node.block and not node.children and not node.rich
        if opaque or (isinstance(node, Element) and node.tag in OPAQUE):
            return self._wrapped([node])
        if isinstance(node, Shortcode):
            rich = tuple((name, tuple(self.blocks(said))) for name, said in node.rich)
            return [replace(node, rich=rich, children=tuple(self.blocks(node.children)))]
        return self._settled(node, tuple(self.blocks(node.children)))

    def _settled(self, node: Element, children: Body) -> list[Node]:
        """A paragraph that held nothing but strokes is gone; one that holds nothing but queries is these."""
        left = [child for child in children if not is_blank(child)]
        if node.tag != "p" or not any(is_stroke(child) for child in node.children):
            return [node.with_children(children)]
        if all(isinstance(child, Element) and ASKED in child.classes for child in left):
            return [replace(child, tag="aside") for child in left if isinstance(child, Element)]
        return [node.with_children(children)]

    # strokes

    def _stroke(self, node: Node) -> list[Node]:
        assert isinstance(node, Element)
        stroke = self.strokes[_start(node)]
        mark = self.marks.get(stroke.number)
        if mark is None:
            return [*self._as_typed(stroke, node.pos)]
        match stroke.role:
            case Role.BEGIN if len(self.open) >= DEEPEST:
                return [self._shape(mark.number, (), node.pos, False)]
            case Role.BEGIN:
                self.open[mark.number], self.begun[mark.number] = False, node.pos
            case Role.TURN if mark.number in self.open:
                made = self._empty(mark)
                self.open[mark.number], self.begun[mark.number] = True, node.pos
                return made
            case Role.END:
                made = self._empty(mark)
                self.open.pop(mark.number, None)
                return made
            case Role.NOTE:
                said = (("data-query", stroke.said),)
                return [Element(node.tag, (*_attrs(mark, ASKED, stroke), *said), (), node.pos)]
        return []

    def _as_typed(self, stroke: Stroke, pos: Pos) -> list[Node]:
        if stroke.role in (Role.BEGIN, Role.LOOSE):
            message = f"'{stroke.text}' opens a mark that nothing closes here; it stands as text"
            hint = f"close it, or write \\{stroke.text} to show the sign itself"
            self.report.add(Code.MARK_UNCLOSED, message, pos, hint)
        return self._wrapped([Text(stroke.text, pos)])

    def _empty(self, mark: Mark) -> list[Node]:
        """An element for a mark around nothing, which would else be forgotten."""
        pos = self.begun.pop(mark.number, None)
        return [self._shape(mark.number, (), pos, self.open[mark.number])] if pos is not None else []

    def _wrapped(self, run: list[Node]) -> list[Node]:
        if not self.open or all(isinstance(node, Text) and not node.text.strip("\n") for node in run):
            return run
        inside: Body = tuple(run)
        for number in reversed(self.open):
            inside = (self._shape(number, inside, self.begun.pop(number, run[0].pos), self.open[number]),)
        return list(inside)

    def _shape(self, number: int, children: Body, pos: Pos, turned: bool) -> Element:
        mark = self.marks[number]
        tag, name = SHAPES[mark.kind, turned]
        return Element(tag, _attrs(mark, name, mark.note), children, pos)
