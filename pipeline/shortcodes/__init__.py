"""What each shortcode becomes: one definition for every edition, in families.

HANDLERS   by name; a handler makes elements of a `Shortcode`
as_text    a shortcode's value inside an attribute (`[x]({{< ref "y" >}})`)
Scene      what a handler knows
"""

from __future__ import annotations

from collections.abc import Mapping

from ..nodes import Shortcode, text_of
from . import boxes, links, pictures, sides
from .scene import REF, Handler, Scene

__all__ = ["HANDLERS", "REF", "Scene", "as_text"]

HANDLERS: Mapping[str, Handler] = {
    **boxes.HANDLERS,
    **links.HANDLERS,
    **pictures.HANDLERS,
    **sides.HANDLERS,
}


def as_text(node: Shortcode, scene: Scene) -> str:
    """The shortcode's value where only text can stand."""
    if node.name in {"ref", "relref"}:
        return REF + links.path_of(node)
    made = HANDLERS[node.name](node, scene)
    return text_of(made) or node.at(0)
