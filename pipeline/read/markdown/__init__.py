"""Markdown in, a tree with unresolved shortcodes out. The only room that knows markdown-it.

In: a chapter's file and where its text begins. Out: a `Body` whose nodes know their places.
Not its business: front matter, and what a shortcode means.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from heapq import merge

from ...catalogue import Grammar
from ...diagnostics import BookError, Code, Report
from ...limits import MIB, amount
from ...nodes import Arg, Body, Element, Shortcode, Text, rewrite
from ...weight import weight
from ..marks import Stroke, between, find_marks, strokes_of
from ..shortcode_syntax import Escaped, Item, Tag, scan
from .builder import Builder
from .dialect import with_dialect
from .formulas import THEME, asks_for_math, holds_formulas, stands_alone
from .lower import MARK, Lowering
from .parser import parser
from .places import FIRST_MARK, Lines, Placed, Prepared, prefix_before, prepare, spans
from .strokes import stroke_element, with_marks
from .templates import filled, inner_count, slot, unwrapped, with_inner

__all__ = ["asks_for_math", "read_markdown"]

MOST = 1024 * MIB
"""Characters; where nobody gives a limit."""


def read_markdown(
    path: str, text: str, start: int, shortcodes: Mapping[str, Grammar], report: Report,
    templates: Mapping[str, str] | None = None, math: str = "", most: int = MOST,
) -> Body:  # fmt: skip
    """The tree of the file's text from `start` on.

    `templates` are those of the site's own shortcodes, by name; `math` says that `$$` begins a formula even where the
    chapter has no katex; `most` is how many characters the templates may make of the chapter (BookError, LM008).
    Findings about shortcodes, raw HTML and nesting go to
    `report`; every word of the text is in the tree.
    """
    lines = Lines.of(path, text)
    items = scan(text, lines.at, shortcodes, report, start)
    notation = math or (THEME if holds_formulas(text[start:], items) else "")
    reading = _Reading(lines, shortcodes, report, templates or {}, notation, most)
    body = reading.body(start, len(text), items, "", {})
    return with_dialect(with_marks(body, reading.strokes, find_marks(text), reading.coded, lines, report))


class _Reading:
    def __init__(
        self, lines: Lines, shortcodes: Mapping[str, Grammar], report: Report, templates: Mapping[str, str], math: str,
        most: int,
    ) -> None:  # fmt: skip
        self.lines = lines
        self.templates = templates
        self.math = math
        self.shortcodes = shortcodes
        self.report = report
        self.most = most
        self.made = 0
        """Characters that templates have made so far."""
        self.strokes = strokes_of(lines.text)
        self._placed: set[int] = set()
        """The starts of strokes that Markdown has seen."""
        self._met: set[int] = set()
        """Of these, those that stood in text."""

    @property
    def coded(self) -> frozenset[int]:
        """The starts of strokes that stand in code."""
        return frozenset(self._placed - self._met)

    def _with_strokes(self, start: int, end: int, items: Sequence[Item]) -> tuple[Placed, ...]:
        """The shortcodes of a stretch, and the strokes between them."""
        if not self.strokes:
            return tuple(items)
        escaped = [item for item in items if isinstance(item, Escaped)]
        self._placed |= {stroke.start for item in escaped for stroke in self._inside(item.start, item.end)}
        bounds = [start, *(place for item in items for place in (item.start, item.end)), end]
        found = [s for a, b in zip(bounds[::2], bounds[1::2], strict=True) for s in self._inside(a, b)]
        self._placed |= {stroke.start for stroke in found}
        return tuple(merge(items, found, key=lambda item: item.start))

    def _inside(self, start: int, end: int) -> tuple[Stroke, ...]:
        return between(self.strokes, start, end)

    def body(
        self, start: int, end: int, items: Sequence[Item], prefix: str, references: dict[str, object], depth: int = 0
    ) -> Body:
        """A stretch of the text, which stands inside so many elements and shortcodes."""
        prepared = prepare(self.lines, start, end, self._with_strokes(start, end, items), prefix)
        env = {"references": references, "is_block": lambda mark: self._is_block(prepared.item(mark))}
        env["strokes"] = prepared.strokes
        tokens = parser(self.math).parse(prepared.text, env)

        def expand(mark: str, block: bool) -> str | Shortcode | Element:
            return self._expand(prepared.item(mark), block, references, lowering.build)

        lowering = Lowering(prepared, expand, self.report, depth)
        return lowering.run(tokens)

    def _is_block(self, item: Placed | str) -> bool:
        if isinstance(item, Stroke):
            return item.is_comment  # as the comment itself would be
        return isinstance(item, Tag) and (self.shortcodes[item.name].block or stands_alone(item))

    def _expand(
        self, item: Placed | str, block: bool, references: dict[str, object], build: Builder
    ) -> str | Shortcode | Element:
        match item:
            case Escaped(start, _, text):
                pos = self.lines.at(start)
                return Element("span", (("class", "literal"),), (Text(text, pos),), pos)
            case Tag(inner=(_, _)) if build.is_too_deep(self.lines.at(item.start)):
                return spans(item, self.lines.text)
            case Tag():
                return self._shortcode(item, block, references, build.depth + 1)
            case Stroke():
                self._met.add(item.start)
                return stroke_element(item, self.lines.at(item.start), block)
        return item

    def _shortcode(self, tag: Tag, block: bool, references: dict[str, object], depth: int) -> Shortcode:
        made = Shortcode(
            tag.name, tag.args, markdown=tag.markdown, block=block,
            source=spans(tag, self.lines.text), pos=self.lines.at(tag.start), rich=self._rich(tag),
        )  # fmt: skip
        if tag.inner is not None:
            made = self._with_inner(made, tag, tag.inner, references, depth)
        template = self.templates.get(tag.name)
        return made if template is None else self._from_template(made, tag, template)

    def _from_template(self, made: Shortcode, tag: Tag, template: str) -> Shortcode:
        """The shortcode with its template, read as Markdown, for its inner text."""
        text: list[str] = []
        filled(template, tag, text.append, lambda: text.append(chr(FIRST_MARK)))
        prepared = Prepared(Lines.of(f"<{tag.name}>", "".join(text)))
        prepared.copy(0, len(prepared.lines.text))
        tokens = parser(self.math).parse(prepared.text, {})
        own = Report()
        body = Lowering(prepared, lambda mark, block: slot(), own).run(tokens)
        for found in own.diagnostics:
            said = f"the template of '{tag.name}': {found.message}"
            self.report.gather(found.code, said, said, made.pos, found.hint)
        self._demand_room(template, made)
        body = with_inner(body, made.children, made.pos)
        return replace(made, children=body if made.block else unwrapped(body))

    def _demand_room(self, template: str, made: Shortcode) -> None:
        """Each template that repeats its inner text doubles what the one inside it has doubled."""
        times = max(1, inner_count(template))
        given = max((len(arg.text) for arg in made.args), default=0)
        fields = template.count("{{")
        self.made += len(template) + fields * given + times * weight(made.children, self.most)
        if self.made > self.most:
            message = f"with the shortcode '{made.name}' this chapter becomes larger than {amount(self.most, 'bytes')}"
            hint = "take {{ inner }} fewer times in its template, or raise limits.growth in book.yaml"
            raise BookError(Code.GROWS_TOO_MUCH, message, made.pos, hint)

    def _with_inner(
        self, made: Shortcode, tag: Tag, inner: tuple[int, int], references: dict[str, object], depth: int
    ) -> Shortcode:
        start, end = inner
        prefix = prefix_before(self.lines.text, tag.start)
        raw = self.shortcodes[tag.name].raw
        if raw:
            self._placed |= {stroke.start for stroke in self._inside(start, end)}
        children = () if raw else self.body(start, end, tag.items, prefix, references, depth)
        text = _plain(prepare(self.lines, start, end, (), prefix))
        return replace(made, children=children, inner=text, inner_pos=self.lines.at(start))

    def _rich(self, tag: Tag) -> tuple[tuple[str, Body], ...]:
        """The arguments that hold Markdown, by name."""
        grammar = self.shortcodes[tag.name]
        positional = [arg for arg in tag.args if not arg.name]
        named = [(arg.name or grammar.argument(positional.index(arg)), arg) for arg in tag.args]
        return tuple((name, self._line(arg)) for name, arg in named if name in grammar.rich)

    def _line(self, arg: Arg) -> Body:
        """An argument's text as running text, every node at the argument's place."""
        prepared = self._prepared(arg)
        tokens = parser(self.math).parseInline(prepared.text, {"strokes": prepared.strokes})

        def expand(mark: str, block: bool) -> str | Element:
            item = prepared.item(mark)
            if isinstance(item, Stroke):
                self._met.add(item.start)
                return stroke_element(item, arg.pos, block)
            return str(item)

        own = Report()
        body = Lowering(prepared, expand, own).run(tokens)
        for found in own.diagnostics:
            self.report.add(found.code, found.message, arg.pos, found.hint)
        return rewrite(body, lambda node: replace(node, pos=arg.pos))

    def _prepared(self, arg: Arg) -> Prepared:
        """An argument's text; with its strokes, where it stands in the file as it is."""
        offset = self.lines.starts[arg.pos.line - 1] + arg.pos.column - 1
        start = self.lines.text.find(arg.text, offset, offset + len(arg.name) + len(arg.text) + 4)
        strokes = self._inside(start, start + len(arg.text)) if start >= 0 else ()
        if strokes:
            self._placed |= {stroke.start for stroke in strokes}
            return prepare(self.lines, start, start + len(arg.text), strokes)
        prepared = Prepared(Lines.of(arg.pos.path, arg.text))
        prepared.copy(0, len(arg.text))
        return prepared


def _plain(prepared: Prepared) -> str:
    return MARK.sub(lambda found: str(prepared.item(found[0])), prepared.text)
