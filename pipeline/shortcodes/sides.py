"""Side by side: columns, tabs. A page shows every tab, one after another, each headed."""

from __future__ import annotations

from collections.abc import Mapping

from ..nodes import Element, Node, Shortcode, Text, is_blank, text_of
from .scene import Handler, Scene, blocks, titled


def _columns(node: Shortcode, _: Scene) -> Node:
    """The list form, or the older one with `<--->` between the columns."""
    blocks = [child for child in node.children if not is_blank(child)]
    if len(blocks) == 1 and isinstance(blocks[0], Element) and blocks[0].tag in {"ul", "ol"}:
        columns = [list(item.children) for item in blocks[0].children if isinstance(item, Element)]
    else:
        columns = _parted(blocks)
    ratio = [part for part in (node.get("ratio") or "").split(":") if part.strip().isdigit()]
    shares = " ".join(f"{part.strip()}fr" for part in ratio) if len(ratio) == len(columns) else ""
    made = tuple(Element("div", (("class", "column"),), tuple(column), node.pos) for column in columns)
    style = {"style": f"grid-template-columns: {shares}"} if shares else {}
    return Element("div", (("class", f"columns columns-{len(made)}"),), made, node.pos).set_all(dict(style))


def _parted(blocks: list[Node]) -> list[list[Node]]:
    """Blocks parted where a line says `<--->`, even inside a paragraph that runs on over it."""
    columns: list[list[Node]] = [[]]
    for block in blocks:
        pieces = _parted_paragraph(block)
        columns[-1] += pieces[0]
        columns += [list(piece) for piece in pieces[1:]]
    return columns


def _parted_paragraph(block: Node) -> list[list[Node]]:
    if not isinstance(block, Element) or block.tag != "p" or "<--->" not in text_of(block):
        return [[block]]
    runs: list[list[Node]] = [[]]
    for child in block.children:
        if isinstance(child, Text) and child.text.strip() == "<--->":
            runs.append([])
        elif not (isinstance(child, Text) and child.text == "\n" and not runs[-1]):
            runs[-1].append(child)
    return [[block.with_children(run)] if any(not is_blank(child) for child in run) else [] for run in runs]


def _tabs(node: Shortcode, _: Scene) -> Node:
    return Element("div", (("class", "tabs"),), blocks(node), node.pos)


def _tab(node: Shortcode, scene: Scene) -> Node:
    label = titled(node, "name", "title")
    if not label:
        scene.missing(node, "name")
    head = Element("p", (("class", "tab-label"),), label, node.pos)
    return Element("section", (("class", "tab"),), (head, *blocks(node)), node.pos)


HANDLERS: Mapping[str, Handler] = {"columns": _columns, "tabs": _tabs, "tab": _tab}
