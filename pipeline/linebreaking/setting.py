"""The paragraphs of a chapter, set: their lines are chosen, fitted and cast before the page's engine sees them.

In: a chapter's tree as the paged editions serialise it, the design. Out: the same tree, in which marks stand for the
running text, and the slugs that they mean. What cannot be set is left to the engine, and said once for each reason.
Not set: headings, tables, code, contents, centred text, a paragraph of one line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from ..diagnostics import Code, Report
from ..nodes import NOWHERE, Body, Element, Node, Pos, elements, is_blank, rewrite, text_of, walk
from .cascade import Design, Style, Styles, styles
from .casting import MARKS, Slug, cast
from .fitting import Fitted, fitted, stretches
from .flow import BOX, BREAK, Flow, Unsettable, flow
from .measuring import width
from .optimum import HYPHEN, Rules, optimum
from .places import measured, places
from .stylesheet import sheet

JUSTIFIED, RAGGED = frozenset({"justify"}), frozenset({"left", "start"})
PASSED = frozenset("h1 h2 h3 h4 h5 h6 header nav table pre svg figure math hr".split())
"""What the engine sets, with all it holds."""

RAGGED_EDGE = 2.0
"""Of the size: a ragged line shorter by this has badness 100."""
LEAST_LAST = 2.2
"""Of the size: a paragraph's last line should be longer than the indent of the next."""
LARGE = 4
"""Characters of a large letter, with the signs before it."""
HINT = "nothing need be done: the page's engine breaks these lines, less evenly"


@dataclass(frozen=True, slots=True)
class Lines:
    """A body whose lines are set."""

    body: Body
    slugs: tuple[Slug, ...] = ()
    """What its marks stand for."""


def set_lines(body: Body, design: Design, language: str, report: Report, rules: Rules | None = None) -> Lines:
    """The body with its lines set; what is left to the engine goes to the report."""
    if MARKS.search(text_of(body)):
        _leave("characters for private use", body, report)
        return Lines(body)
    found = styles(body, design, sheet(design.css), language)
    if floating := [node for node in elements(body) if id(node) in found and _parts_lines(node, found[id(node)])]:
        _leave("something that floats", floating, report)
        return Lines(body)
    setting = _Setting(found, report, rules or Rules(), design.leading)
    return Lines(setting.body(body), tuple(setting.slugs))


def _parts_lines(node: Element, style: Style) -> bool:
    """Whether lines beside it are shorter than their block, how many only the page knows; a large letter is known."""
    return style.floats and not (style.height and 0 < len(text_of(node)) <= LARGE)


