"""Which face draws which words: the style sheets' rules for fonts, followed down the tree.

In: a tree and a style sheet. Out: each run of text with its `Style`, and what the sheet itself writes (list marks,
`content`). Only what concerns fonts is followed: family, weight, slant, capitals. Not its business: what a face can
draw (`fonts`), and formulas, which readers set in a face of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, TypeAlias
from xml.etree import ElementTree

import cssselect2
import tinycss2

from .heeding import Heeds, heeded, joined
from .nodes import Body, Element, Pos, Text

Declaration: TypeAlias = Any
Matcher: TypeAlias = Any
Look: TypeAlias = tuple[str, tuple[tuple[str, str], ...]]
"""An element's tag, and those of its attributes that a sheet looks at."""

READER = """
strong, b, th, h1, h2, h3, h4, h5, h6 { font-weight: bold }
em, i, cite, dfn, var, address { font-style: italic }
"""
"""What every reader does by itself (HTML, 15.3)."""
WEIGHTS = {"normal": 400, "bold": 700, "bolder": 700, "lighter": 400}
MARKS, HYPHENS = "•◦▪0123456789.", "-\u2010"
"""What stands before an item of a list, and at the end of a line that a reader breaks."""
UNSTYLED = frozenset({"math", "style", "script", "title", "desc"})


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of text is drawn."""

    families: tuple[str, ...] = ()
    """In the order in which they are asked; generic names among them."""
    weight: int = 400
    italic: bool = False
    capitals: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A run of text and its style."""

    text: str
    style: Style
    pos: Pos | None = None
    """None for what the style sheet writes."""


def shown(body: Body, css: str) -> Iterator[Shown]:
    """Every run of text of a page."""
    root = Element("html", (), (Element("body", (), body),))
    sheet = _sheet(css)
    return iter(_followed(root, sheet)) if sheet.heeds is not None else _looked_up(root, css)


def _looked_up(root: Element, css: str) -> Iterator[Shown]:
    """Of any sheet: each element is asked for in its tree."""
    tree, places = _tree(root)
    styles: dict[Any, Style] = {}
    for wrapped in cssselect2.ElementWrapper.from_html_root(tree).iter_subtree():
        node = places[wrapped.etree_element]
        above = styles[wrapped.parent.etree_element] if wrapped.parent is not None else Style()
        style = styles[wrapped.etree_element] = _styled(above, _declared(wrapped, _sheet(css).matcher, None))
        yield from _runs(node, style)
        yield from _written(wrapped, style, _sheet(css).matcher)


def _tree(root: Element) -> tuple[Any, dict[Any, Element]]:
    """The tree as the library that reads selectors wants it."""
    places: dict[Any, Element] = {}

    def made(node: Element) -> Any:
        attrs = {name: value for name, value in node.attrs if ":" not in name}
        element = ElementTree.Element(node.tag, attrs)
        places[element] = node
        if node.tag not in UNSTYLED:
            element.extend(made(child) for child in node.children if isinstance(child, Element))
        return element

    return made(root), places


def _runs(node: Element, style: Style) -> Iterator[Shown]:
    for child in node.children if node.tag not in UNSTYLED else ():
        if isinstance(child, Text):
            yield Shown(child.text.upper() if style.capitals else child.text, style, child.pos)


def _written(wrapped: Any, style: Style, matcher: Matcher) -> Iterator[Shown]:
    """What the sheet itself writes there."""
    if wrapped.local_name in {"li", "p"}:
        yield Shown(HYPHENS + (MARKS if wrapped.local_name == "li" else ""), style)
    for pseudo in ("before", "after"):
        declared = _declared(wrapped, matcher, pseudo)
        if text := "".join(_content(declared, wrapped.etree_element)):
            yield Shown(text, _styled(style, declared))


def _content(declared: Sequence[Declaration], element: Any) -> Iterator[str]:
    for declaration in declared:
        if declaration.lower_name == "content":
            for token in declaration.value:
                if token.type == "string":
                    yield token.value
                elif token.type == "function" and token.lower_name == "attr":
                    yield element.get(tinycss2.serialize(token.arguments).strip(), "")


# elements of a kind


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """Elements that no rule of the sheet can tell apart."""

    look: Look
    before: tuple[Look, ...]
    """What stands before them, as far as the sheet looks."""
    above: Kind | None
    style: Style
    written: tuple[Shown, ...]


def _followed(root: Element, sheet: _Sheet) -> list[Shown]:
    """The runs by the kinds of their elements: each kind is asked for once a sheet, not once an element."""
    made: list[Shown] = []
    _follow(root, _kind(root, (), None, sheet), sheet, made)
    return made


def _follow(node: Element, kind: Kind, sheet: _Sheet, made: list[Shown]) -> None:
    if node.tag in UNSTYLED:
        made += kind.written
        return
    made += _runs(node, kind.style)
    made += kind.written
    before: tuple[Look, ...] = ()
    for child in node.children:
        if isinstance(child, Element):
            inside = _kind(child, before, kind, sheet)
            _follow(child, inside, sheet, made)
            before = (*before, inside.look)[-sheet.heeds.neighbours :] if sheet.heeds and sheet.heeds.neighbours else ()


