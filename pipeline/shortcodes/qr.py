"""QR codes: qr. What it says, a reader on a screen can follow; paper has the code.

In: a `Shortcode` with its text. Out: `figure.qr` with an `svg`; a text that is an address stands under it as a link.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..diagnostics import Code
from ..drawing.qrcodes import LEVELS, fits, qr_code
from ..nodes import Body, Element, Node, Shortcode, element
from .scene import Handler, Scene

WIDTH = 24.0
"""Millimetres, at Hugo's scale of 4."""
SCALE = 4
LEAST_SCALE, MOST_SCALE = 2, 16
ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.ASCII)


def _qr(node: Shortcode, scene: Scene) -> Node | Body:
    text = node.get("text") or (node.inner or "").strip()
    if not text:
        scene.missing(node, "text")
        return ()
    level = _level(node, scene)
    if not fits(text, level):
        _too_long(node, text, level, scene)
        return ()
    label = node.get("alt") or f"{scene.words.media['qr']}: {text}"
    code = qr_code(text, label, level, WIDTH * _scale(node, scene) / SCALE)
    names = " ".join(["qr", *node.get("class").split()])
    figure = Element("figure", (("class", names),), (code, *_said(node, text)), node.pos)
    return figure.set(id=node.get("id") or None)


def _said(node: Shortcode, text: str) -> Body:
    """What stands under it: its title, and the address it holds."""
    made = [element("p", node.get("title"), pos=node.pos, class_="figure-title")] if node.get("title") else []
    if ADDRESS.fullmatch(text):
        made.append(element("p", element("a", text, pos=node.pos, href=text), pos=node.pos, class_="media-address"))
    return (element("figcaption", *made, pos=node.pos),) if made else ()


def _level(node: Shortcode, scene: Scene) -> str:
    level = node.get("level", "medium")
    if level in LEVELS:
        return level
    _refused(node, f"qr's level '{level}' is none", f"write one of {', '.join(LEVELS)}", scene)
    return "medium"


def _scale(node: Shortcode, scene: Scene) -> int:
    scale = node.get("scale", str(SCALE))
    if re.fullmatch(r"\d{1,4}", scale) and int(scale) >= LEAST_SCALE:
        return min(int(scale), MOST_SCALE)
    hint = f"write a whole number from {LEAST_SCALE} to {MOST_SCALE}; {SCALE} is {WIDTH:.0f} mm"
    _refused(node, f"qr's scale '{scale}' is none", hint, scene)
    return SCALE


def _too_long(node: Shortcode, text: str, level: str, scene: Scene) -> None:
    size, most = len(text.encode()), LEVELS[level][1]
    hint = f'shorten it, or write level="low", which holds {LEVELS["low"][1]} bytes'
    _refused(node, f"a text of {size} bytes; a QR code of level {level} holds {most}", hint, scene)


def _refused(node: Shortcode, message: str, hint: str, scene: Scene) -> None:
    scene.context.report.add(Code.SHORTCODE_MISSING_ARGUMENT, message, node.pos, hint)


HANDLERS: Mapping[str, Handler] = {"qr": _qr}
