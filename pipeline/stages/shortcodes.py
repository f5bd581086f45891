"""shortcodes: `{{< .. >}}` becomes elements; none survives this stage.

In: a chapter with `Shortcode` nodes. Out: the same with HTML elements, classed by meaning.
Both notations mean the same: inner text is Markdown. What each one becomes is `pipeline.shortcodes`' business.
"""

from __future__ import annotations

from dataclasses import replace

from ..catalogue import SHORTCODES
from ..diagnostics import Code
from ..model import Chapter, Context
from ..nodes import Body, Element, Node, Shortcode, children_of, rewrite
from ..shortcodes import Scene, as_text, resolved
from ..shortcodes.code import fence
from ..unnesting import unnest

MARKUP = frozenset("em strong code a ul ol blockquote table h2 h3 h4 h5 h6".split())
LITERAL = (("class", "literal"),)
"""What the reader put around characters that typography must leave alone; nobody needs it any more."""


def apply(chapter: Chapter, context: Context) -> Chapter:
    """The chapter without shortcodes."""
    scene = Scene(chapter, context)

    def resolve(node: Node) -> Node | Body:
        if isinstance(node, Shortcode):
            _check_arguments(node, context)
            _say_difference(node, context)
            return resolved(node, scene)
        if isinstance(node, Element) and node.templated:
            return _filled(node, scene)
        if isinstance(node, Element) and node.attrs == LITERAL:
            return node.children
        return fence(node) if isinstance(node, Element) and node.tag == "pre" else node

    title, *blocks = unnest((Element("h1", (), rewrite(chapter.heading, resolve)),))
    return replace(chapter, body=(*blocks, *unnest(rewrite(chapter.body, resolve))), heading=children_of(title))


def _check_arguments(node: Shortcode, context: Context) -> None:
    grammar = SHORTCODES.get(node.name)
    if grammar is None:
        return  # the site's own: it takes what its template asks for
    for arg in node.args:
        if arg.name and arg.name not in grammar.named and not arg.name.startswith(("data-", "aria-")):
            known = ", ".join(grammar.named) or "none"
            message = f"{node.name} does nothing with '{arg.name}'"
            context.report.add(Code.SHORTCODE_UNKNOWN_ARGUMENT, message, arg.pos, f"its arguments are: {known}")


def _say_difference(node: Shortcode, context: Context) -> None:
    """Since the theme's v11 the inner text of `{{< >}}` is no Markdown; it was before, and in a book it still is."""
    inside = [child for block in node.children for child in (block, *_inlines(block))]
    own = node.name in context.config.shortcodes  # of which the newest theme says nothing
    if own or node.markdown or not any(isinstance(c, Element) and c.tag in MARKUP and not c.classes for c in inside):
        return
    hint = f"write {{{{% {node.name} %}}}} to have it so on the site too"
    message = f"the newest theme would show the marks of Markdown inside {{{{< {node.name} >}}}}; the book reads them"
    context.report.gather(Code.SHORTCODE_DIFFERS_FROM_HUGO, node.name, message, node.pos, hint)


def _inlines(block: Node) -> Body:
    return block.children if isinstance(block, Element) and block.tag == "p" else ()


def _filled(node: Element, scene: Scene) -> Element:
    values = {
        name: "".join(piece if isinstance(piece, str) else as_text(piece, scene) for piece in pieces)
        for name, pieces in node.templated
    }
    return replace(node, templated=()).set_all(dict(values))