def _kind(node: Element, before: tuple[Look, ...], above: Kind | None, sheet: _Sheet) -> Kind:
    assert sheet.heeds is not None
    names = sheet.heeds.attributes
    look = (node.tag, tuple(pair for pair in node.attrs if pair[0] in names))
    known = sheet.kinds.get((above, before, look))
    if known is None:
        known = sheet.kinds[above, before, look] = _found(look, before, above, sheet.matcher)
    return known


def _found(look: Look, before: tuple[Look, ...], above: Kind | None, matcher: Matcher) -> Kind:
    """Ask the sheet, with nothing on the page but what it looks at."""
    element = _alone(look)
    root, inner, kind = element, element, Kind(look, before, above, Style(), ())
    up: Kind | None = kind
    while up is not None and up.above is not None:
        parent = _alone(up.above.look)
        parent.extend([*map(_alone, up.before), inner])
        root, inner, up = parent, parent, up.above
    (wrapped,) = (
        w for w in cssselect2.ElementWrapper.from_html_root(root).iter_subtree() if w.etree_element is element
    )
    style = _styled(above.style if above else Style(), _declared(wrapped, matcher, None))
    return replace(kind, style=style, written=tuple(_written(wrapped, style, matcher)))


def _alone(look: Look) -> Any:
    return ElementTree.Element(look[0], dict(look[1]))


# the cascade


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet's rules that speak of fonts or write something."""

    matcher: Matcher
    heeds: Heeds | None
    """What they look at; None: at what only the whole page can tell."""
    kinds: dict[Any, Kind] = field(default_factory=dict)
    """What was found out: elements of one kind, in one place, are styled alike."""


@cache
def _sheet(css: str) -> _Sheet:
    matcher, heeds = cssselect2.Matcher(), []
    for rule in tinycss2.parse_stylesheet(READER + css, skip_comments=True, skip_whitespace=True):
        if rule.type != "qualified-rule":
            continue
        declared = [node for node in tinycss2.parse_blocks_contents(rule.content) if _matters(node)]
        if declared:
            heeds.append(heeded(rule.prelude, declared))
        for selector in _selectors(rule.prelude) if declared else ():
            matcher.add_selector(selector, declared)
    return _Sheet(matcher, joined(heeds))


def _matters(node: Declaration) -> bool:
    names = {"font", "font-family", "font-weight", "font-style", "text-transform", "content"}
    return node.type == "declaration" and node.lower_name in names


def _selectors(prelude: Sequence[Any]) -> Iterable[Any]:
    try:
        return list(cssselect2.compile_selector_list(prelude))
    except cssselect2.SelectorError:
        return ()


def _declared(wrapped: Any, matcher: Matcher, pseudo: str | None) -> list[Declaration]:
    """What holds for an element, the last word last; a drawing says it by attributes, which rules beat."""
    found = sorted(
        (specificity, order, position, declared)
        for position, (specificity, order, said, declared) in enumerate(matcher.match(wrapped))
        if said == pseudo
    )
    own = wrapped.etree_element.attrib if pseudo is None else {}
    said = "".join(f"{name}:{own[name]};" for name in ("font-family", "font-weight", "font-style") if name in own)
    written = tinycss2.parse_blocks_contents(said)
    return [*written, *(declaration for *_, declared in found for declaration in declared)]


def _styled(style: Style, declared: Iterable[Declaration]) -> Style:
    for declaration in declared:
        words = [token for token in declaration.value if token.type not in {"whitespace", "comment"}]
        match declaration.lower_name:
            case "font":
                style = _shorthand(style, words)
            case "font-family":
                style = replace(style, families=_families(words) or style.families)
            case "font-weight":
                style = replace(style, weight=_weight(words[:1], style.weight))
            case "font-style":
                style = replace(style, italic=_said(words) in {"italic", "oblique"}) if _said(words) else style
            case "text-transform":
                style = replace(style, capitals=_said(words) == "uppercase")
    return style


def _said(words: Sequence[Any]) -> str:
    word = words[0].lower_value if words and words[0].type == "ident" else ""
    return "" if word == "inherit" else str(word)


def _weight(words: Sequence[Any], default: int) -> int:
    if words and words[0].type == "number":
        return int(words[0].value)
    return WEIGHTS.get(_said(words), default)


def _families(words: Sequence[Any]) -> tuple[str, ...]:
    """The names between the commas; a name of several bare words is one name (CSS Fonts 4, 2.1)."""
    names: list[list[str]] = [[]]
    for token in words:
        if token.type == "literal":
            names.append([])
        elif token.type in {"string", "ident"} and token.value != "inherit":
            names[-1].append(token.value)
    return tuple(" ".join(name) for name in names if name)


def _shorthand(style: Style, words: Sequence[Any]) -> Style:
    """`font: 500 0.76rem/1rlh "Family"`: weight and slant before the size, families after it (CSS Fonts 4, 2.7)."""
    size = next((n for n, token in enumerate(words) if token.type in {"dimension", "percentage"}), None)
    if size is None:
        return style
    before, after = words[:size], list(words[size + 1 :])
    if after and after[0].type == "literal":
        after = after[2:]
    weights = [token for token in before if token.type == "number" or _said([token]) in WEIGHTS]
    italic = any(_said([token]) in {"italic", "oblique"} for token in before)
    return replace(style, families=_families(after), weight=_weight(weights, 400), italic=italic)