@dataclass(slots=True)
class _Setting:
    styles: Styles
    report: Report
    rules: Rules
    leading: float
    slugs: list[Slug] = field(default_factory=list)
    notes: dict[int, Element] = field(default_factory=dict)
    """Footnotes, set, by the identity of the one they stand for."""

    def body(self, nodes: Iterable[Node]) -> Body:
        return tuple(self._block(node) for node in nodes)

    def _block(self, node: Node) -> Node:
        if not isinstance(node, Element) or node.tag in PASSED:
            return node
        style = self.styles[id(node)]
        if style.display not in {"block", "list-item", "grid"}:
            return node
        made: list[Node] = []
        for inline, found in groupby(node.children, self._is_inline):
            run = tuple(found)
            made += self._run(run, style, node) if inline else map(self._block, run)
        if len(made) == len(node.children) and all(new is old for new, old in zip(made, node.children, strict=True)):
            return node
        whole = node.with_children(made)
        return whole.add_class("set") if style.first else whole

    def _is_inline(self, node: Node) -> bool:
        return not isinstance(node, Element) or self.styles[id(node)].display in {"inline", "inline-block", "replaced"}

    # a run of inline nodes

    def _run(self, nodes: Body, style: Style, block: Element, prefix: float = 0.0) -> Body:
        if all(is_blank(node) for node in nodes):
            return nodes
        self._set_notes(nodes)
        try:
            made = self._lines(nodes, style, prefix)
        except Unsettable as reason:
            if style.align in JUSTIFIED:
                _leave(str(reason), (block, *nodes), self.report)
            made = None
        return self._with_notes(made or nodes)

    def _lines(self, nodes: Body, style: Style, prefix: float) -> Body | None:
        """The lines, or None where the engine does as well: one line, or text that is not set to an edge."""
        if style.align not in JUSTIFIED | RAGGED or style.white_space != "normal":
            return None
        rough = len(text_of(nodes)) * style.letters.size
        if rough < 0.5 * (style.measure or 0.0):
            return None
        if style.measure is None:
            raise Unsettable("a column whose width the page decides")
        made = flow(nodes, style, self.styles)
        parts = list(self._parts(made, style, prefix))
        if len(parts) == made.text.count(BREAK) + 1:
            return None
        return cast(made, parts, style.first, self.slugs)

    def _parts(self, made: Flow, style: Style, prefix: float) -> Iterator[Fitted]:
        """The lines between hard breaks, of all of them."""
        assert style.measure is not None
        begun = 0
        while begun <= len(made.text):
            stop = made.text.find(BREAK, begun)
            stop = len(made.text) if stop < 0 else stop
            room = style.measure - (style.indent + prefix if not begun else 0.0)
            end = stop - 1 if made.text[begun:stop].endswith(" ") else stop
            yield from self._stretch(made, begun, end, style, room)
            begun = stop + 1

    def _measures(self, made: Flow, start: int, style: Style, room: float) -> tuple[float, ...]:
        """Of the first line, of those after it, and of all others."""
        assert style.measure is not None
        (width, height), most = made.beside, style.measure
        if not width or start:
            return room, most
        if BREAK in made.text:
            raise Unsettable("a large letter beside lines that the author broke")
        return room - width, *[most - width] * (round(height / self.leading) - 1), most

    def _stretch(self, made: Flow, start: int, end: int, style: Style, room: float) -> Iterator[Fitted]:
        _check_characters(made, start, end)
        first = style.first if not start else None
        measures = self._measures(made, start, style, room)
        if measured(made, start, end, first) <= measures[0]:
            yield Fitted(start, end)
            return
        rules = _rules(self.rules, style)
        laid = places(made, start, end, rules)
        other = places(made, start, end, rules, first).material if first else None
        chosen = optimum(laid.material, measures, rules, other)
        if not chosen:
            raise Unsettable("a word too long for its line")
        lines = list(stretches(made, laid, chosen, start))
        for number, line in enumerate(lines):
            wanted = measures[min(number, len(measures) - 1)]
            yield self._fitted(made, line, style, (number == 0, number == len(lines) - 1), wanted)

    def _fitted(self, made: Flow, line: Fitted, style: Style, edge: tuple[bool, bool], wanted: float) -> Fitted:
        """A line as it is drawn; a paragraph's last line keeps its natural white unless it is too long."""
        is_first, is_last = edge
        first = style.first if is_first and not line.start else None
        hang = 0.0 if is_first else _hang_left(made, line.start)
        line = replace(line, hang=hang)
        if style.align in RAGGED:
            return line
        beyond = _hang_right(made, line)
        if is_last and measured(made, line.start, line.end, first) <= wanted + hang + beyond:
            return replace(line, beyond=beyond)
        return fitted(made, line, wanted, beyond, self.rules, first)

    # footnotes

    def _set_notes(self, nodes: Body) -> None:
        for note in elements(nodes, "span"):
            if "footnote" in note.classes and id(note) not in self.notes:
                self.notes[id(note)] = note
                self.notes[id(note)] = note.with_children(self._note(note))

    def _note(self, note: Element) -> Iterator[Node]:
        """A note's first paragraph begins with its number; the others are blocks."""
        style = self.styles[id(note)]
        prefix = width(f"{note.get('data-number')}.\u2002", style.marker) if style.marker else 0.0
        whole = [child for child in note.children if not is_blank(child)]
        for place, child in enumerate(whole):
            if not isinstance(child, Element) or self.styles[id(child)].display == "block":
                yield self._block(child)
                continue
            ends = place + 1 == len(whole) or not self._is_inline(whole[place + 1])
            if place == 0 and "note-p" in child.classes and ends:
                inner = replace(self.styles[id(child)], display="block", indent=0.0)
                yield child.with_children(self._run(child.children, inner, child, prefix))
            else:
                yield child

    def _with_notes(self, nodes: Body) -> Body:
        if not self.notes:
            return nodes
        return rewrite(nodes, lambda node: self.notes.get(id(node), node))


def _leave(reason: str, nodes: Iterable[Node], report: Report) -> None:
    """Said of what an author wrote, and would look for."""
    pos = next((node.pos for node in walk(nodes) if node.pos != NOWHERE), NOWHERE)
    if pos != Pos("", 0, 0):
        message = f"lines that the page's engine breaks: the paragraph holds {reason}"
        report.gather(Code.PARAGRAPH_LEFT, reason, message, pos, HINT)


def _rules(rules: Rules, style: Style) -> Rules:
    size = style.letters.size
    if style.align in RAGGED:
        return replace(rules, ragged=RAGGED_EDGE * size, hyphen=500.0, widening=0.0, least_last=0.0)
    return replace(rules, least_last=LEAST_LAST * size)


def _check_characters(made: Flow, start: int, end: int) -> None:
    for piece in made.pieces_in(start, end):
        words = made.text[piece.start : piece.end].split(" ") if piece.box is None else []
        if any(piece.setter.shape(word).missing for word in words):
            raise Unsettable("characters that no face has")


def _hang_right(made: Flow, line: Fitted) -> float:
    """What stands behind the last letter, were it spaced, hangs out too."""
    character, used = "-" if line.ending == HYPHEN else made.text[line.end - 1], made.piece_at(line.end - 1).setter
    return used.right.get(character, 0.0) + (used.letters.spacing if character != BOX else 0.0)


def _hang_left(made: Flow, place: int) -> float:
    return made.piece_at(place).setter.left.get(made.text[place], 0.0)

