"""What each shortcode becomes: one definition for every edition, in families.

HANDLERS   by name; a handler makes elements of a `Shortcode`
resolved   what one shortcode becomes
as_text    a shortcode's value inside an attribute (`[x]({{< ref "y" >}})`)
Scene      what a handler knows
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..nodes import EMBED, REF, Body, Node, Shortcode, text_of
from . import boxes, code, diagrams, formulas, links, media, openapi, pictures, qr, sides, site
from .scene import Handler, Scene

__all__ = ["HANDLERS", "Scene", "as_text", "resolved"]

HANDLERS: Mapping[str, Handler] = {
    **boxes.HANDLERS,
    **code.HANDLERS,
    **diagrams.HANDLERS,
    **formulas.HANDLERS,
    **links.HANDLERS,
    **media.HANDLERS,
    **openapi.HANDLERS,
    **pictures.HANDLERS,
    **qr.HANDLERS,
    **sides.HANDLERS,
    **site.HANDLERS,
}


def resolved(node: Shortcode, scene: Scene) -> Node | Body:
    """What a shortcode becomes; a site's own one as its book says."""
    if node.name == EMBED:
        return media.embedded(node, scene)
    own = scene.context.config.shortcodes.get(node.name)
    if own is None:
        return HANDLERS[node.name](node, scene)
    if own.known:
        return HANDLERS[own.known](replace(node, name=own.known), scene)
    if own.template or own.keep:
        return node.children
    scene.lost(node, f"{{{{< {node.name} >}}}}", "nothing, as book.yaml says,")
    return ()


def as_text(node: Shortcode, scene: Scene) -> str:
    """The shortcode's value where only text can stand."""
    if node.name in {"ref", "relref"}:
        return REF + links.path_of(node)
    return text_of(resolved(node, scene)) or node.at(0)
