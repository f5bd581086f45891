"""What a shortcode's handler knows: its chapter and the book around it; and the few moves handlers share.

In: a `Shortcode`. Out: elements, by the handlers beside this module; a handler is `(Shortcode, Scene) -> nodes`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from ..diagnostics import Code
from ..model import Chapter, Context
from ..nodes import Body, Element, Node, Shortcode, is_blank
from ..text.words import Words, words
from ..unnesting import unnest


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a shortcode stands."""

    chapter: Chapter
    context: Context

    @property
    def words(self) -> Words:
        """Labels in the book's language."""
        return words(self.context.config.language)

    def missing(self, node: Shortcode, name: str) -> None:
        """Report an argument that is not there."""
        message = f"{node.name} needs '{name}'"
        self.context.report.add(Code.SHORTCODE_MISSING_ARGUMENT, message, node.pos, f'write {name}="..." in its tag')

    def lost(self, node: Shortcode, what: str, instead: str) -> None:
        """Report what a book cannot show, and what stands in for it."""
        self.context.report.add(Code.LOST, f"{what} cannot be in a book: {instead} stands in for it", node.pos)


Handler: TypeAlias = Callable[[Shortcode, Scene], Node | Body]


def titled(node: Shortcode, *names: str) -> Body:
    """The first of these arguments that is there, as nodes."""
    return next((found for name in names if (found := node.rich_text(name))), ())


def blocks(node: Shortcode) -> Body:
    """Its inner text as blocks: what stands bare gets a paragraph."""
    return paragraphs(node.children, node)


def paragraphs(children: Body, node: Shortcode) -> Body:
    """Blocks as they are; runs of bare text in paragraphs."""
    wrapped = unnest((Element("p", (), children, node.pos),))
    return tuple(child for child in wrapped if not is_blank(child) and not _is_hollow(child))


def _is_hollow(node: Node) -> bool:
    return isinstance(node, Element) and node.tag == "p" and all(is_blank(child) for child in node.children)
