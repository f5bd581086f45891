"""A stranger's SVG picture: what may stay of it, by an allow-list, written anew.

In: the file's bytes. Out: an SVG document with nothing in it that runs, moves, or leads outside; or a `VectorError`
that names the part which may not be there. What an editor keeps for itself goes in silence; what a reader would miss
is refused. Not its business: pictures of pixels, which are handed to `within` when they stand inside (`pictures`).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree
from xml.parsers import expat

from .diagnostics import Code
from .drawing.instances import Drawing, drawn
from .vectorvalues import legible

XML = ElementTree.Element
SVG, XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
XML_NAMES = "{http://www.w3.org/XML/1998/namespace}"
DRAWN = frozenset(
    "svg g defs symbol use path rect circle ellipse line polyline polygon text tspan textPath image linearGradient "
    "radialGradient stop clipPath mask pattern marker title desc style switch filter feBlend feColorMatrix "
    "feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow "
    "feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight "
    "feSpecularLighting feSpotLight feTile feTurbulence".split()
)
"""Elements of SVG 1.1 that a page can show."""
MOVING = frozenset("animate animateColor animateMotion animateTransform set mpath metadata view cursor".split())
"""Elements that go in silence: a page stands still, and shows no notes of an editor."""
DEEPEST = 100
"""Elements in one another; the layout engine walks them by recursion."""
KEPT = frozenset({f"{XML_NAMES}space", f"{XML_NAMES}lang"})
WORDS = frozenset({"id", "class", "font-family", *KEPT})
"""Attributes whose value nobody reads as a style."""
LOCAL = re.compile(r"url\(\s*[\"']?#[\w:.-]+[\"']?\s*\)")
CSS_REFUSED = re.compile(r"\\|@(?!media\b)|expression\s*\(|javascript:|-moz-binding|</", re.IGNORECASE)
"""What a style sheet inside a picture may not hold; a backslash could spell any of the others."""
DATA = re.compile(r"data:image/(?:png|jpe?g|gif|webp)(?:;[\w=-]+)*?(;base64)?,(.*)", re.IGNORECASE | re.DOTALL)

Within = Callable[[bytes], tuple[bytes, str]]
"""A picture of pixels inside the drawing -> the same as a page can show it, and its media type."""


class VectorError(Exception):
    """A drawing that no book may hold."""

    def __init__(self, message: str, code: Code = Code.SVG_REFUSED) -> None:
        super().__init__(message)
        self.code = code


def sifted(data: bytes, within: Within) -> tuple[XML, bytes, int]:
    """The drawing's tree, the same as a document in UTF-8, and how many elements it draws."""
    root = _parsed(data)
    if root.tag != f"{SVG}svg":
        raise VectorError('it is SVG without xmlns="http://www.w3.org/2000/svg"', Code.PICTURE_UNREADABLE)
    ahead = [root]
    while ahead:
        element = ahead.pop()
        _sift_children(element)
        _sift_attributes(element, within)
        ahead += list(element)
    try:
        count = drawn(_drawing(root))
    except ValueError as error:
        raise VectorError(str(error)) from None
    ElementTree.register_namespace("", SVG[1:-1])
    ElementTree.register_namespace("xlink", XLINK[1:-1])
    return root, ElementTree.tostring(root, encoding="utf-8", xml_declaration=True), count


# reading


def _parsed(data: bytes) -> XML:
    """The tree; a document type with declarations of its own is refused, and so is too deep a nesting.

    expat fetches nothing; what it would do is multiply entities.
    """
    builder = ElementTree.TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    depth = 0

    def start(name: str, attrs: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise VectorError(f"its elements stand deeper than {DEEPEST} in one another", Code.SVG_TOO_LARGE)
        builder.start(_named(name), {_named(key): value for key, value in attrs.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_named(name))

    def declared(*_: object) -> None:
        raise VectorError("it holds '<!ENTITY', which no book may")

    def skipped(name: str, is_parameter: bool) -> None:
        if not is_parameter:  # `&nbsp;`, which only a document type far away would tell
            raise VectorError(f"it holds '&{name};', which SVG does not know", Code.PICTURE_UNREADABLE)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = builder.data
    parser.EntityDeclHandler, parser.SkippedEntityHandler = declared, skipped
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:  # an encoding that Python does not have
        raise VectorError(f"it is not well-formed SVG ({error})", Code.PICTURE_UNREADABLE) from None
    return builder.close()


def _named(name: str) -> str:
    return f"{{{name}" if "}" in name else name


# sifting


def _sift_children(element: XML) -> None:
    before: XML | None = None
    for child in list(element):
        name = _name(child)
        if name == "a":
            child.tag, child.attrib = f"{SVG}g", {k: v for k, v in child.attrib.items() if not _is_href(k)}
        elif name and name not in DRAWN | MOVING and not (name == "foreignObject" and element.tag == f"{SVG}switch"):
            raise VectorError(f"it holds '<{name}', which no book may")
        elif name not in DRAWN:  # an editor's own, or HTML beside the text that `switch` has for those who know none
            _remove(element, child, before)
            continue
        before = child


def _remove(element: XML, child: XML, before: XML | None) -> None:
    """Take a child out and leave the text after it."""
    if child.tail and before is not None:
        before.tail = (before.tail or "") + child.tail
    elif child.tail:
        element.text = (element.text or "") + child.tail
    element.remove(child)


def _name(element: XML) -> str:
    return element.tag.removeprefix(SVG) if element.tag.startswith(SVG) else ""


def _sift_attributes(element: XML, within: Within) -> None:
    for name, value in list(element.attrib.items()):
        if _is_href(name):
            _demand_reference(element, name, value, within)
        elif "}" in name and name not in KEPT:
            del element.attrib[name]
        elif name.lower().startswith("on"):
            raise VectorError(f"it holds '{name}=', which no book may")
        elif name not in WORDS:
            _demand_plain(value)
            _set_legible(element, name, value)
    if element.tag == f"{SVG}style":
        _demand_plain(element.text or "")
        if CSS_REFUSED.search(element.text or ""):
            raise VectorError("its style sheet holds an import, a font or an escape, which no book may")


def _set_legible(element: XML, name: str, value: str) -> None:
    read = legible(name, value)
    if read is None:
        del element.attrib[name]
    else:
        element.attrib[name] = read


def _is_href(name: str) -> bool:
    return name in {"href", f"{XLINK}href"}


def _demand_plain(value: str) -> None:
    """An address in a style or an attribute leads to a part of the drawing."""
    if re.search(r"url\s*\(|image-set\s*\(|\\", LOCAL.sub("", value), re.IGNORECASE):
        raise VectorError(f"it holds '{value[:60]}', which leads outside of it")


def _demand_reference(element: XML, name: str, value: str, within: Within) -> None:
    if value.startswith("#"):
        return
    found = DATA.fullmatch(value) if element.tag == f"{SVG}image" else None
    if found is None:
        raise VectorError(f"it holds 'href=\"{value[:60]}', which leads outside of it")
    try:
        data = base64.b64decode(re.sub(r"\s", "", found[2])) if found[1] else unquote_to_bytes(found[2])
    except (binascii.Error, ValueError):
        raise VectorError("a picture inside it is damaged", Code.PICTURE_UNREADABLE) from None
    shown, media_type = within(data)
    element.attrib[name] = f"data:{media_type};base64,{base64.b64encode(shown).decode('ascii')}"


def _drawing(element: XML) -> Drawing:
    return Drawing(_name(element), element.attrib, tuple(_drawing(child) for child in element))
