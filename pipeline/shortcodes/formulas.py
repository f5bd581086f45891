r"""Formulas: katex, its fence, and `$$..$$` in the text, which the reader hands on as the same shortcode.

In: a `Shortcode` with TeX inside. Out: `.formula` with MathML for screens, outlines for paper. Not its business: TeX.
Hugo runs what `{{% katex %}}` gives through Markdown once more, and `\(` loses its backslash there; here it never does.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..diagnostics import Code
from ..drawing.mathematics import Formula, formula
from ..drawing.tex import Fault
from ..fonts import undrawable
from ..nodes import Body, Element, Node, Pos, Shortcode, Text
from .scene import Handler, Scene


def _katex(node: Shortcode, scene: Scene) -> Node | Body:
    """A formula; without one, `{{< katex />}}` only switches the dollar syntax on, which the reader has seen to."""
    written = node.inner or ""
    tex = written.strip()
    if not tex:
        return ()
    display = node.flag("display")
    read = formula(tex, node.inner_pos, display=display)
    if isinstance(read, Fault):
        place = node.inner_pos if read.offset is None else inside(node, written.find(tex) + read.offset, scene)
        scene.context.report.add(Code.BAD_FORMULA, read.message, place, read.hint)
        return as_code(tex, "tex", node, block=display and node.block)
    _say_undrawn(read, node, scene)
    made = Element("span", (("class", "formula"), ("data-plain", read.plain)), _editions(read, tex, node), node.pos)
    if display:
        made = made.add_class("display")
    tag = "div" if display and node.block else "span"
    return Element(tag, made.attrs, made.children, made.pos).add_class(*node.get("class").split())


def _editions(read: Formula, tex: str, node: Shortcode) -> Body:
    """MathML on screens; on paper the drawing, or the TeX where there is none, which has been said."""
    drawn = read.drawing or as_code(tex, "tex", node, block=False)
    return read.mathml.add_class("only-ebook"), drawn.add_class("only-print")


def _say_undrawn(read: Formula, node: Shortcode, scene: Scene) -> None:
    report = scene.context.report
    if read.drawing is None:
        message = "this formula cannot be drawn for print: its TeX stands there"
        report.add(Code.BAD_FORMULA, message, node.inner_pos, "write it simpler; the ebook shows it as it is")
    for character in sorted(set(read.undrawn) - set(undrawable(read.undrawn))):  # the others are said of every text
        message = f"the formula face cannot draw '{character}'"
        report.add(Code.GLYPH_MISSING, message, node.inner_pos, "write it outside the formula, or with a TeX command")


def as_code(text: str, language: str, node: Shortcode, *, block: bool) -> Element:
    """What could not be read, as its author wrote it."""
    code = Element("code", (("class", f"language-{language}"),), (Text(text, node.inner_pos),), node.pos)
    return Element("pre", (), (code,), node.pos) if block else code


def inside(node: Shortcode, offset: int, scene: Scene) -> Pos:
    """The place in the manuscript of a character of the inner text, whose lines may stand indented or quoted."""
    before = (node.inner or "")[:offset]
    number = before.count("\n")
    pos = node.inner_pos
    if not number:
        return Pos(pos.path, pos.line, pos.column + offset)
    column = len(before) - before.rfind("\n") - 1
    line = (node.inner or "").split("\n")[number]
    source = scene.chapter.source
    lines = source.text.split("\n") if source is not None and source.path == pos.path else []
    written = lines[pos.line + number - 1] if pos.line + number <= len(lines) else ""
    return Pos(pos.path, pos.line + number, max(written.find(line), 0) + column + 1)


HANDLERS: Mapping[str, Handler] = {"katex": _katex}
