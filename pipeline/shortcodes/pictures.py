"""Pictures: figure, image. Title, caption and source stand under the picture."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..nodes import Body, Element, Node, Shortcode, Text, element, text_of
from .scene import Handler, Scene

SHARE = re.compile(r"(\d{1,3})%")


def _figure(node: Shortcode, scene: Scene) -> Node:
    picture = _picture(node, scene)
    link = node.get("link")
    shown: Node = Element("a", (("href", link),), (picture,), node.pos) if link else picture
    caption = _caption(node)
    names = " ".join(["figure", *node.get("class").split()])
    return Element("figure", (("class", names),), (shown, *caption), node.pos)


def _picture(node: Shortcode, scene: Scene) -> Element:
    src = node.get("src") or node.at(0)
    if not src:
        scene.missing(node, "src")
    alt = node.get("alt") or text_of(node.rich_text("caption")) or text_of(node.rich_text("title"))
    return Element("img", (("src", src), ("alt", alt)), (), node.pos).set_all(_sizes(node))


def _sizes(node: Shortcode) -> dict[str, str | None]:
    """HTML's attributes take pixels only (HTML, 4.8.17); a share of the measure is style."""
    pixels = {name: node.get(name).removesuffix("px") for name in ("width", "height")}
    sizes: dict[str, str | None] = {name: size for name, size in pixels.items() if size.isdigit()}
    share = SHARE.fullmatch(node.get("width").strip())
    return {**sizes, "style": f"width: {share[1]}%"} if share else sizes


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


def _image(node: Shortcode, scene: Scene) -> Node:
    picture = _picture(node, scene)
    title = node.rich_text("title")
    caption = (Element("figcaption", (), (Element("p", (), title, node.pos),), node.pos),) if title else ()
    return element("figure", picture, *caption, pos=node.pos, class_="figure")


HANDLERS: Mapping[str, Handler] = {"figure": _figure, "image": _image}
