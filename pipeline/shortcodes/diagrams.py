"""Diagrams: mermaid and its fence. Drawn once, the same on screen and paper.

In: a `Shortcode` with Mermaid's text inside. Out: `figure.diagram` with an `svg` that says what it shows.
Not its business: Mermaid, and how a drawing is cleaned.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..diagnostics import Code
from ..drawing.diagrams import drawn
from ..drawing.svg import portable
from ..drawing.tex import Fault
from ..drawing.xmltree import clean
from ..nodes import Body, Element, Node, Shortcode, element, elements, text_of
from .formulas import as_code, inside
from .scene import Handler, Scene

POINTS = 16.0
"""Mermaid's font size in its own units: the drawing is as wide as its labels, set in the figure's size, make it."""
LONGEST_LABEL = 200
SAID = re.compile(r"^[ \t]*acc(Title|Descr)[ \t]*(?::[ \t]*(.+)|\{([^}]*)\})$", re.MULTILINE)
SKIPPED = re.compile(r"\A\s*---[ \t]*\n.*?\n---[ \t]*\n|%%\{.*?\}%%|^[ \t]*%%[^\n]*", re.DOTALL | re.MULTILINE)
"""What stands before a diagram's first word: front matter, directives, comments."""


def _mermaid(node: Shortcode, scene: Scene) -> Node | Body:
    source = (node.inner or "").strip("\n").rstrip()
    made = drawn(source)
    if isinstance(made, Fault):
        return _refused(made, source, node, scene)
    try:
        svg = portable(made, node.inner_pos)
    except ValueError as error:
        return _refused(Fault(str(error)), source, node, scene)
    names = " ".join(["figure", "diagram", *node.get("class").split()])
    return Element("figure", (("class", names),), (_told(svg, source),), node.pos)


def _refused(fault: Fault, source: str, node: Shortcode, scene: Scene) -> Node:
    written = node.inner or ""
    begin = written.find(source) if source else 0
    place = node.inner_pos if fault.offset is None else inside(node, begin + fault.offset, scene)
    scene.context.report.add(Code.BAD_DIAGRAM, fault.message, place, fault.hint)
    return as_code(source, "mermaid", node, block=True)


def _told(svg: Element, source: str) -> Element:
    """The drawing with its size, a name, and its source as its long description (SVG 1.1, 5.4; WAI-ARIA `img`)."""
    width = float((svg.get("viewBox").split() or ["", "", "0"])[2])
    name = label(source, svg)
    told = (element("title", name, pos=svg.pos), element("desc", clean(source), pos=svg.pos))
    size = f"width: {width / POINTS:.2f}em"
    made = svg.with_children((*told, *svg.children))
    return made.set_all({"role": "img", "aria-label": name, "style": size})


def label(source: str, svg: Element) -> str:
    """What the author calls the diagram; else its kind and the words in it."""
    said = {key: " ".join((line or block).split()) for key, line, block in SAID.findall(source)}
    if said:
        return ". ".join(said[key].rstrip(".") for key in ("Title", "Descr") if said.get(key))
    words = dict.fromkeys(" ".join(text_of(text.children).split()) for text in elements((svg,), "text"))
    shown = ", ".join(word for word in words if word)
    cut = shown if len(shown) <= LONGEST_LABEL else shown[:LONGEST_LABEL].rsplit(", ", 1)[0] + " …"
    return f"{kind(source)}: {cut}" if cut else kind(source)


def kind(source: str) -> str:
    """`flowchart`, `sequenceDiagram`: the first word of the diagram."""
    words = SKIPPED.sub("", source).split()
    return re.split(r"[-;:]", words[0])[0] if words else "mermaid"


HANDLERS: Mapping[str, Handler] = {"mermaid": _mermaid}
