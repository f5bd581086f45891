"""Style sheets as far as they decide the width of text. The only home of tinycss2 and cssselect2 for pages.

In: CSS. Out: for an element, the declarations that win, by long names. The page's engine matches selectors with the
same library, so the two agree on what applies to what.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

WIDTHS = frozenset(
    "font-size font-family font-weight font-style font-variation-settings font-feature-settings font-variant-caps "
    "font-variant-position letter-spacing word-spacing text-transform text-indent text-align hyphens white-space "
    "display float position width margin-left margin-right padding-left padding-right border-left-width "
    "border-right-width content line-height".split()
)
"""The properties that change how wide a text is, or how wide its place."""
ENGINE = """
em, i, cite, var, dfn, address { font-style: italic }
strong, b, th, dt { font-weight: bold }
small { font-size: smaller }
sub, sup { font-size: smaller }
pre { white-space: pre }
br { content: none }
html, body, section, header, footer, nav, main, article, aside, div, p, blockquote, figure, figcaption, ul, ol, dl, dt,
dd, h1, h2, h3, h4, h5, h6, pre, hr, address, details, summary { display: block }
li { display: list-item }
table { display: table } tr { display: table-row } td, th { display: table-cell }
caption { display: table-caption } thead, tbody, tfoot { display: table-row-group }
img, svg { display: replaced }
q::before { content: open-quote }
"""
"""What the page's engine has as its own style sheet, of the same."""

Declarations = Mapping[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Match:
    """What style sheets say of an element."""

    own: tuple[int, ...]
    """The rules that apply, the weakest first."""
    pseudo: tuple[tuple[str, tuple[int, ...]], ...]
    """The same of its pseudo-elements, by name."""


class Sheet:
    """Style sheets, read."""

    def __init__(self, css: str) -> None:
        import cssselect2

        self.matcher, self.urgent = cssselect2.Matcher(), cssselect2.Matcher()
        self.rules: list[Declarations] = []
        for selectors, plain, important in _rules(ENGINE + css):
            for matcher, declarations in ((self.matcher, plain), (self.urgent, important)):
                if declarations:
                    self.rules.append(declarations)
                    for selector in selectors:
                        matcher.add_selector(selector, len(self.rules) - 1)

    def match(self, wrapped: Any) -> Match:
        """The rules for an element as `wrapped_tree` gives it."""
        found: dict[str, list[tuple[int, Any, int, int]]] = {}
        for weight, matcher in enumerate((self.matcher, self.urgent)):
            for specificity, order, pseudo, number in matcher.match(wrapped):
                found.setdefault(pseudo or "", []).append((weight, specificity, order, number))
        ordered = {name: tuple(number for *_, number in sorted(rows)) for name, rows in found.items()}
        own = ordered.pop("", ())
        return Match(own, tuple(sorted(ordered.items())))

    def declared(self, numbers: Iterable[int]) -> dict[str, Sequence[Any]]:
        """The declarations of rules, the later over the earlier."""
        made: dict[str, Sequence[Any]] = {}
        for number in numbers:
            made |= self.rules[number]
        return made


@lru_cache(maxsize=8)
def sheet(css: str) -> Sheet:
    """The style sheet, read once."""
    return Sheet(css)


def wrapped_tree(root: ET.Element) -> Any:
    """A tree as selectors see it."""
    import cssselect2

    return cssselect2.ElementWrapper.from_html_root(root)


def inline_declarations(style: str) -> Declarations:
    """What a `style` attribute says."""
    import tinycss2

    return _long(tinycss2.parse_blocks_contents(style))


def _rules(css: str) -> Iterator[tuple[Any, Declarations, Declarations]]:
    """Selectors, what they say, and what of it is important (CSS Cascade 5, 6.4).

    At-rules are of the page, its faces and its colours, and leave text as wide as it is.
    """
    import cssselect2
    import tinycss2

    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            said = [node for node in tinycss2.parse_blocks_contents(rule.content) if node.type == "declaration"]
            plain, important = (_long(node for node in said if node.important is kind) for kind in (False, True))
            yield cssselect2.compile_selector_list(rule.prelude), plain, important


def _long(parsed: Iterable[Any]) -> Declarations:
    made: dict[str, Sequence[Any]] = {}
    for declaration in parsed:
        if declaration.type == "declaration":
            values = [token for token in declaration.value if token.type not in {"whitespace", "comment"}]
            made |= {name: value for name, value in _longhands(declaration.lower_name, values) if name in WIDTHS}
    return made


def _longhands(name: str, values: list[Any]) -> Iterator[tuple[str, Sequence[Any]]]:
    if name in {"margin", "padding"}:
        yield f"{name}-right", [values[1 % len(values)]]
        yield f"{name}-left", [values[{1: 0, 2: 1, 3: 1, 4: 3}[len(values)]]]
    elif name == "border-width":
        yield "border-right-width", [values[1 % len(values)]]
        yield "border-left-width", [values[{1: 0, 2: 1, 3: 1, 4: 3}[len(values)]]]
    elif name in {"border", "border-left", "border-right"}:
        thick = [value for value in values if value.type in {"dimension", "number"}]
        for side in ("left", "right") if name == "border" else (name.removeprefix("border-"),):
            yield f"border-{side}-width", thick[:1]
    elif name == "font":
        yield from _font(values)
    else:
        yield name, values


def _font(values: list[Any]) -> Iterator[tuple[str, Sequence[Any]]]:
    """`500 0.8rem/1rlh "Sans"`: it sets back what it does not name; of the rest, the engine only these."""
    for name in ("font-weight", "font-style", "font-variant-caps"):
        yield name, ()
    for place, value in enumerate(values):
        if value.type == "dimension" or value.type == "percentage":
            yield "font-size", [value]
            yield "font-family", [token for token in values[place + 1 :] if token.type in {"string", "ident"}]
            return
        if value.type == "number":
            yield "font-weight", [value]
        elif value.type == "ident" and value.lower_value == "italic":
            yield "font-style", [value]
