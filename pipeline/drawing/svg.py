"""A renderer's SVG becomes SVG that every reader draws: no style sheet, no ids but its own, nothing that leads outside.

In: the SVG document of `diagrams`. Out: an `Element` whose styles are attributes. A home of tinycss2 and
cssselect2. Not its business: how the diagram is called, and how large it stands on a page.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from xml.etree import ElementTree

import cssselect2
import tinycss2
import tinycss2.color3

from ..nodes import Element, Pos
from .xmltree import XML, depth, local, tree

DEEPEST = 100
"""Levels; the stages recurse on each."""
DRAWN = frozenset(
    "svg g defs path rect circle ellipse line polyline polygon text tspan marker lineargradient stop clippath a".split()
)
"""Elements a page can show, in lower case; `a` as the group it is. The rest goes with all it holds."""
PROPERTIES = frozenset(
    "fill fill-opacity stroke stroke-width stroke-dasharray stroke-linecap stroke-linejoin stroke-opacity opacity "
    "font-size font-weight font-style text-anchor dominant-baseline stop-color stop-opacity visibility display".split()
)
"""Styles that are attributes as well (SVG 1.1, 6.1) and that the layout engine knows."""
GEOMETRY = frozenset(
    "id d x y x1 x2 y1 y2 dx dy cx cy r rx ry width height points transform viewBox refX refY markerWidth markerHeight "
    "markerUnits orient marker-start marker-mid marker-end gradientUnits gradientTransform offset clip-path".split()
)
COLOURS = frozenset({"fill", "stroke", "stop-color"})
REFERENCE = re.compile(r"url\(\s*[\"']?#([^\"')]+)[\"']?\s*\)")
FAMILY = "Galerada Sans, Galerada Symbols, sans-serif"
NAMESPACE = "{http://www.w3.org/2000/svg}"


def portable(svg: str, pos: Pos) -> Element:
    """The drawing as a tree; raises ValueError when it is no SVG, or nested too deep."""
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError as error:
        raise ValueError(f"the renderer's SVG cannot be read: {error}") from error
    if local(root.tag) != "svg" or depth(root) > DEEPEST:
        raise ValueError("the renderer's SVG is nested too deep")
    _style(root)
    _sift(root)
    _flatten(root)
    _drop_unused(root)
    _rename(root, "d" + hashlib.sha256(ElementTree.tostring(root) + str(pos).encode()).hexdigest()[:8])
    root.set("font-family", FAMILY)
    kept = GEOMETRY | PROPERTIES | {"font-family"}
    return tree(root, pos, lambda tag, name, value: name in kept and (tag, name) != ("svg", "width"))


# styles


def _style(root: XML) -> None:
    """Every rule that holds for an element written on it; rules beat attributes (SVG 1.1, 6.4)."""
    matcher = cssselect2.Matcher()
    for rule in _rules(root):
        try:
            selectors = cssselect2.compile_selector_list(rule.prelude)
        except cssselect2.SelectorError:
            continue
        for selector in selectors:
            if selector.pseudo_element is None:
                matcher.add_selector(selector, tinycss2.parse_blocks_contents(rule.content))
    for wrapped in cssselect2.ElementWrapper.from_xml_root(root).iter_subtree():
        found = [(specificity, order, declarations) for specificity, order, _, declarations in matcher.match(wrapped)]
        own = tinycss2.parse_blocks_contents(wrapped.etree_element.get("style", ""))
        for name, value in _winners([d for _, _, d in sorted(found, key=lambda f: f[:2])] + [own]):
            wrapped.etree_element.set(name, value)


def _rules(root: XML) -> Iterator[tinycss2.ast.QualifiedRule]:
    for sheet in root.iter(f"{NAMESPACE}style"):
        rules = tinycss2.parse_stylesheet(sheet.text or "", skip_comments=True, skip_whitespace=True)
        yield from (rule for rule in rules if rule.type == "qualified-rule")


def _winners(blocks: list[list[tinycss2.ast.Node]]) -> Iterator[tuple[str, str]]:
    """The declarations that hold, of blocks in the order of the cascade."""
    declared = [node for block in blocks for node in block if node.type == "declaration"]
    for node in sorted(declared, key=lambda node: bool(node.important)):
        value = tinycss2.serialize(node.value).strip()
        if node.lower_name in PROPERTIES and value not in {"revert", "inherit"}:
            yield node.lower_name, _plain(node.lower_name, value)


def _plain(name: str, value: str) -> str:
    """Colours as #rrggbb, which every reader knows; a dash of nothing as no dash."""
    if name == "stroke-dasharray":
        return "none" if not re.search("[1-9]", value) or re.fullmatch(r"1\s*,?\s*0", value) else value
    colour = tinycss2.color3.parse_color(value) if name in COLOURS else None
    if colour is None or isinstance(colour, str):
        return value
    return "none" if not colour.alpha else "#" + "".join(f"{round(part * 255):02x}" for part in colour[:3])


# what stays


def _sift(root: XML) -> None:
    for parent in list(root.iter()):
        for child in list(parent):
            name = local(child.tag) if isinstance(child.tag, str) else ""
            if name.lower() not in DRAWN or _is_clock(child):
                parent.remove(child)
            elif name == "a":
                child.tag = f"{NAMESPACE}g"


def _is_clock(made: XML) -> bool:
    """Gantt's mark of today: a book has no today."""
    return "today" in made.get("class", "").split()


def _used(root: XML) -> frozenset[str]:
    values = (value for part in root.iter() for value in part.attrib.values())
    return frozenset(name for value in values for name in REFERENCE.findall(value))


def _flatten(root: XML) -> None:
    """Gradients as their first colour: the layout engine draws stroked ones in pieces, and greys need none."""
    colours = {part.get("id", ""): _first_stop(part) for part in root.iter() if local(part.tag) == "linearGradient"}
    for part in root.iter():
        for name in COLOURS & part.attrib.keys():
            found = REFERENCE.fullmatch(part.attrib[name])
            if found is not None:
                part.set(name, colours.get(found[1], "none"))


def _first_stop(gradient: XML) -> str:
    return next((_plain("fill", stop.get("stop-color", "none")) for stop in gradient), "none")


def _drop_unused(root: XML) -> None:
    """Definitions that nothing draws with, and groups without content."""
    used = _used(root)
    for parent in list(root.iter()):
        for child in list(parent):
            name = local(child.tag)
            if name in {"marker", "linearGradient", "clipPath"} and child.get("id", "") not in used:
                parent.remove(child)
    for parent in reversed(list(root.iter())):
        for child in list(parent):
            if local(child.tag) in {"g", "defs"} and not len(child):
                parent.remove(child)


def _rename(root: XML, prefix: str) -> None:
    """Ids that are referred to, by the drawing's content and their order; the others go."""
    used = _used(root)
    present = [part.get("id", "") for part in root.iter() if part.get("id", "") in used]
    names = {old: f"{prefix}-{number}" for number, old in enumerate(dict.fromkeys(present), 1)}
    for part in root.iter():
        ident = part.attrib.pop("id", "")
        if ident in names:
            part.set("id", names[ident])
        for name, value in list(part.attrib.items()):
            if REFERENCE.search(value):
                part.set(name, REFERENCE.sub(lambda found: _reference(found[1], names), value))


def _reference(old: str, names: dict[str, str]) -> str:
    return f"url(#{names[old]})" if old in names else "none"
