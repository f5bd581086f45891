"""What validators pass over in an EPUB's pages: names of SVG in the wrong case, addresses of the manuscript, and what
lies on another computer.

In: a `Publication` and its places. Out: findings RL009, RL010 and RL011.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..diagnostics import Code, Report
from .places import Places
from .publication import Tag, local

# SVG 2, appendices: the names that are not all in small letters. A reader takes them as they are written.
_SVG_ELEMENTS = (
    "animateMotion animateTransform clipPath feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix "
    "feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR "
    "feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight "
    "feTile feTurbulence foreignObject linearGradient radialGradient textPath"
)
_SVG_ATTRIBUTES = (
    "attributeName attributeType baseFrequency baseProfile calcMode clipPathUnits diffuseConstant edgeMode filterUnits "
    "gradientTransform gradientUnits kernelMatrix kernelUnitLength keyPoints keySplines keyTimes lengthAdjust "
    "limitingConeAngle markerHeight markerUnits markerWidth maskContentUnits maskUnits numOctaves pathLength "
    "patternContentUnits patternTransform patternUnits pointsAtX pointsAtY pointsAtZ preserveAlpha preserveAspectRatio "
    "primitiveUnits refX refY repeatCount repeatDur requiredExtensions specularConstant specularExponent spreadMethod "
    "startOffset stdDeviation stitchTiles surfaceScale systemLanguage tableValues targetX targetY textLength viewBox "
    "xChannelSelector yChannelSelector zoomAndPan"
)
_CASED = {name.lower(): name for name in (_SVG_ELEMENTS + " " + _SVG_ATTRIBUTES).split()}
_MANUSCRIPT = re.compile(r"(?![a-z][a-z0-9+.-]*:|//)[^?#]*\.(md|markdown|mdown)([?#].*)?", re.IGNORECASE)
_OUR_SCHEMES = ("book:", "asset:", "hugo-ref:")
_REMOTE = re.compile(r"\s*(?!data:)([a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
_LOADED = {"src", "srcset", "poster", "data"}
"""Attributes whose file a reader fetches by itself; `href` is one of these only on what is no link."""
_LOADING_TAGS = {"link", "image", "use", "feImage", "script", "pattern", "linearGradient", "radialGradient", "filter"}
_STYLE_URL = re.compile(rb"""(?:url\(|@import)\s*["']?\s*((?:https?:|file:|ftp:)?//[^"')\s]+)""", re.IGNORECASE)


def check(places: Places, report: Report) -> None:
    """Say what is wrong in the pages, the drawings and the style sheets."""
    for name, tags in places.pages.items():
        _page(name, tags, report)
    _styles(places, report)


def _page(name: str, tags: tuple[Tag, ...], report: Report) -> None:
    drawing: tuple[int, ...] = ()
    for tag in tags:
        if local(tag.name).lower() == "svg":
            drawing = tag.path
        if drawing and tag.path[: len(drawing)] == drawing:
            for wrong, right in _miscased(tag):
                message = f"'{wrong}' is no name of SVG ({name}:{tag.line}:{tag.column})"
                report.add(Code.SVG_CASE, message, tag.pos, f"write {right}: capitals count in SVG")
        _addresses(name, tag, report)


def _miscased(tag: Tag) -> Iterator[tuple[str, str]]:
    for name in (local(tag.name), *(local(attribute) for attribute in tag.attrs)):
        right = _CASED.get(name.lower(), name)
        if right != name:
            yield name, right


def _addresses(name: str, tag: Tag, report: Report) -> None:
    for attribute, value in tag.attrs.items():
        kind = local(attribute)
        if kind in ("href", "src") and (value.startswith(_OUR_SCHEMES) or _MANUSCRIPT.fullmatch(value.strip())):
            message = f"a link to {value} is left in the EPUB ({name})"
            report.add(Code.SOURCE_LINK, message, tag.pos, "link to a chapter of the book, or take the link away")
        elif _is_loaded(tag, kind) and _REMOTE.match(value):
            message = f"<{tag.name}> fetches {value.strip()} from another computer ({name})"
            report.add(Code.REMOTE_RESOURCE, message, tag.pos, "put the file into the book's folder, and name it there")


def _is_loaded(tag: Tag, attribute: str) -> bool:
    return attribute in _LOADED or (attribute == "href" and local(tag.name) in _LOADING_TAGS)


def _styles(places: Places, report: Report) -> None:
    files = places.publication.files
    for name, data in files.items():
        sheet = data if name.endswith((".css", ".xhtml", ".svg")) else b""
        for address in dict.fromkeys(_STYLE_URL.findall(sheet)):
            message = f"a style fetches {address.decode('utf-8', 'replace')} from another computer ({name})"
            pos = places.at(name, 0, 0)
            report.add(Code.REMOTE_RESOURCE, message, pos, "put the file into the book's folder, and name it there")
