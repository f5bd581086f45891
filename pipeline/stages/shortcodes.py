"""shortcodes: `{{< .. >}}` becomes elements; none survives this stage.

In: a chapter with `Shortcode` nodes. Out: the same with HTML elements, classed by meaning.
Both notations mean the same: inner text is Markdown. Not its business: how shortcodes are written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from ..catalogue import SHORTCODES
from ..diagnostics import Code
from ..model import Chapter, Context
from ..nodes import Body, Element, Node, Shortcode, Text, element, is_blank, rewrite, text_of, unnest
from ..words import words

REF = "hugo-ref:"
"""The scheme of a reference that the stage `links` resolves: what Hugo's ref and relref hold."""
LITERAL = (("class", "literal"),)
"""What the reader put around characters that typography must leave alone; nobody needs it any more."""
CALLOUTS = frozenset("info success warning danger note tip important caution default".split())

Handler = Callable[[Shortcode, Context], Node | Body]


def apply(chapter: Chapter, context: Context) -> Chapter:
    """The chapter without shortcodes."""

    def resolve(node: Node) -> Node | Body:
        if isinstance(node, Shortcode):
            _check_arguments(node, context)
            return HANDLERS[node.name](node, context)
        if isinstance(node, Element) and node.templated:
            return _filled(node)
        if isinstance(node, Element) and node.attrs == LITERAL:
            return node.children
        return node

    return replace(chapter, body=unnest(rewrite(chapter.body, resolve)), heading=rewrite(chapter.heading, resolve))


def _check_arguments(node: Shortcode, context: Context) -> None:
    grammar = SHORTCODES[node.name]
    for arg in node.args:
        if arg.name and arg.name not in grammar.named and not arg.name.startswith(("data-", "aria-")):
            known = ", ".join(grammar.named) or "none"
            message = f"{node.name} does nothing with '{arg.name}'"
            context.report.add(Code.SHORTCODE_UNKNOWN_ARGUMENT, message, arg.pos, f"its arguments are: {known}")


def _filled(node: Element) -> Element:
    values = {name: "".join(_attribute_piece(piece) for piece in pieces) for name, pieces in node.templated}
    return replace(node, templated=()).set_all(dict(values))


def _attribute_piece(piece: str | Shortcode) -> str:
    if isinstance(piece, str):
        return piece
    if piece.name in {"ref", "relref"}:
        return REF + _path(piece)
    return text_of(piece.children) or piece.at(0)


def _path(node: Shortcode) -> str:
    return node.get("path") or node.at(0)


def _missing(node: Shortcode, name: str, context: Context) -> None:
    message = f"{node.name} needs '{name}'"
    context.report.add(Code.SHORTCODE_MISSING_ARGUMENT, message, node.pos, f'write {name}="..." in its tag')


def _titled(node: Shortcode, *names: str) -> Body:
    return next((found for name in names if (found := node.rich_text(name))), ())


# boxes


def _details(node: Shortcode, context: Context) -> Node:
    title = _titled(node, "title", "summary") or (Text(words(context.config.language).note, node.pos),)
    head = Element("p", (("class", "box-title"),), title, node.pos)
    return Element("aside", (("class", "details"),), (head, *_blocks(node)), node.pos)


def _hint(node: Shortcode, context: Context) -> Node:
    kind = node.at(0).lower() or "default"
    kind = kind if kind in CALLOUTS else "default"
    title = node.rich_text("title") or (Text(words(context.config.language).hints[kind], node.pos),)
    head = Element("p", (("class", "box-title"),), title, node.pos)
    return Element("aside", (("class", f"hint hint-{kind}"),), (head, *_blocks(node)), node.pos)


def _blocks(node: Shortcode) -> Body:
    """Its inner text as blocks: what stands bare gets a paragraph."""
    return paragraphs(node.children, node)


def paragraphs(children: Body, node: Shortcode) -> Body:
    """Blocks as they are; runs of bare text in paragraphs."""
    wrapped = unnest((Element("p", (), children, node.pos),))
    return tuple(child for child in wrapped if not is_blank(child) and not _is_hollow(child))


def _is_hollow(node: Node) -> bool:
    return isinstance(node, Element) and node.tag == "p" and all(is_blank(child) for child in node.children)


# side by side


def _columns(node: Shortcode, _: Context) -> Node:
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


def _tabs(node: Shortcode, _: Context) -> Node:
    return Element("div", (("class", "tabs"),), _blocks(node), node.pos)


def _tab(node: Shortcode, context: Context) -> Node:
    label = _titled(node, "name", "title")
    if not label:
        _missing(node, "name", context)
    head = Element("p", (("class", "tab-label"),), label, node.pos)
    return Element("section", (("class", "tab"),), (head, *_blocks(node)), node.pos)


# links and pictures


def _button(node: Shortcode, context: Context) -> Node:
    href = REF + node.get("relref") if node.get("relref") else node.get("href")
    if not href:
        _missing(node, "href", context)
    inside = tuple(part for child in node.children for part in _inline(child))
    return Element("a", (("class", "button"), ("href", href)), inside or (Text(href, node.pos),), node.pos)


def _inline(node: Node) -> Body:
    return node.children if isinstance(node, Element) and node.tag == "p" else (node,)


def _ref(node: Shortcode, context: Context) -> Node:
    path = _path(node)
    if not path:
        _missing(node, "path", context)
    return Element("a", (("href", REF + path),), (), node.pos)


def _figure(node: Shortcode, context: Context) -> Node:
    picture = _picture(node, context)
    link = node.get("link")
    shown: Node = Element("a", (("href", link),), (picture,), node.pos) if link else picture
    caption = _caption(node)
    names = " ".join(["figure", *node.get("class").split()])
    return Element("figure", (("class", names),), (shown, *caption), node.pos)


def _picture(node: Shortcode, context: Context) -> Element:
    src = node.get("src") or node.at(0)
    if not src:
        _missing(node, "src", context)
    alt = node.get("alt") or text_of(node.rich_text("caption")) or text_of(node.rich_text("title"))
    sizes = {name: node.get(name) or None for name in ("width", "height")}
    return Element("img", (("src", src), ("alt", alt)), (), node.pos).set_all(sizes)


def _caption(node: Shortcode) -> Body:
    """Title, text and source of a figure, as Hugo orders them."""
    made: list[Node] = []
    title, caption, source = (node.rich_text(name) for name in ("title", "caption", "attr"))
    if title:
        made.append(Element("p", (("class", "figure-title"),), title, node.pos))
    if source and node.get("attrlink"):
        source = (Element("a", (("href", node.get("attrlink")),), source, node.pos),)
    words_of = (*caption, *((Text(" ", node.pos),) if caption and source else ()), *source)
    if words_of:
        made.append(Element("p", (), words_of, node.pos))
    return (Element("figcaption", (), tuple(made), node.pos),) if made else ()


def _image(node: Shortcode, context: Context) -> Node:
    picture = _picture(node, context)
    title = node.rich_text("title")
    caption = (Element("figcaption", (), (Element("p", (), title, node.pos),), node.pos),) if title else ()
    return element("figure", picture, *caption, pos=node.pos, class_="figure")


HANDLERS: Mapping[str, Handler] = {
    "details": _details,
    "hint": _hint,
    "columns": _columns,
    "tabs": _tabs,
    "tab": _tab,
    "button": _button,
    "figure": _figure,
    "image": _image,
    "ref": _ref,
    "relref": _ref,
}
